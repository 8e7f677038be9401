//! The key that a signature names: certificates in X509Data, tokens of WS-Security, bare key values.

use rsa::pkcs8::EncodePublicKey as _;

use super::names::{DS, DSIG11, WSSE, X509V3};
use super::{Fault, base64, target};
use crate::{Certificate, Document, Element, PublicKey};

/// Most certificates that are read from one KeyInfo.
const MOST_CERTIFICATES: usize = 8;

/// What KeyInfo offers.
#[derive(Debug, Default)]
pub(crate) struct Offered {
    /// Certificates, in order.
    pub(crate) certificates: Vec<Certificate>,
    /// A bare key.
    pub(crate) key: Option<PublicKey>,
}

/// Reads KeyInfo; the fault says why nothing in it is of use.
pub(crate) fn read(document: &Document<'_>, key_info: Option<Element<'_>>) -> Result<Offered, Fault> {
    let Some(key_info) = key_info else {
        return Err(Fault::NoKey("the signature has no ds:KeyInfo".to_owned()));
    };
    let mut offered = Offered::default();
    for child in key_info.children() {
        match (child.namespace(), child.local()) {
            (Some(DS), "X509Data") => x509_data(child, &mut offered)?,
            (Some(DS), "KeyValue") => offered.key = Some(key_value(child)?),
            (Some(WSSE), "SecurityTokenReference") => token(document, child, &mut offered)?,
            _ => {}
        }
    }
    if offered.certificates.is_empty() && offered.key.is_none() {
        return Err(Fault::NoKey(format!(
            "ds:KeyInfo (line {}) carries neither a certificate nor a key; send the certificate itself in ds:X509Certificate or a wsse:BinarySecurityToken",
            key_info.line()
        )));
    }
    Ok(offered)
}

fn x509_data(data: Element<'_>, offered: &mut Offered) -> Result<(), Fault> {
    for certificate in data.children().filter(|child| child.is(DS, "X509Certificate")) {
        add(certificate, offered)?;
    }
    Ok(())
}

fn token(document: &Document<'_>, reference: Element<'_>, offered: &mut Offered) -> Result<(), Fault> {
    for child in reference.children() {
        match (child.namespace(), child.local()) {
            (Some(WSSE), "Reference") => {
                let uri = child.attribute("URI").unwrap_or_default();
                let id = uri.strip_prefix('#').unwrap_or_default();
                let binary = target::with_id(document, id).map_err(|fault| match fault {
                    Fault::DuplicateId(id) => Fault::DuplicateId(id),
                    _ => {
                        Fault::NoKey(format!("wsse:Reference points at „{uri}”, which is not in the message"))
                    }
                })?;
                binary_token(binary, offered)?;
            }
            (Some(WSSE), "Embedded") => {
                for binary in child.children() {
                    binary_token(binary, offered)?;
                }
            }
            (Some(WSSE), "KeyIdentifier") if child.attribute("ValueType") == Some(X509V3) => {
                add(child, offered)?
            }
            (Some(DS), "X509Data") => x509_data(child, offered)?,
            _ => {}
        }
    }
    Ok(())
}

fn binary_token(token: Element<'_>, offered: &mut Offered) -> Result<(), Fault> {
    if !token.is(WSSE, "BinarySecurityToken") {
        return Err(Fault::NoKey(format!("{} is not a wsse:BinarySecurityToken", token.path())));
    }
    match token.attribute("ValueType") {
        None | Some(X509V3) => add(token, offered),
        Some(other) => Err(Fault::NoKey(format!("tokens of type „{other}” are not read; send one {X509V3}"))),
    }
}

fn add(element: Element<'_>, offered: &mut Offered) -> Result<(), Fault> {
    if offered.certificates.len() == MOST_CERTIFICATES {
        return Err(Fault::Structure(format!(
            "ds:KeyInfo carries more than {MOST_CERTIFICATES} certificates"
        )));
    }
    let unreadable =
        |why: String| Fault::NoKey(format!("{} (line {}): {why}", element.local(), element.line()));
    let der = base64::decode(&element.text_cow()).map_err(unreadable)?;
    offered.certificates.push(Certificate::from_der(&der).map_err(|error| unreadable(error.to_string()))?);
    Ok(())
}

fn key_value(value: Element<'_>) -> Result<PublicKey, Fault> {
    let rsa = || value.child_in(DS, "RSAKeyValue").map(rsa_key);
    let ec = || value.child_in(DSIG11, "ECKeyValue").map(ec_key);
    let spki = rsa().or_else(ec).unwrap_or_else(|| Err("neither RSAKeyValue nor ECKeyValue".to_owned()));
    spki.and_then(|spki| PublicKey::from_spki(&spki).map_err(|error| error.to_string()))
        .map_err(|why| Fault::NoKey(format!("ds:KeyValue (line {}): {why}", value.line())))
}

fn rsa_key(value: Element<'_>) -> Result<Vec<u8>, String> {
    let number = |local: &str| {
        let element = value.child(local).ok_or_else(|| format!("RSAKeyValue has no {local}"))?;
        let bytes = base64::decode(&element.text_cow())?;
        // 8192 bits, as the largest key that is read.
        if bytes.len() > 1_025 {
            return Err(format!("{local} has {} bytes", bytes.len()));
        }
        Ok::<_, String>(rsa::BigUint::from_bytes_be(&bytes))
    };
    let key = rsa::RsaPublicKey::new_with_max_size(number("Modulus")?, number("Exponent")?, 8_192)
        .map_err(|error| error.to_string())?;
    key.to_public_key_der().map(|der| der.as_bytes().to_vec()).map_err(|error| error.to_string())
}

fn ec_key(value: Element<'_>) -> Result<Vec<u8>, String> {
    let curve =
        value.child_in(DSIG11, "NamedCurve").and_then(|curve| curve.attribute("URI")).unwrap_or_default();
    let point = value.child_in(DSIG11, "PublicKey").ok_or("ECKeyValue has no PublicKey")?;
    let point = base64::decode(&point.text_cow())?;
    let der = match curve {
        "urn:oid:1.2.840.10045.3.1.7" => {
            p256::PublicKey::from_sec1_bytes(&point).ok().and_then(|key| key.to_public_key_der().ok())
        }
        "urn:oid:1.3.132.0.34" => {
            p384::PublicKey::from_sec1_bytes(&point).ok().and_then(|key| key.to_public_key_der().ok())
        }
        "urn:oid:1.3.132.0.35" => {
            p521::PublicKey::from_sec1_bytes(&point).ok().and_then(|key| key.to_public_key_der().ok())
        }
        other => return Err(format!("curve „{other}” is not read")),
    };
    der.map(|der| der.as_bytes().to_vec()).ok_or_else(|| "the point is not on the curve".to_owned())
}
