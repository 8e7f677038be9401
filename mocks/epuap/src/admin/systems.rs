//! Systems: adding one by pasting its certificate (spec §5, step 6), and all steps at once.

use std::collections::BTreeSet;

use poligon_crypto::Certificate;
use poligon_institution::{Evidence, Refused};
use serde::Deserialize;
use serde_json::{Value, json};

use super::certificates::{self, of_credential, told};
use super::onboarding::refusal;
use super::{Done, Errand};
use crate::checks::{ground, onboarding as rules};
use crate::desk::house;
use crate::ids::PodmiotId;
use crate::knobs;
use crate::state::onboarding::{Account, Passwords, Statement};
use crate::state::systems::{Certificate as Held, Role, System};

/// Most blocks that are looked at.
const MOST_BLOCKS: usize = 10;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewSystem {
    podmiot: PodmiotId,
    description: String,
    pem: String,
    roles: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AtOnce {
    podmiot: PodmiotId,
    roles: Vec<String>,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    host: Option<String>,
    #[serde(default)]
    password: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Roles {
    roles: Vec<String>,
}

pub(super) fn list(errand: &mut Errand<'_>) -> Done {
    let systems: Vec<Value> = errand.desk.state().systems.all().iter().map(shown).collect();
    Ok(errand.json(&json!({ "systems": systems })))
}

pub(super) fn register(errand: &mut Errand<'_>) -> Done {
    let wanted: NewSystem = errand.body()?;
    let system = add(errand, wanted)?;
    Ok(errand.json(&shown(&system)))
}

/// Account, application, approval, form, certificate, system: in one step, for who wants to start.
pub(super) fn at_once(errand: &mut Errand<'_>) -> Done {
    let wanted: AtOnce = errand.body()?;
    let roles = judged_roles(errand, &wanted.roles)?;
    let podmiot = errand.desk.state().podmioty.find(&wanted.podmiot).cloned();
    let podmiot = errand.need(&ground::PODMIOT, podmiot, "there is no such podmiot")?;
    let login = format!("{}-integrator", podmiot.id);
    let mut state = errand.desk.state();
    if state.onboarding.account(&login).is_none() {
        let account = Account { login: login.clone(), name: "Integrator".to_owned() };
        let done = state.onboarding.register(account);
        drop(state);
        done.map_err(|wrong| refusal(errand, &wrong))?;
    } else {
        drop(state);
    }
    let count = errand.desk.state().systems.all().len() + 1;
    let description = wanted.description.unwrap_or_else(|| format!("System {count}"));
    let statement = Statement {
        institution: podmiot.name.chars().take(64).collect(),
        login,
        podmiot: podmiot.id.clone(),
        system: description.chars().take(64).collect(),
        host: wanted.host.unwrap_or_else(|| "system.example".to_owned()),
    };
    let submitted = errand.desk.state().onboarding.submit(statement.clone(), errand.now).map(|one| one.id);
    let id = submitted.map_err(|wrong| refusal(errand, &wrong))?;
    let word = errand.desk.streams.secrets.uuid();
    let decided = errand.desk.state().onboarding.decide(id, Ok(word.clone())).map(|_| ());
    decided.map_err(|wrong| refusal(errand, &wrong))?;
    let password = wanted.password.unwrap_or_else(|| DEFAULT_PASSWORD.to_owned());
    let passwords = Passwords { p12: password.clone(), revocation: password };
    let issued = certificates::issued(errand, &word, &statement, passwords)?;
    let held = Held::Given(issued.der.clone());
    let added = errand.desk.state().systems.add(podmiot.id, description, held, roles).cloned();
    let system = errand.need(&ground::ROOM, added, "the sandbox is full")?;
    Ok(errand.json(&json!({ "system": shown(&system), "certificate": told(&issued) })))
}

/// The password of files, where nobody chose one.
const DEFAULT_PASSWORD: &str = "poligon-haslo";

pub(super) fn roles(errand: &mut Errand<'_>, id: &str) -> Done {
    let wanted: Roles = errand.body()?;
    // Taking all roles away is how the want of a role is tried.
    let roles = match wanted.roles.is_empty() {
        true => BTreeSet::new(),
        false => judged_roles(errand, &wanted.roles)?,
    };
    let system = known(errand, id)?;
    errand.desk.state().systems.set_roles(system.id, roles.clone());
    Ok(errand.json(&shown(&System { roles, ..system })))
}

pub(super) fn remove(errand: &mut Errand<'_>, id: &str) -> Done {
    let system = known(errand, id)?;
    errand.desk.state().systems.remove(system.id);
    Ok(errand.json(&shown(&system)))
}

/// Key and certificates of a system: those of its application, or the house's.
pub(super) fn file(errand: &mut Errand<'_>, id: &str, name: &str) -> Done {
    let system = known(errand, id)?;
    match &system.certificate {
        Held::Given(der) => {
            let issued = errand.desk.state().onboarding.by_der(der).map(|issued| issued.serial.clone());
            let sentence = "its certificate was not issued here, so its key is with whoever made it";
            let serial = errand.need(&rules::SYSTEM, issued, sentence)?;
            certificates::file(errand, &serial, name)
        }
        Held::House => {
            let podmiot = errand.desk.state().podmioty.find(&system.podmiot).cloned();
            let podmiot = errand.need(&ground::PODMIOT, podmiot, "its podmiot is gone")?;
            let credential = errand.desk.sandbox.vault.issue(&house::order(&podmiot), errand.now);
            let credential = credential.map_err(|why| errand.refuse(&ground::MACHINE, why.to_string()))?;
            of_credential(errand, &credential, name, DEFAULT_PASSWORD)
        }
    }
}

fn add(errand: &mut Errand<'_>, wanted: NewSystem) -> Result<System, Refused> {
    let podmiot = errand.desk.state().podmioty.find(&wanted.podmiot).cloned();
    let podmiot = errand.need(&ground::PODMIOT, podmiot, "there is no such podmiot")?;
    let description = wanted.description.trim().to_owned();
    if description.is_empty() || description.chars().count() > 200 {
        return Err(errand.refuse(&rules::REQUEST, "description is empty or longer than 200 characters"));
    }
    let roles = judged_roles(errand, &wanted.roles)?;
    let blocks = blocks(&wanted.pem);
    let first = blocks.first().and_then(|der| Certificate::from_der(der).ok());
    let certificate = errand.need(&rules::PEM, first, "the text holds no intact PEM block CERTIFICATE")?;
    errand.exam.require(&rules::ONE_PEM.check, blocks.len() == 1, || {
        vec![Evidence::values("certificates in the text", "1", blocks.len().to_string())]
    })?;
    judge(errand, &certificate, &podmiot.id)?;
    let held = Held::Given(certificate.der().to_vec());
    let added = errand.desk.state().systems.add(podmiot.id, description, held, roles).cloned();
    errand.need(&ground::ROOM, added, "the sandbox is full")
}

/// Whether this certificate can be this podmiot's system now.
fn judge(errand: &mut Errand<'_>, certificate: &Certificate, podmiot: &PodmiotId) -> Result<(), Refused> {
    let (other, taken, revoked) = {
        let state = errand.desk.state();
        let issued = state.onboarding.by_der(certificate.der());
        let other = issued.map(|issued| issued.podmiot.clone()).filter(|owner| owner != podmiot);
        let taken =
            state.systems.with_certificate(certificate.der()).map(|system| system.description.clone());
        (other, taken, state.onboarding.revoked(&certificate.serial()))
    };
    errand.exam.require(&rules::OWN_CERTIFICATE.check, other.is_none(), || {
        let owner = other.map(|owner| owner.to_string()).unwrap_or_default();
        vec![Evidence::values("podmiot of the certificate", podmiot.as_str(), owner)]
    })?;
    if let Some(system) = taken {
        return Err(errand.refuse(&rules::NEW_CERTIFICATE, format!("the system „{system}” has it")));
    }
    let (from, until, now) = (certificate.not_before(), certificate.not_after(), errand.now);
    errand.exam.require(&rules::VALID_NOW.check, from <= now && now <= until, || {
        let got = format!("it is {}", crate::documents::confirmation::moment(now));
        let expected = format!(
            "{} to {}",
            crate::documents::confirmation::moment(from),
            crate::documents::confirmation::moment(until)
        );
        vec![Evidence::values("time of the certificate", expected, got)]
    })?;
    errand.exam.require(&rules::NOT_REVOKED.check, revoked.is_none(), || {
        vec![Evidence::text("the certificate was revoked")]
    })?;
    // Said at registration already, so that nobody hunts for it at the first call.
    if knobs::ISSUERS.value(&errand.desk.sandbox.settings) == "any" {
        errand.exam.skip(&poligon_soap::checks::standing::ISSUER.check, "epuap.issuers is any");
    }
    Ok(())
}

fn judged_roles(errand: &mut Errand<'_>, names: &[String]) -> Result<BTreeSet<Role>, Refused> {
    if names.is_empty() {
        return Err(errand.refuse(&rules::ROLES, "no role is given"));
    }
    let mut roles = BTreeSet::new();
    for name in names {
        let sentence = format!("there is no role „{}”", name.chars().take(60).collect::<String>());
        roles.insert(errand.need(&rules::ROLES, Role::named(name), &sentence)?);
    }
    Ok(roles)
}

fn known(errand: &mut Errand<'_>, id: &str) -> Result<System, Refused> {
    let system = id.parse().ok().and_then(|id| errand.desk.state().systems.find(id).cloned());
    errand.need(&rules::SYSTEM, system, "there is no system of this number")
}

fn shown(system: &System) -> Value {
    let certificate = match &system.certificate {
        Held::Given(der) => Certificate::from_der(der).map(|one| one.fingerprint()).unwrap_or_default(),
        Held::House => "of the house".to_owned(),
    };
    json!({
        "id": system.id,
        "podmiot": system.podmiot,
        "description": system.description,
        "certificate": certificate,
        "roles": system.roles,
    })
}

/// The certificates in a text, DER.
fn blocks(text: &str) -> Vec<Vec<u8>> {
    const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
    const END: &str = "-----END CERTIFICATE-----";
    let found = text.split(BEGIN).skip(1).take(MOST_BLOCKS).filter_map(|rest| {
        let (inside, _) = rest.split_once(END)?;
        poligon_soap::base64::decode(inside).ok()
    });
    found.collect()
}
