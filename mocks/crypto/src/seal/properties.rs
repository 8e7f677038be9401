//! XAdES: the qualifying properties, that they are signed, and that they name the certificate that verified.

use time::OffsetDateTime;
use time::format_description::well_known::{Iso8601, Rfc3339};

use super::located::Located;
use super::names::{DS, SIGNED_PROPERTIES, XADES};
use super::target::Target;
use super::{Fault, base64};
use crate::{Certificate, DigestAlgorithm, Element, Transform};

/// Most certificates that SigningCertificate may list.
const MOST_LISTED: usize = 16;

/// What the properties say.
#[derive(Debug)]
pub(crate) struct Properties<'d> {
    signed: Element<'d>,
    /// SigningTime.
    pub(crate) signing_time: Option<OffsetDateTime>,
}

/// Finds `xades:SignedProperties` of a signature; `None` when there are no qualifying properties.
pub(crate) fn find<'d>(located: &Located<'d>) -> Result<Option<Properties<'d>>, Fault> {
    let objects = located.signature.children().filter(|child| child.is(DS, "Object"));
    let mut qualifying =
        objects.flat_map(|object| object.children()).filter(|child| child.is(XADES, "QualifyingProperties"));
    let Some(first) = qualifying.next() else { return Ok(None) };
    if let Some(second) = qualifying.next() {
        return Err(not_xades(format!(
            "a second xades:QualifyingProperties stands in line {}",
            second.line()
        )));
    }
    let own = located.signature.attribute("Id").unwrap_or_default();
    let aimed = first.attribute("Target").unwrap_or_default();
    if own.is_empty() || aimed.strip_prefix('#') != Some(own) {
        return Err(not_xades(format!(
            "xades:QualifyingProperties has Target=„{aimed}”, but the signature's Id is „{own}”; Target must be „#” and that Id"
        )));
    }
    let mut signed = first.children().filter(|child| child.is(XADES, "SignedProperties"));
    let one = signed.next().ok_or_else(|| not_xades("there is no xades:SignedProperties".to_owned()))?;
    if signed.next().is_some() {
        return Err(not_xades("there is a second xades:SignedProperties".to_owned()));
    }
    let time = one.child("SignedSignatureProperties").and_then(|properties| properties.child("SigningTime"));
    Ok(Some(Properties { signed: one, signing_time: time.and_then(|time| moment(&time.text_cow())) }))
}

impl Properties<'_> {
    /// Checks them against the references and the certificate that verified; what was seen, or the fault.
    pub(crate) fn check(
        &self,
        located: &Located<'_>,
        targets: &[Option<Target<'_>>],
        certificate: Option<&Certificate>,
    ) -> Result<String, Fault> {
        self.is_signed(located, targets)?;
        let properties = self.signed.child("SignedSignatureProperties");
        let listed = properties.and_then(|properties| {
            properties.child("SigningCertificateV2").or_else(|| properties.child("SigningCertificate"))
        });
        let Some(listed) = listed else {
            return match key_info_is_signed(located, targets) {
                true => Ok("no SigningCertificate, but ds:KeyInfo is signed".to_owned()),
                false => Err(not_xades(
                    "there is neither xades:SigningCertificate nor xades:SigningCertificateV2, and ds:KeyInfo is not signed".to_owned(),
                )),
            };
        };
        let Some(certificate) = certificate else {
            return Err(Fault::SigningCertificateMismatch(format!(
                "xades:{} names a certificate, but the signature carries none",
                listed.local()
            )));
        };
        match names(listed, certificate)? {
            true => Ok(format!("xades:{} names the certificate that verified", listed.local())),
            false => Err(Fault::SigningCertificateMismatch(format!(
                "no digest in xades:{} (line {}) is that of the certificate „{}” in ds:KeyInfo",
                listed.local(),
                listed.line(),
                certificate.subject_line()
            ))),
        }
    }

    /// One reference of the right Type must lead to these very properties, and only canonicalize them.
    fn is_signed(&self, located: &Located<'_>, targets: &[Option<Target<'_>>]) -> Result<(), Fault> {
        let leads_here = |target: &Option<Target<'_>>| {
            target.and_then(|target| target.element).is_some_and(|element| element.id == self.signed.id)
        };
        let Some((reference, _)) =
            located.references.iter().zip(targets).find(|(_, target)| leads_here(target))
        else {
            return Err(not_xades(format!(
                "no reference leads to xades:SignedProperties (line {})",
                self.signed.line()
            )));
        };
        if reference.kind != Some(SIGNED_PROPERTIES) {
            return Err(not_xades(format!(
                "the reference to xades:SignedProperties has Type=„{}”; it must be „{SIGNED_PROPERTIES}”",
                reference.kind.unwrap_or_default()
            )));
        }
        let only_canonicalizes = reference.transforms.as_ref().is_ok_and(|transforms| {
            transforms.iter().all(|transform| matches!(transform, Transform::C14n(..)))
        });
        match only_canonicalizes {
            true => Ok(()),
            false => Err(not_xades(
                "the reference to xades:SignedProperties has a transform that removes them; canonicalize only".to_owned(),
            )),
        }
    }
}

/// By digest only: issuer names are spelled differently by every client.
fn names(listed: Element<'_>, certificate: &Certificate) -> Result<bool, Fault> {
    for listed in listed.children().filter(|child| child.is(XADES, "Cert")).take(MOST_LISTED) {
        let Some(digest) = listed.child("CertDigest") else { continue };
        let uri = digest
            .child_in(DS, "DigestMethod")
            .and_then(|method| method.attribute("Algorithm"))
            .unwrap_or_default();
        let algorithm =
            DigestAlgorithm::of_uri(uri).ok_or_else(|| Fault::UnsupportedAlgorithm(uri.to_owned()))?;
        let value = digest.child_in(DS, "DigestValue").map(|value| base64::decode(&value.text_cow()));
        if value.is_some_and(|value| value.is_ok_and(|value| value == algorithm.digest(certificate.der()))) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn key_info_is_signed(located: &Located<'_>, targets: &[Option<Target<'_>>]) -> bool {
    located.key_info.is_some_and(|key_info| {
        located.references.iter().zip(targets).any(|(reference, target)| {
            let plain = reference.transforms.as_ref().is_ok_and(|transforms| {
                transforms.iter().all(|transform| matches!(transform, Transform::C14n(..)))
            });
            plain && target.and_then(|target| target.element).is_some_and(|element| element.id == key_info.id)
        })
    })
}

/// `xs:dateTime`; without a zone it is taken as UTC.
fn moment(text: &str) -> Option<OffsetDateTime> {
    let text = text.trim();
    OffsetDateTime::parse(text, &Rfc3339).ok().or_else(|| {
        time::PrimitiveDateTime::parse(text, &Iso8601::DEFAULT).ok().map(time::PrimitiveDateTime::assume_utc)
    })
}

fn not_xades(why: String) -> Fault {
    Fault::NotXades(why)
}
