//! Answers: signed by the service's own certificate, or spoilt on purpose, so that a client can test what it verifies
//! (epuap.md §3.4).

use poligon_crypto::{DigestAlgorithm, SignatureAlgorithm};
use poligon_institution::Response;
use poligon_world::Entropy;
use time::{Duration, OffsetDateTime};

use crate::signing::{Scope, Signer, SigningError, Stamp, Style, sign, sign_with};
use crate::spoil;
use crate::write::{CONTENT_TYPE, Message, unsigned};

/// How an answer is sealed. The first two are good; a client that takes one of the others does not verify enough.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sealing {
    /// Signed as the spec recommends: token, signature over the Body, no timestamp.
    #[default]
    Signed,
    /// The same with a signed timestamp of five minutes.
    WithTimestamp,
    /// A signature over the Body with rsa-sha1 and SHA-1 digests.
    Sha1,
    /// No wsse:Security at all.
    Unsigned,
    /// wsse:Security with the token but without signature.
    NoSignature,
    /// The service's token, but another key signed.
    WrongKey,
    /// Another certificate and its key: a good signature of somebody else.
    ForeignCertificate,
    /// One character of the Body was changed after signing.
    TamperedBody,
    /// One bit of the signature value was changed.
    TamperedValue,
    /// The signed Body was moved into the Header; the Body that is read is another one with the same id.
    WrappedSameId,
    /// The signed Body was moved into the Header; the Body that is read has another id.
    WrappedOtherId,
    /// The signature covers the timestamp only.
    StampOnly,
    /// The signature has no reference.
    NoReference,
    /// A signed timestamp of an hour ago that expired.
    StaleTimestamp,
}

impl Sealing {
    /// All, with the word for a knob.
    pub const ALL: [(Self, &'static str); 14] = [
        (Self::Signed, "signed"),
        (Self::WithTimestamp, "timestamp"),
        (Self::Sha1, "sha1"),
        (Self::Unsigned, "unsigned"),
        (Self::NoSignature, "no-signature"),
        (Self::WrongKey, "wrong-key"),
        (Self::ForeignCertificate, "foreign-certificate"),
        (Self::TamperedBody, "tampered-body"),
        (Self::TamperedValue, "tampered-value"),
        (Self::WrappedSameId, "wrapped-same-id"),
        (Self::WrappedOtherId, "wrapped-other-id"),
        (Self::StampOnly, "timestamp-only"),
        (Self::NoReference, "no-reference"),
        (Self::StaleTimestamp, "stale-timestamp"),
    ];

    /// The sealing of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, name)| *name == word).map(|(sealing, _)| *sealing)
    }

    /// Its word.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(sealing, _)| *sealing == self).map_or("", |(_, name)| name)
    }

    /// Whether it needs a second signer. Making one is dear, so ask first.
    pub fn needs_stranger(self) -> bool {
        matches!(self, Self::ForeignCertificate | Self::WrongKey)
    }
}

/// Seals an answer. `stranger` is somebody else with a key of the same kind, where the sealing needs one.
///
/// # Errors
/// When the message is no XML, or a stranger is needed and there is none.
pub fn seal(
    message: Message<'_>,
    sealing: Sealing,
    own: Signer<'_>,
    stranger: Option<Signer<'_>>,
    entropy: &Entropy,
    now: OffsetDateTime,
) -> Result<String, SigningError> {
    let good = Style::default();
    let stamped = |age: Duration, scope: Scope| Style {
        stamp: Some(Stamp { age, lifetime: Some(Duration::minutes(5)) }),
        scope,
        ..good.clone()
    };
    let stranger =
        || stranger.ok_or_else(|| SigningError::Form(format!("{} needs a second signer", sealing.name())));
    match sealing {
        Sealing::Signed => sign(message, &good, own, entropy, now),
        Sealing::WithTimestamp => {
            sign(message, &stamped(Duration::ZERO, Scope::BodyAndStamp), own, entropy, now)
        }
        Sealing::Sha1 => {
            let sha1 = DigestAlgorithm::Sha1;
            let style = Style { algorithm: Some(SignatureAlgorithm::RsaPkcs1(sha1)), digest: sha1, ..good };
            sign(message, &style, own, entropy, now)
        }
        Sealing::Unsigned => Ok(unsigned(message)),
        Sealing::NoSignature => {
            sign(message, &good, own, entropy, now).map(|signed| spoil::without_signature(&signed))
        }
        Sealing::WrongKey => sign_with(message, &good, own, stranger()?.key, entropy, now),
        Sealing::ForeignCertificate => sign(message, &good, stranger()?, entropy, now),
        Sealing::TamperedBody => {
            sign(message, &good, own, entropy, now).map(|signed| spoil::tampered_body(&signed))
        }
        Sealing::TamperedValue => {
            sign(message, &good, own, entropy, now).map(|signed| spoil::tampered_value(&signed))
        }
        Sealing::WrappedSameId => {
            sign(message, &good, own, entropy, now).map(|signed| spoil::wrapped(&signed, None))
        }
        Sealing::WrappedOtherId => {
            let id = format!("id-{}", entropy.uuid());
            sign(message, &good, own, entropy, now).map(|signed| spoil::wrapped(&signed, Some(&id)))
        }
        Sealing::StampOnly => sign(message, &stamped(Duration::ZERO, Scope::Stamp), own, entropy, now),
        Sealing::NoReference => sign(message, &Style { scope: Scope::Nothing, ..good }, own, entropy, now),
        Sealing::StaleTimestamp => {
            sign(message, &stamped(Duration::hours(1), Scope::BodyAndStamp), own, entropy, now)
        }
    }
}

/// An envelope as an HTTP answer: 200, or 500 for a fault (SOAP 1.1 section 6.2).
pub fn response(envelope: String, is_fault: bool) -> Response {
    let status = if is_fault { http::StatusCode::INTERNAL_SERVER_ERROR } else { http::StatusCode::OK };
    Response::new(status).with_body(CONTENT_TYPE, envelope)
}
