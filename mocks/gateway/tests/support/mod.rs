//! Raw HTTP/1.1 over a socket, and a listener with small bounds.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests, outside of a test function"
)]
#![allow(dead_code, reason = "each test file uses its part")]

pub(crate) mod director;
pub(crate) mod parrot;

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use poligon_gateway::{Bind, Bounds, Handler, Listener};
use poligon_institution::{Request, Response};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Bounds small enough to be met in a test.
pub(crate) fn tight() -> Bounds {
    Bounds {
        header_time: Duration::from_millis(300),
        body_bytes: 1000,
        body_pause: Duration::from_millis(300),
        body_time: Duration::from_millis(900),
        idle: Duration::from_millis(300),
        uri_bytes: 100,
        header_count: 10,
        header_bytes: 16 * 1024,
        drain: Duration::from_secs(2),
        ..Bounds::default()
    }
}

/// Says what it got.
pub(crate) fn echo(request: Request) -> Response {
    let text = format!("{} {} {}", request.method, request.path, request.body.len());
    Response::new(StatusCode::OK).with_body("text/plain", text)
}

pub(crate) async fn start(bounds: Bounds, handler: impl Handler) -> Listener {
    Listener::start(Bind::Loopback, 0, None, bounds, Arc::new(handler)).await.unwrap()
}

pub(crate) async fn dial(listener: &Listener) -> TcpStream {
    TcpStream::connect(("127.0.0.1", listener.port())).await.unwrap()
}

/// Sends these bytes and reads to the end, or what came until nothing came for two seconds.
pub(crate) async fn say(stream: &mut TcpStream, bytes: &[u8]) -> String {
    // The other side may close while we still write.
    let _ = stream.write_all(bytes).await;
    rest(stream).await
}

pub(crate) async fn rest(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let mut piece = [0; 4096];
    while let Ok(Ok(count)) = timeout(Duration::from_secs(2), stream.read(&mut piece)).await {
        if count == 0 {
            break;
        }
        answer.extend_from_slice(&piece[..count]);
    }
    String::from_utf8_lossy(&answer).into_owned()
}

pub(crate) async fn get(listener: &Listener, target: &str, host: &str) -> String {
    let mut stream = dial(listener).await;
    let request = format!("GET {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    say(&mut stream, request.as_bytes()).await
}
