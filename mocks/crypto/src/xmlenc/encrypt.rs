//! Writing `xenc:EncryptedData`.

use aws_lc_rs::key_wrap::{AES_128, AES_256, AesKek, KeyWrap as _};
use rsa::pkcs8::DecodePublicKey as _;

use super::{Agreement, Content, Dialect, P256, Wrap, XENC, XENC11, XmlEncError, agreement};
use crate::Certificate;
use crate::seal::base64::encode;
use crate::seal::names::{DS, DSIG11};

/// How to encrypt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipe {
    /// The cipher of the content.
    pub content: Content,
    /// The algorithm that is declared for it; [`Content::uri`] in honest messages.
    pub declared: &'static str,
    /// Bytes of the content key: 16 or 32.
    pub key_bytes: usize,
    /// How the content key travels.
    pub transport: Transport,
    /// Whether the element declares its namespaces itself; else `xenc`, `xenc11`, `ds` and `dsig11` must be declared around it.
    pub declares: bool,
}

/// How a content key travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transport {
    /// Wrapped with a key that was agreed on.
    Agreement(Agreement),
    /// RSA-OAEP with MGF1 and SHA-1 (`xmlenc#rsa-oaep-mgf1p`).
    RsaOaep,
}

impl Recipe {
    /// As Węzeł Krajowy encrypts: AES-256-GCM, a fresh P-256 key, its own ConcatKDF.
    pub fn wk(identity_provider: &str, service_provider: &str) -> Self {
        Self {
            content: Content::Gcm,
            declared: Content::Gcm.uri(),
            key_bytes: 32,
            transport: Transport::Agreement(Agreement::wk(identity_provider, service_provider)),
            declares: false,
        }
    }

    /// As production was seen to in 2021: a content key of 16 bytes, declared as one of 32.
    pub fn wk_cek128(identity_provider: &str, service_provider: &str) -> Self {
        Self { key_bytes: 16, ..Self::wk(identity_provider, service_provider) }
    }

    /// As libraries that follow XML Encryption 1.1 read it.
    pub fn w3c(identity_provider: &str, service_provider: &str) -> Self {
        let agreement = Agreement::w3c(identity_provider, service_provider);
        Self { transport: Transport::Agreement(agreement), ..Self::wk(identity_provider, service_provider) }
    }

    /// For a recipient with an RSA key.
    pub fn rsa_oaep() -> Self {
        Self {
            content: Content::Gcm,
            declared: Content::Gcm.uri(),
            key_bytes: 32,
            transport: Transport::RsaOaep,
            declares: false,
        }
    }
}

/// Encrypts an element's text for the holder of a certificate: `xenc:EncryptedData` of Type Element, one line. `random` gives
/// the keys, nonces and the id, so the same arguments and bytes give the same text.
///
/// # Errors
/// When the certificate's key does not fit the recipe.
pub fn encrypt(
    plain: &[u8],
    recipient: &Certificate,
    recipe: &Recipe,
    random: &mut dyn FnMut(&mut [u8]),
) -> Result<String, XmlEncError> {
    let mut id = [0; 16];
    random(&mut id);
    let mut key = vec![0; recipe.key_bytes];
    random(&mut key);
    let encrypted_key = match &recipe.transport {
        Transport::Agreement(agreement) => agreed(&key, recipient, agreement, random)?,
        Transport::RsaOaep => oaep(&key, recipient, random)?,
    };
    let content = encode(&recipe.content.seal(&key, plain, random)?);
    let namespaces = match recipe.declares {
        true => format!(
            " xmlns:xenc=\"{XENC}\" xmlns:xenc11=\"{XENC11}\" xmlns:ds=\"{DS}\" xmlns:dsig11=\"{DSIG11}\""
        ),
        false => String::new(),
    };
    // The child of EncryptionMethod has no meaning there; Węzeł Krajowy writes it (spec §3.5).
    Ok(format!(
        "<xenc:EncryptedData{namespaces} Id=\"_{}\" Type=\"{XENC}Element\"><xenc:EncryptionMethod Algorithm=\"{}\">\
         <ds:DigestMethod Algorithm=\"{XENC}sha256\"/></xenc:EncryptionMethod><ds:KeyInfo>{encrypted_key}</ds:KeyInfo>\
         <xenc:CipherData><xenc:CipherValue>{content}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData>",
        agreement::hex(&id).to_ascii_lowercase(),
        recipe.declared,
    ))
}

