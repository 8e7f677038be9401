//! SlownikiReferencyjne: listaSlownikow, pobierzSlownik, pobierzPozycje.

use poligon_institution::{Evidence, Refused};

use super::shape::{answer, op};
use super::slowniki_data::{DICTIONARIES, Dictionary};
use crate::checks::services as rules;
use crate::desk::{Call, Caller, Outcome};
use crate::operations::services::Op;

const NS: &str = "http://ws.epuap.gov.pl/SlownikiReferencyjne/";

/// The operations.
pub static OPS: &[Op] = &[
    op("epuap.slowniki.listaSlownikow", NS, "listaSlownikow", list),
    op("epuap.slowniki.pobierzSlownik", NS, "pobierzSlownik", dictionary),
    op("epuap.slowniki.pobierzPozycje", NS, "pobierzPozycje", entry),
];

fn list(call: &mut Call<'_>, _: &Caller) -> Outcome {
    Ok(answer(call, |xml| {
        xml.each(DICTIONARIES, |xml, (id, name, version, _)| {
            xml.nest("slownik", |xml| {
                xml.element("idSlownika", id).element("nazwa", name).element("wersja", version)
            })
        })
    }))
}

fn dictionary(call: &mut Call<'_>, _: &Caller) -> Outcome {
    let (id, _, version, entries) = find(call)?;
    Ok(answer(call, |xml| {
        xml.element("idSlownika", id).element("wersja", version).each(*entries, |xml, (code, name)| {
            xml.nest("pozycja", |xml| xml.element("kod", code).element("nazwa", name))
        })
    }))
}

fn entry(call: &mut Call<'_>, _: &Caller) -> Outcome {
    let (_, _, _, entries) = find(call)?;
    let code = call.body().words("kod");
    let code = call.shaped(code)?;
    let found = entries.iter().find(|(known, _)| *known == code);
    let (code, name) = call.exam.need(&rules::DICTIONARY.check, found, || {
        vec![Evidence::values("kod", "a code of the dictionary", code.chars().take(60).collect::<String>())]
    })?;
    Ok(answer(call, |xml| xml.nest("pozycja", |xml| xml.element("kod", code).element("nazwa", name))))
}

fn find(call: &mut Call<'_>) -> Result<&'static Dictionary, Refused> {
    let (id, version) = (call.body().words("idSlownika"), call.body().text("wersja"));
    let id = call.shaped(id)?;
    let version = call.shaped(version)?.filter(|version| !version.is_empty());
    let found = DICTIONARIES
        .iter()
        .find(|(known, _, current, _)| *known == id && version.as_deref().is_none_or(|one| one == *current));
    call.exam.need(&rules::DICTIONARY.check, found, || {
        let known: Vec<&str> = DICTIONARIES.iter().map(|one| one.0).collect();
        vec![Evidence::values("idSlownika", known.join(", "), id.chars().take(60).collect::<String>())]
    })
}
