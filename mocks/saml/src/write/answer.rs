//! ArtifactResponse around Response around an assertion, sealed from the inside out (spec/wezel-krajowy.md §3.4, §3.5). Between
//! the steps the text can be edited: that is how a service provider is sent what it must refuse.

use poligon_crypto::sign::{Inside, SignError, seal_inside};
use poligon_crypto::xmlenc::{Recipe, XmlEncError, encrypt};
use poligon_crypto::{Certificate, DigestAlgorithm};
use thiserror::Error;
use time::OffsetDateTime;

use super::{Signer, attributes, status};
use crate::moment;
use crate::names::{PREFIX_LIST, PREFIXES};
use crate::page::escaped;
use crate::soap;
use crate::status::Status;

/// What an ArtifactResponse is made of.
#[derive(Debug)]
pub struct Answer<'a> {
    /// ID of the ArtifactResponse.
    pub id: String,
    /// ID of the Response.
    pub response_id: String,
    /// The ID of the ArtifactResolve.
    pub resolve: Option<&'a str>,
    /// The ID of the AuthnRequest.
    pub request: Option<&'a str>,
    /// Who answers.
    pub issuer: &'a str,
    /// When.
    pub now: OffsetDateTime,
    /// The outer status.
    pub outer: Status,
    /// The inner status; `None`: there is no Response.
    pub inner: Option<Status>,
    /// The assertion's text, if one is given.
    pub assertion: Option<String>,
    /// For whom and how it is encrypted; `None`: it stands in clear.
    pub encryption: Option<(&'a Certificate, Recipe)>,
    /// Who signs the Response.
    pub inner_signer: Option<&'a Signer>,
    /// Who signs the ArtifactResponse.
    pub outer_signer: Option<&'a Signer>,
}

/// Where the text stands on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The assertion, in clear.
    Assertion,
    /// `saml2:EncryptedAssertion`, or the clear assertion where nothing is encrypted.
    Encrypted,
    /// ArtifactResponse, nothing signed.
    Unsigned,
    /// ArtifactResponse, the Response signed.
    InnerSigned,
    /// ArtifactResponse, both signed.
    Signed,
    /// The envelope around it.
    Envelope,
}

/// Edits the text between the steps.
pub trait Edits {
    /// The text as it goes on.
    fn edit(&self, step: Step, text: String) -> String;
}

/// Edits nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Faithful;

impl Edits for Faithful {
    fn edit(&self, _: Step, text: String) -> String {
        text
    }
}

/// Why an answer cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BuildError {
    /// Nothing can be encrypted for the service provider.
    #[error(transparent)]
    Encrypt(#[from] XmlEncError),
    /// Nothing can be signed.
    #[error(transparent)]
    Sign(#[from] SignError),
}

/// The envelope with the answer in it. `random` gives what encryption needs.
///
/// # Errors
/// When a key does not fit.
pub fn answer(
    answer: &Answer<'_>,
    edits: &dyn Edits,
    random: &mut dyn FnMut(&mut [u8]),
) -> Result<String, BuildError> {
    let assertion = match &answer.assertion {
        Some(assertion) => {
            let clear = edits.edit(Step::Assertion, assertion.clone());
            let wrapped = match &answer.encryption {
                Some((recipient, recipe)) => format!(
                    "<saml2:EncryptedAssertion>{}</saml2:EncryptedAssertion>",
                    encrypt(clear.as_bytes(), recipient, recipe, random)?
                ),
                None => clear,
            };
            edits.edit(Step::Encrypted, wrapped)
        }
        None => String::new(),
    };
    let unsigned = edits.edit(Step::Unsigned, unsigned(answer, &assertion));
    let inner =
        signed(unsigned, &answer.response_id, answer.inner_signer.filter(|_| answer.inner.is_some()))?;
    let inner = edits.edit(Step::InnerSigned, inner);
    let whole = edits.edit(Step::Signed, signed(inner, &answer.id, answer.outer_signer)?);
    Ok(edits.edit(Step::Envelope, soap::envelope(&whole)))
}

/// A message with a signature after its Issuer, in the profile of Węzeł Krajowy.
///
/// # Errors
/// When there is no element of this ID, or the key does not fit.
pub fn signed_message(message: &str, id: &str, signer: &Signer) -> Result<String, BuildError> {
    let inside = Inside {
        id,
        after: Some("Issuer"),
        signature: signer.algorithm(),
        digest: DigestAlgorithm::Sha256,
        prefixes: &PREFIX_LIST,
    };
    Ok(seal_inside(message, &inside, &signer.key, &signer.chain())?)
}

/// An element that was edited away cannot be signed; that is what was asked for then.
fn signed(text: String, id: &str, signer: Option<&Signer>) -> Result<String, BuildError> {
    let there = text.contains(&format!("ID=\"{}\"", escaped(id)));
    match signer.filter(|_| there) {
        Some(signer) => signed_message(&text, id, signer),
        None => Ok(text),
    }
}

fn unsigned(answer: &Answer<'_>, assertion: &str) -> String {
    let declarations: String =
        PREFIXES.iter().map(|(prefix, uri)| format!(" xmlns:{prefix}=\"{uri}\"")).collect();
    let issued = moment::millis(answer.now);
    let issuer = escaped(answer.issuer);
    let head = |id: &str, to| {
        attributes(&[
            ("ID", Some(id)),
            ("InResponseTo", to),
            ("IssueInstant", Some(&issued)),
            ("Version", Some("2.0")),
        ])
    };
    let response = match &answer.inner {
        Some(inner) => format!(
            "<saml2p:Response{}><saml2:Issuer>{issuer}</saml2:Issuer>{}{assertion}</saml2p:Response>",
            head(&answer.response_id, answer.request),
            status(inner)
        ),
        None => String::new(),
    };
    format!(
        "<saml2p:ArtifactResponse{declarations}{}><saml2:Issuer>{issuer}</saml2:Issuer>{}{response}</saml2p:ArtifactResponse>",
        head(&answer.id, answer.resolve),
        status(&answer.outer)
    )
}

/// A LogoutResponse, unsigned.
pub fn logout_response(
    id: &str,
    to: Option<&str>,
    issuer: &str,
    now: OffsetDateTime,
    outcome: &Status,
) -> String {
    let declarations: String =
        PREFIXES.iter().map(|(prefix, uri)| format!(" xmlns:{prefix}=\"{uri}\"")).collect();
    let issued = moment::millis(now);
    let head = attributes(&[
        ("ID", Some(id)),
        ("InResponseTo", to),
        ("IssueInstant", Some(&issued)),
        ("Version", Some("2.0")),
    ]);
    format!(
        "<saml2p:LogoutResponse{declarations}{head}><saml2:Issuer>{}</saml2:Issuer>{}</saml2p:LogoutResponse>",
        escaped(issuer),
        status(outcome)
    )
}
