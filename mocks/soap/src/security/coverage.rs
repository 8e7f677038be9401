//! Whether what was signed is the Body that is read. A signature can be perfectly well and sign something else (wrapping).

use poligon_crypto::Transform;
use poligon_crypto::seal::{ReferenceReport, Report};
use poligon_institution::{Evidence, Examination, Refused};

use crate::Envelope;
use crate::checks::security as rules;

/// Requires a verified reference to the very Body of the envelope. Signing the whole document (`URI=""`) does not do: no
/// client does it, and it would be valid only until somebody on the way adds a header.
pub(super) fn require_body(
    exam: &mut Examination,
    envelope: &Envelope<'_>,
    report: &Report,
) -> Result<(), Refused> {
    // The shape of the envelope is known: one Envelope, one Body in it, whatever the namespaces. The path is that element's.
    let body = envelope.body().map(|body| body.path()).unwrap_or_default();
    let signed = report.references.iter().any(|reference| {
        reference.covers.as_deref() == Some(&body) && reference.holds() && keeps_everything(reference)
    });
    exam.need(&rules::BODY_SIGNED.check, signed.then_some(()), || {
        let covered = report.references.iter().map(|reference| described(reference, &body));
        let got = covered.collect::<Vec<_>>().join(", ");
        vec![Evidence::values("what the references cover", body.clone(), got)]
    })
}

/// Canonicalization keeps all that is read. The enveloped-signature transform takes out the signature, which stands in the
/// Header. XPath and base64 may take out or skip elements of the Body.
fn keeps_everything(reference: &ReferenceReport) -> bool {
    reference
        .transforms
        .iter()
        .all(|transform| matches!(transform, Transform::C14n(..) | Transform::Enveloped))
}

fn described(reference: &ReferenceReport, body: &str) -> String {
    let covers = reference.covers.as_deref().unwrap_or("nothing");
    match covers == body && !keeps_everything(reference) {
        true => format!("{covers}, but through a transform that can leave parts of it out"),
        false => format!("{covers} (URI=\"{}\")", reference.uri.as_deref().unwrap_or_default()),
    }
}
