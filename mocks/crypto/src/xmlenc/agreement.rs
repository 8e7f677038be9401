//! ECDH-ES on P-256 and the key derivation over it.

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use sha2::{Digest as _, Sha256};

use super::{Wrap, XmlEncError};

/// How the attributes of `ConcatKDFParams` become OtherInfo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// XML Encryption 1.1: bit strings, first octet off.
    W3c,
    /// Węzeł Krajowy: the bytes as they are.
    Wk,
}

/// What an agreement is made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// The dialect.
    pub dialect: Dialect,
    /// The key wrap.
    pub wrap: Wrap,
    /// AlgorithmID, without the octet that the W3C dialect puts before it.
    pub algorithm_id: Vec<u8>,
    /// PartyUInfo, likewise.
    pub party_u: Vec<u8>,
    /// PartyVInfo, likewise.
    pub party_v: Vec<u8>,
    /// Whether to look for an ephemeral key whose shared secret starts with a zero byte (one in 256 does): readers that take
    /// the secret for a number drop it.
    pub leading_zero: bool,
}

impl Agreement {
    /// As Węzeł Krajowy does it: each field is a length in four bytes and a text.
    pub fn wk(identity_provider: &str, service_provider: &str) -> Self {
        Self {
            dialect: Dialect::Wk,
            wrap: Wrap::Aes256,
            algorithm_id: counted(Wrap::Aes256.uri()),
            party_u: counted(identity_provider),
            party_v: counted(service_provider),
            leading_zero: false,
        }
    }

    /// The same fields in the dialect of XML Encryption 1.1.
    pub fn w3c(identity_provider: &str, service_provider: &str) -> Self {
        Self { dialect: Dialect::W3c, ..Self::wk(identity_provider, service_provider) }
    }

    /// OtherInfo.
    pub fn other_info(&self) -> Vec<u8> {
        [&*self.algorithm_id, &self.party_u, &self.party_v].concat()
    }

    /// A field as its attribute is written.
    pub(super) fn attribute(&self, field: &[u8]) -> String {
        let pad: &[u8] = match self.dialect {
            Dialect::W3c => &[0],
            Dialect::Wk => &[],
        };
        hex(&[pad, field].concat())
    }
}

/// The key-encryption key: ConcatKDF (NIST SP 800-56A, 5.8.1) with SHA-256 over the shared secret and OtherInfo; at most
/// 32 bytes, so one round.
pub fn kek(wrap: Wrap, secret: &[u8], other_info: &[u8]) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update([0, 0, 0, 1]);
    hash.update(secret);
    hash.update(other_info);
    hash.finalize().iter().copied().take(wrap.key_bytes()).collect()
}

/// The x-coordinate of the common point, 32 bytes.
pub(super) fn shared(own: &PrivateKey, point: &[u8]) -> Result<Vec<u8>, XmlEncError> {
    let failed = || XmlEncError::Key("the other side's public key is no point of P-256".to_owned());
    agree(own, UnparsedPublicKey::new(&ECDH_P256, point), failed(), |secret| Ok(secret.to_vec()))
}

/// A private key from random bytes: those that are no scalar are drawn again.
pub(super) fn ephemeral(random: &mut dyn FnMut(&mut [u8])) -> Result<PrivateKey, XmlEncError> {
    for _ in 0..16 {
        let mut scalar = [0; 32];
        random(&mut scalar);
        if let Ok(key) = PrivateKey::from_private_key(&ECDH_P256, &scalar) {
            return Ok(key);
        }
    }
    Err(XmlEncError::Key("16 random numbers in a row are no scalar of P-256".to_owned()))
}

fn counted(text: &str) -> Vec<u8> {
    let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
    [&length.to_be_bytes(), text.as_bytes()].concat()
}

/// Upper-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02X}");
        text
    })
}

/// Bytes of hexadecimal digits of either case.
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text
        .chars()
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    let pairs = digits.chunks(2).map(|pair| match pair {
        [high, low] => Some(high * 16 + low),
        _ => None,
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        unhex(text).unwrap()
    }

    #[test]
    fn the_vector_of_rfc_7518_appendix_c_derives_as_published() {
        let secret: Vec<u8> = vec![
            158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156, 251, 49, 110, 163,
            218, 128, 106, 72, 246, 218, 167, 121, 140, 254, 144, 196,
        ];
        let other_info =
            [&[0, 0, 0, 7][..], b"A128GCM", &[0, 0, 0, 5], b"Alice", &[0, 0, 0, 3], b"Bob", &[0, 0, 0, 128]]
                .concat();
        let expected = [86, 170, 141, 234, 248, 35, 109, 32, 92, 34, 40, 205, 113, 167, 16, 26];
        assert_eq!(kek(Wrap::Aes128, &secret, &other_info), expected);
    }

    #[test]
    fn the_fields_of_wk_are_written_as_the_recorded_messages_have_them() {
        let agreement = Agreement::wk("int.login.gov.pl", "otwartedane");
        assert!(agreement.attribute(&agreement.algorithm_id).starts_with("0000002A687474703A2F2F"));
        assert!(agreement.attribute(&agreement.party_u).starts_with("00000010"));
        assert_eq!(agreement.attribute(&agreement.party_v), format!("0000000B{}", hex(b"otwartedane")));
        let padded = Agreement::w3c("int.login.gov.pl", "otwartedane");
        assert!(padded.attribute(&padded.party_u).starts_with("0000000010"));
        assert_eq!(padded.other_info(), agreement.other_info());
    }

    #[test]
    fn the_key_of_wk_is_the_one_that_python_computes() {
        // python3: hashlib.sha256(bytes([0,0,0,1]) + bytes(range(32)) + other_info).hexdigest()
        let other_info = Agreement::wk("int.login.gov.pl", "otwartedane").other_info();
        let secret: Vec<u8> = (0..32).collect();
        let expected = "fd7b598a6284523d4848436a860c5744e0f1c8204a8d7ef2c8348e80a6d33825";
        assert_eq!(kek(Wrap::Aes256, &secret, &other_info), bytes(expected));
    }

    #[test]
    fn odd_digits_are_no_bytes() {
        assert_eq!(unhex("0a1B"), Some(vec![0x0A, 0x1B]));
        assert_eq!(unhex("0a1"), None);
        assert_eq!(unhex("zz"), None);
    }
}
