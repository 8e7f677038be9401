//! Reading a body within bounds: size counted while it streams, a time for the whole and for every pause.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout, timeout_at};

use crate::{Bounds, Refusal, checks};

/// Bytes of one permit of a [`Room`].
const UNIT: usize = 64 * 1024;

/// Room for the bodies that are under way at a listener, in whole units: small bodies cost nothing.
#[derive(Clone, Debug)]
pub(crate) struct Room(Arc<Semaphore>);

impl Room {
    pub(crate) fn new(bytes: usize) -> Self {
        Self(Arc::new(Semaphore::new((bytes / UNIT).min(Semaphore::MAX_PERMITS))))
    }

    /// Room for a body that has grown to `length`, which holds `taken` units so far.
    fn grow(&self, taken: &mut Vec<OwnedSemaphorePermit>, length: usize) -> Result<(), Refusal> {
        while taken.len() < length / UNIT {
            let unit = Arc::clone(&self.0).try_acquire_owned();
            taken.push(unit.map_err(|_| crowded(length))?);
        }
        Ok(())
    }
}

/// A body that was read, with the room it takes until it is answered.
#[derive(Debug)]
pub(crate) struct Whole {
    pub(crate) bytes: Bytes,
    pub(crate) room: Vec<OwnedSemaphorePermit>,
}

/// The whole body, or why the edge stopped reading it.
pub(crate) async fn read(mut body: Incoming, bounds: &Bounds, room: &Room) -> Result<Whole, Refusal> {
    let announced = body.size_hint().lower();
    if announced > bounds.body_bytes as u64 {
        return Err(too_large(bounds, Some(announced)));
    }
    let end = Instant::now() + bounds.body_time;
    let (mut whole, mut taken) = (BytesMut::new(), Vec::new());
    loop {
        let frame = match timeout_at(end, timeout(bounds.body_pause, body.frame())).await {
            Ok(Ok(frame)) => frame,
            Ok(Err(_)) => return Err(too_slow(whole.len(), "no further byte came for", bounds.body_pause)),
            Err(_) => return Err(too_slow(whole.len(), "it was not whole after", bounds.body_time)),
        };
        let Some(frame) = frame else { return Ok(Whole { bytes: whole.freeze(), room: taken }) };
        let frame = frame.map_err(|why| broken(whole.len(), &why))?;
        let Ok(data) = frame.into_data() else { continue };
        if whole.len().saturating_add(data.len()) > bounds.body_bytes {
            return Err(too_large(bounds, None));
        }
        room.grow(&mut taken, whole.len() + data.len())?;
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

fn crowded(so_far: usize) -> Refusal {
    let sentence =
        format!("{so_far} bytes of the body came, and bodies of other requests take all the room there is.");
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, &checks::BODIES_IN_FLIGHT, sentence)
}

fn too_slow(so_far: usize, what: &str, limit: std::time::Duration) -> Refusal {
    let sentence = format!("the body stopped after {so_far} bytes: {what} {} ms.", limit.as_millis());
    Refusal::new(StatusCode::REQUEST_TIMEOUT, &checks::BODY_TIME, sentence)
}

fn broken(so_far: usize, why: &hyper::Error) -> Refusal {
    let sentence = format!("the body broke off after {so_far} bytes ({why}).");
    Refusal::new(StatusCode::BAD_REQUEST, &checks::BODY_COMPLETE, sentence)
}
