//! Reading `xenc:EncryptedData`.

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use aws_lc_rs::key_wrap::{AesKek, KeyWrap as _};
use aws_lc_rs::rsa::{OAEP_SHA1_MGF1SHA1, OaepPrivateDecryptingKey, PrivateDecryptingKey};
use p256::pkcs8::DecodePrivateKey as _;

use super::encrypt::cipher;
use super::{Agreement, Content, Dialect, P256, Wrap, XENC, XENC11, XmlEncError, agreement};
use crate::Element;
use crate::seal::base64;
use crate::seal::names::DSIG11;

/// A private key that opens what was encrypted for it.
pub struct OpeningKey(Secret);

enum Secret {
    Agrees(PrivateKey),
    Oaep(Box<OaepPrivateDecryptingKey>),
}

/// What came out of an `xenc:EncryptedData`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The content.
    pub plain: Vec<u8>,
    /// Bytes of the content key.
    pub key_bytes: usize,
    /// The dialect in which it opened, where a key was agreed on.
    pub dialect: Option<Dialect>,
}

impl OpeningKey {
    /// A key from PKCS#8 DER: EC P-256 or RSA of 2048 to 8192 bits.
    ///
    /// # Errors
    /// When it is neither.
    pub fn from_pkcs8(pkcs8: &[u8]) -> Result<Self, XmlEncError> {
        let failed = || XmlEncError::Key("the private key is neither EC P-256 nor RSA in PKCS#8".to_owned());
        if let Ok(secret) = p256::SecretKey::from_pkcs8_der(pkcs8) {
            let key = PrivateKey::from_private_key(&ECDH_P256, &secret.to_bytes()).map_err(|_| failed())?;
            return Ok(Self(Secret::Agrees(key)));
        }
        let key = PrivateDecryptingKey::from_pkcs8(pkcs8).map_err(|_| failed())?;
        Ok(Self(Secret::Oaep(Box::new(OaepPrivateDecryptingKey::new(key).map_err(|_| failed())?))))
    }
}

impl std::fmt::Debug for OpeningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.0 {
            Secret::Agrees(_) => "OpeningKey(EC P-256, …)",
            Secret::Oaep(_) => "OpeningKey(RSA, …)",
        })
    }
}

/// Opens `xenc:EncryptedData` whose `EncryptedKey` stands in its KeyInfo. Where a key was agreed on, `dialect` says how; `None`
/// tries both.
///
/// # Errors
/// With what is missing, unknown or does not open.
pub fn decrypt(data: Element<'_>, key: &OpeningKey, dialect: Option<Dialect>) -> Result<Opened, XmlEncError> {
    let content = Content::of_uri(algorithm(data)?).ok_or_else(|| unknown(data))?;
    let wrapped = first(data, XENC, "EncryptedKey")?;
    let sealed = cipher_value(data)?;
    let (secret, dialect) = match &key.0 {
        Secret::Agrees(own) => agreed(wrapped, own, dialect)?,
        Secret::Oaep(own) => (oaep(wrapped, own)?, None),
    };
    Ok(Opened { plain: content.open(&secret, &sealed)?, key_bytes: secret.len(), dialect })
}

