//! The text of a signed envelope, some of it not known yet.

use std::fmt::Write as _;

use poligon_crypto::{C14n, Certificate, SignatureAlgorithm, SigningKey};
use poligon_world::Entropy;
use time::OffsetDateTime;

use super::{IdAttribute, KeyReference, Scope, Signer, SigningError, Style, key_info};
use crate::names::{DS, SOAP11, WSSE, WSU};
use crate::write::{Message, escape};
use crate::{base64, moment};

const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

/// Everything that goes into the envelope.
pub(super) struct Layout<'m> {
    message: Message<'m>,
    pub(super) style: &'m Style,
    certificate: &'m Certificate,
    pub(super) algorithm: SignatureAlgorithm,
    body_id: String,
    token_id: String,
    stamp_id: String,
    stamp: String,
    key_info: String,
    pub(super) digests: Vec<Vec<u8>>,
    pub(super) value: Vec<u8>,
}

impl<'m> Layout<'m> {
    pub(super) fn new(
        message: Message<'m>,
        style: &'m Style,
        signer: Signer<'m>,
        key: &SigningKey,
        entropy: &Entropy,
        now: OffsetDateTime,
    ) -> Result<Self, SigningError> {
        let (body_id, token_id) = (format!("id-{}", entropy.uuid()), format!("X509-{}", entropy.uuid()));
        let stamp_id = format!("TS-{}", entropy.uuid());
        Ok(Self {
            message,
            style,
            certificate: signer.certificate,
            algorithm: style.algorithm_of(&key.public()),
            key_info: key_info::write(style.key, signer.certificate, &token_id)?,
            stamp: stamp(style, &stamp_id, now),
            body_id,
            token_id,
            stamp_id,
            digests: Vec::new(),
            value: Vec::new(),
        })
    }

