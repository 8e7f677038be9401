//! AuthTokenRequest, typed: order, patterns and bounds of the official schema (`authv2.xsd` 2.0 and 2.1, spec §4.4), checked
//! by hand. The sentences imitate those of .NET's validator, which is what the real system shows.

use poligon_crypto::Element;

use crate::identity::{AllowedIps, IdKind, Identifier, mask, range};
use crate::ids::{ReferenceKind, ReferenceNumber};
use crate::wire::patterns;

/// The namespaces of the document: 2.1 differs by corrected patterns of addresses only.
pub const NAMESPACES: [&str; 2] =
    ["http://ksef.mf.gov.pl/auth/token/2.0", "http://ksef.mf.gov.pl/auth/token/2.1"];
/// The namespace of XML signatures.
pub const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";

/// A request to log in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthTokenRequest {
    /// The challenge, as written (its check digits are not part of the schema).
    pub challenge: String,
    /// Where to.
    pub context: Identifier,
    /// By what of the certificate.
    pub by: SubjectBy,
    /// From where; `None` without a policy.
    pub allowed_ips: Option<AllowedIps>,
}

/// What of the certificate says who logs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectBy {
    /// `certificateFingerprint`: its SHA-256.
    Fingerprint,
    /// `certificateSubject`: NIP or PESEL in its subject.
    Subject,
}

/// Where a document leaves the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaFault {
    /// The validator's sentence.
    pub said: String,
    /// Where: `/AuthTokenRequest/Challenge, line 3`.
    pub place: String,
    /// What the schema wants there.
    pub expected: String,
    /// What stands there.
    pub got: String,
}

/// Whether this element is an AuthTokenRequest of either version.
pub fn is_one(element: &Element<'_>) -> bool {
    element.local() == "AuthTokenRequest" && element.namespace().is_some_and(|ns| NAMESPACES.contains(&ns))
}

/// The AuthTokenRequest of a document: its root, or what an enveloping signature carries.
pub fn find<'d>(root: Element<'d>) -> Option<Element<'d>> {
    if is_one(&root) {
        return Some(root);
    }
    if !root.is(DSIG, "Signature") {
        return None;
    }
    let objects = root.children().filter(|child| child.is(DSIG, "Object"));
    objects.flat_map(|object| object.children()).find(is_one)
}

impl AuthTokenRequest {
    /// Reads the element.
    ///
    /// # Errors
    /// Where it first leaves the schema.
    pub fn read(element: &Element<'_>) -> Result<Self, SchemaFault> {
        let mut parts = Sequence::of(element);
        let challenge =
            parts.take("Challenge", true)?.map(|part| token(&part)).transpose()?.unwrap_or_default();
        if let Some(part) = element.child("Challenge")
            && !is_challenge(&challenge)
        {
            return Err(pattern(&part, &challenge, "dddddddd-CR-HHHHHHHHHH-HHHHHHHHHH-HH"));
        }
        let context = parts.take("ContextIdentifier", true)?;
        let by = parts.take("SubjectIdentifierType", true)?;
        let policy = parts.take("AuthorizationPolicy", false)?;
        parts.end()?;
        let (Some(context), Some(by)) = (context, by) else {
            return Err(missing(element, "ContextIdentifier"));
        };
        Ok(Self {
            challenge,
            context: identifier(&context)?,
            by: subject(&by)?,
            allowed_ips: policy.map(allowed).transpose()?,
        })
    }
}

fn is_challenge(text: &str) -> bool {
    // The check digits are compared when the challenge is looked up.
    let same_shape = text.get(..33).is_some_and(|head| {
        format!("{head}-{:02X}", crate::ids::crc8(head.as_bytes()))
            .parse::<ReferenceNumber>()
            .is_ok_and(|number| number.kind() == ReferenceKind::Challenge)
    });
    let tail = text.get(33..).and_then(|tail| tail.strip_prefix('-')).unwrap_or_default();
    same_shape && tail.len() == 2 && tail.bytes().all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'F'))
}

