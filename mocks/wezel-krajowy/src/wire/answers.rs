//! ArtifactResponse and LogoutResponse.

use poligon_crypto::xmlenc::Recipe;
use poligon_institution::{Refused, Response};
use poligon_saml::write::{self, Answer, Attribute, Edits, Faithful, Login, Signer};
use poligon_saml::{Status, soap};
use time::Duration;

use crate::checks::Failure;
use crate::desk::Call;
use crate::identity::Identity;
use crate::knobs;
use crate::state::artifacts::{Kept, LoggedIn, Outcome};
use crate::state::registration::Provider;
use crate::wire::respond;

/// The parts of an answer before they are put together; a case of the response suite changes them.
#[derive(Debug)]
pub struct Draft {
    /// What the assertion says; `None`: there is none.
    pub login: Option<Login>,
    /// How it is encrypted; `None`: in clear.
    pub recipe: Option<Recipe>,
    /// The outer status.
    pub outer: Status,
    /// The inner status; `None`: no Response.
    pub inner: Option<Status>,
    /// The ID of the ArtifactResolve.
    pub resolve: Option<String>,
    /// The ID of the AuthnRequest.
    pub request: Option<String>,
    /// Whether it is encrypted for the signing certificate, by mistake.
    pub for_signing: bool,
    /// Who signs the Response.
    pub inner_signer: Option<Signer>,
    /// Who signs the ArtifactResponse.
    pub outer_signer: Option<Signer>,
}

/// The answer that the node gives.
///
/// # Errors
/// When Poligon's own keys cannot be made.
pub fn artifact_response(call: &mut Call<'_>, kept: &Kept, provider: &Provider) -> Result<Response, Refused> {
    let draft = draft(call, kept, provider)?;
    let text = put_together(call, &draft, provider, &Faithful)?;
    Ok(respond::envelope(200, text))
}

/// What the node would answer, in parts.
///
/// # Errors
/// When Poligon's own keys cannot be made.
pub fn draft(call: &mut Call<'_>, kept: &Kept, provider: &Provider) -> Result<Draft, Refused> {
    let (outcome, login) = match &kept.result {
        Outcome::LoggedIn(person) => (Status::success(), Some(login(call, kept, person))),
        Outcome::Failed(failure) => {
            let told = (call.knob(&knobs::ERROR_ASSERTION) == "true").then(|| nobody(call, kept));
            (status(call, failure), told)
        }
    };
    Ok(Draft {
        login,
        recipe: recipe(call, provider),
        outer: outcome.clone(),
        inner: Some(outcome),
        resolve: call.back_channel.clone().and_then(|channel| channel.id),
        request: Some(kept.asked.request.clone()),
        for_signing: false,
        inner_signer: Some(call.signer()?),
        outer_signer: Some(call.signer()?),
    })
}

/// The envelope of a draft.
///
/// # Errors
/// When a certificate does not fit the way of encrypting.
pub fn put_together(
    call: &mut Call<'_>,
    draft: &Draft,
    provider: &Provider,
    edits: &dyn Edits,
) -> Result<String, Refused> {
    let pair = provider.certificates.get(&call.place.environment);
    let recipient = pair.map(|pair| if draft.for_signing { &pair.signing } else { &pair.encryption });
    let answer = Answer {
        id: call.id(),
        response_id: call.id(),
        resolve: draft.resolve.as_deref(),
        request: draft.request.as_deref(),
        issuer: call.place.environment.issuer(),
        now: call.now,
        outer: draft.outer.clone(),
        inner: draft.inner.clone(),
        assertion: draft.login.as_ref().map(write::assertion),
        encryption: recipient.zip(draft.recipe.clone()),
        inner_signer: draft.inner_signer.as_ref(),
        outer_signer: draft.outer_signer.as_ref(),
    };
    let stream = &call.desk.streams.encryption;
    let made = write::answer(&answer, edits, &mut |bytes: &mut [u8]| stream.fill(bytes));
    made.map_err(|why| call.unsound(&format!("the answer for „{}” cannot be made: {why}", provider.issuer)))
}

/// `Success` and no Response: what SAML says of an artifact that stands for nothing.
///
/// # Errors
/// When Poligon's own keys cannot be made.
pub fn empty(call: &mut Call<'_>) -> Result<Response, Refused> {
    outer_only(call, Status::success())
}

/// A failure, without a Response.
///
/// # Errors
/// When Poligon's own keys cannot be made.
pub fn status_only(call: &mut Call<'_>, failure: Failure) -> Result<Response, Refused> {
    let told = status(call, &failure);
    outer_only(call, told)
}

