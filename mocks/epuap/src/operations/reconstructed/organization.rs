//! OrganizationExtService: an organisation, its people and its roles.

use poligon_institution::Evidence;
use poligon_world::{Person, RoleKind};

use super::shape::{answer, op};
use crate::checks::ground;
use crate::desk::{Call, Caller, Outcome};
use crate::operations::services::Op;
use crate::state::podmioty::Podmiot;
use crate::state::systems::Role;

const NS: &str = "http://ws.epuap.gov.pl/OrganizationExtService/";

/// The operations.
pub static OPS: &[Op] = &[
    op("epuap.organization.pobierzOrganizacje", NS, "pobierzOrganizacje", one),
    op("epuap.organization.listaUzytkownikow", NS, "listaUzytkownikow", users),
    op("epuap.organization.listaRol", NS, "listaRol", roles),
    op("epuap.organization.czyUzytkownikWRoli", NS, "czyUzytkownikWRoli", is_in_role),
];

fn one(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let podmiot = own(call, caller)?;
    Ok(answer(call, |xml| xml.nest("organizacja", |xml| super::podmioty::write(xml, &podmiot))))
}

fn users(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let podmiot = own(call, caller)?;
    let id = podmiot.id.as_str();
    let people = call.desk.sandbox.world.people().iter();
    let users: Vec<Person> = people.filter(|person| !kinds(person, id).is_empty()).cloned().collect();
    Ok(answer(call, |xml| {
        xml.each(&users, |xml, person| {
            xml.nest("uzytkownik", |xml| {
                xml.element("identyfikator", &person.id)
                    .element("imie", person.names.join(" "))
                    .element("nazwisko", &person.surname)
                    .each(kinds(person, id), |xml, kind| xml.element("rola", kind))
            })
        })
    }))
}

/// The roles that people have in the made-up country, and those of systems.
fn roles(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    own(call, caller)?;
    let names = KINDS.iter().map(|(_, word)| *word).chain(Role::ALL.map(Role::name));
    Ok(answer(call, |xml| xml.each(names, |xml, name| xml.element("rola", name))))
}

fn is_in_role(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let podmiot = own(call, caller)?;
    let (user, role) = (call.body().words("uzytkownik"), call.body().words("rola"));
    let user = call.shaped(user)?;
    let role = call.shaped(role)?;
    let person = call.desk.sandbox.world.person(&user).cloned();
    let person = call.exam.need(&ground::PODMIOT.check, person, || {
        let got: String = user.chars().take(60).collect();
        vec![Evidence::values("uzytkownik", "a person of the sandbox's world", got)]
    })?;
    let is = kinds(&person, podmiot.id.as_str()).contains(&role.as_str());
    Ok(answer(call, |xml| xml.element("wRoli", if is { "true" } else { "false" })))
}

const KINDS: [(RoleKind, &str); 3] = [
    (RoleKind::Accountant, "Księgowy"),
    (RoleKind::Employee, "Pracownik"),
    (RoleKind::Owner, "Administrator podmiotu"),
];

fn kinds(person: &Person, organisation: &str) -> Vec<&'static str> {
    KINDS.iter().filter(|(kind, _)| person.is(*kind, organisation)).map(|(_, word)| *word).collect()
}

/// The organisation that is asked for; a system sees its own.
fn own(call: &mut Call<'_>, caller: &Caller) -> Result<Podmiot, poligon_institution::Refused> {
    let id = call.body().words("id");
    let id = call.shaped(id)?;
    call.own_podmiot(caller, "id", &id)
}
