//! Metadata of an identity provider.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::names::{DS, HTTP_POST, METADATA, PROTOCOL, SOAP, UNSPECIFIED};
use crate::page::escaped;

/// What an identity provider says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata<'a> {
    /// entityID.
    pub entity_id: &'a str,
    /// The certificate that signs, DER.
    pub certificate: &'a [u8],
    /// Where AuthnRequests go.
    pub sso: &'a str,
    /// Where artifacts are resolved, endpoint index 0.
    pub artifacts: &'a str,
    /// Where LogoutRequests go, and by which binding.
    pub logout: (&'a str, &'a str),
}

/// EntityDescriptor, unsigned.
pub fn metadata(node: &Metadata<'_>) -> String {
    let (logout, logout_binding) = node.logout;
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<md:EntityDescriptor xmlns:md=\"{METADATA}\" xmlns:ds=\"{DS}\" entityID=\"{}\">\
         <md:IDPSSODescriptor WantAuthnRequestsSigned=\"true\" protocolSupportEnumeration=\"{PROTOCOL}\">\
         <md:KeyDescriptor use=\"signing\"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>\
         </md:KeyDescriptor><md:ArtifactResolutionService Binding=\"{SOAP}\" Location=\"{}\" index=\"0\" isDefault=\"true\"/>\
         <md:SingleLogoutService Binding=\"{}\" Location=\"{}\"/><md:NameIDFormat>{UNSPECIFIED}</md:NameIDFormat>\
         <md:SingleSignOnService Binding=\"{HTTP_POST}\" Location=\"{}\"/></md:IDPSSODescriptor></md:EntityDescriptor>\n",
        escaped(node.entity_id),
        STANDARD.encode(node.certificate),
        escaped(node.artifacts),
        escaped(logout_binding),
        escaped(logout),
        escaped(node.sso),
    )
}
