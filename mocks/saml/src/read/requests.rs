//! ArtifactResolve and LogoutRequest.

use poligon_crypto::Element;

use super::{Head, attribute, text};
use crate::names::{ASSERTION, PROTOCOL};

/// An ArtifactResolve.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArtifactResolve {
    /// ID, Version, Issuer …
    pub head: Head,
    /// The artifact's text.
    pub artifact: Option<String>,
}

/// A LogoutRequest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogoutRequest {
    /// ID, Version, Issuer …
    pub head: Head,
    /// NameID.
    pub name_id: Option<String>,
    /// The Format of NameID.
    pub name_id_format: Option<String>,
    /// Whether NameID stands in the namespace of messages instead of assertions (two old clients put it there).
    pub name_id_in_protocol: bool,
    /// SessionIndex, each.
    pub session_indexes: Vec<String>,
}

impl ArtifactResolve {
    /// Reads one; `None` when the element is no ArtifactResolve.
    pub fn read(element: Element<'_>) -> Option<Self> {
        element
            .is(PROTOCOL, "ArtifactResolve")
            .then(|| Self { head: Head::read(element), artifact: element.child("Artifact").map(text) })
    }
}

impl LogoutRequest {
    /// Reads one; `None` when the element is no LogoutRequest.
    pub fn read(element: Element<'_>) -> Option<Self> {
        if !element.is(PROTOCOL, "LogoutRequest") {
            return None;
        }
        let proper = element.child_in(ASSERTION, "NameID");
        let name_id = proper.or_else(|| element.child_in(PROTOCOL, "NameID"));
        Some(Self {
            head: Head::read(element),
            name_id: name_id.map(text),
            name_id_format: name_id.and_then(|name| attribute(name, "Format")),
            name_id_in_protocol: proper.is_none() && name_id.is_some(),
            session_indexes: element
                .children()
                .filter(|child| child.is(PROTOCOL, "SessionIndex"))
                .take(20)
                .map(text)
                .collect(),
        })
    }
}
