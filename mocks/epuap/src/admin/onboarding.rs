//! Account, podmiot, application and the ministry's decision (spec §5, steps 1 to 4).

use poligon_institution::Refused;
use poligon_soap::checks::Rule;
use poligon_world::Address;
use serde::Deserialize;
use serde_json::json;

use super::{Done, Errand};
use crate::checks::onboarding as rules;
use crate::ids::PodmiotId;
use crate::state::onboarding::{Account, Statement, Wrong};
use crate::state::podmioty::Podmiot;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewAccount {
    login: String,
    #[serde(default)]
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewPodmiot {
    id: PodmiotId,
    name: String,
    login: String,
    #[serde(default)]
    nip: Option<String>,
    #[serde(default)]
    regon: Option<String>,
    #[serde(default)]
    pesel: Option<String>,
    /// An organisation, unless said otherwise.
    #[serde(default = "yes")]
    legal: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reason {
    reason: String,
}

const fn yes() -> bool {
    true
}

pub(super) fn account(errand: &mut Errand<'_>) -> Done {
    let wanted: NewAccount = errand.body()?;
    let account = Account { login: wanted.login, name: wanted.name };
    let done = errand.desk.state().onboarding.register(account.clone());
    done.map_err(|wrong| refusal(errand, &wrong))?;
    Ok(errand.json(&account))
}

pub(super) fn podmiot(errand: &mut Errand<'_>) -> Done {
    let wanted: NewPodmiot = errand.body()?;
    let name = wanted.name.trim();
    if name.is_empty() || name.chars().count() > 200 {
        return Err(errand.refuse(&rules::REQUEST, "name is empty or longer than 200 characters"));
    }
    let known = errand.desk.state().onboarding.account(&wanted.login).is_some();
    if !known {
        return Err(refusal(errand, &Wrong::Account(wanted.login)));
    }
    let podmiot = Podmiot {
        id: wanted.id,
        name: name.to_owned(),
        nip: wanted.nip,
        regon: wanted.regon,
        pesel: wanted.pesel,
        legal: wanted.legal,
        address: Address {
            street: "ul. Zmyślona 0".into(),
            postal_code: "00-000".into(),
            city: "Przykładowo".into(),
        },
        created_by: Some(wanted.login),
    };
    let mut state = errand.desk.state();
    let added = state.podmioty.add(podmiot.clone());
    if added {
        state.boxes.equip(&podmiot.id);
    }
    drop(state);
    if !added {
        return Err(errand.refuse(&rules::REQUEST, "the identifier is taken, or the sandbox is full"));
    }
    Ok(errand.json(&podmiot))
}

pub(super) fn apply(errand: &mut Errand<'_>) -> Done {
    let statement: Statement = errand.body()?;
    let podmiot = errand.desk.state().podmioty.find(&statement.podmiot).cloned();
    let podmiot = errand.need(&crate::checks::ground::PODMIOT, podmiot, "there is no such podmiot")?;
    // Integration is for organisations only (spec §5, step 2).
    if !podmiot.legal {
        return Err(
            errand.refuse(&rules::REQUEST, "the podmiot is a natural person; only organisations integrate")
        );
    }
    let done = errand.desk.state().onboarding.submit(statement, errand.now).cloned();
    let application = done.map_err(|wrong| refusal(errand, &wrong))?;
    Ok(errand.json(&application))
}

pub(super) fn list(errand: &mut Errand<'_>) -> Done {
    let applications = errand.desk.state().onboarding.applications().to_vec();
    Ok(errand.json(&json!({ "applications": applications })))
}

pub(super) fn approve(errand: &mut Errand<'_>, id: &str) -> Done {
    let word = errand.desk.streams.secrets.uuid();
    decide(errand, id, Ok(word))
}

pub(super) fn refuse(errand: &mut Errand<'_>, id: &str) -> Done {
    let Reason { reason } = errand.body()?;
    decide(errand, id, Err(reason.chars().take(500).collect()))
}

fn decide(errand: &mut Errand<'_>, id: &str, decision: Result<String, String>) -> Done {
    let id = errand.need(&rules::REQUEST, id.parse().ok(), "the number of the application is no number")?;
    let done = errand.desk.state().onboarding.decide(id, decision).cloned();
    let application = done.map_err(|wrong| refusal(errand, &wrong))?;
    Ok(errand.json(&application))
}

/// The refusal of a wrong step.
pub(super) fn refusal(errand: &mut Errand<'_>, wrong: &Wrong) -> Refused {
    let (rule, sentence): (&'static Rule, String) = match wrong {
        Wrong::Account(login) => (&rules::ACCOUNT, format!("there is no account „{login}”")),
        Wrong::Application(id) => (&rules::STEP, format!("there is no application {id}")),
        Wrong::Field(field) => {
            (&rules::REQUEST, format!("{field} is empty, too long, or holds characters that it cannot"))
        }
        Wrong::Form(field, expected, got) => {
            (&rules::FORM, format!("{field}: the application says „{expected}”, the form „{got}”"))
        }
        Wrong::Full => (&crate::checks::ground::ROOM, "the sandbox is full".to_owned()),
        Wrong::Link => (&rules::STEP, "there is no approved application behind this link".to_owned()),
        Wrong::LoginTaken(login) => (&rules::ACCOUNT, format!("the login „{login}” is taken")),
        Wrong::Password(which) => {
            (&rules::PASSWORDS, format!("the {which} password is too short or too long"))
        }
        Wrong::Step(expected, got) => {
            (&rules::STEP, format!("the application must be {expected}, it is {got}"))
        }
    };
    errand.refuse(rule, sentence)
}
