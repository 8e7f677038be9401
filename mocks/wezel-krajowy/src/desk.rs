//! The desk of Węzeł Krajowy in one sandbox: routes a request, runs its operation, and renders what became of it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use poligon_certs::{Credential, KeyKind, Order, Profile, VaultError};
use poligon_crypto::SigningKey;
use poligon_institution::{Answer, Desk, Evidence, Examination, Operation, Refused, Request, Response};
use poligon_saml::write::Signer;
use poligon_world::{Entropy, Sandbox};
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::checks::{Wire, ground, resolve};
use crate::environment::{Environment, Place};
use crate::operations::{self, Handler, finish};
use crate::state::State;
use crate::state::artifacts::Outcome;
use crate::state::logins::Asked;
use crate::wire::{answers, pages, respond};
use crate::{checks, knobs};

/// Węzeł Krajowy opened in one sandbox.
#[derive(Debug)]
pub struct WkDesk {
    /// The sandbox.
    pub sandbox: Arc<Sandbox>,
    /// The streams of randomness, one a purpose.
    pub streams: Streams,
    state: Mutex<State>,
}

/// The streams of randomness of a desk. A fork of the sandbox's entropy starts anew, so each is taken once and kept.
#[derive(Debug)]
pub struct Streams {
    /// Content keys, ephemeral keys, nonces.
    pub encryption: Entropy,
    /// Handles of artifacts.
    pub handles: Entropy,
    /// IDs of messages and assertions.
    pub ids: Entropy,
    /// Names of open logins.
    pub logins: Entropy,
    /// SessionIndexes and opaque NameIDs.
    pub sessions: Entropy,
}

/// One request on its way through an operation.
#[derive(Debug)]
pub struct Call<'a> {
    /// The desk.
    pub desk: &'a WkDesk,
    /// The request.
    pub request: &'a Request,
    /// Environment and path.
    pub place: Place,
    /// What the path names: a login.
    pub named: String,
    /// The checks made so far.
    pub exam: Examination,
    /// The time of the request, by the sandbox's clock.
    pub now: OffsetDateTime,
    /// What a service provider asked for, once it can be answered by artifact.
    pub asked: Option<Asked>,
    /// Set for requests over SOAP.
    pub back_channel: Option<BackChannel>,
}

/// A request over SOAP.
#[derive(Clone, Debug, Default)]
pub struct BackChannel {
    /// Its ID, once it is known.
    pub id: Option<String>,
    /// Whether a LogoutResponse is the answer; else an ArtifactResponse.
    pub logout: bool,
}

impl WkDesk {
    /// A desk with fresh state.
    pub fn new(sandbox: Arc<Sandbox>) -> Self {
        let entropy = sandbox.entropy.fork("wezel-krajowy");
        let streams = Streams {
            encryption: entropy.fork("encryption"),
            handles: entropy.fork("handles"),
            ids: entropy.fork("ids"),
            logins: entropy.fork("logins"),
            sessions: entropy.fork("sessions"),
        };
        Self { sandbox, streams, state: Mutex::default() }
    }

    /// The state, locked. Do the heavy work (verifying, signing) without it, and never take it twice.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The node's certificate in an environment.
    ///
    /// # Errors
    /// When the vault cannot make it.
    pub fn node(&self, environment: Environment, now: OffsetDateTime) -> Result<Arc<Credential>, VaultError> {
        let order = Order {
            key: KeyKind::EcP256,
            label: environment.name().to_owned(),
            ..Order::new(Profile::WkNode)
        };
        self.sandbox.vault.issue(&order, now)
    }
}