fn outer_only(call: &mut Call<'_>, outer: Status) -> Result<Response, Refused> {
    let channel = call.back_channel.clone().unwrap_or_default();
    if channel.logout {
        return logout_response(call, outer);
    }
    let signer = call.signer()?;
    let answer = Answer {
        id: call.id(),
        response_id: String::new(),
        resolve: channel.id.as_deref(),
        request: None,
        issuer: call.place.environment.issuer(),
        now: call.now,
        outer,
        inner: None,
        assertion: None,
        encryption: None,
        inner_signer: None,
        outer_signer: Some(&signer),
    };
    let made = write::answer(&answer, &Faithful, &mut |_: &mut [u8]| {});
    made.map(|text| respond::envelope(200, text)).map_err(|why| call.unsound(&why.to_string()))
}

/// A LogoutResponse, signed.
///
/// # Errors
/// When Poligon's own keys cannot be made.
pub fn logout_response(call: &mut Call<'_>, outcome: Status) -> Result<Response, Refused> {
    let (id, signer) = (call.id(), call.signer()?);
    let channel = call.back_channel.clone().unwrap_or_default();
    let issuer = call.place.environment.issuer();
    let text = write::logout_response(&id, channel.id.as_deref(), issuer, call.now, &outcome);
    match write::signed_message(&text, &id, &signer) {
        Ok(text) => Ok(respond::envelope(200, soap::envelope(&text))),
        Err(why) => Err(call.unsound(&why.to_string())),
    }
}

/// A failure in the dialect of the knob (spec §2.4).
pub fn status(call: &Call<'_>, failure: &Failure) -> Status {
    match call.knob(&knobs::DIALECT).as_str() {
        "saml" => Status {
            code: failure.top.to_owned(),
            sub_code: failure.sub.map(str::to_owned),
            message: Some(failure.message.to_owned()),
        },
        _ => Status::plain(failure.code),
    }
}

fn recipe(call: &Call<'_>, provider: &Provider) -> Option<Recipe> {
    let node = call.place.environment.issuer();
    match call.knob(&knobs::ENCRYPTION).as_str() {
        "none" => None,
        "rsa-oaep" => Some(Recipe::rsa_oaep()),
        "w3c-concatkdf" => Some(Recipe::w3c(node, &provider.issuer)),
        "wk-cek128" => Some(Recipe::wk_cek128(node, &provider.issuer)),
        _ => Some(Recipe::wk(node, &provider.issuer)),
    }
}

fn login(call: &Call<'_>, kept: &Kept, person: &LoggedIn) -> Login {
    let who = Identity::find(&person.person, person.method, &call.desk.sandbox.world);
    let whole = kept.given.replace_nanosecond(0).unwrap_or(kept.given);
    let minutes = i64::try_from(knobs::VALIDITY.number(&call.desk.sandbox.settings)).unwrap_or(50);
    Login {
        id: person.assertion.clone(),
        issuer: call.place.environment.issuer().to_owned(),
        name_id: person.name_id.clone(),
        in_response_to: kept.asked.request.clone(),
        recipient: kept.asked.acs.clone(),
        audience: kept.asked.issuer.clone(),
        issued: call.now,
        not_before: whole,
        not_on_or_after: whole.saturating_add(Duration::minutes(minutes)),
        authn_instant: kept.given,
        session_index: person.session_index.clone(),
        level: person.method.level().uri(),
        authority: Some(person.method.authority().to_owned()),
        attributes: who.map(|who| attributes(&who)).unwrap_or_default(),
    }
}

/// In the order of the sample of 2018.
fn attributes(who: &Identity) -> Vec<Attribute> {
    let one = |text: &str| vec![(text.to_owned(), true)];
    let mut all = vec![Attribute {
        friendly_name: "FamilyName",
        name: "CurrentFamilyName",
        values: who.family.clone(),
    }];
    if let Some(born) = &who.born {
        all.push(Attribute { friendly_name: "DateOfBirth", name: "DateOfBirth", values: one(born) });
    }
    all.push(Attribute { friendly_name: "FirstName", name: "CurrentGivenName", values: who.given.clone() });
    all.push(Attribute {
        friendly_name: "PersonIdentifier",
        name: "PersonIdentifier",
        values: one(&who.identifier),
    });
    all
}

/// An assertion about nobody, for errors that carry one.
fn nobody(call: &Call<'_>, kept: &Kept) -> Login {
    let person = LoggedIn {
        person: String::new(),
        method: crate::identity::Method::Pz,
        name_id: String::new(),
        session_index: call.desk.streams.sessions.hex(32),
        assertion: format!("_{}", call.id()),
    };
    login(call, kept, &person)
}
