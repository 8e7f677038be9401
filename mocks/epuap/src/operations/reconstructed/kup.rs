//! KupWebServices: the catalogue of public services, to be read.

use poligon_institution::{Evidence, Refused};

use super::shape::{answer, op};
use crate::checks::services as rules;
use crate::desk::{Call, Caller, Outcome};
use crate::operations::services::Op;
use crate::state::catalogue::Service;
use crate::wire::Xml;

const NS: &str = "http://ws.epuap.gov.pl/KupWebServices/";
/// Most services of an answer.
const MOST: usize = 200;

/// The operations.
pub static OPS: &[Op] = &[
    op("epuap.kup.listaUslug", NS, "listaUslug", list),
    op("epuap.kup.pobierzUsluge", NS, "pobierzUsluge", one),
    op("epuap.kup.szukajUslug", NS, "szukajUslug", search),
];

fn list(call: &mut Call<'_>, _: &Caller) -> Outcome {
    Ok(found(call, ""))
}

fn one(call: &mut Call<'_>, _: &Caller) -> Outcome {
    let id = call.body().words("id");
    let id = call.shaped(id)?;
    let service = find(call, &id)?;
    Ok(answer(call, |xml| write(xml, &service)))
}

fn search(call: &mut Call<'_>, _: &Caller) -> Outcome {
    let phrase = call.body().words("fraza");
    let phrase = call.shaped(phrase)?;
    Ok(found(call, &phrase))
}

fn found(call: &Call<'_>, phrase: &str) -> crate::desk::Reply {
    let services: Vec<Service> = call.desk.state().catalogue.search(phrase).take(MOST).cloned().collect();
    answer(call, |xml| xml.each(&services, write))
}

/// The service of an identifier.
pub(super) fn find(call: &mut Call<'_>, id: &str) -> Result<Service, Refused> {
    let service = call.desk.state().catalogue.find(id.trim()).cloned();
    call.exam.need(&rules::SERVICE.check, service, || {
        vec![Evidence::values("id", "a service of the catalogue", id.chars().take(60).collect::<String>())]
    })
}

fn write(xml: Xml, service: &Service) -> Xml {
    xml.nest("usluga", |xml| {
        xml.element("id", &service.id)
            .element("nazwa", &service.name)
            .element("opis", &service.description)
            .element("podmiot", service.podmiot.as_str())
            .each(&service.forms, |xml, form| xml.element("formularz", form))
    })
}
