//! Boxes as their owner sets them, and TGSID sessions.

use serde::Deserialize;
use serde_json::json;

use super::{Done, Errand};
use crate::checks::{ground, onboarding as rules};
use crate::ids::{BoxAddress, PodmiotId};
use crate::state::boxes::{Mode, Rules};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    address: BoxAddress,
    #[serde(default)]
    rules: Rules,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Session {
    podmiot: PodmiotId,
}

pub(super) fn list(errand: &mut Errand<'_>) -> Done {
    let state = errand.desk.state();
    let boxes: Vec<_> = state
        .boxes
        .all()
        .map(|skrytka| json!({ "address": skrytka.address, "rules": skrytka.rules, "waiting": skrytka.queue.len() }))
        .collect();
    drop(state);
    Ok(errand.json(&json!({ "boxes": boxes })))
}

pub(super) fn set(errand: &mut Errand<'_>) -> Done {
    let wanted: Wanted = errand.body()?;
    if let Mode::Push(url) = &wanted.rules.mode {
        let web =
            url.parse::<http::Uri>().is_ok_and(|url| matches!(url.scheme_str(), Some("http" | "https")));
        if !web {
            return Err(errand.refuse(&rules::BOX, "a push box takes an address with http or https"));
        }
        // Nothing that Poligon does may reach a state's system.
        let host = url.parse::<http::Uri>().ok().and_then(|url| url.host().map(str::to_ascii_lowercase));
        let official = host.is_some_and(|host| host.trim_end_matches('.').ends_with(".gov.pl"));
        if official {
            return Err(errand
                .refuse(&rules::BOX, "the address is one of the state's own; push to a system of yours"));
        }
    }
    let owner = errand.desk.state().podmioty.find(wanted.address.podmiot()).is_some();
    if !owner {
        return Err(errand.refuse(&rules::BOX, "there is no such podmiot"));
    }
    let set = errand.desk.state().boxes.set(wanted.address.clone(), wanted.rules.clone());
    errand.need(&ground::ROOM, set.then_some(()), "the sandbox is full")?;
    Ok(errand.json(&json!({ "address": wanted.address, "rules": wanted.rules })))
}

/// The real TGSID comes from logging in at another system; here the operator opens it.
pub(super) fn session(errand: &mut Errand<'_>) -> Done {
    let Session { podmiot } = errand.body()?;
    let known = errand.desk.state().podmioty.find(&podmiot).is_some();
    errand.need(&ground::PODMIOT, known.then_some(()), "there is no such podmiot")?;
    let tgsid = errand.desk.streams.secrets.hex(32);
    let opened = errand.desk.state().sklady.open_session(tgsid.clone(), podmiot.clone());
    errand.need(&ground::ROOM, opened.then_some(()), "the sandbox is full")?;
    Ok(errand.json(&json!({ "tgsid": tgsid, "podmiot": podmiot })))
}
