//! What the edge lets in at most. Every input is hostile; each number has a reason.

use std::time::Duration;

/// The bounds of a listener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Bytes of one HTTP/1.1 head, and of one HTTP/2 header list. Beyond: 431. KSeF's JWTs need some 4 KiB.
    pub header_bytes: u32,
    /// Header fields of one HTTP/1.1 request. Beyond: 431.
    pub header_count: usize,
    /// Bytes of path and query together. Beyond: 414. A CMS in ESIA's query may have 16 KiB.
    pub uri_bytes: usize,
    /// From the start of a TLS handshake to its end.
    pub handshake: Duration,
    /// From the first wait for an HTTP/1.1 head to its end: a client that drips headers is cut off after this. It also ends
    /// HTTP/1.1 connections that idle between requests, because hyper starts it there.
    pub header_time: Duration,
    /// Bytes of one body, counted while they stream in. Beyond: 413. KSeF's largest part has 100 MB before encryption.
    pub body_bytes: usize,
    /// Bytes of all bodies that are under way at one listener. Beyond: 503.
    pub bodies_bytes: usize,
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
            uri_bytes: 32 * 1024,
            handshake: Duration::from_secs(10),
            header_time: Duration::from_secs(30),
            // 100 MB, AES padding, and room for multipart framing of later institutions.
            body_bytes: 101 * 1000 * 1000,
            // A few of the largest, or some hundred thousand of the usual ones.
            bodies_bytes: 512 << 20,
            body_time: Duration::from_secs(300),
            body_pause: Duration::from_secs(20),
            connections: 1024,
            streams: 128,
            idle: Duration::from_secs(90),
            drain: Duration::from_secs(2),
        }
    }
}

impl Bounds {
    /// What [`set`](Self::set) takes.
    pub const NAMES: [&str; 11] = [
        "bodies-bytes",
        "body-bytes",
        "body-ms",
        "body-pause-ms",
        "connections",
        "drain-ms",
        "handshake-ms",
        "header-bytes",
        "header-ms",
        "idle-ms",
        "streams",
    ];

    /// Sets the bound of this name; times in milliseconds.
    ///
    /// # Errors
    /// One sentence, when there is none of this name, or the number is zero or beyond what the bound can hold.
    pub fn set(&mut self, name: &str, value: u32) -> Result<(), String> {
        if value == 0 {
            return Err(format!("the bound {name} must be at least 1"));
        }
        let time = Duration::from_millis(value.into());
        let size =
            usize::try_from(value).map_err(|_| format!("the bound {name} is too large for this machine"))?;
        match name {
            "bodies-bytes" => self.bodies_bytes = size,
            "body-bytes" => self.body_bytes = size,
            "body-ms" => self.body_time = time,
            "body-pause-ms" => self.body_pause = time,
            "connections" => self.connections = size,
            "drain-ms" => self.drain = time,
            "handshake-ms" => self.handshake = time,
            // hyper panics below 8 KiB.
            "header-bytes" if value < 8192 => return Err("header-bytes must be at least 8192".to_owned()),
            "header-bytes" => self.header_bytes = value,
            "header-ms" => self.header_time = time,
            "idle-ms" => self.idle = time,
            "streams" => self.streams = value,
            _ => return Err(format!("there is no bound „{name}”; there are {}", Self::NAMES.join(", "))),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_sets_a_bound_of_its_own() {
        let mut seen = vec![Bounds::default()];
        for name in Bounds::NAMES {
            let mut bounds = Bounds::default();
            bounds.set(name, 12_345).unwrap();
            assert!(!seen.contains(&bounds), "{name} sets nothing");
            seen.push(bounds);
        }
    }

    #[test]
    fn an_unknown_name_is_refused_with_those_that_there_are() {
        assert!(Bounds::default().set("bodies", 1).unwrap_err().contains("bodies-bytes, body-bytes"));
        assert!(Bounds::default().set("idle-ms", 0).is_err());
    }
}
