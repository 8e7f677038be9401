//! The collections of a person: contacts, addresses, documents, vehicles, children, organisations.

use http::StatusCode;
use poligon_institution::{Evidence, Refused, Response};
use poligon_world::russia::{Citizen, Russia};
use serde_json::{Value, json};

use super::person::{date, gender, roles_of};
use super::{Access, access, allowed, owner, tagged};
use crate::checks::data;
use crate::desk::Call;
use crate::operations::oauth::client::cut;
use crate::{scopes, wire};

/// A collection.
#[derive(Debug)]
pub struct Collection {
    /// Its part of the path: `ctts`.
    pub path: &'static str,
    /// Its name in `embed`: `contacts`.
    pub embed: &'static str,
    /// The scopes that open it; one suffices.
    pub scopes: &'static [&'static str],
    /// What is in it, as far as the token's scope goes.
    pub elements: fn(&Citizen, &Russia, &Access) -> Vec<Value>,
}

const DOCUMENTS: &[&str] = &[
    "id_doc",
    "drivers_licence_doc",
    "medical_doc",
    "military_doc",
    "foreign_passport_doc",
    "birth_cert_doc",
];

static ALL: &[Collection] = &[
    Collection {
        path: "ctts",
        embed: "contacts",
        scopes: &["contacts", "email", "mobile"],
        elements: contacts,
    },
    Collection { path: "addrs", embed: "addresses", scopes: &["addresses", "contacts"], elements: addresses },
    Collection { path: "docs", embed: "documents", scopes: DOCUMENTS, elements: documents },
    Collection { path: "vhls", embed: "vehicles", scopes: &["vehicles"], elements: vehicles },
    Collection {
        path: "kids",
        embed: "kids",
        scopes: &["kid_fullname", "kid_birthdate", "kid_gender", "kid_snils"],
        elements: kids,
    },
    Collection { path: "orgs", embed: "organizations", scopes: &["usr_org"], elements: organisations },
];

/// The collection of this name in `embed`.
pub fn of_embed(name: &str) -> Option<&'static Collection> {
    ALL.iter().find(|one| one.embed == name)
}

/// `/rs/prns/{oid}/{collection}`.
///
/// # Errors
/// When the token does not allow it, or there is no such collection.
pub fn collection(call: &mut Call<'_>) -> Result<Response, Refused> {
    let (found, citizen, access) = found(call)?;
    let elements = (found.elements)(&citizen, call.desk.russia(), &access);
    let base = format!("{}/rs/prns/{}", call.request.base.url, citizen.oid);
    let inline = call.params.text("embed").contains("elements");
    Ok(wire::json(StatusCode::OK, &page(&elements, &base, found.path, inline)))
}

/// `/rs/prns/{oid}/{collection}/{id}`.
///
/// # Errors
/// When the token does not allow it, or there is no such element.
pub fn element(call: &mut Call<'_>) -> Result<Response, Refused> {
    let (found, citizen, access) = found(call)?;
    let id = call.argument("id").to_owned();
    let elements = (found.elements)(&citizen, call.desk.russia(), &access);
    let one = elements.into_iter().find(|one| identified(one) == id);
    let one = call.exam.need(&data::FOUND.check, one, || {
        vec![Evidence::values("id", "one that the collection lists", cut(&id))]
    })?;
    Ok(wire::json(StatusCode::OK, &tagged(one)))
}

fn found(call: &mut Call<'_>) -> Result<(&'static Collection, Citizen, Access), Refused> {
    let access = access(call)?;
    let citizen = owner(call, &access)?;
    let name = call.argument("collection").to_owned();
    let found = ALL.iter().find(|one| one.path == name);
    let found = call.exam.need(&data::FOUND.check, found, || {
        let names: Vec<&str> = ALL.iter().map(|one| one.path).collect();
        vec![Evidence::values("collection", names.join(", "), cut(&name))]
    })?;
    allowed(call, &access, found.scopes)?;
    Ok((found, citizen, access))
}

/// A collection as ESIA writes it: addresses of its elements, or the elements themselves.
pub fn page(elements: &[Value], base: &str, path: &str, inline: bool) -> Value {
    let shown: Vec<Value> = elements
        .iter()
        .map(|one| match inline {
            true => tagged(one.clone()),
            false => json!(format!("{base}/{path}/{}", identified(one))),
        })
        .collect();
    tagged(json!({ "stateFacts": ["hasSize"], "size": shown.len(), "elements": shown }))
}

fn identified(element: &Value) -> String {
    let id = element.get("id").or_else(|| element.get("oid"));
    id.map(Value::to_string).unwrap_or_default()
}

/// The number of an element: that of the account, the collection and the place.
pub fn identifier(oid: u64, path: &str, index: usize) -> u64 {
    let place = ALL.iter().position(|one| one.path == path).unwrap_or(0);
    let index = u64::try_from(place * 100 + index).unwrap_or(0);
    (oid % 100_000).saturating_mul(1_000).saturating_add(index)
}

