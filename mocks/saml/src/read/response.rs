//! Response and Assertion, as a service provider reads them.

use poligon_crypto::Element;

use super::{Head, attribute, status, text};
use crate::names::{ASSERTION, PROTOCOL, XENC, XSI};
use crate::status::Status;

/// Most attributes, confirmations and assertions that are read.
const MOST: usize = 50;

/// A Response, a LogoutResponse or an ArtifactResponse.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// ID, Version, Issuer …
    pub head: Head,
    /// Status.
    pub status: Option<Status>,
    /// How many clear assertions it has.
    pub assertions: usize,
    /// How many encrypted assertions it has.
    pub encrypted: usize,
}

/// An Assertion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assertion {
    /// ID, Version, Issuer …
    pub head: Head,
    /// NameID.
    pub name_id: Option<String>,
    /// The Format of NameID.
    pub name_id_format: Option<String>,
    /// SubjectConfirmation, each.
    pub confirmations: Vec<Confirmation>,
    /// NotBefore of Conditions.
    pub not_before: Option<String>,
    /// NotOnOrAfter of Conditions.
    pub not_on_or_after: Option<String>,
    /// Audience, each.
    pub audiences: Vec<String>,
    /// AuthnInstant.
    pub authn_instant: Option<String>,
    /// SessionIndex.
    pub session_index: Option<String>,
    /// AuthnContextClassRef.
    pub level: Option<String>,
    /// AuthenticatingAuthority.
    pub authority: Option<String>,
    /// Attributes, in order.
    pub attributes: Vec<AssertionAttribute>,
}

/// SubjectConfirmation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confirmation {
    /// Method.
    pub method: Option<String>,
    /// InResponseTo.
    pub in_response_to: Option<String>,
    /// NotOnOrAfter.
    pub not_on_or_after: Option<String>,
    /// Recipient.
    pub recipient: Option<String>,
}

/// Attribute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssertionAttribute {
    /// Name.
    pub name: Option<String>,
    /// FriendlyName.
    pub friendly_name: Option<String>,
    /// `xsi:type` of its first value.
    pub kind: Option<String>,
    /// Its values.
    pub values: Vec<String>,
}

impl Response {
    /// Reads one; `None` when the element is none.
    pub fn read(element: Element<'_>) -> Option<Self> {
        let known = ["Response", "ArtifactResponse", "LogoutResponse"];
        if element.namespace() != Some(PROTOCOL) || !known.contains(&element.local()) {
            return None;
        }
        let count = |name| element.children().filter(|child| child.is(ASSERTION, name)).count();
        Some(Self {
            head: Head::read(element),
            status: status(element),
            assertions: count("Assertion"),
            encrypted: count("EncryptedAssertion"),
        })
    }

    /// The first `xenc:EncryptedData` of a Response's first EncryptedAssertion.
    pub fn encrypted_data<'d>(element: Element<'d>) -> Option<Element<'d>> {
        element.child_in(ASSERTION, "EncryptedAssertion")?.child_in(XENC, "EncryptedData")
    }
}

impl Assertion {
    /// Reads one; `None` when the element is none.
    pub fn read(element: Element<'_>) -> Option<Self> {
        if !element.is(ASSERTION, "Assertion") {
            return None;
        }
        let subject = element.child("Subject");
        let name_id = subject.and_then(|subject| subject.child("NameID"));
        let conditions = element.child("Conditions");
        let statement = element.child("AuthnStatement");
        let context = statement.and_then(|statement| statement.child("AuthnContext"));
        let attributes = element.child("AttributeStatement");
        let restriction = conditions.and_then(|conditions| conditions.child("AudienceRestriction"));
        Some(Self {
            head: Head::read(element),
            name_id: name_id.map(text),
            name_id_format: name_id.and_then(|name| attribute(name, "Format")),
            confirmations: named(subject, "SubjectConfirmation").map(confirmation).collect(),
            not_before: conditions.and_then(|conditions| attribute(conditions, "NotBefore")),
            not_on_or_after: conditions.and_then(|conditions| attribute(conditions, "NotOnOrAfter")),
            audiences: named(restriction, "Audience").map(text).collect(),
            authn_instant: statement.and_then(|statement| attribute(statement, "AuthnInstant")),
            session_index: statement.and_then(|statement| attribute(statement, "SessionIndex")),
            level: context.and_then(|context| context.child("AuthnContextClassRef")).map(text),
            authority: context.and_then(|context| context.child("AuthenticatingAuthority")).map(text),
            attributes: named(attributes, "Attribute").map(of_attribute).collect(),
        })
    }

    /// The first value of the attribute of this name.
    pub fn value(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|attribute| attribute.name.as_deref() == Some(name))?;
        found.values.first().map(String::as_str)
    }
}

fn named<'d>(parent: Option<Element<'d>>, name: &'static str) -> impl Iterator<Item = Element<'d>> {
    let children = parent.into_iter().flat_map(|parent| parent.children());
    children.filter(move |child| child.is(ASSERTION, name)).take(MOST)
}

fn confirmation(element: Element<'_>) -> Confirmation {
    let data = element.child("SubjectConfirmationData");
    let of_data = |name| data.and_then(|data| attribute(data, name));
    Confirmation {
        method: attribute(element, "Method"),
        in_response_to: of_data("InResponseTo"),
        not_on_or_after: of_data("NotOnOrAfter"),
        recipient: of_data("Recipient"),
    }
}

fn of_attribute(element: Element<'_>) -> AssertionAttribute {
    let mut values = named(Some(element), "AttributeValue").peekable();
    AssertionAttribute {
        name: attribute(element, "Name"),
        friendly_name: attribute(element, "FriendlyName"),
        kind: values.peek().and_then(|value| value.attribute_in(XSI, "type")).map(str::to_owned),
        values: values.map(text).collect(),
    }
}
