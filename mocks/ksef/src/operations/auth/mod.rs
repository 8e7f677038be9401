//! Authentication: from a challenge to an access token (spec §1.1, §2.1).

pub mod challenge;
pub mod ksef_token;
pub mod outcome;
pub mod reading;
pub mod redeem;
pub mod refresh;
pub mod seal;
pub mod sessions;
pub mod status;
pub mod subject;
pub mod tokens;
pub mod xades_signature;

use crate::desk::Handler;

/// The handler of an operation of this group.
pub fn handler(name: &str) -> Option<Handler> {
    Some(match name {
        "ksef.auth.challenge" => challenge::answer,
        "ksef.auth.xades-signature" => xades_signature::answer,
        "ksef.auth.ksef-token" => ksef_token::answer,
        "ksef.auth.status" => status::answer,
        "ksef.auth.token.redeem" => redeem::answer,
        "ksef.auth.token.refresh" => refresh::answer,
        "ksef.auth.sessions.list" => sessions::list,
        "ksef.auth.sessions.revoke-current" => sessions::revoke_current,
        "ksef.auth.sessions.revoke" => sessions::revoke,
        _ => return None,
    })
}
