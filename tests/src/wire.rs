//! Talking to a running Poligon byte by byte, as no HTTP library would, and looking at what that costs it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests, outside of a test function"
)]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::up::Up;

/// The most that an answer may take to come; nothing is measured by it.
const PATIENCE: Duration = Duration::from_secs(60);

/// A connection in clear text to the plain twin of KSeF.
///
/// # Panics
/// When it cannot be reached.
pub fn dial(up: &Up) -> TcpStream {
    dial_url(up.told("/plain/ksef"))
}

/// A TCP connection to the host and port of a URL.
///
/// # Panics
/// When it cannot be reached.
pub fn dial_url(url: &str) -> TcpStream {
    let port = url.rsplit(':').next().and_then(|port| port.parse::<u16>().ok()).unwrap();
    let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Writes these bytes and reads until the other side closes. A connection that is cut gives what came before.
pub fn say(stream: &mut TcpStream, bytes: &[u8]) -> String {
    // The other side may close while we still write.
    let _ = stream.write_all(bytes);
    rest(stream)
}

/// Reads until the other side closes.
///
/// # Panics
/// When it neither closes nor says anything for a minute.
pub fn rest(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    if let Err(why) = stream.read_to_end(&mut answer) {
        let waited = matches!(why.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut);
        assert!(!waited, "the connection is neither answered nor closed");
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// Sends one request with this body on a connection of its own, and returns the whole answer.
pub fn post(up: &Up, path: &str, headers: &str, body: &[u8]) -> String {
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n",
        body.len()
    );
    say(&mut dial(up), &[head.as_bytes(), body].concat())
}

/// The status of an answer; 0 when there is none.
pub fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0)
}

/// The body of an answer.
pub fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

/// Resident memory, MiB. 0 where the system does not tell (no /proc), which every cap allows.
pub fn resident_mib(up: &Up) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", up.ready()["pid"])).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0");
    line.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// Whether a good request is answered, and memory is within this cap.
///
/// # Panics
/// When not.
pub fn still_well(up: &Up, most_mib: u64) {
    let answer = post(up, "/v2/auth/challenge", "", b"");
    assert!(status(&answer) == 200 && answer.contains("\"challenge\""), "{answer}");
    let resident = resident_mib(up);
    assert!(resident <= most_mib, "{resident} MiB resident, at most {most_mib} are bearable");
}
