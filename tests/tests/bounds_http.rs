//! Hostile HTTP against the built binary: slow, endless, ambiguous. Each is answered in a sentence or closed, a good request is
//! answered afterwards, and memory stays bounded.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests, outside of a test function")]

use std::io::Write;
use std::process::Command;
use std::thread;
use std::time::Duration;

use poligon_tests::binary;
use poligon_tests::up::Up;
use poligon_tests::wire::{body, dial, resident_mib, rest, say, status, still_well};
use tempfile::{TempDir, tempdir};

/// A debug build idles at some 30 MiB.
const USUAL_MIB: u64 = 150;

fn poligon(bounds: &[&str]) -> (Up, TempDir) {
    let home = tempdir().unwrap();
    let mut args = vec!["--ephemeral", "--plain"];
    for bound in bounds {
        args.extend(["--bound", bound]);
    }
    (Up::start(home.path(), &args), home)
}

/// Writes a byte now and then until the other side has enough of it.
fn drip(stream: &mut std::net::TcpStream, bytes: &[u8]) {
    for byte in bytes.iter().cycle().take(2_000) {
        if stream.write_all(&[*byte]).is_err() {
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
    panic!("2000 bytes were dripped and nobody minded");
}

#[test]
fn headers_that_drip_are_cut_off() {
    let (up, _home) = poligon(&["header-ms=300"]);
    let mut slow: Vec<_> = (0..50).map(|_| dial(&up)).collect();
    for stream in &mut slow {
        stream.write_all(b"GET /v2/auth/challenge HTTP/1.1\r\nhost: loc").unwrap();
    }
    still_well(&up, USUAL_MIB);
    drip(&mut slow[0], b"x-a: b\r\n");
    for mut stream in slow {
        let _ = rest(&mut stream);
    }
    still_well(&up, USUAL_MIB);
}

#[test]
fn a_body_that_drips_or_stops_is_answered_408() {
    let (up, _home) = poligon(&["body-pause-ms=300", "body-ms=900"]);
    let head = b"POST /v2/auth/ksef-token HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5000\r\n\r\n{";
    let mut stopped = dial(&up);
    let answer = say(&mut stopped, head);
    assert_eq!(status(&answer), 408, "{answer}");
    assert!(
        body(&answer)
            .starts_with("poligon: the body stopped after 1 bytes: no further byte came for 300 ms."),
        "{answer}"
    );
    let mut dripping = dial(&up);
    dripping.write_all(head).unwrap();
    let mut reading = dripping.try_clone().unwrap();
    let answer = thread::spawn(move || rest(&mut reading));
    drip(&mut dripping, b" ");
    assert_eq!(status(&answer.join().unwrap()), 408);
    still_well(&up, USUAL_MIB);
}

#[test]
fn a_gigabyte_is_refused_before_and_while_it_comes() {
    let (up, _home) = poligon(&[]);
    let announced =
        "POST /v2/auth/ksef-token HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000000000\r\n\r\n";
    let answer = say(&mut dial(&up), announced.as_bytes());
    assert_eq!(status(&answer), 413, "{answer}");
    assert!(answer.contains("announced with 1000000000 bytes, and at most 101000000 are taken."), "{answer}");

    let mut stream = dial(&up);
    let mut reading = stream.try_clone().unwrap();
    let answer = thread::spawn(move || rest(&mut reading));
    stream
        .write_all(
            b"POST /v2/auth/ksef-token HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n",
        )
        .unwrap();
    let chunk = [b"100000\r\n".as_slice(), &vec![b' '; 0x10_0000], b"\r\n"].concat();
    let sent = (0..1000).take_while(|_| stream.write_all(&chunk).is_ok()).count();
    drop(stream);
    let answer = answer.join().unwrap();
    assert!(sent < 200, "{sent} MiB were taken");
    assert!(status(&answer) == 413 && answer.contains("more than 101000000 bytes"), "{answer}");
    // What was read is given back.
    still_well(&up, USUAL_MIB);
}

#[test]
fn many_large_bodies_at_once_share_one_room() {
    let (up, _home) = poligon(&["bodies-bytes=64000000", "body-pause-ms=60000"]);
    let head = "POST /v2/auth/ksef-token HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 20000001\r\n\r\n";
    let part = vec![b' '; 20_000_000];
    let mut held = Vec::new();
    let mut refused = 0;
    for _ in 0..12 {
        let mut stream = dial(&up);
        stream.write_all(head.as_bytes()).unwrap();
        let _ = stream.write_all(&part);
        held.push(stream);
    }
    for mut stream in held {
        // The last byte: whoever is still there is answered.
        let answer = say(&mut stream, b" ");
        refused += usize::from(status(&answer) == 503 && answer.contains("EDGE-017"));
    }
    assert!((8..=11).contains(&refused), "{refused} of 12 were refused for want of room");
    still_well(&up, 400);
}

#[test]
fn floods_of_headers_are_answered_431() {
    let (up, _home) = poligon(&[]);
    let many = "x-flood: y\r\n".repeat(100_000);
    let huge = format!("x-flood: {}\r\n", "y".repeat(50_000_000));
    for flood in [many, huge] {
        let request = format!("GET /v2/auth/challenge HTTP/1.1\r\nhost: localhost\r\n{flood}\r\n");
        let mut stream = dial(&up);
        let mut reading = stream.try_clone().unwrap();
        let answer = thread::spawn(move || rest(&mut reading));
        let _ = stream.write_all(request.as_bytes());
        let answer = answer.join().unwrap();
        assert_eq!(status(&answer), 431, "{answer}");
        assert!(
            body(&answer).starts_with("poligon: the request head has too many bytes or header fields"),
            "{answer}"
        );
    }
    still_well(&up, USUAL_MIB);
}

#[test]
fn what_is_no_http_is_answered_and_shows_in_the_journal() {
    let (up, home) = poligon(&[]);
    for request in [
        &b"GET / HTTP/9.9\r\n\r\n\r\n\r\n\r\n\r\n"[..],
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a ClientHello on the plain port",
        b"GET /\x00 HTTP/1.1\r\nhost: localhost\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
        b"POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length : 1\r\n\r\na",
        b"GET / HTTP/1.1\r\nhost: localhost\r\nx: y\r\n folded\r\n\r\n",
    ] {
        let answer = say(&mut dial(&up), request);
        let shown = request.escape_ascii();
        assert!(status(&answer) == 400 && answer.contains("(EDGE-015)"), "{shown}: {answer}");
    }
    let ran = binary::run(home.path(), &["journal", "--failed", "--console", up.told("/console")]);
    assert_eq!(ran.stdout.matches("EDGE-015").count(), 6, "{}", ran.stdout);
    still_well(&up, USUAL_MIB);
}

#[test]
fn nothing_can_be_smuggled_behind_a_request() {
    let (up, _home) = poligon(&["idle-ms=500", "header-ms=500"]);
    let inner = "GET /v2/smuggled HTTP/1.1\r\nhost: localhost\r\n\r\n";
    for framing in [
        format!("content-length: {}\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n{inner}", 5 + inner.len()),
        format!("transfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n0\r\n\r\n{inner}"),
        format!("transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n{inner}"),
        format!("transfer-encoding: identity, chunked\r\ncontent-length: 0\r\n\r\n0\r\n\r\n{inner}"),
        format!("transfer-encoding:\x0bchunked\r\n\r\n0\r\n\r\n{inner}"),
        format!("content-length: 0\r\ncontent-length: {}\r\n\r\n{inner}", inner.len()),
        format!("content-length: 0, 0\r\n\r\n{inner}"),
        format!("transfer-encoding: chunked\r\n\r\n0;{}\r\n\r\n{inner}", "ext=1;".repeat(20_000)),
        format!("transfer-encoding: chunked\r\n\r\n00000000000000000000\r\n\r\n{inner}"),
    ] {
        let request = format!("POST /v2/auth/challenge HTTP/1.1\r\nhost: localhost\r\n{framing}");
        let answer = say(&mut dial(&up), request.as_bytes());
        let framing: String = framing.chars().take(80).collect();
        let answers = answer.matches("HTTP/1.1 ").count();
        // One answer and the end; or, where the framing is plain, both requests as they were meant.
        let refused = answers <= 1 && (answer.is_empty() || status(&answer) == 400 || status(&answer) == 200);
        let plain = framing.starts_with("transfer-encoding: chunked\r\n\r\n0")
            || framing.starts_with("content-length: 0, 0");
        assert!(refused || plain, "{framing:?}: {answer}");
    }
    // A bare line feed ends a line for us (RFC 9112, 2.2 allows that), so nothing after it is a header of another request.
    let bare = "GET /v2/nowhere HTTP/1.1\nhost: localhost\nconnection: close\n\n";
    assert_eq!(status(&say(&mut dial(&up), bare.as_bytes())), 404);
    still_well(&up, USUAL_MIB);
}

#[test]
fn http2_abuse_over_the_plain_port_is_sent_away() {
    let (up, _home) = poligon(&[]);
    let frame = |kind: u8, flags: u8, stream: u32, payload: &[u8]| {
        let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
        [length.get(1..).unwrap(), &[kind, flags], &stream.to_be_bytes(), payload].concat()
    };
    let hello = [&b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"[..], &frame(4, 0, 0, &[])].concat();
    // Rapid reset: HEADERS and RST_STREAM, again and again.
    let mut stream = dial(&up);
    stream.write_all(&hello).unwrap();
    for number in 0..50_000_u32 {
        let id = 2 * number + 1;
        let both =
            [frame(1, 4, id, &[0x82, 0x86, 0x84, 0x41, 1, b'a']), frame(3, 0, id, &[0, 0, 0, 8])].concat();
        if stream.write_all(&both).is_err() {
            break;
        }
    }
    let _ = rest(&mut stream);
    // A head of endless CONTINUATION.
    let mut stream = dial(&up);
    stream.write_all(&[hello, frame(1, 0, 1, &[0x82, 0x86, 0x84])].concat()).unwrap();
    let filler = [&[0, 1, b'x', 0x7f, 0x81, 0x7c][..], &[b'a'; 16_000]].concat();
    let sent = (0..10_000).take_while(|_| stream.write_all(&frame(9, 0, 1, &filler)).is_ok()).count();
    assert!(sent < 10_000, "{sent} CONTINUATION frames were taken");
    still_well(&up, USUAL_MIB);
}

#[test]
fn a_bound_that_does_not_exist_is_refused_with_those_that_do() {
    let home = tempdir().unwrap();
    let ran = binary::run(home.path(), &["up", "--port-base", "0", "--ephemeral", "--bound", "bodies=1"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("there is no bound „bodies”; there are bodies-bytes, body-bytes"),
        "{}",
        ran.stderr
    );
}

#[test]
fn the_binary_takes_all_descriptors_that_it_may() {
    let home = tempdir().unwrap();
    // The shell lowers the soft limit for itself and what it starts.
    let script = format!(
        "ulimit -S -n 64; exec '{}' up --port-base 0 --ephemeral --plain --ready-json",
        binary::path().display()
    );
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).env("HOME", home.path());
    let up = Up::run(shell);
    let open: Vec<_> = (0..200).map(|_| dial(&up)).collect();
    still_well(&up, USUAL_MIB);
    drop(open);
    assert!(resident_mib(&up) < USUAL_MIB);
}
