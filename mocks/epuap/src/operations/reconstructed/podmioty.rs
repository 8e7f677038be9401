//! Podmioty: the directory of podmioty and boxes.

use super::shape::{answer, op};
use crate::checks::services as rules;
use crate::desk::{Call, Caller, Outcome};
use crate::operations::services::Op;
use crate::state::podmioty::Podmiot;
use crate::wire::Xml;

const NS: &str = "http://ws.epuap.gov.pl/Podmioty/";
/// Most hits of a search.
const MOST: usize = 100;

/// The operations.
pub static OPS: &[Op] = &[
    op("epuap.podmioty.szukajPodmiot", NS, "szukajPodmiot", search),
    op("epuap.podmioty.pobierzPodmiot", NS, "pobierzPodmiot", one),
    op("epuap.podmioty.listaSkrytek", NS, "listaSkrytek", boxes),
];

fn search(call: &mut Call<'_>, _: &Caller) -> Outcome {
    let read = (call.body().text("nazwa"), call.body().text("regon"), call.body().text("nip"));
    let wanted = |text: Option<String>| text.filter(|text| !text.is_empty());
    let name = wanted(call.shaped(read.0)?).map(|name| name.to_lowercase());
    let regon = wanted(call.shaped(read.1)?);
    let nip = wanted(call.shaped(read.2)?);
    let some = name.is_some() || regon.is_some() || nip.is_some();
    call.must(&rules::SEARCH, some, "nazwa, regon and nip are all empty")?;
    let fits = |podmiot: &&Podmiot| {
        name.as_ref().is_none_or(|name| podmiot.name.to_lowercase().contains(name))
            && regon.as_ref().is_none_or(|regon| podmiot.regon.as_ref() == Some(regon))
            && nip.as_ref().is_none_or(|nip| podmiot.nip.as_ref() == Some(nip))
    };
    let found: Vec<Podmiot> =
        call.desk.state().podmioty.all().iter().filter(fits).take(MOST).cloned().collect();
    Ok(answer(call, |xml| xml.each(&found, |xml, podmiot| xml.nest("podmiot", |xml| write(xml, podmiot)))))
}

fn one(call: &mut Call<'_>, _: &Caller) -> Outcome {
    let podmiot = asked(call, "id")?;
    Ok(answer(call, |xml| xml.nest("podmiot", |xml| write(xml, &podmiot))))
}

fn boxes(call: &mut Call<'_>, _: &Caller) -> Outcome {
    let podmiot = asked(call, "podmiot")?;
    let found: Vec<_> =
        call.desk.state().boxes.owned_by(&podmiot.id).map(|skrytka| skrytka.address.clone()).collect();
    Ok(answer(call, |xml| {
        xml.each(found, |xml, address| {
            xml.nest("skrytka", |xml| {
                xml.element("nazwa", address.name()).element("adres", address.to_string())
            })
        })
    }))
}

fn asked(call: &mut Call<'_>, name: &str) -> Result<Podmiot, poligon_institution::Refused> {
    let id = call.body().words(name);
    let id = call.shaped(id)?;
    call.podmiot(&id)
}

/// A podmiot, with the columns of the public directory.
pub(super) fn write(xml: Xml, podmiot: &Podmiot) -> Xml {
    xml.element("identyfikator", podmiot.id.as_str())
        .element("nazwa", &podmiot.name)
        .optional("regon", podmiot.regon.as_ref())
        .optional("nip", podmiot.nip.as_ref())
        .element("adres", &podmiot.address.street)
        .element("kodPocztowy", &podmiot.address.postal_code)
        .element("miejscowosc", &podmiot.address.city)
        .element("uri", format!("/{}/{}", podmiot.id, crate::state::boxes::DEFAULT))
}
