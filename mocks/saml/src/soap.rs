//! SOAP 1.1 as the binding SOAP of SAML uses it: one message in the Body. WS-Security is not this room's affair.

use poligon_crypto::{Document, Element};
use thiserror::Error;

use crate::page::escaped;

/// SOAP 1.1.
pub const SOAP11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
/// SOAP 1.2.
pub const SOAP12: &str = "http://www.w3.org/2003/05/soap-envelope";

/// What is wrong with an envelope.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EnvelopeError {
    /// The Body has no element, or several.
    #[error("soap:Body has {0} elements; send one SAML message in it")]
    Children(usize),
    /// There is no Body.
    #[error("soap:Envelope has no soap:Body")]
    NoBody,
    /// The document element is no envelope.
    #[error("the document element is „{0}”, not soap:Envelope of SOAP 1.1")]
    NoEnvelope(String),
    /// It is SOAP 1.2.
    #[error("the envelope is of SOAP 1.2 ({SOAP12}); send SOAP 1.1 ({SOAP11})")]
    Version12,
}

/// The one element in the Body.
///
/// # Errors
/// When the document is no envelope of SOAP 1.1 with one element in its Body.
pub fn message<'d>(document: &'d Document<'_>) -> Result<Element<'d>, EnvelopeError> {
    let root = document.root();
    if root.is(SOAP12, "Envelope") {
        return Err(EnvelopeError::Version12);
    }
    if !root.is(SOAP11, "Envelope") {
        return Err(EnvelopeError::NoEnvelope(root.local().chars().take(80).collect()));
    }
    let body = root.child_in(SOAP11, "Body").ok_or(EnvelopeError::NoBody)?;
    let mut children = body.children();
    match (children.next(), children.count()) {
        (Some(only), 0) => Ok(only),
        (Some(_), more) => Err(EnvelopeError::Children(more + 1)),
        (None, _) => Err(EnvelopeError::Children(0)),
    }
}

/// An envelope around a message, with the empty header that Węzeł Krajowy writes.
pub fn envelope(message: &str) -> String {
    format!(
        "<soap:Envelope xmlns:soap=\"{SOAP11}\"><SOAP-ENV:Header xmlns:SOAP-ENV=\"{SOAP11}\"/>\
         <soap:Body>{message}</soap:Body></soap:Envelope>"
    )
}

/// A Fault. `code` is `Client` or `Server`; `detail` is text.
pub fn fault(code: &str, reason: &str, detail: &str) -> String {
    let detail = match detail.is_empty() {
        true => String::new(),
        false => format!("<detail>{}</detail>", escaped(detail)),
    };
    envelope(&format!(
        "<soap:Fault><faultcode>soap:{code}</faultcode><faultstring>{}</faultstring>{detail}</soap:Fault>",
        escaped(reason)
    ))
}
