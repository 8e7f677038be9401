//! What the edge serves.

use poligon_institution::{Request, Response};

use crate::Refusal;

/// Something that answers requests. Called on a blocking thread; may compute, must not wait for the network. A panic is
/// answered with 500 and does not end the listener.
pub trait Handler: Send + Sync + 'static {
    /// Answers a request. Its path still carries the sandbox prefix and its base has none.
    fn handle(&self, request: Request) -> Response;

    /// Answers a request that the edge refused before it was complete (its body is empty). The default only words it.
    fn refused(&self, request: Request, refusal: Refusal) -> Response {
        let _ = request;
        refusal.response()
    }
}

impl<F> Handler for F
where
    F: Fn(Request) -> Response + Send + Sync + 'static,
{
    fn handle(&self, request: Request) -> Response {
        self(request)
    }
}