fn contacts(citizen: &Citizen, _: &Russia, access: &Access) -> Vec<Value> {
    let mut all = Vec::new();
    let mut add = |any: &[&str], kind: &str, value: &str, status: &str| {
        if scopes::grants(&access.scope, any) {
            let id = identifier(citizen.oid, "ctts", all.len());
            all.push(json!({ "stateFacts": ["Identifiable"], "id": id, "type": kind, "value": value, "vrfStu": status }));
        }
    };
    add(&["contacts", "mobile"], "MBT", &citizen.mobile, "VERIFIED");
    add(&["contacts", "email"], "EML", &citizen.email, "VERIFIED");
    all
}

fn addresses(citizen: &Citizen, _: &Russia, _: &Access) -> Vec<Value> {
    let place = &citizen.address;
    let one = |(index, kind): (usize, &str)| {
        let mut one = json!({
            "stateFacts": ["Identifiable"],
            "id": identifier(citizen.oid, "addrs", index),
            "type": kind,
            "addressStr": place.line(),
            "zipCode": place.zip,
            "countryId": "RUS",
            "region": place.region,
            "city": place.city,
            "street": place.street,
            "house": place.house,
        });
        if let (Some(flat), Some(map)) = (&place.flat, one.as_object_mut()) {
            map.insert("flat".to_owned(), json!(flat));
        }
        one
    };
    ["PLV", "PRG"].into_iter().enumerate().map(one).collect()
}

fn documents(citizen: &Citizen, _: &Russia, access: &Access) -> Vec<Value> {
    let mut all = Vec::new();
    if let Some(passport) = &citizen.passport
        && scopes::grants(&access.scope, &["id_doc"])
    {
        all.push(json!({
            "stateFacts": ["EntityRoot"],
            "id": identifier(citizen.oid, "docs", 0),
            "type": "RF_PASSPORT",
            "vrfStu": if citizen.is_trusted() { "VERIFIED" } else { "NOT_VERIFIED" },
            "series": passport.series,
            "number": passport.number,
            "issueDate": date(passport.issued),
            "issueId": "000001",
            "issuedBy": "Учебный отдел Вымышленска",
        }));
    }
    for (index, document) in citizen.documents.iter().enumerate() {
        if !scopes::grants(&access.scope, &[opening(&document.kind)]) {
            continue;
        }
        let mut one = json!({
            "stateFacts": ["EntityRoot"],
            "id": identifier(citizen.oid, "docs", index + 1),
            "type": document.kind,
            "vrfStu": "VERIFIED",
            "number": document.number,
        });
        if let Some(map) = one.as_object_mut() {
            let optional = [
                ("series", &document.series),
                ("issueDate", &document.issued),
                ("expiryDate", &document.expires),
            ];
            for (name, value) in optional {
                value.iter().for_each(|value| drop(map.insert(name.to_owned(), json!(value))));
            }
        }
        all.push(one);
    }
    all
}

/// The scope that opens a kind of document.
fn opening(kind: &str) -> &'static str {
    match kind {
        "RF_DRIVING_LICENSE" => "drivers_licence_doc",
        "MDCL_PLCY" => "medical_doc",
        "MLTR_ID" => "military_doc",
        "FRGN_PASS" => "foreign_passport_doc",
        "BRTH_CERT" => "birth_cert_doc",
        _ => "id_doc",
    }
}

fn vehicles(citizen: &Citizen, _: &Russia, _: &Access) -> Vec<Value> {
    let one = |(index, one): (usize, &poligon_world::russia::Vehicle)| {
        json!({
            "stateFacts": ["Identifiable"],
            "id": identifier(citizen.oid, "vhls", index),
            "name": one.name,
            "numberPlate": one.plate,
            "regCertificate": { "series": one.series, "number": one.number },
        })
    };
    citizen.vehicles.iter().enumerate().map(one).collect()
}

fn kids(citizen: &Citizen, _: &Russia, access: &Access) -> Vec<Value> {
    let one = |child: &poligon_world::russia::Child| {
        let mut one = json!({ "stateFacts": ["Identifiable"], "id": child.oid });
        let fields = [
            ("kid_fullname", "firstName", json!(child.name)),
            ("kid_fullname", "lastName", json!(child.surname)),
            ("kid_birthdate", "birthDate", json!(date(child.born))),
            ("kid_gender", "gender", json!(gender(child.sex))),
            ("kid_snils", "snils", json!(child.snils.dashed())),
        ];
        for (scope, name, value) in fields {
            if let (true, Some(map)) = (scopes::grants(&access.scope, &[scope]), one.as_object_mut()) {
                map.insert(name.to_owned(), value);
            }
        }
        one
    };
    citizen.children.iter().map(one).collect()
}

fn organisations(citizen: &Citizen, russia: &Russia, _: &Access) -> Vec<Value> {
    roles_of(citizen, russia)
}
