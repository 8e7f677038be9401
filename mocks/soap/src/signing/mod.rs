//! Signing envelopes: as a client that calls (in every shape that real stacks send), and for [`crate::answer`] as a server.
//!
//! Ids come from the sandbox's entropy, times from its clock, and the values are deterministic: the same state gives the same
//! bytes.

mod key_info;
mod layout;
mod style;

use poligon_crypto::key::KeyError;
use poligon_crypto::{Certificate, Document, Limits, SigningKey, XmlError};
use poligon_world::Entropy;
use thiserror::Error;
use time::OffsetDateTime;

use crate::write::Message;
use layout::Layout;
pub use style::{IdAttribute, KeyReference, Scope, Stamp, Style};

/// Who signs.
#[derive(Clone, Copy, Debug)]
pub struct Signer<'k> {
    /// The key.
    pub key: &'k SigningKey,
    /// Its certificate.
    pub certificate: &'k Certificate,
}

/// Why an envelope could not be signed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SigningError {
    /// What was put into the envelope is no XML.
    #[error("what is to be signed is not well-formed: {0}")]
    Content(#[from] XmlError),
    /// It has no canonical form, or the certificate cannot be named so.
    #[error("{0}")]
    Form(String),
    /// The key does not fit the algorithm.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// A message is made here, so it may be a little larger than one that is read.
const LIMITS: Limits = Limits { bytes: 1 << 30, depth: 110, nodes: 1_000_000 };

/// Signs a message.
///
/// # Errors
/// See [`SigningError`].
pub fn sign(
    message: Message<'_>,
    style: &Style,
    signer: Signer<'_>,
    entropy: &Entropy,
    now: OffsetDateTime,
) -> Result<String, SigningError> {
    sign_with(message, style, signer, signer.key, entropy, now)
}

/// As [`sign`], with a key that need not be the certificate's.
pub(crate) fn sign_with(
    message: Message<'_>,
    style: &Style,
    signer: Signer<'_>,
    key: &SigningKey,
    entropy: &Entropy,
    now: OffsetDateTime,
) -> Result<String, SigningError> {
    let mut layout = Layout::new(message, style, signer, key, entropy, now)?;
    layout.digests = digests(&layout)?;
    let signed_info = match layout.canonical_signed_info() {
        Some(text) => text.into_bytes(),
        None => canonical(&layout.text(), "/Envelope/Header/Security/Signature/SignedInfo", style)?,
    };
    layout.value = key.sign(layout.algorithm, &signed_info, &[0; 32])?;
    Ok(layout.text())
}

/// The digests of what is signed, in the order of the references.
fn digests(layout: &Layout<'_>) -> Result<Vec<Vec<u8>>, SigningError> {
    let text = layout.text();
    let document = Document::parse(text.as_bytes(), LIMITS)?;
    let digest = |path: &&str| {
        let element = document.at(path).ok_or_else(|| SigningError::Form(format!("there is no {path}")))?;
        // A reference by „#id” leaves comments out, whatever the method is called (XML-DSig section 4.4.3.3).
        let method = layout.style.c14n.without_comments();
        let bytes = element.canonical(method, &layout.style.prefixes).map_err(SigningError::Form)?;
        Ok(layout.style.digest.digest(&bytes))
    };
    layout.signed_paths().iter().map(digest).collect()
}

fn canonical(text: &str, path: &str, style: &Style) -> Result<Vec<u8>, SigningError> {
    let document = Document::parse(text.as_bytes(), LIMITS)?;
    let element = document.at(path).ok_or_else(|| SigningError::Form(format!("there is no {path}")))?;
    element.canonical(style.c14n, &style.prefixes).map_err(SigningError::Form)
}
