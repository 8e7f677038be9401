//! Who a certificate says it is (spec §4.5): a seal by organizationIdentifier, a person by serialNumber, anybody by
//! fingerprint.

use poligon_crypto::Certificate;
use serde_json::{Value, json};

use crate::identity::{IdKind, Identifier, Method};
use crate::wire::auth_token_request::SubjectBy;

const COMMON_NAME: &str = "2.5.4.3";
const SURNAME: &str = "2.5.4.4";
const SERIAL_NUMBER: &str = "2.5.4.5";
const COUNTRY: &str = "2.5.4.6";
const ORGANIZATION: &str = "2.5.4.10";
const GIVEN_NAME: &str = "2.5.4.42";
const ORGANIZATION_IDENTIFIER: &str = "2.5.4.97";

/// A certificate's subject as KSeF understands it.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// Who logs in.
    pub identifier: Identifier,
    /// The NIP, PESEL or Peppol id in the certificate, also when the fingerprint is asked for.
    pub named: Option<Identifier>,
    /// How, unless KSeF itself issued the certificate.
    pub method: Method,
    /// `sud` of the access token.
    pub details: Value,
}

/// What is wrong with a certificate's subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// Where: an attribute.
    pub what: String,
    /// What KSeF wants there.
    pub expected: &'static str,
    /// What stands there.
    pub got: String,
}

/// Reads the subject.
///
/// # Errors
/// When the certificate does not say who it is in the way that was asked for.
pub fn read(certificate: &Certificate, by: SubjectBy) -> Result<Subject, Unfit> {
    let named = named(certificate);
    let (identifier, method) = match (by, &named) {
        (SubjectBy::Fingerprint, _) => {
            let method =
                if is_seal(certificate) { Method::QualifiedSeal } else { Method::QualifiedSignature };
            (Identifier::new(IdKind::Fingerprint, certificate.fingerprint()), method)
        }
        (SubjectBy::Subject, Ok((identifier, method))) => (identifier.clone(), *method),
        (SubjectBy::Subject, Err(unfit)) => return Err(unfit.clone()),
    };
    let details = details(certificate, &identifier);
    Ok(Subject { identifier, named: named.ok().map(|(identifier, _)| identifier), method, details })
}

fn named(certificate: &Certificate) -> Result<(Identifier, Method), Unfit> {
    if is_seal(certificate) { seal(certificate) } else { person(certificate) }
}

/// With an organizationIdentifier, or with O and no name of a person, it is meant as a seal.
fn is_seal(certificate: &Certificate) -> bool {
    let has = |oid| certificate.subject_attribute(oid).is_some();
    let personal = has(GIVEN_NAME) || has(SURNAME);
    has(ORGANIZATION_IDENTIFIER) && !personal || has(ORGANIZATION) && !personal && !has(SERIAL_NUMBER)
}

fn seal(certificate: &Certificate) -> Result<(Identifier, Method), Unfit> {
    require(
        certificate,
        &[
            (ORGANIZATION, "O"),
            (ORGANIZATION_IDENTIFIER, "organizationIdentifier"),
            (COMMON_NAME, "CN"),
            (COUNTRY, "C"),
        ],
    )?;
    let text = certificate.subject_attribute(ORGANIZATION_IDENTIFIER).unwrap_or_default();
    let common_name = certificate.subject_attribute(COMMON_NAME).unwrap_or_default();
    if IdKind::PeppolId.fits(&text) && text == common_name {
        return Ok((Identifier::new(IdKind::PeppolId, text), Method::PeppolSignature));
    }
    let nip = after(&text, &["VATPL"], 10).filter(|nip| IdKind::Nip.fits(nip));
    match nip {
        Some(nip) => Ok((Identifier::nip(nip), Method::QualifiedSeal)),
        None => Err(Unfit {
            what: "organizationIdentifier (2.5.4.97) of the certificate".to_owned(),
            expected: "VATPL- and a NIP of ten digits",
            got: short(&text),
        }),
    }
}

