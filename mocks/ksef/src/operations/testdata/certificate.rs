//! `PUT /testdata/certificates/{serialNumber}`: an earlier end of a KSeF certificate. KSeF certificates are not built: none can
//! exist yet, so every serial number is unknown.

use poligon_institution::{Evidence, Refused, Response};

use crate::checks::testdata as rules;
use crate::desk::Call;
use crate::wire::json::{Body, validate};
use crate::wire::moment;

/// Refuses: nobody has such a certificate.
///
/// # Errors
/// 401, 403, 21001, 21405, 25008.
pub fn shorten(call: &mut Call<'_>) -> Result<Response, Refused> {
    let _ = call.caller()?;
    let body = Body::of(call)?;
    let _ = body.root().field("validTo").required().text_that(|text| moment::read(text).is_some());
    body.finish(call)?;
    let serial = call.argument("serialNumber").to_owned();
    if !is_serial(&serial) {
        validate(call, vec!["'serialNumber' is not in the correct format.".to_owned()])?;
    }
    let evidence = Evidence::values(
        "serialNumber",
        "that of a KSeF certificate of the caller",
        format!("{serial}; KSeF certificates are not built: none was issued in this sandbox"),
    );
    Err(call.exam.refuse(&rules::CERTIFICATE.check, vec![evidence]))
}

fn is_serial(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'))
}
