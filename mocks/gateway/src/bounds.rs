//! What the edge lets in at most. Every input is hostile; each number has a reason.

use std::time::Duration;

/// The bounds of a listener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Bytes of one HTTP/1.1 head, and of one HTTP/2 header list. Beyond: 431. KSeF's JWTs need some 4 KiB.
    pub header_bytes: u32,
    /// Header fields of one HTTP/1.1 request. Beyond: 431.
    pub header_count: usize,
    /// Bytes of path and query together. Beyond: 414.
    pub uri_bytes: usize,
    /// From the start of a TLS handshake to its end.
    pub handshake: Duration,
    /// From the first wait for an HTTP/1.1 head to its end: a client that drips headers is cut off after this. It also ends
    /// HTTP/1.1 connections that idle between requests, because hyper starts it there.
    pub header_time: Duration,
    /// Bytes of one body, counted while they stream in. Beyond: 413. KSeF's largest part has 100 MB before encryption.
    pub body_bytes: usize,
    /// For one body as a whole. Beyond: 408.
    pub body_time: Duration,
    /// Between two pieces of a body. Beyond: 408.
    pub body_pause: Duration,
    /// Open connections of one listener. Beyond: accepted and closed at once, so that the client sees it at once.
    pub connections: usize,
    /// Requests at the same time on one HTTP/2 connection.
    pub streams: u32,
    /// A connection without a request for this long is closed.
    pub idle: Duration,
    /// For open requests when the listener stops; what is still open then is cut.
    pub drain: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            header_bytes: 64 * 1024,
            header_count: 128,
            uri_bytes: 8 * 1024,
            handshake: Duration::from_secs(10),
            header_time: Duration::from_secs(30),
            // 100 MB, AES padding, and room for multipart framing of later institutions.
            body_bytes: 101 * 1000 * 1000,
            body_time: Duration::from_secs(300),
            body_pause: Duration::from_secs(20),
            connections: 1024,
            streams: 128,
            idle: Duration::from_secs(90),
            drain: Duration::from_secs(2),
        }
    }
}
