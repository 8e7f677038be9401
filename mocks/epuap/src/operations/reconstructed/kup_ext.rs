//! KupWebServicesExt: an institution describes its own services.

use poligon_institution::{Evidence, Refused};

use super::kup;
use super::shape::{answer, op};
use crate::checks::services as rules;
use crate::desk::{Call, Caller, Outcome};
use crate::operations::services::Op;
use crate::state::catalogue::Service;
use crate::wire::{Misread, Reading};

const NS: &str = "http://ws.epuap.gov.pl/KupWebServicesExt/";
/// Most forms of one service.
const MOST_FORMS: usize = 50;

/// The operations.
pub static OPS: &[Op] = &[
    op("epuap.kup-ext.dodajOpis", NS, "dodajOpis", add),
    op("epuap.kup-ext.zmienOpis", NS, "zmienOpis", change),
    op("epuap.kup-ext.usunOpis", NS, "usunOpis", remove),
    op("epuap.kup-ext.powiazFormularz", NS, "powiazFormularz", bind),
];

fn described(body: Reading<'_>) -> Result<(String, String), Misread> {
    Ok((body.words("nazwa")?, body.words("opis")?))
}

fn add(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let read = described(call.body());
    let (name, description) = call.shaped(read)?;
    let id = call.desk.state().catalogue.add(name, description, caller.podmiot.clone());
    call.room(id.is_some())?;
    Ok(answer(call, |xml| xml.optional("id", id)))
}

fn change(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let service = own(call, caller)?;
    let read = described(call.body());
    let (name, description) = call.shaped(read)?;
    if let Some(known) = call.desk.state().catalogue.find_mut(&service.id) {
        known.name = name;
        known.description = description;
    }
    Ok(answer(call, |xml| xml.element("id", &service.id)))
}

fn remove(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let service = own(call, caller)?;
    call.desk.state().catalogue.remove(&service.id);
    Ok(answer(call, |xml| xml.element("id", &service.id)))
}

fn bind(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let service = own(call, caller)?;
    let form = call.body().words("formularz");
    let form = call.shaped(form)?;
    call.room(service.forms.len() < MOST_FORMS)?;
    if let Some(known) = call.desk.state().catalogue.find_mut(&service.id)
        && !known.forms.contains(&form)
    {
        known.forms.push(form);
    }
    Ok(answer(call, |xml| xml.element("id", &service.id)))
}

fn own(call: &mut Call<'_>, caller: &Caller) -> Result<Service, Refused> {
    let id = call.body().words("id");
    let id = call.shaped(id)?;
    let service = kup::find(call, &id)?;
    call.exam.require(&rules::SERVICE.check, service.podmiot == caller.podmiot, || {
        vec![Evidence::values("podmiot of the service", caller.podmiot.as_str(), service.podmiot.as_str())]
    })?;
    Ok(service)
}
