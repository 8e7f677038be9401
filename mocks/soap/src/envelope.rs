//! Reading an envelope: bytes to a tree whose shape is known to be SOAP 1.1.

use poligon_crypto::{C14n, Document, Element, Limits, XmlError};
use poligon_institution::{Evidence, Examination, Refused};

use crate::checks::{Rule, envelope as rules};
use crate::names::{ACTOR_NEXT, SOAP11, SOAP12, WSSE};

/// A SOAP 1.1 message that was read. Nothing is verified yet; services behind WS-Security take a
/// [`Call`](crate::security::Call) instead.
#[derive(Debug)]
pub struct Envelope<'a> {
    document: Document<'a>,
}

/// A qualified name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QName<'n> {
    /// The namespace URI; `None` for no namespace.
    pub namespace: Option<&'n str>,
    /// The local name.
    pub local: &'n str,
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

impl<'a> Envelope<'a> {
    /// Bounds of a message: 16 MB, 100 levels, 200 000 nodes.
    pub const LIMITS: Limits = Limits { bytes: 16_000_000, depth: 100, nodes: 200_000 };

    /// Reads a message. Its multipart wrapping, if any, is taken off before ([`crate::mtom`]).
    ///
    /// # Errors
    /// When the bytes are no SOAP 1.1 envelope with one element in one Body.
    pub fn read(exam: &mut Examination, bytes: &'a [u8], limits: Limits) -> Result<Self, Refused> {
        let bytes = match bytes.strip_prefix(BYTE_ORDER_MARK) {
            None => {
                exam.pass(&rules::BOM.check);
                bytes
            }
            Some(rest) => {
                let found = Evidence::values("first three bytes", "none of EF BB BF", "EF BB BF");
                exam.object(&rules::BOM.check, vec![found])?;
                rest
            }
        };
        let document = Document::parse(bytes, limits).map_err(|error| {
            exam.refuse(&unreadable(&error).check, vec![Evidence::text(error.to_string())])
        })?;
        for rule in [&rules::BOUNDED, &rules::NO_DTD, &rules::ENCODING, &rules::READABLE] {
            exam.pass(&rule.check);
        }
        version(exam, document.root())?;
        shape(exam, document.root())?;
        let envelope = Self { document };
        let children = envelope.body().map_or(0, |body| body.children().take(3).count());
        exam.need(&rules::ONE_CHILD.check, (children == 1).then_some(()), || {
            let got = ["none", "one", "two", "more than two"].get(children).copied().unwrap_or_default();
            vec![Evidence::values("elements in /Envelope/Body", "one", got)]
        })?;
        Ok(envelope)
    }

    /// The tree that was read, and that is verified.
    pub fn document(&self) -> &Document<'a> {
        &self.document
    }

    /// `soap:Header`.
    pub fn header(&self) -> Option<Element<'_>> {
        self.document.root().child_in(SOAP11, "Header")
    }

    /// The header entries, wsse:Security among them.
    pub fn entries(&self) -> impl Iterator<Item = Element<'_>> {
        self.header().into_iter().flat_map(|header| header.children())
    }

    /// The first header entry of this name.
    pub fn entry(&self, namespace: &str, local: &str) -> Option<Element<'_>> {
        self.entries().find(|entry| entry.is(namespace, local))
    }

    /// `soap:Body`; always there.
    pub fn body(&self) -> Option<Element<'_>> {
        self.document.root().child_in(SOAP11, "Body")
    }

    /// The one element in the Body: the request itself, the envelope's root if there were none (there always is).
    pub fn content(&self) -> Element<'_> {
        let content = self.body().and_then(|body| body.children().next());
        content.unwrap_or_else(|| self.document.root())
    }

    /// The name of [`content`](Self::content), which together with the path says what is wanted (epuap.md §1c).
    pub fn operation(&self) -> QName<'_> {
        QName::of(self.content())
    }

    /// The bytes of an element as they were received, without the namespace declarations around it.
    pub fn source(&self, element: Element<'_>) -> &'a str {
        element.range().and_then(|range| self.document.source().get(range)).unwrap_or_default()
    }

    /// An element as a document of its own: exclusive canonical XML, so that the prefixes that it uses are declared.
    pub fn extract(&self, element: Element<'_>) -> Vec<u8> {
        element.canonical(C14n::Exclusive, &[]).unwrap_or_default()
    }

    /// Objects to headers with mustUnderstand that are in none of these namespaces (WS-Security is always known).
    ///
    /// # Errors
    /// In a picky sandbox, when there is one.
    pub fn require_understood(&self, exam: &mut Examination, namespaces: &[&str]) -> Result<(), Refused> {
        let known = |entry: &Element<'_>| {
            entry.namespace().is_some_and(|uri| uri == WSSE || namespaces.contains(&uri))
        };
        let strange = self.entries().filter(|entry| is_for_us(*entry) && must_understand(*entry));
        let strange = strange.filter(|entry| !known(entry)).map(|entry| QName::of(entry).to_string()).next();
        exam.require(&rules::UNDERSTOOD.check, strange.is_none(), || {
            vec![Evidence::values(
                "a header with mustUnderstand",
                "one that is known",
                strange.unwrap_or_default(),
            )]
        })
    }
}

