//! Requests, as service providers write them; for the harness's own logins and for tests.

use time::OffsetDateTime;

use super::attributes;
use crate::moment;
use crate::names::{ASSERTION, ATTRNAME_URI, EIDAS, HTTP_ARTIFACT, NATURAL_PERSON, PROTOCOL, UNSPECIFIED};
use crate::page::escaped;

/// An AuthnRequest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAuthnRequest<'a> {
    /// ID.
    pub id: &'a str,
    /// Who asks.
    pub issuer: &'a str,
    /// Destination.
    pub destination: &'a str,
    /// AssertionConsumerServiceURL.
    pub acs: &'a str,
    /// ProviderName.
    pub provider_name: Option<&'a str>,
    /// `public` or `private`; `None`: no Extensions, as at Profil Zaufany.
    pub sp_type: Option<&'a str>,
    /// The level of assurance, a URI; `None`: no RequestedAuthnContext.
    pub level: Option<&'a str>,
    /// IssueInstant.
    pub now: OffsetDateTime,
}

/// The four attributes that every client asks for: FriendlyName and the last part of Name.
pub const ATTRIBUTES: [(&str, &str); 4] = [
    ("FamilyName", "CurrentFamilyName"),
    ("FirstName", "CurrentGivenName"),
    ("DateOfBirth", "DateOfBirth"),
    ("PersonIdentifier", "PersonIdentifier"),
];

/// The text, unsigned.
pub fn authn_request(request: &NewAuthnRequest<'_>) -> String {
    let issued = moment::millis(request.now);
    let head = attributes(&[
        ("ID", Some(request.id)),
        ("Version", Some("2.0")),
        ("IssueInstant", Some(&issued)),
        ("Destination", Some(request.destination)),
        ("ForceAuthn", Some("true")),
        ("IsPassive", Some("false")),
        ("ProtocolBinding", Some(HTTP_ARTIFACT)),
        ("AssertionConsumerServiceURL", Some(request.acs)),
        ("ProviderName", request.provider_name),
    ]);
    let extensions = request.sp_type.map(extensions).unwrap_or_default();
    let context = request.level.map(|level| {
        format!(
            "<saml2p:RequestedAuthnContext Comparison=\"minimum\"><saml2:AuthnContextClassRef>{}</saml2:AuthnContextClassRef>\
             </saml2p:RequestedAuthnContext>",
            escaped(level)
        )
    });
    format!(
        "<saml2p:AuthnRequest xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" xmlns:saml2=\"{ASSERTION}\" xmlns:saml2p=\"{PROTOCOL}\" \
         xmlns:eidas=\"{EIDAS}\"{head}><saml2:Issuer>{}</saml2:Issuer>{extensions}\
         <saml2p:NameIDPolicy AllowCreate=\"true\" Format=\"{UNSPECIFIED}\"/>{}</saml2p:AuthnRequest>",
        escaped(request.issuer),
        context.unwrap_or_default()
    )
}

fn extensions(sp_type: &str) -> String {
    let asked: String = ATTRIBUTES
        .iter()
        .map(|(friendly, name)| {
            format!(
                "<eidas:RequestedAttribute FriendlyName=\"{friendly}\" Name=\"{NATURAL_PERSON}/{name}\" NameFormat=\"{ATTRNAME_URI}\" \
                 isRequired=\"true\"/>"
            )
        })
        .collect();
    format!(
        "<saml2p:Extensions><eidas:SPType>{}</eidas:SPType><eidas:RequestedAttributes>{asked}</eidas:RequestedAttributes></saml2p:Extensions>",
        escaped(sp_type)
    )
}

/// An ArtifactResolve, unsigned.
pub fn artifact_resolve(
    id: &str,
    issuer: &str,
    destination: Option<&str>,
    artifact: &str,
    now: OffsetDateTime,
) -> String {
    message(
        "ArtifactResolve",
        id,
        issuer,
        destination,
        now,
        &format!("<saml2p:Artifact>{}</saml2p:Artifact>", escaped(artifact)),
    )
}

/// A LogoutRequest, unsigned.
pub fn logout_request(
    id: &str,
    issuer: &str,
    destination: Option<&str>,
    name_id: &str,
    session_index: &str,
    now: OffsetDateTime,
) -> String {
    let content = format!(
        "<saml2:NameID Format=\"{UNSPECIFIED}\">{}</saml2:NameID><saml2p:SessionIndex>{}</saml2p:SessionIndex>",
        escaped(name_id),
        escaped(session_index)
    );
    message("LogoutRequest", id, issuer, destination, now, &content)
}

fn message(
    name: &str,
    id: &str,
    issuer: &str,
    destination: Option<&str>,
    now: OffsetDateTime,
    content: &str,
) -> String {
    let issued = moment::millis(now);
    let head = attributes(&[
        ("ID", Some(id)),
        ("Version", Some("2.0")),
        ("IssueInstant", Some(&issued)),
        ("Destination", destination),
    ]);
    format!(
        "<saml2p:{name} xmlns:saml2=\"{ASSERTION}\" xmlns:saml2p=\"{PROTOCOL}\"{head}><saml2:Issuer>{}</saml2:Issuer>{content}</saml2p:{name}>",
        escaped(issuer)
    )
}
