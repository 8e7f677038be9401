//! Messages as facts.

mod authn_request;
mod requests;
mod response;

use poligon_crypto::Element;

pub use authn_request::{
    AuthnContext, AuthnRequest, Extensions, NameIdPolicy, OperationContext, RequestedAttribute,
};
pub use requests::{ArtifactResolve, LogoutRequest};
pub use response::{Assertion, AssertionAttribute, Confirmation, Response};

use crate::names::ASSERTION;
use crate::status::Status;

/// What every message starts with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// ID.
    pub id: Option<String>,
    /// Version.
    pub version: Option<String>,
    /// IssueInstant, as written.
    pub issue_instant: Option<String>,
    /// Destination.
    pub destination: Option<String>,
    /// InResponseTo.
    pub in_response_to: Option<String>,
    /// Issuer.
    pub issuer: Option<String>,
    /// The Format of Issuer.
    pub issuer_format: Option<String>,
    /// The local names of the children, in order.
    pub order: Vec<String>,
}

impl Head {
    fn read(message: Element<'_>) -> Self {
        let issuer = message.child_in(ASSERTION, "Issuer");
        Self {
            id: attribute(message, "ID"),
            version: attribute(message, "Version"),
            issue_instant: attribute(message, "IssueInstant"),
            destination: attribute(message, "Destination"),
            in_response_to: attribute(message, "InResponseTo"),
            issuer: issuer.map(text),
            issuer_format: issuer.and_then(|issuer| attribute(issuer, "Format")),
            order: message.children().take(50).map(|child| child.local().to_owned()).collect(),
        }
    }
}

fn attribute(element: Element<'_>, name: &str) -> Option<String> {
    element.attribute(name).map(str::to_owned)
}

/// All text below an element, white space around it off; a comment does not cut it short.
fn text(element: Element<'_>) -> String {
    element.text().trim().to_owned()
}

fn status(message: Element<'_>) -> Option<Status> {
    let status = message.child("Status")?;
    let code = status.child("StatusCode")?;
    Some(Status {
        code: code.attribute("Value").unwrap_or_default().to_owned(),
        sub_code: code.child("StatusCode").and_then(|sub| attribute(sub, "Value")),
        message: status.child("StatusMessage").map(text),
    })
}