    /// The paths of what is signed, in the order of the references.
    pub(super) fn signed_paths(&self) -> Vec<&'static str> {
        self.targets().into_iter().map(|(path, _)| path).collect()
    }

    /// SignedInfo in its canonical form, where that is what is written anyway.
    pub(super) fn canonical_signed_info(&self) -> Option<String> {
        let as_written = self.style.c14n == C14n::Exclusive && self.style.prefixes.is_empty();
        as_written.then(|| self.signed_info())
    }

    /// The envelope with what is known so far.
    pub(super) fn text(&self) -> String {
        let (prefix, style) = (self.style.prefix, self.style);
        let security = self.security();
        let (before, after) = match style.security_first {
            true => (security.as_str(), self.message.headers),
            false => (self.message.headers, security.as_str()),
        };
        let id = match style.body_id {
            IdAttribute::Plain => format!("Id=\"{}\"", self.body_id),
            IdAttribute::Upper => format!("ID=\"{}\"", self.body_id),
            IdAttribute::Wsu => format!("xmlns:wsu=\"{WSU}\" wsu:Id=\"{}\"", self.body_id),
            IdAttribute::Xml => format!("xml:id=\"{}\"", self.body_id),
        };
        format!(
            "<{prefix}:Envelope xmlns:{prefix}=\"{SOAP11}\"><{prefix}:Header>{before}{after}</{prefix}:Header>\
             <{prefix}:Body {id}>{}</{prefix}:Body></{prefix}:Envelope>",
            self.message.body
        )
    }

    fn targets(&self) -> Vec<(&'static str, &str)> {
        let body = ("/Envelope/Body", self.body_id.as_str());
        let stamp = ("/Envelope/Header/Security/Timestamp", self.stamp_id.as_str());
        match (self.style.scope, self.stamp.is_empty()) {
            (Scope::Nothing, _) | (Scope::Stamp, true) => Vec::new(),
            (Scope::Body, _) | (Scope::BodyAndStamp, true) => vec![body],
            (Scope::BodyAndStamp, false) => vec![stamp, body],
            (Scope::Stamp, false) => vec![stamp],
        }
    }

    fn security(&self) -> String {
        let understand = match self.style.must_understand {
            true => format!(" {}:mustUnderstand=\"1\"", self.style.prefix),
            false => String::new(),
        };
        let token = match self.style.key {
            KeyReference::Direct => key_info::token(self.certificate, &self.token_id, self.style.lines),
            _ => String::new(),
        };
        let signature = self.signature();
        let (first, second) = match self.style.token_first {
            true => (token, signature),
            false => (signature, token),
        };
        format!(
            "<wsse:Security xmlns:wsse=\"{WSSE}\" xmlns:wsu=\"{WSU}\"{understand}>{}{first}{second}</wsse:Security>",
            self.stamp
        )
    }

    fn signature(&self) -> String {
        let (signed_info, key_info) = (self.signed_info(), &self.key_info);
        let mut value = base64::encode(&self.value);
        let line = self.line();
        if self.style.lines {
            value = key_info::broken(&value);
        }
        format!(
            "<ds:Signature xmlns:ds=\"{DS}\">{line}{signed_info}{line}<ds:SignatureValue>{value}</ds:SignatureValue>{line}\
             {key_info}{line}</ds:Signature>"
        )
    }

    /// Written as canonical XML has it: no empty-element tags, one attribute each, its namespace declared on it.
    fn signed_info(&self) -> String {
        let line = self.line();
        let mut out = format!(
            "<ds:SignedInfo xmlns:ds=\"{DS}\">{line}<ds:CanonicalizationMethod Algorithm=\"{}\">{}</ds:CanonicalizationMethod>\
             {line}<ds:SignatureMethod Algorithm=\"{}\"></ds:SignatureMethod>",
            self.style.c14n.uri(),
            self.prefix_list(),
            self.algorithm.uri()
        );
        for (index, (_, id)) in self.targets().into_iter().enumerate() {
            let digest = self.digests.get(index).map(|digest| base64::encode(digest)).unwrap_or_default();
            let enveloped = match self.style.enveloped {
                true => format!("<ds:Transform Algorithm=\"{ENVELOPED}\"></ds:Transform>"),
                false => String::new(),
            };
            // Writing to a String does not fail.
            let _ = write!(
                out,
                "{line}<ds:Reference URI=\"#{}\">{line}<ds:Transforms>{enveloped}<ds:Transform Algorithm=\"{}\">{}</ds:Transform>\
                 </ds:Transforms>{line}<ds:DigestMethod Algorithm=\"{}\"></ds:DigestMethod>{line}<ds:DigestValue>{digest}\
                 </ds:DigestValue>{line}</ds:Reference>",
                escape(id),
                self.style.c14n.uri(),
                self.prefix_list(),
                self.style.digest.uri()
            );
        }
        out.push_str(line);
        out.push_str("</ds:SignedInfo>");
        out
    }

    fn prefix_list(&self) -> String {
        match self.style.prefixes.is_empty() {
            true => String::new(),
            false => format!(
                "<ec:InclusiveNamespaces xmlns:ec=\"{}\" PrefixList=\"{}\"></ec:InclusiveNamespaces>",
                C14n::Exclusive.uri(),
                escape(&self.style.prefixes.join(" "))
            ),
        }
    }

    fn line(&self) -> &'static str {
        if self.style.lines { "\n" } else { "" }
    }
}

fn stamp(style: &Style, id: &str, now: OffsetDateTime) -> String {
    let Some(stamp) = style.stamp else { return String::new() };
    let created = now.saturating_sub(stamp.age);
    let expires = stamp.lifetime.map(|lifetime| moment::utc(created.saturating_add(lifetime)));
    let expires = expires.map(|at| format!("<wsu:Expires>{at}</wsu:Expires>")).unwrap_or_default();
    let created = moment::utc(created);
    format!("<wsu:Timestamp wsu:Id=\"{id}\"><wsu:Created>{created}</wsu:Created>{expires}</wsu:Timestamp>")
}
