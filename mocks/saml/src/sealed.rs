//! The signature of a SAML message: its parts as facts, and whose key it is.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use poligon_crypto::seal::{Cover, KeySource, Report, verify_document};
use poligon_crypto::{Certificate, Document, Element, Policy};
use time::OffsetDateTime;

use crate::names::{DS, EXCLUSIVE};

/// The parts of the signature of a message, as they are written.
#[derive(Clone, Debug, Default)]
pub struct SealFacts {
    /// How many signatures the whole document has.
    pub in_document: usize,
    /// How many are children of the message.
    pub of_message: usize,
    /// The local name of the element right before the message's signature.
    pub after: Option<String>,
    /// SignatureMethod.
    pub method: String,
    /// CanonicalizationMethod.
    pub canonicalization: String,
    /// Bytes of the signature value; `None` when it is no base64.
    pub value_bytes: Option<usize>,
    /// The references.
    pub references: Vec<Reference>,
    /// The first certificate of KeyInfo.
    pub certificate: Option<Certificate>,
    /// Whether KeyInfo is there.
    pub key_info: bool,
}

/// One reference of a signature.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// Its URI; `None` when it has none.
    pub uri: Option<String>,
    /// The algorithms of its transforms, in order.
    pub transforms: Vec<String>,
    /// Its DigestMethod.
    pub digest: String,
}

/// Whether one of several keys made a signature.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The index of the certificate whose key verifies.
    pub by: Option<usize>,
    /// What the verification saw: with that key, or with the one that the message itself names, or with the first.
    pub report: Report,
}

/// The facts of the signature of a message; default values when there is none.
pub fn facts(document: &Document<'_>, message: Element<'_>) -> SealFacts {
    let in_document = document.root().descendants().filter(|element| element.is(DS, "Signature")).count();
    let of_message = message.children().filter(|child| child.is(DS, "Signature")).count();
    let mut before = None;
    let mut own = None;
    for child in message.children() {
        if child.is(DS, "Signature") {
            own = Some(child);
            break;
        }
        before = Some(child.local().to_owned());
    }
    let Some(signature) = own else {
        return SealFacts { in_document, of_message, ..SealFacts::default() };
    };
    let info = signature.child_in(DS, "SignedInfo");
    let algorithm = |name: &str| {
        let method = info.and_then(|info| info.child_in(DS, name));
        method.and_then(|method| method.attribute("Algorithm")).unwrap_or_default().to_owned()
    };
    let value = signature.child_in(DS, "SignatureValue").map(|value| compact(&value.text()));
    let key_info = signature.child_in(DS, "KeyInfo");
    SealFacts {
        in_document,
        of_message,
        after: before,
        method: algorithm("SignatureMethod"),
        canonicalization: algorithm("CanonicalizationMethod"),
        value_bytes: value.and_then(|value| STANDARD.decode(value).ok()).map(|bytes| bytes.len()),
        references: info.map(references).unwrap_or_default(),
        certificate: key_info.and_then(certificate),
        key_info: key_info.is_some(),
    }
}

fn references(info: Element<'_>) -> Vec<Reference> {
    let found = info.children().filter(|child| child.is(DS, "Reference")).take(16);
    found
        .map(|reference| Reference {
            uri: reference.attribute("URI").map(str::to_owned),
            transforms: reference.child_in(DS, "Transforms").map(transforms).unwrap_or_default(),
            digest: reference
                .child_in(DS, "DigestMethod")
                .and_then(|method| method.attribute("Algorithm"))
                .unwrap_or_default()
                .to_owned(),
        })
        .collect()
}

fn transforms(list: Element<'_>) -> Vec<String> {
    list.children().take(16).map(|one| one.attribute("Algorithm").unwrap_or_default().to_owned()).collect()
}

fn certificate(key_info: Element<'_>) -> Option<Certificate> {
    let text = key_info.descendants().find(|element| element.is(DS, "X509Certificate"))?.text();
    Certificate::from_der(&STANDARD.decode(compact(&text)).ok()?).ok()
}

fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_whitespace()).collect()
}

impl SealFacts {
    /// Whether SignedInfo and every reference are in exclusive c14n and nothing but enveloped-signature stands before it.
    pub fn is_exclusive(&self) -> bool {
        self.canonicalization == EXCLUSIVE
            && self
                .references
                .iter()
                .all(|reference| reference.transforms.iter().map(String::as_str).eq([ENVELOPED, EXCLUSIVE]))
    }
}

/// The transform enveloped-signature.
pub const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

/// Verifies the one signature of a document over the element at `path` with the keys of these certificates; the key that
/// KeyInfo names first. What fails is explained.
pub fn verify(
    document: &Document<'_>,
    path: &str,
    named: Option<&Certificate>,
    known: &[Certificate],
    now: OffsetDateTime,
) -> Verdict {
    let cover = Cover::Paths(vec![path.to_owned()]);
    let policy = |key, explain| Policy {
        signatures: 1,
        references: 1,
        cover: cover.clone(),
        key,
        explain,
        ..Policy::document(now)
    };
    let pinned = |certificate: &Certificate| certificate.public_key().ok().map(KeySource::Pinned);
    let mut order: Vec<usize> = (0..known.len()).collect();
    order.sort_by_key(|index| known.get(*index) != named);
    for index in &order {
        let Some(key) = known.get(*index).and_then(pinned) else { continue };
        let report = verify_document(document, &policy(key, false));
        if report.holds() {
            return Verdict { by: Some(*index), report };
        }
    }
    let key = order.first().and_then(|first| known.get(*first)).and_then(pinned).unwrap_or_default();
    Verdict { by: None, report: verify_document(document, &policy(key, true)) }
}
