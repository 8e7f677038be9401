//! What a response says became of a request.

/// Everything went well.
pub const SUCCESS: &str = "urn:oasis:names:tc:SAML:2.0:status:Success";
/// The sender is at fault.
pub const REQUESTER: &str = "urn:oasis:names:tc:SAML:2.0:status:Requester";
/// The answering side is at fault.
pub const RESPONDER: &str = "urn:oasis:names:tc:SAML:2.0:status:Responder";
/// Nobody was authenticated.
pub const AUTHN_FAILED: &str = "urn:oasis:names:tc:SAML:2.0:status:AuthnFailed";
/// The request is not granted.
pub const REQUEST_DENIED: &str = "urn:oasis:names:tc:SAML:2.0:status:RequestDenied";
/// The person is not known.
pub const UNKNOWN_PRINCIPAL: &str = "urn:oasis:names:tc:SAML:2.0:status:UnknownPrincipal";
/// The authentication context cannot be had.
pub const NO_AUTHN_CONTEXT: &str = "urn:oasis:names:tc:SAML:2.0:status:NoAuthnContext";
/// Nobody can be authenticated without asking.
pub const NO_PASSIVE: &str = "urn:oasis:names:tc:SAML:2.0:status:NoPassive";
/// The binding is not known.
pub const UNSUPPORTED_BINDING: &str = "urn:oasis:names:tc:SAML:2.0:status:UnsupportedBinding";
/// An attribute cannot be read.
pub const INVALID_ATTRIBUTE: &str = "urn:oasis:names:tc:SAML:2.0:status:InvalidAttrNameOrValue";
/// Not all sessions ended.
pub const PARTIAL_LOGOUT: &str = "urn:oasis:names:tc:SAML:2.0:status:PartialLogout";

/// A status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The top-level code.
    pub code: String,
    /// The code under it.
    pub sub_code: Option<String>,
    /// StatusMessage.
    pub message: Option<String>,
}

impl Status {
    /// A top-level code alone.
    pub fn plain(code: &str) -> Self {
        Self { code: code.to_owned(), sub_code: None, message: None }
    }

    /// Everything went well.
    pub fn success() -> Self {
        Self::plain(SUCCESS)
    }

    /// Whether everything went well.
    pub fn is_success(&self) -> bool {
        self.code == SUCCESS
    }
}
