//! What the real node has not got: metadata, registration by JSON, logins without pages, the list of cases. All under
//! `/_poligon/`, and in the journal like everything else.

use poligon_institution::{Evidence, Refused, Response};
use poligon_saml::names::SOAP;
use poligon_saml::write::{self, Metadata};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ARTIFACTS, LOGOUT, SSO};
use crate::checks::{ground, registration as rules};
use crate::desk::Call;
use crate::identity::{Identity, Method, Outcome};
use crate::state::logins::Ordered;
use crate::wire::respond;
use crate::{cases, environment};

mod registration;

pub use registration::{advance, register, remove};

/// `GET /metadata`: no client is known to read any; it is a convenience.
///
/// # Errors
/// When Poligon's own keys cannot be made.
pub fn metadata(call: &mut Call<'_>) -> Result<Response, Refused> {
    let signer = call.signer()?;
    let place = &call.place;
    let text = write::metadata(&Metadata {
        entity_id: place.environment.issuer(),
        certificate: &signer.certificate,
        sso: &place.url(SSO),
        artifacts: &place.url(ARTIFACTS),
        logout: (&place.url(LOGOUT), SOAP),
    });
    Ok(respond::envelope(200, text).with_header("content-type", "application/samlmetadata+xml"))
}

/// `GET /_poligon/providers`: all registrations.
///
/// # Errors
/// None.
pub fn list(call: &mut Call<'_>) -> Result<Response, Refused> {
    let all: Vec<Value> = call.desk.state().registration.all().map(respond::provider).collect();
    let hosts = environment::HOSTS;
    Ok(respond::json(200, &json!({ "providers": all, "hosts": hosts })))
}

/// `GET /_poligon/cases`: the response suite.
///
/// # Errors
/// None.
pub fn cases(_: &mut Call<'_>) -> Result<Response, Refused> {
    let all: Vec<Value> = cases::all()
        .map(|case| json!({ "id": case.id, "title": case.title, "client_must": case.verdict.name(), "hint": case.hint }))
        .collect();
    Ok(respond::json(200, &json!({ "cases": all })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NextLogin {
    persona: String,
    #[serde(default)]
    method: Option<String>,
    #[serde(default)]
    outcome: Option<String>,
}

/// `POST /_poligon/next-login`: the next login that begins ends so, without pages. Orders queue up.
///
/// # Errors
/// When a word is not known.
pub fn next_login(call: &mut Call<'_>) -> Result<Response, Refused> {
    let body: NextLogin = read(call)?;
    let method = Method::named(body.method.as_deref().unwrap_or("pz"));
    let outcome = Outcome::named(body.outcome.as_deref().unwrap_or("success"));
    let both = call.exam.need(&ground::JSON.check, method.zip(outcome), || {
        let methods: Vec<&str> = Method::ALL.iter().map(|method| method.name()).collect();
        let outcomes: Vec<&str> = Outcome::ALL.iter().map(|outcome| outcome.name()).collect();
        vec![Evidence::text(format!(
            "method is one of {}; outcome one of {}.",
            methods.join(", "),
            outcomes.join(", ")
        ))]
    })?;
    let (method, outcome) = both;
    let who = Identity::find(&body.persona, method, &call.desk.sandbox.world);
    let who = call.exam.need(&ground::JSON.check, who, || {
        vec![Evidence::values(
            "persona",
            "the id or PESEL of a person of this sandbox",
            body.persona.chars().take(60).collect::<String>(),
        )]
    })?;
    let mut state = call.desk.state();
    let room = state.ordered.len() < 1_000;
    if room {
        state.ordered.push(Ordered { person: who.id.clone(), method, outcome });
    }
    let waiting = state.ordered.len();
    drop(state);
    call.exam.need(&ground::JSON.check, room.then_some(()), || {
        vec![Evidence::text("1 000 logins are ordered already.")]
    })?;
    Ok(respond::json(
        201,
        &json!({ "persona": who.id, "method": method.name(), "outcome": outcome.name(), "waiting": waiting }),
    ))
}

/// The JSON object of the body.
fn read<T: serde::de::DeserializeOwned>(call: &mut Call<'_>) -> Result<T, Refused> {
    match serde_json::from_slice(&call.request.body) {
        Ok(value) => {
            call.exam.pass(&ground::JSON.check);
            Ok(value)
        }
        Err(why) => Err(call.exam.refuse(&ground::JSON.check, vec![Evidence::text(why.to_string())])),
    }
}

/// The word that is missing in a registration.
fn unknown(call: &mut Call<'_>, issuer: &str) -> Refused {
    let shown: String = issuer.chars().take(200).collect();
    call.exam
        .refuse(&rules::STEP.check, vec![Evidence::values("issuer", "a registered service provider", shown)])
}
