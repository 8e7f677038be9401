//! Reading a body within bounds: size counted while it streams, a time for the whole and for every pause.

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};
use tokio::time::{Instant, timeout, timeout_at};

use crate::{Bounds, Refusal, checks};

/// The whole body, or why the edge stopped reading it.
pub(crate) async fn read(mut body: Incoming, bounds: &Bounds) -> Result<Bytes, Refusal> {
    let announced = body.size_hint().lower();
    if announced > bounds.body_bytes as u64 {
        return Err(too_large(bounds, Some(announced)));
    }
    let end = Instant::now() + bounds.body_time;
    let mut whole = BytesMut::new();
    loop {
        let frame = match timeout_at(end, timeout(bounds.body_pause, body.frame())).await {
            Ok(Ok(frame)) => frame,
            Ok(Err(_)) => return Err(too_slow(whole.len(), "no further byte came for", bounds.body_pause)),
            Err(_) => return Err(too_slow(whole.len(), "it was not whole after", bounds.body_time)),
        };
        let Some(frame) = frame else { return Ok(whole.freeze()) };
        let frame = frame.map_err(|why| broken(whole.len(), &why))?;
        let Ok(data) = frame.into_data() else { continue };
        if whole.len().saturating_add(data.len()) > bounds.body_bytes {
            return Err(too_large(bounds, None));
        }
        whole.extend_from_slice(&data);
    }
}

fn too_large(bounds: &Bounds, announced: Option<u64>) -> Refusal {
    let most = bounds.body_bytes;
    let sentence = match announced {
        Some(size) => format!("the body is announced with {size} bytes, and at most {most} are taken."),
        None => format!("the body has more than {most} bytes, the most that are taken."),
    };
    Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, &checks::BODY_SIZE, sentence)
}

fn too_slow(so_far: usize, what: &str, limit: std::time::Duration) -> Refusal {
    let sentence = format!("the body stopped after {so_far} bytes: {what} {} ms.", limit.as_millis());
    Refusal::new(StatusCode::REQUEST_TIMEOUT, &checks::BODY_TIME, sentence)
}

fn broken(so_far: usize, why: &hyper::Error) -> Refusal {
    let sentence = format!("the body broke off after {so_far} bytes ({why}).");
    Refusal::new(StatusCode::BAD_REQUEST, &checks::BODY_COMPLETE, sentence)
}
