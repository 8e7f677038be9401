//! What a case changes, and how.

use http::StatusCode;
use poligon_certs::{Flaw, KeyKind, Order, Profile};
use poligon_crypto::SigningKey;
use poligon_institution::{Refused, Response};
use poligon_saml::write::{self, Edits, Signer, Step};
use poligon_saml::{Status, moment, soap};
use time::{Duration, OffsetDateTime};

use super::text;
use crate::desk::Call;
use crate::state::artifacts::Kept;
use crate::state::logins::Asked;
use crate::state::registration::Provider;
use crate::wire::answers::{self, Draft};
use crate::wire::respond;

/// What a case changes.
#[derive(Clone, Copy, Debug)]
pub enum Change {
    /// An attribute of the first element of this name.
    Attribute(Step, &'static str, &'static str, Value),
    /// The first element of this name.
    Element(Step, &'static str, Op),
    /// The text, by hand.
    Text(Step, fn(String) -> String),
    /// The parts before they are put together.
    Draft(fn(&mut Draft)),
    /// Who signs: a stranger, in the Response and in the ArtifactResponse, with the node's certificate in KeyInfo or with its own.
    Stranger {
        /// The Response.
        inner: bool,
        /// The ArtifactResponse.
        outer: bool,
        /// KeyInfo shows the node's certificate.
        disguised: bool,
    },
    /// The finished answer of the back channel.
    Http(fn(Response) -> Response),
    /// The page that brings the artifact.
    Page(fn(Response, &Asked, &str) -> Response),
    /// The artifact can be resolved again.
    Again,
    /// The LogoutResponse: its status, and the text before and after signing.
    Logout(fn(Status) -> Status, fn(String) -> String),
    /// The LogoutResponse is not signed.
    LogoutUnsigned,
    /// Nothing.
    Nothing,
}

/// What an attribute becomes.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    /// It is left out.
    Missing,
    /// This text.
    Is(&'static str),
    /// Now, and so many seconds.
    In(i64),
    /// Now, without a fraction of a second.
    Whole,
}

/// What an element becomes.
#[derive(Clone, Copy, Debug)]
pub enum Op {
    /// It is left out.
    Missing,
    /// It has no content.
    Empty,
    /// It has this content.
    Is(&'static str),
    /// It comes twice.
    Twice,
}

struct Editor<'a> {
    change: &'a Change,
    now: OffsetDateTime,
}

impl Edits for Editor<'_> {
    fn edit(&self, step: Step, text: String) -> String {
        match self.change {
            Change::Attribute(at, tag, name, value) if *at == step => {
                let value = match value {
                    Value::Missing => None,
                    Value::Is(value) => Some((*value).to_owned()),
                    Value::In(seconds) => {
                        Some(moment::second(self.now.saturating_add(Duration::seconds(*seconds))))
                    }
                    Value::Whole => Some(moment::second(self.now).replace(".000Z", "Z")),
                };
                text::attribute(&text, tag, name, value.as_deref())
            }
            Change::Element(at, tag, op) if *at == step => match op {
                Op::Missing => text::replaced(&text, tag, ""),
                Op::Empty => text::filled(&text, tag, ""),
                Op::Is(content) => text::filled(&text, tag, content),
                Op::Twice => {
                    let twice = text::element(&text, tag).unwrap_or_default().repeat(2);
                    text::replaced(&text, tag, &twice)
                }
            },
            Change::Text(at, edit) if *at == step => edit(text),
            _ => text,
        }
    }
}

pub(super) fn answer(
    change: &Change,
    call: &mut Call<'_>,
    kept: &Kept,
    provider: &Provider,
    artifact: &str,
) -> Result<Response, Refused> {
    let mut draft = answers::draft(call, kept, provider)?;
    match change {
        Change::Draft(edit) => edit(&mut draft),
        Change::Stranger { inner, outer, disguised } => {
            if *inner {
                draft.inner_signer = Some(stranger(call, *disguised)?);
            }
            if *outer {
                draft.outer_signer = Some(stranger(call, *disguised)?);
            }
        }
        Change::Again => {
            if let Some(kept) = call.desk.state().artifacts.find_mut(artifact) {
                kept.used = false;
            }
        }
        _ => {}
    }
    let text = answers::put_together(call, &draft, provider, &Editor { change, now: call.now })?;
    let response = respond::envelope(200, text);
    Ok(match change {
        Change::Http(edit) => edit(response),
        _ => response,
    })
}

/// A key that nobody registered.
fn stranger(call: &mut Call<'_>, disguised: bool) -> Result<Signer, Refused> {
    let order = Order {
        key: KeyKind::EcP256,
        flaw: Some(Flaw::OtherAuthority),
        label: "stranger".to_owned(),
        ..Order::new(Profile::WkNode)
    };
    let own = call.signer()?;
    let made =
        call.desk.sandbox.vault.issue(&order, call.now).map_err(|why| why.to_string()).and_then(|other| {
            let key = SigningKey::from_pkcs8(other.key.pkcs8()).map_err(|why| why.to_string())?;
            let certificate = if disguised { own.certificate } else { other.certificate.clone() };
            Ok(Signer { key, certificate })
        });
    made.map_err(|why| call.unsound(&why))
}

pub(super) fn page(change: &Change, page: Response, asked: &Asked, artifact: &str) -> Response {
    match change {
        Change::Page(edit) => edit(page, asked, artifact),
        _ => page,
    }
}

pub(super) fn logout(change: &Change, call: &mut Call<'_>, outcome: Status) -> Result<Response, Refused> {
    let (id, signer) = (call.id(), call.signer()?);
    let channel = call.back_channel.clone().unwrap_or_default();
    let outcome = match change {
        Change::Logout(edit, _) => edit(outcome),
        _ => outcome,
    };
    let issuer = call.place.environment.issuer();
    let text = write::logout_response(&id, channel.id.as_deref(), issuer, call.now, &outcome);
    let text = match change {
        Change::Logout(_, edit) => edit(text),
        _ => text,
    };
    let signed = match change {
        Change::LogoutUnsigned => Ok(text),
        _ => write::signed_message(&text, &id, &signer),
    };
    let text = signed.map_err(|why| call.unsound(&why.to_string()))?;
    let response = respond::envelope(200, soap::envelope(&text));
    Ok(match change {
        Change::Http(edit) => edit(response),
        _ => response,
    })
}

/// The same answer with another status.
pub(super) fn with_status(response: Response, status: u16) -> Response {
    Response { status: StatusCode::from_u16(status).unwrap_or(response.status), ..response }
}
