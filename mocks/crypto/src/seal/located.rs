//! A signature as it is declared: found in the document, its parts read, nothing computed yet.

use super::names::{DS, EXCLUSIVE, MORE, PSS};
use super::{Fault, Policy, base64, transforms};
use crate::{C14n, DigestAlgorithm, Document, Element, SignatureAlgorithm, Transform};

/// One signature of a document.
#[derive(Clone, Debug)]
pub(crate) struct Located<'d> {
    /// `ds:Signature`.
    pub(crate) signature: Element<'d>,
    /// `ds:SignedInfo`.
    pub(crate) signed_info: Element<'d>,
    /// `ds:KeyInfo`.
    pub(crate) key_info: Option<Element<'d>>,
    /// How SignedInfo is canonicalized, with its PrefixList; the URI when it is unknown.
    pub(crate) c14n: Result<(C14n, Vec<String>), String>,
    /// The signature algorithm; the URI when it is unknown.
    pub(crate) algorithm: Result<SignatureAlgorithm, String>,
    /// The signature value; why it is not base64.
    pub(crate) value: Result<Vec<u8>, String>,
    /// The references, in order.
    pub(crate) references: Vec<Declared<'d>>,
}

/// One reference as it is declared.
#[derive(Clone, Debug)]
pub(crate) struct Declared<'d> {
    /// `ds:Reference`.
    pub(crate) element: Element<'d>,
    /// Its URI attribute.
    pub(crate) uri: Option<&'d str>,
    /// Its Type attribute.
    pub(crate) kind: Option<&'d str>,
    /// Its transforms, or the first that is not understood.
    pub(crate) transforms: Result<Vec<Transform>, Fault>,
    /// Its digest algorithm; the URI when it is unknown.
    pub(crate) digest: Result<DigestAlgorithm, String>,
    /// Its digest; why it is not base64.
    pub(crate) value: Result<Vec<u8>, String>,
}

/// The `ds:Signature` elements that a policy means, in document order.
pub(crate) fn signatures<'d>(document: &'d Document<'_>, policy: &Policy) -> Vec<Element<'d>> {
    let is_signature = |element: &Element<'_>| element.is(DS, "Signature");
    match &policy.place {
        None => document.root().descendants().filter(is_signature).collect(),
        Some(place) => document.at(place).filter(is_signature).into_iter().collect(),
    }
}

impl<'d> Located<'d> {
    /// Reads a `ds:Signature` with at most `most` references.
    pub(crate) fn read(signature: Element<'d>, most: usize) -> Result<Self, Fault> {
        let signed_info = only(signature, "SignedInfo")?;
        if signature.children().next().map(|first| first.id) != Some(signed_info.id) {
            return Err(Fault::Structure("ds:SignedInfo is not the first child of ds:Signature".to_owned()));
        }
        let value = only(signature, "SignatureValue")?;
        let key_info = at_most_one(signature, "KeyInfo")?;
        let method = only(signed_info, "SignatureMethod")?;
        let references: Vec<_> =
            signed_info.children().filter(|child| child.is(DS, "Reference")).take(most + 1).collect();
        if references.len() > most {
            return Err(Fault::Structure(format!("ds:SignedInfo has more than {most} references")));
        }
        Ok(Self {
            signature,
            signed_info,
            key_info,
            c14n: c14n(only(signed_info, "CanonicalizationMethod")?),
            algorithm: signature_algorithm(method),
            value: base64::decode(&value.text_cow()),
            references: references.into_iter().map(Declared::read).collect::<Result<_, _>>()?,
        })
    }

    /// The canonical bytes of SignedInfo by a method.
    pub(crate) fn signed_info_bytes(&self, method: C14n, prefixes: &[String]) -> Result<Vec<u8>, Fault> {
        transforms::subtree(self.signed_info, method, prefixes)
    }
}

impl<'d> Declared<'d> {
    fn read(element: Element<'d>) -> Result<Self, Fault> {
        let digest = only(element, "DigestMethod")?.attribute("Algorithm").unwrap_or_default();
        Ok(Self {
            element,
            uri: element.attribute("URI"),
            kind: element.attribute("Type"),
            transforms: transforms::read(at_most_one(element, "Transforms")?),
            digest: DigestAlgorithm::of_uri(digest).ok_or_else(|| digest.to_owned()),
            value: base64::decode(&only(element, "DigestValue")?.text_cow()),
        })
    }
}

/// The method and PrefixList of a CanonicalizationMethod or Transform; its URI when it is no canonicalization.
pub(super) fn c14n(element: Element<'_>) -> Result<(C14n, Vec<String>), String> {
    let uri = element.attribute("Algorithm").unwrap_or_default();
    let method = C14n::of_uri(uri).ok_or_else(|| uri.to_owned())?;
    let list = element.child_in(EXCLUSIVE, "InclusiveNamespaces").filter(|_| method.is_exclusive());
    let prefixes = list.and_then(|list| list.attribute("PrefixList")).unwrap_or_default();
    Ok((method, prefixes.split_ascii_whitespace().map(str::to_owned).collect()))
}

/// The algorithm of a SignatureMethod; its URI when it is unknown.
fn signature_algorithm(method: Element<'_>) -> Result<SignatureAlgorithm, String> {
    let uri = method.attribute("Algorithm").unwrap_or_default();
    match uri {
        PSS => pss(method).ok_or_else(|| format!("{uri} with these parameters")),
        _ => SignatureAlgorithm::of_uri(uri).ok_or_else(|| uri.to_owned()),
    }
}

/// PSS with its parameters spelled out (RFC 9231, 2.3.9): the mask's digest must be the same one, the trailer 1. The salt
/// may have any length.
fn pss(method: Element<'_>) -> Option<SignatureAlgorithm> {
    let digest_in = |element: Element<'_>| match element.child_in(DS, "DigestMethod") {
        Some(digest) => DigestAlgorithm::of_uri(digest.attribute("Algorithm").unwrap_or_default()),
        None => Some(DigestAlgorithm::Sha256),
    };
    let Some(parameters) = method.child_in(MORE, "RSAPSSParams") else {
        return Some(SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256));
    };
    let digest = digest_in(parameters)?;
    let mask = parameters.child("MaskGenerationFunction");
    let same_mask = mask.is_none_or(|mask| digest_in(mask) == Some(digest));
    let trailer_is_1 =
        parameters.child("TrailerField").is_none_or(|trailer| trailer.text_cow().trim() == "1");
    (same_mask && trailer_is_1).then_some(SignatureAlgorithm::RsaPss(digest))
}

fn only<'d>(parent: Element<'d>, local: &str) -> Result<Element<'d>, Fault> {
    at_most_one(parent, local)?.ok_or_else(|| {
        Fault::Structure(format!("ds:{} has no ds:{local} (line {})", parent.local(), parent.line()))
    })
}

fn at_most_one<'d>(parent: Element<'d>, local: &str) -> Result<Option<Element<'d>>, Fault> {
    let mut found = parent.children().filter(|child| child.is(DS, local));
    let first = found.next();
    match found.next() {
        None => Ok(first),
        Some(second) => Err(Fault::Structure(format!(
            "ds:{} has a second ds:{local} (line {}); there may be one",
            parent.local(),
            second.line()
        ))),
    }
}