impl<'n> QName<'n> {
    /// A name in a namespace.
    pub const fn new(namespace: &'n str, local: &'n str) -> Self {
        Self { namespace: Some(namespace), local }
    }

    /// The name of an element.
    pub fn of(element: Element<'n>) -> Self {
        Self { namespace: element.namespace(), local: element.local() }
    }
}

impl std::fmt::Display for QName<'_> {
    /// `{namespace}local`, shortened if somebody sent a novel.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{{{:.200}}}{:.100}", self.namespace.unwrap_or_default(), self.local)
    }
}

/// Whether a header entry is for the receiver that we are: no actor, or the one that everybody plays.
pub(crate) fn is_for_us(entry: Element<'_>) -> bool {
    matches!(entry.attribute_in(SOAP11, "actor"), None | Some("" | ACTOR_NEXT))
}

fn must_understand(entry: Element<'_>) -> bool {
    matches!(entry.attribute_in(SOAP11, "mustUnderstand").map(str::trim), Some("1" | "true"))
}

fn unreadable(error: &XmlError) -> &'static Rule {
    match error {
        XmlError::ByteOrderMark | XmlError::Malformed { .. } => &rules::READABLE,
        XmlError::Dtd { .. } => &rules::NO_DTD,
        XmlError::Encoding { .. } | XmlError::NotUtf8 { .. } => &rules::ENCODING,
        XmlError::TooLarge { .. } => &rules::BOUNDED,
    }
}

fn version(exam: &mut Examination, root: Element<'_>) -> Result<(), Refused> {
    let other_envelope = root.local() == "Envelope" && root.namespace() != Some(SOAP11);
    exam.need(&rules::VERSION.check, (!other_envelope).then_some(()), || {
        let namespace = root.namespace().unwrap_or("no namespace");
        let got = match namespace == SOAP12 {
            true => format!("{namespace} (SOAP 1.2)"),
            false => namespace.chars().take(200).collect(),
        };
        vec![Evidence::values("namespace of Envelope", format!("{SOAP11} (SOAP 1.1)"), got)]
    })
}

fn shape(exam: &mut Examination, root: Element<'_>) -> Result<(), Refused> {
    let flaw = flaw(root);
    exam.need(&rules::SHAPE.check, flaw.is_none().then_some(()), || {
        vec![Evidence::text(flaw.unwrap_or_default())]
    })
}

/// By local name, so that no reader of any strictness can pick another Body than we do.
fn flaw(root: Element<'_>) -> Option<String> {
    if !root.is(SOAP11, "Envelope") {
        return Some(format!("The document element is {}; send a soap:Envelope.", QName::of(root)));
    }
    let mut bodies = root.children().filter(|child| child.local() == "Body");
    let Some(body) = bodies.next() else { return Some("soap:Envelope has no soap:Body.".to_owned()) };
    if let Some(second) = bodies.next() {
        return Some(format!("A second Body stands in line {}; send one.", second.line()));
    }
    if !body.is(SOAP11, "Body") {
        return Some(format!("The Body in line {} is {}.", body.line(), QName::of(body)));
    }
    let mut headers = root.children().filter(|child| child.local() == "Header");
    let header = headers.next();
    if let Some(second) = headers.next() {
        return Some(format!("A second Header stands in line {}; send one.", second.line()));
    }
    let first = root.children().next().map(QName::of);
    match header {
        Some(header) if !header.is(SOAP11, "Header") => {
            Some(format!("The Header in line {} is {}.", header.line(), QName::of(header)))
        }
        Some(header) if first != Some(QName::of(header)) => {
            Some("soap:Header is not the first child of soap:Envelope.".to_owned())
        }
        None if first != Some(QName::of(body)) => {
            Some("Something else than soap:Header stands before soap:Body.".to_owned())
        }
        _ => None,
    }
}