impl Desk for WkDesk {
    fn answer(&self, request: &Request) -> Answer {
        let place = Place::of(request, &self.sandbox.settings);
        let mut call = Call {
            desk: self,
            request,
            named: String::new(),
            exam: Examination::new(self.sandbox.settings.strictness()),
            now: self.sandbox.clock.now(),
            asked: None,
            back_channel: None,
            place,
        };
        let routed = operations::find(&request.method, &call.place.path);
        let outcome = match &routed {
            operations::Routed::Found(_, handler, named) => {
                call.named.clone_from(named);
                let handler: Handler = *handler;
                handler(&mut call)
            }
            operations::Routed::WrongMethod(_, takes) => {
                let evidence = Evidence::values("method", *takes, request.method.as_str());
                Err(call.exam.refuse(&ground::METHOD.check, vec![evidence]))
            }
            operations::Routed::Unknown => {
                let got: String = call.place.path.chars().take(200).collect();
                let evidence =
                    Evidence::values("path", "/login/SingleSignOnService, /login-services/…, /metadata", got);
                Err(call.exam.refuse(&ground::PATH.check, vec![evidence]))
            }
        };
        let response = outcome.unwrap_or_else(|refused| render(&mut call, refused));
        let operation = match routed {
            operations::Routed::Found(operation, ..) | operations::Routed::WrongMethod(operation, _) => {
                Some(operation)
            }
            operations::Routed::Unknown => None,
        };
        Answer { operation, response, findings: call.exam.into_findings() }
    }

    fn operation(&self, request: &Request) -> Option<&'static Operation> {
        let place = Place::of(request, &self.sandbox.settings);
        match operations::find(&request.method, &place.path) {
            operations::Routed::Found(operation, ..) => Some(operation),
            _ => None,
        }
    }

    fn view(&self, view: &str, key: &str) -> Option<Value> {
        let state = self.state();
        match view {
            "wezel-krajowy.provider" => state.registration.find(key).map(respond::provider),
            "wezel-krajowy.session" => state.sessions.find(key).map(|session| {
                json!({
                    "environment": session.environment, "issuer": session.issuer, "name_id": session.name_id
                })
            }),
            "wezel-krajowy.artifact" => state.artifacts.find(key).map(|kept| {
                let person = match &kept.result {
                    Outcome::LoggedIn(person) => Some(person.person.clone()),
                    Outcome::Failed(_) => None,
                };
                json!({ "issuer": kept.asked.issuer, "request": kept.asked.request, "used": kept.used, "person": person })
            }),
            _ => None,
        }
    }
}

impl Call<'_> {
    /// Who signs here.
    ///
    /// # Errors
    /// When Poligon's own keys cannot be made.
    pub fn signer(&mut self) -> Result<Signer, Refused> {
        let made = self.desk.node(self.place.environment, self.now).map_err(|why| why.to_string()).and_then(
            |node| {
                let key = SigningKey::from_pkcs8(node.key.pkcs8()).map_err(|why| why.to_string())?;
                Ok(Signer { key, certificate: node.certificate.clone() })
            },
        );
        made.map_err(|why| self.unsound(&why))
    }

    /// Poligon's own fault.
    pub fn unsound(&mut self, why: &str) -> Refused {
        self.exam.refuse(&ground::SOUND.check, vec![Evidence::text(why)])
    }

    /// The value of a knob.
    pub fn knob(&self, knob: &poligon_institution::Knob) -> String {
        knob.value(&self.desk.sandbox.settings)
    }

    /// A new ID of a message: `ID-<uuid>`.
    pub fn id(&self) -> String {
        format!("ID-{}", self.desk.streams.ids.uuid())
    }
}

/// The answer to a refused call.
fn render(call: &mut Call<'_>, refused: Refused) -> Response {
    let wire = checks::wire(refused.check).unwrap_or(Wire::Json(500));
    if call.back_channel.is_some() {
        return render_soap(call, refused, wire);
    }
    match wire {
        Wire::Json(status) => respond::refusal(status, call, refused),
        Wire::NotBuilt => respond::refusal(501, call, refused),
        Wire::Page(status) => pages::error(call, status, refused),
        Wire::Status(failure) => match call.asked.take() {
            Some(asked) => finish::by_artifact(call, asked, Outcome::Failed(failure)),
            None => pages::error(call, 400, refused),
        },
        Wire::Fault | Wire::Nothing => pages::error(call, 400, refused),
    }
}

fn render_soap(call: &mut Call<'_>, refused: Refused, wire: Wire) -> Response {
    let spent = [&resolve::OWNER.check, &resolve::SINGLE_USE.check].contains(&refused.check);
    let reuse = call.knob(&knobs::REUSE);
    let rendered = match wire {
        _ if spent && reuse == "empty-success" => answers::empty(call),
        _ if spent && reuse == "soap-fault" => return respond::fault(call, refused),
        Wire::Status(failure) => answers::status_only(call, failure),
        _ => return respond::fault(call, refused),
    };
    rendered.unwrap_or_else(|refused| respond::fault(call, refused))
}
