//! `POST /testdata/person`, `/testdata/person/remove`: a sole trader, whose PESEL then owns the context of the NIP.

use poligon_institution::{Evidence, Refused, Response};

use super::done;
use crate::checks::testdata;
use crate::desk::Call;
use crate::identity::IdKind;
use crate::state::permissions::Person;
use crate::wire::json::{Body, Json};
use crate::wire::moment;

/// Records a sole trader.
///
/// # Errors
/// 21405, 30001.
pub fn create(call: &mut Call<'_>) -> Result<Response, Refused> {
    let body = Body::of(call)?;
    let root = body.root();
    let nip = nip(&root, "nip");
    let pesel = root.field("pesel").required().text_that(|text| IdKind::Pesel.fits(text)).unwrap_or_default();
    let is_bailiff = root.field("isBailiff").required().bool().unwrap_or_default();
    description(&root);
    let is_deceased = root.field("isDeceased").bool().unwrap_or_default();
    let created = created(call, &root);
    body.finish(call)?;
    let person = Person { pesel, is_bailiff, is_deceased, created };
    let added = call.desk.state().permissions.add_person(&nip, person);
    require_new(call, added.is_ok(), &nip)?;
    Ok(done())
}

/// Strikes a sole trader off.
///
/// # Errors
/// 21405.
pub fn remove(call: &mut Call<'_>) -> Result<Response, Refused> {
    let body = Body::of(call)?;
    let nip = nip(&body.root(), "nip");
    body.finish(call)?;
    call.desk.state().permissions.remove_person(&nip);
    Ok(done())
}

/// A required NIP.
pub fn nip(at: &Json<'_>, name: &str) -> String {
    at.field(name).required().text_that(|text| IdKind::Nip.fits(text)).unwrap_or_default()
}

/// A required description, 5 to 256 characters. Nothing shows it again.
pub fn description(at: &Json<'_>) {
    let _ = at.field("description").required().text_of(5, 256);
}

/// `createdDate`; now when absent.
pub fn created(call: &Call<'_>, at: &Json<'_>) -> time::OffsetDateTime {
    let text = at.field("createdDate").text_that(|text| moment::read(text).is_some());
    text.as_deref().and_then(moment::read).unwrap_or(call.now)
}

/// Refuses a record that exists.
///
/// # Errors
/// 30001.
pub fn require_new(call: &mut Call<'_>, is_new: bool, nip: &str) -> Result<(), Refused> {
    call.exam.require(&testdata::NEW_RECORD.check, is_new, || {
        vec![Evidence::values(
            "record",
            "none yet, or an older one",
            format!("one of NIP {nip} that is not older"),
        )]
    })
}
