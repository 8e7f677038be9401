//! What the edge serves.

use poligon_institution::{Effects, Request, Response, TlsFault};

use crate::Refusal;

/// An answer, and what happens to it on the wire.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// The answer.
    pub response: Response,
    /// What happens to it.
    pub effects: Effects,
}

/// Something that answers requests. Called on a blocking thread; may compute, must not wait for the network. A panic is
/// answered with 500 and does not end the listener.
pub trait Handler: Send + Sync + 'static {
    /// Answers a request. Its path still carries the sandbox prefix and its base has none.
    fn handle(&self, request: Request) -> Outgoing;

    /// Answers a request that the edge refused before it was complete (its body is empty). The default only words it.
    fn refused(&self, request: Request, refusal: Refusal) -> Response {
        let _ = request;
        refusal.response()
    }

    /// What goes wrong in the TLS handshake that a client begins now, asking for this name. The default: nothing.
    fn handshake(&self, server_name: Option<&str>) -> Option<TlsFault> {
        let _ = server_name;
        None
    }
}

impl From<Response> for Outgoing {
    /// An answer that is sent as it is.
    fn from(response: Response) -> Self {
        Self { response, effects: Effects::default() }
    }
}

impl<F, R> Handler for F
where
    F: Fn(Request) -> R + Send + Sync + 'static,
    R: Into<Outgoing>,
{
    fn handle(&self, request: Request) -> Outgoing {
        self(request).into()
    }
}