fn person(certificate: &Certificate) -> Result<(Identifier, Method), Unfit> {
    require(
        certificate,
        &[
            (GIVEN_NAME, "GN"),
            (SURNAME, "SN"),
            (SERIAL_NUMBER, "serialNumber"),
            (COMMON_NAME, "CN"),
            (COUNTRY, "C"),
        ],
    )?;
    let text = certificate.subject_attribute(SERIAL_NUMBER).unwrap_or_default();
    let pesel = after(&text, &["PNOPL", "PESEL"], 11).filter(|pesel| IdKind::Pesel.fits(pesel));
    let nip = after(&text, &["TINPL", "NIP"], 10).filter(|nip| IdKind::Nip.fits(nip));
    let identifier = pesel.map(|it| Identifier::new(IdKind::Pesel, it)).or_else(|| nip.map(Identifier::nip));
    match identifier {
        Some(identifier) => Ok((identifier, Method::QualifiedSignature)),
        None => Err(Unfit {
            what: "serialNumber (2.5.4.5) of the certificate".to_owned(),
            expected: "PNOPL- and a PESEL of eleven digits, or TINPL- and a NIP of ten",
            got: short(&text),
        }),
    }
}

fn require(certificate: &Certificate, attributes: &[(&str, &str)]) -> Result<(), Unfit> {
    match attributes
        .iter()
        .find(|(oid, _)| certificate.subject_attribute(oid).is_none_or(|text| text.is_empty()))
    {
        Some((oid, name)) => Err(Unfit {
            what: format!("{name} ({oid}) of the certificate's subject"),
            expected: "a value",
            got: format!("none in „{}”", short(&certificate.subject_line())),
        }),
        None => Ok(()),
    }
}

/// `(WORD).*?(\d{count})`: the first run of so many digits after one of the words.
fn after(text: &str, words: &[&str], count: usize) -> Option<String> {
    words.iter().find_map(|word| {
        let (_, rest) = text.split_once(word)?;
        let bytes = rest.as_bytes();
        let found = bytes.windows(count).find(|window| window.iter().all(u8::is_ascii_digit))?;
        String::from_utf8(found.to_vec()).ok()
    })
}

fn details(certificate: &Certificate, identifier: &Identifier) -> Value {
    let all = |oid: &str| -> Option<Vec<String>> {
        let values: Vec<_> =
            certificate.subject().into_iter().filter(|it| it.oid == oid).map(|it| it.value).collect();
        (!values.is_empty()).then_some(values)
    };
    let mut details = json!({ "subjectIdentifier": identifier });
    let optional = [
        ("givenNames", all(GIVEN_NAME).map(|names| json!(names))),
        ("surname", certificate.subject_attribute(SURNAME).map(|text| json!(text))),
        ("serialNumber", certificate.subject_attribute(SERIAL_NUMBER).map(|text| json!(text))),
        ("commonName", certificate.subject_attribute(COMMON_NAME).map(|text| json!(text))),
        ("countryName", certificate.subject_attribute(COUNTRY).map(|text| json!(text))),
        ("organizationName", certificate.subject_attribute(ORGANIZATION).map(|text| json!(text))),
        (
            "organizationIdentifier",
            certificate.subject_attribute(ORGANIZATION_IDENTIFIER).map(|text| json!(text)),
        ),
    ];
    if let Some(map) = details.as_object_mut() {
        map.extend(optional.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
    }
    details
}

fn short(text: &str) -> String {
    text.chars().take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_found_after_the_word() {
        assert_eq!(after("VATPL-5265877635", &["VATPL"], 10).as_deref(), Some("5265877635"));
        assert_eq!(after("xx PNOPL-30112206276", &["PNOPL", "PESEL"], 11).as_deref(), Some("30112206276"));
        assert_eq!(after("VATPL-526587", &["VATPL"], 10), None);
        assert_eq!(after("5265877635", &["VATPL"], 10), None);
    }
}
