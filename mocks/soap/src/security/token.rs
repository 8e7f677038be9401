//! The certificate that a signature names: carried in the message, or named and known to the directory (epuap.md §3.3).

use poligon_crypto::seal::{Fault, with_id};
use poligon_crypto::{Certificate, Element};
use poligon_institution::{Evidence, Examination, Refused};

use super::{Directory, lookup};
use crate::checks::{Rule, security as rules};
use crate::names::{BASE64, DS, THUMBPRINT_SHA1, WSSE, X509_SKI, X509V3};
use crate::{Envelope, base64};

/// Most characters of a certificate in base64; the largest that anybody issues has a tenth of it.
const MOST_CHARACTERS: usize = 65_536;

/// Why there is no certificate: the rule and a sentence.
type Missing = (&'static Rule, String);

/// Follows ds:KeyInfo of the signature.
pub(super) fn certificate(
    exam: &mut Examination,
    envelope: &Envelope<'_>,
    signature: Element<'_>,
    directory: &dyn Directory,
) -> Result<Certificate, Refused> {
    match key_info(envelope, signature, directory) {
        Ok(certificate) => {
            exam.pass(&rules::TOKEN.check);
            exam.pass(&rules::TOKEN_KIND.check);
            Ok(certificate)
        }
        Err((rule, why)) => Err(exam.refuse(&rule.check, vec![Evidence::text(why)])),
    }
}

fn key_info(
    envelope: &Envelope<'_>,
    signature: Element<'_>,
    directory: &dyn Directory,
) -> Result<Certificate, Missing> {
    let Some(key_info) = signature.child_in(DS, "KeyInfo") else {
        return Err((&rules::TOKEN, "The signature has no ds:KeyInfo.".to_owned()));
    };
    let mut why = None;
    for child in key_info.children() {
        let found = match (child.namespace(), child.local()) {
            (Some(WSSE), "SecurityTokenReference") => reference(envelope, child, directory),
            (Some(DS), "X509Data") => x509_data(child, directory),
            _ => continue,
        };
        match found {
            Ok(certificate) => return Ok(certificate),
            Err(missing) => why = why.or(Some(missing)),
        }
    }
    Err(why.unwrap_or_else(|| {
        let names: Vec<&str> = key_info.children().take(5).map(|child| child.local()).collect();
        let found = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
        let line = key_info.line();
        let why = format!(
            "ds:KeyInfo (line {line}) holds {found:.200}; a wsse:SecurityTokenReference or ds:X509Data is expected."
        );
        (&rules::TOKEN, why)
    }))
}

fn reference(
    envelope: &Envelope<'_>,
    reference: Element<'_>,
    directory: &dyn Directory,
) -> Result<Certificate, Missing> {
    for child in reference.children() {
        match (child.namespace(), child.local()) {
            (Some(WSSE), "Reference") => return direct(envelope, child),
            (Some(WSSE), "Embedded") => {
                let token = child.children().next().ok_or_else(|| at(child, "holds no token"))?;
                return binary_token(token);
            }
            (Some(WSSE), "KeyIdentifier") => return key_identifier(child, directory),
            (Some(DS), "X509Data") => return x509_data(child, directory),
            _ => {}
        }
    }
    Err(at(
        reference,
        "holds none of wsse:Reference, wsse:KeyIdentifier, wsse:Embedded, ds:X509Data; point at the token",
    ))
}

fn direct(envelope: &Envelope<'_>, reference: Element<'_>) -> Result<Certificate, Missing> {
    let uri = reference.attribute("URI").unwrap_or_default();
    let shown: String = uri.chars().take(100).collect();
    let Some(id) = uri.strip_prefix('#').filter(|id| !id.is_empty()) else {
        return Err(at(
            reference,
            &format!("has URI=\"{shown}\"; only „#id” of a token in the message is followed"),
        ));
    };
    let token = with_id(envelope.document(), id).map_err(|fault| match fault {
        Fault::DuplicateId(_) => {
            (&rules::REFERENCES, format!("Two elements carry the id „{id:.100}” of the token."))
        }
        _ => at(reference, &format!("has URI=\"{shown}\", and no element carries that id")),
    })?;
    binary_token(token)
}

fn binary_token(token: Element<'_>) -> Result<Certificate, Missing> {
    if !token.is(WSSE, "BinarySecurityToken") {
        return Err((
            &rules::TOKEN_KIND,
            format!("Line {}: a {:.100} is no wsse:BinarySecurityToken.", token.line(), token.local()),
        ));
    }
    let expected = [("ValueType", X509V3), ("EncodingType", BASE64)];
    for (name, value) in expected {
        if let Some(other) = token.attribute(name).filter(|other| *other != value) {
            let line = token.line();
            return Err((
                &rules::TOKEN_KIND,
                format!(
                    "wsse:BinarySecurityToken (line {line}) has {name}=\"{other:.200}\"; {value} is expected."
                ),
            ));
        }
    }
    carried(token)
}

/// A certificate in base64.
fn carried(element: Element<'_>) -> Result<Certificate, Missing> {
    let text = element.text_cow();
    let unreadable = |why: String| {
        let place = format!("{} (line {})", element.local(), element.line());
        (&rules::TOKEN_KIND, format!("{place} is no certificate: {why}."))
    };
    if text.len() > MOST_CHARACTERS {
        return Err(unreadable(format!("{} characters are more than any has", text.len())));
    }
    let der = base64::decode(&text).map_err(|why| match text.contains("-----BEGIN") {
        true => unreadable("it has PEM lines; leave -----BEGIN… and -----END… away".to_owned()),
        false => unreadable(why),
    })?;
    Certificate::from_der(&der).map_err(|error| unreadable(error.to_string()))
}

fn key_identifier(identifier: Element<'_>, directory: &dyn Directory) -> Result<Certificate, Missing> {
    match identifier.attribute("ValueType").unwrap_or(X509_SKI) {
        X509V3 => carried(identifier),
        X509_SKI => known(identifier, directory, "subject key identifier", lookup::by_key_identifier),
        THUMBPRINT_SHA1 => known(identifier, directory, "SHA-1 thumbprint", lookup::by_thumbprint),
        other => Err(at(
            identifier,
            &format!("has ValueType „{other:.200}”, which is not read; carry the certificate"),
        )),
    }
}

/// Among the registered certificates the one with these bytes.
fn known(
    element: Element<'_>,
    directory: &dyn Directory,
    what: &str,
    find: fn(&[Certificate], &[u8]) -> Option<Certificate>,
) -> Result<Certificate, Missing> {
    let text = element.text_cow();
    let bytes = match text.len() {
        0..=200 => base64::decode(&text).map_err(|why| at(element, &format!("is {why}")))?,
        _ => return Err(at(element, &format!("is longer than any {what}"))),
    };
    find(&directory.certificates(), &bytes).ok_or_else(|| {
        at(element, &format!("names a {what} ({}) that no registered certificate has", text.trim()))
    })
}

fn x509_data(data: Element<'_>, directory: &dyn Directory) -> Result<Certificate, Missing> {
    if let Some(certificate) = data.child_in(DS, "X509Certificate") {
        return carried(certificate);
    }
    if let Some(identifier) = data.child_in(DS, "X509SKI") {
        return known(identifier, directory, "subject key identifier", lookup::by_key_identifier);
    }
    let Some(issuer_serial) = data.child_in(DS, "X509IssuerSerial") else {
        return Err(at(data, "holds none of X509Certificate, X509IssuerSerial, X509SKI"));
    };
    let text = |local| issuer_serial.child_in(DS, local).map(|child| child.text()).unwrap_or_default();
    let (issuer, serial) = (text("X509IssuerName"), text("X509SerialNumber"));
    lookup::by_issuer_serial(&directory.certificates(), &issuer, &serial).ok_or_else(|| {
        at(
            issuer_serial,
            &format!(
                "names „{issuer:.200}”, serial number {serial:.60}, which no registered certificate has"
            ),
        )
    })
}

/// No token, with the place.
fn at(element: Element<'_>, why: &str) -> Missing {
    (&rules::TOKEN, format!("{} (line {}) {why}.", element.local(), element.line()))
}
