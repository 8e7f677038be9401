//! Sealing one element of a document by its ID, as SAML does: the signature stands inside the element, the reference names its
//! ID, and what is around it stays as it is. So messages in messages are sealed from the inside out.

use std::fmt::Write as _;

use super::SignError;
use crate::seal::base64::encode;
use crate::seal::names::{DS, EXCLUSIVE};
use crate::seal::{target, transforms};
use crate::{DigestAlgorithm, Document, Limits, SignatureAlgorithm, SigningKey};

/// What to seal, and how.
#[derive(Clone, Copy, Debug)]
pub struct Inside<'a> {
    /// The ID of the element, as its attribute `ID` or `Id` has it.
    pub id: &'a str,
    /// The local name of the child after which the signature goes; `None`, or no such child: as the first child.
    pub after: Option<&'a str>,
    /// The signature algorithm.
    pub signature: SignatureAlgorithm,
    /// The digest of the reference.
    pub digest: DigestAlgorithm,
    /// The PrefixList of the exclusive canonicalization in the reference; empty: none.
    pub prefixes: &'a [&'a str],
}

/// Seals an element. The document's bytes are kept, the signature is put in: enveloped-signature and exclusive c14n, SignedInfo
/// in exclusive c14n, and the chain (DER, signer first) in KeyInfo, if there is one.
///
/// # Errors
/// When there is no such element, or two, or the key does not fit the algorithm.
pub fn seal_inside(
    document: &str,
    inside: &Inside<'_>,
    key: &SigningKey,
    chain: &[Vec<u8>],
) -> Result<String, SignError> {
    let parsed = Document::parse(document.as_bytes(), LIMITS)?;
    let element = target::with_id(&parsed, inside.id).map_err(super::misfit)?;
    let prefixes: Vec<String> = inside.prefixes.iter().map(|prefix| (*prefix).to_owned()).collect();
    // Without the signature the bytes are those that the enveloped transform leaves.
    let canonical = transforms::subtree(element, crate::C14n::Exclusive, &prefixes).map_err(super::misfit)?;
    let info = signed_info(inside, &inside.digest.digest(&canonical));
    // As exclusive c14n writes it: the namespace of the apex and nothing inherited.
    let canonical_info = format!("<ds:SignedInfo xmlns:ds=\"{DS}\">{info}</ds:SignedInfo>");
    let value = key.sign(inside.signature, canonical_info.as_bytes(), &[])?;
    let mut signature = format!(
        "<ds:Signature xmlns:ds=\"{DS}\"><ds:SignedInfo>{info}</ds:SignedInfo><ds:SignatureValue>{}</ds:SignatureValue>",
        encode(&value)
    );
    if !chain.is_empty() {
        signature.push_str("<ds:KeyInfo><ds:X509Data>");
        for der in chain {
            let _ = write!(signature, "<ds:X509Certificate>{}</ds:X509Certificate>", encode(der));
        }
        signature.push_str("</ds:X509Data></ds:KeyInfo>");
    }
    signature.push_str("</ds:Signature>");
    let at = place(&parsed, element, inside).ok_or_else(|| {
        SignError::Transforms(format!("the element „{}” has no content to put a signature in", inside.id))
    })?;
    let (before, after) = document.split_at_checked(at).unwrap_or((document, ""));
    Ok([before, &signature, after].concat())
}

/// The children of SignedInfo in canonical form: no empty-element tags, attributes in order.
fn signed_info(inside: &Inside<'_>, digest: &[u8]) -> String {
    let list = match inside.prefixes.is_empty() {
        true => String::new(),
        false => format!(
            "<ec:InclusiveNamespaces xmlns:ec=\"{EXCLUSIVE}\" PrefixList=\"{}\"></ec:InclusiveNamespaces>",
            inside.prefixes.join(" ")
        ),
    };
    format!(
        "<ds:CanonicalizationMethod Algorithm=\"{EXCLUSIVE}\"></ds:CanonicalizationMethod>\
         <ds:SignatureMethod Algorithm=\"{}\"></ds:SignatureMethod><ds:Reference URI=\"#{}\"><ds:Transforms>\
         <ds:Transform Algorithm=\"{DS}enveloped-signature\"></ds:Transform>\
         <ds:Transform Algorithm=\"{EXCLUSIVE}\">{list}</ds:Transform></ds:Transforms>\
         <ds:DigestMethod Algorithm=\"{}\"></ds:DigestMethod><ds:DigestValue>{}</ds:DigestValue></ds:Reference>",
        inside.signature.uri(),
        inside.id,
        inside.digest.uri(),
        encode(digest),
    )
}

/// The offset at which the signature goes.
fn place(document: &Document<'_>, element: crate::Element<'_>, inside: &Inside<'_>) -> Option<usize> {
    let range = |id| document.tree.node_range(id);
    let child = inside.after.and_then(|local| element.children().find(|child| child.local() == local));
    if let Some(child) = child {
        return range(child.id).map(|range| range.end);
    }
    let first = document.tree.first_child(element.id)?;
    range(first).map(|range| range.start)
}

const LIMITS: Limits = Limits { bytes: 6_000_000, depth: 105, nodes: 210_000 };
