//! Messages as text: one line, fixed prefixes, in the order in which real nodes write.

mod answer;
mod assertion;
mod metadata;
mod request;

pub use answer::{Answer, BuildError, Edits, Faithful, Step, answer, logout_response, signed_message};
pub use assertion::{Attribute, Login, assertion};
pub use metadata::{Metadata, metadata};
pub use request::{ATTRIBUTES, NewAuthnRequest, artifact_resolve, authn_request, logout_request};

use poligon_crypto::SigningKey;
use poligon_crypto::algorithm::DigestAlgorithm::Sha256;
use poligon_crypto::key::KeyKind;
use poligon_crypto::{DigestAlgorithm, SignatureAlgorithm};

use crate::page::escaped;
use crate::status::Status;

/// Who signs.
#[derive(Debug)]
pub struct Signer {
    /// The key.
    pub key: SigningKey,
    /// The certificate that KeyInfo shows, DER; empty: no KeyInfo.
    pub certificate: Vec<u8>,
}

impl Signer {
    /// The algorithm that the key signs with: SHA-256 with ECDSA or RSA PKCS#1.
    pub fn algorithm(&self) -> SignatureAlgorithm {
        match self.key.public().kind() {
            KeyKind::Ec { .. } => SignatureAlgorithm::Ecdsa(Sha256),
            KeyKind::Rsa { .. } => SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256),
        }
    }

    fn chain(&self) -> Vec<Vec<u8>> {
        if self.certificate.is_empty() { Vec::new() } else { vec![self.certificate.clone()] }
    }
}

/// Attributes with these values; those without one are left out.
fn attributes(pairs: &[(&str, Option<&str>)]) -> String {
    pairs
        .iter()
        .filter_map(|(name, value)| value.map(|value| format!(" {name}=\"{}\"", escaped(value))))
        .collect()
}

/// `saml2p:Status`.
fn status(status: &Status) -> String {
    let sub = status
        .sub_code
        .as_ref()
        .map(|code| format!("<saml2p:StatusCode Value=\"{}\"/>", escaped(code)))
        .unwrap_or_default();
    let code = match sub.is_empty() {
        true => format!("<saml2p:StatusCode Value=\"{}\"/>", escaped(&status.code)),
        false => format!("<saml2p:StatusCode Value=\"{}\">{sub}</saml2p:StatusCode>", escaped(&status.code)),
    };
    let message = status
        .message
        .as_ref()
        .map(|message| format!("<saml2p:StatusMessage>{}</saml2p:StatusMessage>", escaped(message)))
        .unwrap_or_default();
    format!("<saml2p:Status>{code}{message}</saml2p:Status>")
}