fn agreed(
    wrapped: Element<'_>,
    own: &PrivateKey,
    dialect: Option<Dialect>,
) -> Result<(Vec<u8>, Option<Dialect>), XmlEncError> {
    let wrap = Wrap::of_uri(algorithm(wrapped)?).ok_or_else(|| unknown(wrapped))?;
    let method = first(wrapped, XENC, "AgreementMethod")?;
    let derivation = first(method, XENC11, "KeyDerivationMethod")?;
    for (element, expected) in [(method, "ECDH-ES"), (derivation, "ConcatKDF")] {
        let uri = element.attribute("Algorithm").unwrap_or_default();
        if uri.strip_prefix(XENC11) != Some(expected) {
            return Err(XmlEncError::Unsupported(uri.to_owned()));
        }
    }
    let curve = first(method, DSIG11, "NamedCurve")?.attribute("URI").unwrap_or_default();
    if curve != P256 {
        return Err(XmlEncError::Unsupported(curve.to_owned()));
    }
    let public = first(method, DSIG11, "PublicKey")?;
    let public = base64::decode(&public.text_cow())
        .map_err(|why| XmlEncError::Structure(format!("dsig11:PublicKey is {why}")))?;
    let secret = agreement::shared(own, &public)?;
    let parameters = first(derivation, XENC11, "ConcatKDFParams")?;
    let fields = ["AlgorithmID", "PartyUInfo", "PartyVInfo"]
        .map(|name| parameters.attribute(name).unwrap_or_default());
    let mut read = Vec::new();
    for field in fields {
        read.push(agreement::unhex(field).ok_or_else(|| {
            XmlEncError::Structure(
                "an attribute of xenc11:ConcatKDFParams is no hexadecimal number".to_owned(),
            )
        })?);
    }
    let value = cipher_value(wrapped)?;
    let mut failure = XmlEncError::KeyWrap("no dialect was tried".to_owned());
    for dialect in
        [Dialect::Wk, Dialect::W3c].into_iter().filter(|one| dialect.is_none_or(|only| only == *one))
    {
        let skipped = usize::from(dialect == Dialect::W3c);
        let [algorithm_id, party_u, party_v] = [0, 1, 2]
            .map(|at| read.get(at).and_then(|field| field.get(skipped..)).unwrap_or_default().to_vec());
        let terms = Agreement { dialect, wrap, algorithm_id, party_u, party_v, leading_zero: false };
        let kek = super::kek(wrap, &secret, &terms.other_info());
        match unwrap(wrap, &kek, &value) {
            Ok(key) => return Ok((key, Some(dialect))),
            Err(why) => failure = why,
        }
    }
    Err(failure)
}

fn unwrap(wrap: Wrap, kek: &[u8], value: &[u8]) -> Result<Vec<u8>, XmlEncError> {
    let failed = |_| {
        XmlEncError::KeyWrap(
            "the integrity value of AES key wrap does not fit: another recipient, other fields of ConcatKDFParams, or \
             the other dialect of them"
                .to_owned(),
        )
    };
    let mut room = vec![0; value.len()];
    let length = AesKek::new(cipher(wrap), kek).and_then(|kek| Ok(kek.unwrap(value, &mut room)?.len()));
    let length = length.map_err(failed)?;
    room.truncate(length);
    Ok(room)
}

fn oaep(wrapped: Element<'_>, own: &OaepPrivateDecryptingKey) -> Result<Vec<u8>, XmlEncError> {
    let uri = algorithm(wrapped)?;
    if uri.strip_prefix(XENC) != Some("rsa-oaep-mgf1p") {
        return Err(XmlEncError::Unsupported(uri.to_owned()));
    }
    let value = cipher_value(wrapped)?;
    let mut room = vec![0; own.min_output_size()];
    own.decrypt(&OAEP_SHA1_MGF1SHA1, &value, &mut room, None)
        .map(|secret| secret.to_vec())
        .map_err(|_| XmlEncError::KeyWrap("RSA-OAEP does not open with this private key".to_owned()))
}

fn algorithm<'d>(element: Element<'d>) -> Result<&'d str, XmlEncError> {
    let method = element.child_in(XENC, "EncryptionMethod");
    method
        .and_then(|method| method.attribute("Algorithm"))
        .ok_or_else(|| missing(element, "EncryptionMethod"))
}

fn cipher_value(element: Element<'_>) -> Result<Vec<u8>, XmlEncError> {
    let value = element
        .child_in(XENC, "CipherData")
        .and_then(|data| data.child_in(XENC, "CipherValue"))
        .ok_or_else(|| missing(element, "CipherValue"))?;
    base64::decode(&value.text_cow()).map_err(|why| {
        XmlEncError::Structure(format!("CipherValue (line {}) of {} is {why}", value.line(), element.local()))
    })
}

fn first<'d>(within: Element<'d>, namespace: &str, local: &str) -> Result<Element<'d>, XmlEncError> {
    within.descendants().find(|element| element.is(namespace, local)).ok_or_else(|| missing(within, local))
}

fn missing(element: Element<'_>, local: &str) -> XmlEncError {
    XmlEncError::Structure(format!("{} (line {}) has no {local}", element.local(), element.line()))
}

fn unknown(element: Element<'_>) -> XmlEncError {
    XmlEncError::Unsupported(algorithm(element).unwrap_or_default().to_owned())
}
