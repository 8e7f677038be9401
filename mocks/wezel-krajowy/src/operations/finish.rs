//! The end of a login: an artifact for the service provider, brought by the browser (spec §3.1).

use poligon_institution::{Evidence, Refused, Response};
use poligon_saml::Artifact;

use crate::cases;
use crate::checks::ground;
use crate::desk::Call;
use crate::identity::{Identity, Level, Method, Outcome as Ending};
use crate::knobs;
use crate::state::Session;
use crate::state::artifacts::{Kept, LoggedIn, Outcome};
use crate::state::logins::Asked;
use crate::wire::pages;

/// Ends a login as it was chosen.
///
/// # Errors
/// When the person did not log in; the answer is an artifact all the same.
pub fn ended(
    call: &mut Call<'_>,
    asked: Asked,
    method: Method,
    person: &str,
    ending: Ending,
) -> Result<Response, Refused> {
    let who = Identity::find(person, method, &call.desk.sandbox.world);
    let shown: String = person.chars().take(60).collect();
    let who = call.exam.need(&ground::CHOICE.check, who, || {
        vec![Evidence::values(format!("person at {}", method.name()), "one of the list", shown)]
    })?;
    call.asked = Some(asked.clone());
    let level = if ending == Ending::LowLevel { Level::Low } else { method.level() };
    let failed = !matches!(ending, Ending::Success | Ending::LowLevel);
    if failed {
        let evidence = Evidence::values("the login of the person", Ending::Success.name(), ending.name());
        return Err(call.exam.refuse(&ground::OUTCOME.check, vec![evidence]));
    }
    call.exam.pass(&ground::OUTCOME.check);
    call.exam.require(&ground::REACHABLE.check, level >= asked.level, || {
        vec![Evidence::values("level of assurance", asked.level.name(), level.name())]
    })?;
    call.asked = None;
    let logged_in = logged_in(call, method, &who);
    let session = Session {
        environment: asked.environment,
        issuer: asked.issuer.clone(),
        name_id: logged_in.name_id.clone(),
    };
    call.desk.state().sessions.keep(logged_in.session_index.clone(), session);
    Ok(by_artifact(call, asked, Outcome::LoggedIn(logged_in)))
}

fn logged_in(call: &Call<'_>, method: Method, who: &Identity) -> LoggedIn {
    let streams = &call.desk.streams;
    let assertion = format!("_{}", call.id());
    let session_index = match call.knob(&knobs::SESSION_INDEX).as_str() {
        "assertion-id" => assertion.clone(),
        _ => streams.sessions.hex(32),
    };
    let name_id = match call.knob(&knobs::NAME_ID).as_str() {
        "opaque" => streams.sessions.hex(16),
        _ => who.id.clone(),
    };
    LoggedIn { person: who.id.clone(), method, name_id, session_index, assertion }
}

/// Keeps the result and sends the browser to the ACS with an artifact for it.
pub fn by_artifact(call: &mut Call<'_>, asked: Asked, result: Outcome) -> Response {
    let handle = call.desk.streams.handles.bytes::<20>();
    let artifact = Artifact::new(0, asked.environment.issuer(), handle).encode();
    let page = match call.knob(&knobs::DELIVERY).as_str() {
        "get" => pages::redirect(&asked, &artifact),
        _ => pages::auto_post(&asked, &artifact),
    };
    let kept = Kept { asked: asked.clone(), result, given: call.now, used: false };
    call.desk.state().artifacts.keep(artifact.clone(), kept);
    match cases::chosen(call) {
        Some(case) => case.page(page, &asked, &artifact),
        None => page,
    }
}
