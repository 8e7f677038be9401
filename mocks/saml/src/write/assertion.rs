//! The assertion (spec/wezel-krajowy.md §3.6). Węzeł Krajowy does not sign it.

use time::OffsetDateTime;

use crate::moment;
use crate::names::{ASSERTION, BEARER, NATURAL_PERSON, UNSPECIFIED, XSI};
use crate::page::escaped;

/// What an assertion says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// ID of the assertion.
    pub id: String,
    /// Who says it.
    pub issuer: String,
    /// NameID.
    pub name_id: String,
    /// The ID of the AuthnRequest.
    pub in_response_to: String,
    /// The ACS.
    pub recipient: String,
    /// For whom it is.
    pub audience: String,
    /// When it is written.
    pub issued: OffsetDateTime,
    /// From when it holds.
    pub not_before: OffsetDateTime,
    /// Until when it holds.
    pub not_on_or_after: OffsetDateTime,
    /// When the person logged in.
    pub authn_instant: OffsetDateTime,
    /// SessionIndex.
    pub session_index: String,
    /// The level of assurance, a URI.
    pub level: String,
    /// AuthenticatingAuthority, if it is told.
    pub authority: Option<String>,
    /// The attributes, in order.
    pub attributes: Vec<Attribute>,
}

/// One attribute of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// FriendlyName.
    pub friendly_name: &'static str,
    /// The last part of its Name, in the namespace of natural persons.
    pub name: &'static str,
    /// Its values: text, and whether it is in Latin script.
    pub values: Vec<(String, bool)>,
}

/// The text, with its own namespace declarations.
pub fn assertion(login: &Login) -> String {
    let attributes: String = login.attributes.iter().map(attribute).collect();
    let statement = match attributes.is_empty() {
        true => String::new(),
        false => format!("<saml2:AttributeStatement>{attributes}</saml2:AttributeStatement>"),
    };
    let authority = login
        .authority
        .as_ref()
        .map(|authority| {
            format!("<saml2:AuthenticatingAuthority>{}</saml2:AuthenticatingAuthority>", escaped(authority))
        })
        .unwrap_or_default();
    let (from, until) = (moment::second(login.not_before), moment::second(login.not_on_or_after));
    format!(
        "<saml2:Assertion xmlns:naturalperson=\"{NATURAL_PERSON}\" xmlns:saml2=\"{ASSERTION}\" ID=\"{id}\" \
         IssueInstant=\"{issued}\" Version=\"2.0\"><saml2:Issuer>{issuer}</saml2:Issuer><saml2:Subject>\
         <saml2:NameID Format=\"{UNSPECIFIED}\">{name_id}</saml2:NameID>\
         <saml2:SubjectConfirmation Method=\"{BEARER}\"><saml2:SubjectConfirmationData InResponseTo=\"{request}\" \
         NotOnOrAfter=\"{until}\" Recipient=\"{recipient}\"/></saml2:SubjectConfirmation></saml2:Subject>\
         <saml2:Conditions NotBefore=\"{from}\" NotOnOrAfter=\"{until}\"><saml2:AudienceRestriction>\
         <saml2:Audience>{audience}</saml2:Audience></saml2:AudienceRestriction></saml2:Conditions>\
         <saml2:AuthnStatement AuthnInstant=\"{authn}\" SessionIndex=\"{session}\"><saml2:AuthnContext>\
         <saml2:AuthnContextClassRef>{level}</saml2:AuthnContextClassRef>{authority}</saml2:AuthnContext>\
         </saml2:AuthnStatement>{statement}</saml2:Assertion>",
        id = escaped(&login.id),
        issued = moment::millis(login.issued),
        issuer = escaped(&login.issuer),
        name_id = escaped(&login.name_id),
        request = escaped(&login.in_response_to),
        recipient = escaped(&login.recipient),
        audience = escaped(&login.audience),
        authn = moment::millis(login.authn_instant),
        session = escaped(&login.session_index),
        level = escaped(&login.level),
    )
}

fn attribute(attribute: &Attribute) -> String {
    let values: String = attribute
        .values
        .iter()
        .map(|(value, latin)| {
            let script = if *latin { "" } else { " naturalperson:LatinScript=\"false\"" };
            format!(
                "<saml2:AttributeValue xmlns:xsi=\"{XSI}\"{script} xsi:type=\"naturalperson:{}Type\">{}</saml2:AttributeValue>",
                attribute.name,
                escaped(value)
            )
        })
        .collect();
    format!(
        "<saml2:Attribute FriendlyName=\"{}\" Name=\"{NATURAL_PERSON}/{}\" \
         NameFormat=\"urn:oasis:names:tc:SAML:2.0:attrname-format:uri\">{values}</saml2:Attribute>",
        attribute.friendly_name, attribute.name
    )
}