fn identifier(context: &Element<'_>) -> Result<Identifier, SchemaFault> {
    const KINDS: [(&str, IdKind); 4] = [
        ("Nip", IdKind::Nip),
        ("InternalId", IdKind::InternalId),
        ("NipVatUe", IdKind::NipVatUe),
        ("PeppolId", IdKind::PeppolId),
    ];
    let mut children = context.children();
    let Some(choice) = children.next() else {
        return Err(missing(context, "Nip, InternalId, NipVatUe, PeppolId"));
    };
    let kind = KINDS
        .into_iter()
        .find(|(name, _)| choice.local() == *name && choice.namespace() == context.namespace());
    let Some((_, kind)) = kind else {
        return Err(unexpected(context, &choice, "Nip, InternalId, NipVatUe, PeppolId"));
    };
    if let Some(second) = children.next() {
        return Err(unexpected(context, &second, "nothing after the first identifier"));
    }
    // xsd:string: the space around a value belongs to it.
    let value = simple(&choice)?;
    if !kind.fits(&value) {
        let shape = match kind {
            IdKind::InternalId => "NIP-ddddd",
            IdKind::NipVatUe => "NIP, „-”, VAT number with its country: 1234567890-DE123456789",
            IdKind::PeppolId => "P, two capital letters, six digits",
            _ => "ten digits, the first not 0, the second and third not both 0",
        };
        return Err(pattern(&choice, &value, shape));
    }
    Ok(Identifier::new(kind, value))
}

fn subject(element: &Element<'_>) -> Result<SubjectBy, SchemaFault> {
    match token(element)?.as_str() {
        "certificateFingerprint" => Ok(SubjectBy::Fingerprint),
        "certificateSubject" => Ok(SubjectBy::Subject),
        other => Err(SchemaFault {
            said: format!(
                "The '{}' element is invalid - The value '{}' is invalid according to its datatype - The Enumeration constraint failed.",
                name(element),
                short(other)
            ),
            place: place(element),
            expected: "certificateSubject or certificateFingerprint".to_owned(),
            got: short(other),
        }),
    }
}

fn allowed(policy: Element<'_>) -> Result<AllowedIps, SchemaFault> {
    let mut parts = Sequence::of(&policy);
    let Some(list) = parts.take("AllowedIps", true)? else { return Err(missing(&policy, "AllowedIps")) };
    parts.end()?;
    let mut parts = Sequence::of(&list);
    let lists = AllowedIps {
        ip4_addresses: parts.take_texts("Ip4Address", patterns::is_ip4)?,
        ip4_ranges: parts.take_texts("Ip4Range", |text| range(text).is_some())?,
        ip4_masks: parts.take_texts("Ip4Mask", |text| mask(text).is_some())?,
    };
    parts.end()?;
    Ok(lists)
}

/// The children of an element in the order of a schema; signatures are passed over.
struct Sequence<'e, 'd> {
    parent: &'e Element<'d>,
    rest: std::iter::Peekable<std::vec::IntoIter<Element<'d>>>,
}

impl<'e, 'd> Sequence<'e, 'd> {
    fn of(parent: &'e Element<'d>) -> Self {
        let children: Vec<_> = parent.children().filter(|child| !child.is(DSIG, "Signature")).collect();
        Self { parent, rest: children.into_iter().peekable() }
    }

    fn take(&mut self, local: &str, required: bool) -> Result<Option<Element<'d>>, SchemaFault> {
        let namespace = self.parent.namespace();
        if let Some(next) = self.rest.next_if(|next| next.local() == local && next.namespace() == namespace) {
            return Ok(Some(next));
        }
        match self.rest.peek() {
            _ if !required => Ok(None),
            Some(other) => Err(unexpected(self.parent, other, local)),
            None => Err(missing(self.parent, local)),
        }
    }

    fn take_texts(&mut self, local: &str, fits: impl Fn(&str) -> bool) -> Result<Vec<String>, SchemaFault> {
        let mut texts = Vec::new();
        while let Some(part) = self.take(local, false)? {
            let text = token(&part)?;
            if texts.len() == 10 {
                return Err(unexpected(self.parent, &part, "at most ten of each kind"));
            }
            if !fits(&text) {
                return Err(pattern(&part, &text, "an IPv4 address, a range A-B or a mask A/bits"));
            }
            texts.push(text);
        }
        Ok(texts)
    }

    fn end(&mut self) -> Result<(), SchemaFault> {
        match self.rest.next() {
            Some(other) => Err(unexpected(self.parent, &other, "nothing more")),
            None => Ok(()),
        }
    }
}

