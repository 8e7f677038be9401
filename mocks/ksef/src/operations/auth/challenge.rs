//! `POST /auth/challenge`: a challenge of ten minutes, good for one login.

use http::StatusCode;
use poligon_institution::{Refused, Response};
use serde_json::json;
use time::Duration;

use crate::desk::Call;
use crate::ids::{ReferenceKind, ReferenceNumber};
use crate::knobs;
use crate::wire::{self, moment};

/// Answers the operation. Whatever body comes is passed over (spec §0 R5).
///
/// # Errors
/// Never.
pub fn answer(call: &mut Call<'_>) -> Result<Response, Refused> {
    let challenge = ReferenceNumber::mint(ReferenceKind::Challenge, &call.desk.streams.references, call.now);
    let life = knobs::CHALLENGE_SECONDS.number(&call.desk.sandbox.settings);
    let life = Duration::seconds(i64::try_from(life).unwrap_or(i64::MAX));
    call.desk.state().auth.issue(&challenge, call.now, life);
    let body = json!({
        "challenge": challenge,
        // To the millisecond the same as timestampMs: one client computes the one from the other (spec §4.2).
        "timestamp": moment::write(call.now),
        "timestampMs": millis(call.now),
        "clientIp": call.request.peer.to_canonical().to_string(),
    });
    Ok(wire::json(StatusCode::OK, &body))
}

/// Milliseconds since 1970.
pub fn millis(at: time::OffsetDateTime) -> i64 {
    i64::try_from(at.unix_timestamp_nanos().div_euclid(1_000_000)).unwrap_or(i64::MAX)
}