fn agreed(
    key: &[u8],
    recipient: &Certificate,
    agreement: &Agreement,
    random: &mut dyn FnMut(&mut [u8]),
) -> Result<String, XmlEncError> {
    let theirs = point(recipient)?;
    let (public, secret) = exchange(&theirs, agreement.leading_zero, random)?;
    let kek = super::kek(agreement.wrap, &secret, &agreement.other_info());
    let wrapped = encode(&wrap(agreement.wrap, &kek, key)?);
    let recipient_info = match agreement.dialect {
        Dialect::Wk => String::new(),
        Dialect::W3c => format!(
            "<xenc:RecipientKeyInfo><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></xenc:RecipientKeyInfo>",
            encode(recipient.der())
        ),
    };
    Ok(format!(
        "<xenc:EncryptedKey><xenc:EncryptionMethod Algorithm=\"{}\"/><ds:KeyInfo>\
         <xenc:AgreementMethod Algorithm=\"{XENC11}ECDH-ES\">\
         <xenc11:KeyDerivationMethod Algorithm=\"{XENC11}ConcatKDF\">\
         <xenc11:ConcatKDFParams AlgorithmID=\"{}\" PartyUInfo=\"{}\" PartyVInfo=\"{}\">\
         <ds:DigestMethod Algorithm=\"{XENC}sha256\"/></xenc11:ConcatKDFParams></xenc11:KeyDerivationMethod>\
         <xenc:OriginatorKeyInfo><ds:KeyValue><dsig11:ECKeyValue><dsig11:NamedCurve URI=\"{P256}\"/>\
         <dsig11:PublicKey>{}</dsig11:PublicKey></dsig11:ECKeyValue></ds:KeyValue></xenc:OriginatorKeyInfo>\
         {recipient_info}</xenc:AgreementMethod></ds:KeyInfo>\
         <xenc:CipherData><xenc:CipherValue>{wrapped}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey>",
        agreement.wrap.uri(),
        agreement.attribute(&agreement.algorithm_id),
        agreement.attribute(&agreement.party_u),
        agreement.attribute(&agreement.party_v),
        encode(&public),
    ))
}

/// A fresh public key and the secret shared with theirs.
fn exchange(
    theirs: &[u8],
    leading_zero: bool,
    random: &mut dyn FnMut(&mut [u8]),
) -> Result<(Vec<u8>, Vec<u8>), XmlEncError> {
    // One secret in 256 starts with a zero; 20 000 tries without one happen to nobody.
    for _ in 0..20_000 {
        let own = agreement::ephemeral(random)?;
        let secret = agreement::shared(&own, theirs)?;
        if !leading_zero || secret.first() == Some(&0) {
            let public = own.compute_public_key().map_err(|_| no_key())?;
            return Ok((public.as_ref().to_vec(), secret));
        }
    }
    Err(no_key())
}

fn no_key() -> XmlEncError {
    XmlEncError::Key("no fresh key of P-256 could be made".to_owned())
}

/// The uncompressed point of a certificate's key.
fn point(recipient: &Certificate) -> Result<Vec<u8>, XmlEncError> {
    let key = recipient.public_key().map_err(|error| XmlEncError::Key(error.to_string()))?;
    let key = p256::PublicKey::from_public_key_der(key.spki()).map_err(|_| {
        XmlEncError::Key(format!(
            "the certificate „{}” has no P-256 key, so nothing can be agreed on with it",
            recipient.subject_line()
        ))
    })?;
    Ok(p256::EncodedPoint::from(key).as_bytes().to_vec())
}

pub(super) fn wrap(wrap: Wrap, kek: &[u8], key: &[u8]) -> Result<Vec<u8>, XmlEncError> {
    let failed = |_| XmlEncError::KeyWrap("AES key wrap fails".to_owned());
    let kek = AesKek::new(cipher(wrap), kek).map_err(failed)?;
    let mut room = vec![0; key.len() + 8];
    let length = kek.wrap(key, &mut room).map_err(failed)?.len();
    room.truncate(length);
    Ok(room)
}

pub(super) fn cipher(wrap: Wrap) -> &'static aws_lc_rs::key_wrap::AesBlockCipher {
    match wrap {
        Wrap::Aes128 => &AES_128,
        Wrap::Aes256 => &AES_256,
    }
}

fn oaep(
    key: &[u8],
    recipient: &Certificate,
    random: &mut dyn FnMut(&mut [u8]),
) -> Result<String, XmlEncError> {
    let public = recipient.public_key().map_err(|error| XmlEncError::Key(error.to_string()))?;
    let public = rsa::RsaPublicKey::from_public_key_der(public.spki()).map_err(|_| {
        XmlEncError::Key(format!("the certificate „{}” has no RSA key", recipient.subject_line()))
    })?;
    let mut seed = [0; 20];
    random(&mut seed);
    let sealed = public
        .encrypt(&mut crate::key::Fixed::new(&seed), rsa::Oaep::new::<sha1::Sha1>(), key)
        .map_err(|error| XmlEncError::KeyWrap(error.to_string()))?;
    Ok(format!(
        "<xenc:EncryptedKey><xenc:EncryptionMethod Algorithm=\"{XENC}rsa-oaep-mgf1p\">\
         <ds:DigestMethod Algorithm=\"http://www.w3.org/2000/09/xmldsig#sha1\"/></xenc:EncryptionMethod>\
         <ds:KeyInfo><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>\
         <xenc:CipherData><xenc:CipherValue>{}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey>",
        encode(recipient.der()),
        encode(&sealed),
    ))
}
