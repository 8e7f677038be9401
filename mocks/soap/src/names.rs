//! Namespaces and type URIs of SOAP 1.1 and WS-Security.

/// SOAP 1.1 envelopes.
pub const SOAP11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
/// SOAP 1.2 envelopes, which no ePUAP service takes.
pub const SOAP12: &str = "http://www.w3.org/2003/05/soap-envelope";
/// The actor that every receiver plays.
pub const ACTOR_NEXT: &str = "http://schemas.xmlsoap.org/soap/actor/next";
/// WS-Security 1.0.
pub const WSSE: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
/// WS-Security utilities (`wsu:Id`, `wsu:Timestamp`).
pub const WSU: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
/// XML-DSig.
pub const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
/// XML-Enc.
pub const XENC: &str = "http://www.w3.org/2001/04/xmlenc#";
/// XOP: `xop:Include`.
pub const XOP: &str = "http://www.w3.org/2004/08/xop/include";
/// The `xml` prefix.
pub const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// A token that is one X.509 certificate.
pub const X509V3: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3";
/// A key named by the subject key identifier of its certificate.
pub const X509_SKI: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509SubjectKeyIdentifier";
/// A key named by the SHA-1 of its certificate.
pub const THUMBPRINT_SHA1: &str =
    "http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#ThumbprintSHA1";
/// Base64, the only encoding of tokens.
pub const BASE64: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";