/// Text with space collapsed (xsd:token).
fn token(element: &Element<'_>) -> Result<String, SchemaFault> {
    Ok(simple(element)?.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
}

fn simple(element: &Element<'_>) -> Result<String, SchemaFault> {
    match element.children().next() {
        Some(child) => Err(unexpected(element, &child, "text only")),
        None => Ok(element.text()),
    }
}

fn pattern(element: &Element<'_>, value: &str, expected: &str) -> SchemaFault {
    SchemaFault {
        said: format!(
            "The '{}' element is invalid - The value '{}' is invalid according to its datatype - The Pattern constraint failed.",
            name(element),
            short(value)
        ),
        place: place(element),
        expected: expected.to_owned(),
        got: short(value),
    }
}

fn unexpected(parent: &Element<'_>, child: &Element<'_>, expected: &str) -> SchemaFault {
    SchemaFault {
        said: format!(
            "The element '{}' in namespace '{}' has invalid child element '{}' in namespace '{}'. List of possible elements expected: '{expected}'.",
            parent.local(),
            parent.namespace().unwrap_or_default(),
            short(child.local()),
            short(child.namespace().unwrap_or_default())
        ),
        place: place(child),
        expected: expected.to_owned(),
        got: short(child.local()),
    }
}

fn missing(parent: &Element<'_>, expected: &str) -> SchemaFault {
    SchemaFault {
        said: format!(
            "The element '{}' in namespace '{}' has incomplete content. List of possible elements expected: '{expected}'.",
            parent.local(),
            parent.namespace().unwrap_or_default()
        ),
        place: place(parent),
        expected: expected.to_owned(),
        got: "nothing".to_owned(),
    }
}

fn name(element: &Element<'_>) -> String {
    format!("{}:{}", element.namespace().unwrap_or_default(), element.local())
}

fn place(element: &Element<'_>) -> String {
    format!("{}, line {}", element.path(), element.line())
}

fn short(text: &str) -> String {
    text.chars().take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use poligon_crypto::{Document, Limits};

    fn read(inside: &str) -> Result<AuthTokenRequest, SchemaFault> {
        let text = format!("<AuthTokenRequest xmlns=\"{}\">{inside}</AuthTokenRequest>", NAMESPACES[1]);
        let document = Document::parse(text.as_bytes(), Limits::MESSAGE).unwrap();
        AuthTokenRequest::read(&find(document.root()).unwrap())
    }

    const CHALLENGE: &str = "<Challenge>20251104-CR-24C0BFC000-40E9EA5847-BB</Challenge>";
    const CONTEXT: &str = "<ContextIdentifier><Nip>5265877635</Nip></ContextIdentifier>";
    const BY: &str = "<SubjectIdentifierType>certificateSubject</SubjectIdentifierType>";

    #[test]
    fn a_whole_request_is_read() {
        let policy = "<AuthorizationPolicy><AllowedIps><Ip4Address>10.0.0.1</Ip4Address><Ip4Mask>10.1.0.0/16</Ip4Mask></AllowedIps></AuthorizationPolicy>";
        let request = read(&format!("{CHALLENGE}{CONTEXT}{BY}{policy}")).unwrap();
        assert_eq!(request.context, Identifier::nip("5265877635"));
        assert_eq!(request.allowed_ips.unwrap().ip4_masks, ["10.1.0.0/16"]);
    }

    #[test]
    fn order_patterns_and_words_are_judged() {
        let wrong_order = read(&format!("{CONTEXT}{CHALLENGE}{BY}")).unwrap_err();
        assert!(
            wrong_order.said.contains("invalid child element 'ContextIdentifier'"),
            "{}",
            wrong_order.said
        );
        let short_nip = CONTEXT.replace("5265877635", "526587");
        assert!(
            read(&format!("{CHALLENGE}{short_nip}{BY}")).unwrap_err().said.contains("Pattern constraint")
        );
        let lower = CHALLENGE.replace("-BB", "-bb");
        assert!(read(&format!("{lower}{CONTEXT}{BY}")).unwrap_err().place.contains("Challenge"));
        let word = BY.replace("certificateSubject", "subject");
        assert!(read(&format!("{CHALLENGE}{CONTEXT}{word}")).unwrap_err().said.contains("Enumeration"));
        assert!(read(CHALLENGE).unwrap_err().said.contains("incomplete content"));
        let leading_zero = "<AuthorizationPolicy><AllowedIps><Ip4Mask>10.1.0.0/016</Ip4Mask></AllowedIps></AuthorizationPolicy>";
        assert!(read(&format!("{CHALLENGE}{CONTEXT}{BY}{leading_zero}")).is_err());
    }
}
