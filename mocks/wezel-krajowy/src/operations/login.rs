//! The pages of a login: method, person, consent. Each choice is a form; nothing needs a script but the last step, which has a
//! button for those without.

use poligon_institution::{Evidence, Refused, Response};
use poligon_saml::form::Form;

use super::finish;
use crate::checks::ground;
use crate::desk::Call;
use crate::identity::{Method, Outcome};
use crate::state::logins::{Asked, Login, Next, Ordered, Stage};
use crate::wire::pages;

/// Begins a login: the page of methods, or its end when it was ordered without pages.
///
/// # Errors
/// When what was ordered cannot be.
pub fn begin(call: &mut Call<'_>, asked: Asked, ordered: Option<Ordered>) -> Result<Response, Refused> {
    if let Some(ordered) = ordered {
        return finish::ended(call, asked, ordered.method, &ordered.person, ordered.outcome);
    }
    let id = call.desk.streams.logins.hex(16).to_ascii_lowercase();
    let login = Login { asked, begun: call.now, stage: Stage::Choice, tries: 0 };
    let page = pages::login(call, &id, &login);
    call.desk.state().logins.keep(id, login);
    Ok(page)
}

/// `GET /login/{login}`: the page where the login is.
///
/// # Errors
/// When the login is not open.
pub fn page(call: &mut Call<'_>) -> Result<Response, Refused> {
    let login = open(call)?;
    let id = call.named.clone();
    Ok(pages::login(call, &id, &login))
}

/// `POST /login/{login}/metoda`.
///
/// # Errors
/// When the login is not open, or the person cancels.
pub fn method(call: &mut Call<'_>) -> Result<Response, Refused> {
    let mut login = open(call)?;
    let form = Form::read(&call.request.body);
    let word = form.value("metoda").unwrap_or_default();
    if word == "anuluj" {
        return cancelled(call, login);
    }
    let method = Method::named(word).filter(|method| offers(&login.asked, *method));
    let shown: String = word.chars().take(40).collect();
    let method = call.exam.need(&ground::CHOICE.check, method, || {
        vec![Evidence::values("metoda", "a tile of the page", shown)]
    })?;
    login.choose(method);
    Ok(goes_on(call, login))
}

/// `POST /login/{login}/osoba`.
///
/// # Errors
/// When the login is not open, or does not succeed.
pub fn person(call: &mut Call<'_>) -> Result<Response, Refused> {
    let mut login = open(call)?;
    let form = Form::read(&call.request.body);
    if form.value("wynik") == Some("wstecz") {
        login.stage = Stage::Choice;
        return Ok(goes_on(call, login));
    }
    let method = match &login.stage {
        Stage::Person(method) | Stage::Consent(method, _) => Some(*method),
        Stage::Choice => None,
    };
    let outcome = Outcome::named(form.value("wynik").unwrap_or_default());
    let person = form.value("osoba").unwrap_or_default().to_owned();
    let chosen = call.exam.need(&ground::CHOICE.check, method.zip(outcome), || {
        vec![Evidence::values(
            "wynik",
            "a button of the page",
            form.value("wynik").unwrap_or("none").chars().take(40).collect::<String>(),
        )]
    })?;
    match login.sign_in(chosen.0, &person, chosen.1) {
        Next::Page => Ok(goes_on(call, login)),
        Next::Ends(method, person, outcome) => ends(call, login, method, &person, outcome),
    }
}

/// `POST /login/{login}/zgoda`.
///
/// # Errors
/// When the login is not open, or the person does not consent.
pub fn consent(call: &mut Call<'_>) -> Result<Response, Refused> {
    let login = open(call)?;
    let form = Form::read(&call.request.body);
    let Stage::Consent(method, person) = login.stage.clone() else {
        return Err(call
            .exam
            .refuse(&ground::CHOICE.check, vec![Evidence::text("No consent is asked for at this stage.")]));
    };
    let outcome = match form.value("zgoda") {
        Some("tak") => Outcome::Success,
        _ => Outcome::Cancel,
    };
    ends(call, login, method, &person, outcome)
}

/// Whether the page offers a method: it must reach the level, and an eID of another state must have been asked for.
pub fn offers(asked: &Asked, method: Method) -> bool {
    method.level() >= asked.level && (method != Method::Eidas || asked.foreign)
}

fn open(call: &mut Call<'_>) -> Result<Login, Refused> {
    let found = call.desk.state().logins.find(&call.named).cloned();
    call.exam.need(&ground::LOGIN.check, found, || {
        vec![Evidence::text("This login ended, or was never begun here.")]
    })
}

fn goes_on(call: &Call<'_>, login: Login) -> Response {
    let page = pages::login(call, &call.named, &login);
    if let Some(kept) = call.desk.state().logins.find_mut(&call.named) {
        *kept = login;
    }
    page
}

fn cancelled(call: &mut Call<'_>, login: Login) -> Result<Response, Refused> {
    call.desk.state().logins.take(&call.named);
    call.asked = Some(login.asked);
    let evidence =
        Evidence::values("the login of the person", Outcome::Success.name(), Outcome::Cancel.name());
    Err(call.exam.refuse(&ground::OUTCOME.check, vec![evidence]))
}

fn ends(
    call: &mut Call<'_>,
    login: Login,
    method: Method,
    person: &str,
    outcome: Outcome,
) -> Result<Response, Refused> {
    let response = finish::ended(call, login.asked, method, person, outcome);
    // A person who is not on the list leaves the login open.
    if response.is_ok() || call.asked.is_some() {
        call.desk.state().logins.take(&call.named);
    }
    response
}
