//! The body of an answer on its way out, whole or broken as a scenario asked for.
//!
//! What HTTP/1.1 says with the end of a connection (reset, or ended too early), HTTP/2 says of the one stream: RST_STREAM, or
//! END_STREAM too early.

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::StatusCode;
use hyper::body::{Body, Frame, SizeHint};
use poligon_institution::{Response, WireFault};
use tokio::time::{Duration, Sleep, sleep};

use crate::socket::Cut;

/// What was sent before the break needs this long to leave the buffers of hyper.
const FLUSH: Duration = Duration::from_millis(20);

/// A body on its way.
#[derive(Debug)]
pub(crate) struct Outbound {
    rest: Bytes,
    plan: Plan,
    pause: Option<Pin<Box<Sleep>>>,
    #[allow(dead_code, reason = "kept for its drop")]
    held: Option<Held>,
}

/// What stays until the body is sent.
pub(crate) struct Held(#[allow(dead_code, reason = "kept for its drop")] Box<dyn Send>);

#[derive(Debug)]
enum Plan {
    /// All at once.
    Whole,
    /// So many bytes at a time, with a pause before each.
    Drip { bytes: usize, every: Duration },
    /// So many bytes more, then the end.
    Break { left: usize, end: End },
}

#[derive(Clone, Debug)]
enum End {
    /// The connection is reset, or only the stream when there is nothing to cut.
    Reset(Option<Cut>),
    /// It ends in good order, too early.
    Early(Option<Cut>),
}

/// The answer is broken off on purpose; hyper resets the stream, or drops the connection, for it.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("broken off, as the scenario asks for")]
pub(crate) struct BrokenOff;

impl From<Infallible> for BrokenOff {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

impl Outbound {
    /// A body that is sent whole.
    pub(crate) fn whole(bytes: Bytes) -> Self {
        Self { rest: bytes, plan: Plan::Whole, pause: None, held: None }
    }

    /// A body that is sent with this fault; `cut` is given where the fault is of the connection, not of a stream.
    ///
    /// # Errors
    /// When nothing at all is to be sent.
    pub(crate) fn new(
        response: &Response,
        fault: Option<WireFault>,
        cut: Option<Cut>,
    ) -> Result<Self, BrokenOff> {
        let whole = Self::whole(response.body.clone());
        // Such an answer ends with its head, whatever its body.
        let bodiless = whole.rest.is_empty() || response.status == StatusCode::NO_CONTENT;
        let last = whole.rest.len().saturating_sub(1);
        let plan = match fault {
            None => return Ok(whole),
            Some(WireFault::Drip { bytes, every }) => Plan::Drip { bytes: bytes.max(1), every },
            Some(WireFault::Truncate { .. }) if bodiless => return Ok(whole),
            Some(WireFault::Truncate { after }) => {
                Plan::Break { left: after.min(last), end: End::Early(cut) }
            }
            Some(WireFault::ResetInBody { after }) if !bodiless => {
                Plan::Break { left: after.min(last), end: End::Reset(cut) }
            }
            // A reset in a body that is none is one before it.
            Some(WireFault::ResetBeforeHead | WireFault::ResetInBody { .. }) => {
                if let Some(cut) = cut {
                    cut.reset();
                }
                return Err(BrokenOff);
            }
        };
        let pause = match &plan {
            Plan::Drip { every, .. } => Some(Box::pin(sleep(*every))),
            _ => None,
        };
        Ok(Self { plan, pause, ..whole })
    }

    /// The same body, which keeps this until it is sent, when that takes time.
    pub(crate) fn holding(self, held: impl Send + 'static) -> Self {
        match self.plan {
            Plan::Whole => self,
            _ => Self { held: Some(Held(Box::new(held))), ..self },
        }
    }

    fn poll_pause(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if let Some(pause) = &mut self.pause {
            ready!(pause.as_mut().poll(cx));
            self.pause = None;
        }
        Poll::Ready(())
    }

    fn portion(&mut self, most: usize) -> Bytes {
        self.rest.split_to(most.min(self.rest.len()))
    }
}

impl Body for Outbound {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        ready!(self.poll_pause(cx));
        let portion = match self.plan {
            Plan::Whole => self.portion(usize::MAX),
            Plan::Drip { bytes, every } => {
                self.pause = Some(Box::pin(sleep(every)));
                self.portion(bytes)
            }
            Plan::Break { left: 0, ref end } => return Poll::Ready(end.reached()),
            Plan::Break { left, ref end } => {
                let end = end.clone();
                self.plan = Plan::Break { left: 0, end };
                self.pause = Some(Box::pin(sleep(FLUSH)));
                self.portion(left)
            }
        };
        Poll::Ready(Some(Ok(Frame::data(portion))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}

impl End {
    fn reached(&self) -> Option<Result<Frame<Bytes>, BrokenOff>> {
        match self {
            Self::Early(cut) => {
                if let Some(cut) = cut {
                    cut.end();
                }
                None
            }
            Self::Reset(cut) => {
                if let Some(cut) = cut {
                    cut.reset();
                }
                Some(Err(BrokenOff))
            }
        }
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Held")
    }
}
