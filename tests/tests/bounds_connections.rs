//! Many connections, many sandboxes, unfinished handshakes, and the exposed console, against the built binary.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests, outside of a test function")]

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::time::Duration;

use poligon_tests::binary;
use poligon_tests::curl::curl;
use poligon_tests::up::Up;
use poligon_tests::wire::{body, dial, dial_url, post, rest, say, status, still_well};
use tempfile::tempdir;

/// With ten thousand connections, in a debug build.
const CROWDED_MIB: u64 = 600;

fn plain(home: &Path, args: &[&str]) -> Up {
    Up::start(home, &[args, &["--ephemeral", "--plain"]].concat())
}

#[test]
fn ten_thousand_idle_connections_are_held_and_a_request_is_answered() {
    let home = tempdir().unwrap();
    let up = plain(home.path(), &["--bound", "connections=12000", "--bound", "header-ms=600000"]);
    let port = up.told("/plain/ksef").rsplit(':').next().unwrap().parse::<u16>().unwrap();
    let mut held = Vec::new();
    while held.len() < 10_000 {
        match TcpStream::connect((Ipv4Addr::LOCALHOST, port)) {
            Ok(stream) => {
                held.push(stream);
                // Faster than they are accepted, they fill the system's queue, and each then waits a second to be tried again.
                if held.len() % 50 == 0 {
                    std::thread::sleep(Duration::from_millis(10));
                }
            }
            // This machine grants no more descriptors; leave some for the request below.
            Err(_) => {
                held.truncate(held.len().saturating_sub(20));
                break;
            }
        }
    }
    if held.len() < 10_000 {
        eprintln!("NOT 10 000: only {} connections, `ulimit -n` grants no more to this test", held.len());
    }
    still_well(&up, CROWDED_MIB);
    // Those that were held are still served.
    if let Some(stream) = held.first_mut() {
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let answer = say(stream, b"POST /v2/auth/challenge HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
        assert_eq!(status(&answer), 200, "{answer}");
    }
    drop(held);
    still_well(&up, CROWDED_MIB);
}

#[test]
fn connections_beyond_the_bound_are_closed_at_once_and_places_come_free_again() {
    let home = tempdir().unwrap();
    let up = plain(home.path(), &["--bound", "connections=50", "--bound", "header-ms=600000"]);
    let mut held: Vec<TcpStream> = (0..200).map(|_| dial(&up)).collect();
    let ended = |stream: &mut TcpStream| stream.read(&mut [0; 1]).map_or(true, |count| count == 0);
    let closed = held.iter_mut().skip(100).map(ended).filter(|ended| *ended).count();
    assert_eq!(closed, 100, "those beyond the bound of 50 stay open");
    drop(held);
    // The places come free when the server sees the ends.
    let answered = (0..200).any(|_| {
        std::thread::sleep(Duration::from_millis(20));
        status(&post(&up, "/v2/auth/challenge", "", b"")) == 200
    });
    assert!(answered, "no place came free");
}

#[test]
fn handshakes_that_never_end_are_cut_off() {
    let home = tempdir().unwrap();
    let up = plain(home.path(), &["--bound", "handshake-ms=400"]);
    let mut held: Vec<TcpStream> = (0..200).map(|_| dial_url(up.ksef())).collect();
    for (number, stream) in held.iter_mut().enumerate() {
        if number % 2 == 0 {
            stream.write_all(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03").unwrap();
        }
    }
    assert_eq!(curl(&["--cacert", up.told("/ca"), &format!("{}/v2/nowhere", up.ksef())]).status, 404);
    for mut stream in held {
        let _ = rest(&mut stream);
    }
    still_well(&up, CROWDED_MIB);
}

#[test]
fn a_thousand_sandboxes_are_refused_beyond_the_bound_with_the_remedy() {
    let home = tempdir().unwrap();
    let up = plain(home.path(), &[]);
    let (mut made, mut refused) = (0, String::new());
    for number in 0..1_000 {
        let answer = post(&up, &format!("/@sandbox-{number}/v2/auth/challenge"), "", b"");
        match status(&answer) {
            200 => made += 1,
            503 => refused = answer,
            _ => panic!("{answer}"),
        }
    }
    assert_eq!(made, 255, "and the default one");
    assert!(
        body(&refused).contains("there are 256 sandboxes already") && refused.contains("EDGE-004"),
        "{refused}"
    );
    still_well(&up, CROWDED_MIB);
    let deleted = curl(&["--request", "DELETE", &format!("{}/sandboxes/sandbox-7", up.told("/console"))]);
    assert_eq!(deleted.status, 204, "{}", deleted.text);
    assert_eq!(status(&post(&up, "/@late/v2/auth/challenge", "", b"")), 200);
}

const TOKEN: &str = "0123456789abcdef";

fn exposed(home: &Path) -> Up {
    let expose = ["--expose", "0.0.0.0", "--expose-name", "Poligon.example.test", "--admin-token", TOKEN];
    plain(home, &expose)
}

#[test]
fn an_exposed_console_answers_to_addresses_and_the_names_it_was_given() {
    let home = tempdir().unwrap();
    let up = exposed(home.path());
    let ask = |host: &str, token: &str| {
        let head = format!(
            "GET /health HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\r\n"
        );
        say(&mut dial_url(up.told("/console")), head.as_bytes())
    };
    for host in [
        "192.0.2.7:8440",
        "[2001:db8::1]:8440",
        "poligon.example.test",
        "POLIGON.EXAMPLE.TEST:8440",
        "localhost",
    ] {
        assert_eq!(status(&ask(host, TOKEN)), 200, "{host}");
        assert_eq!(status(&ask(host, "another token....")), 401, "{host}: without the token");
    }
    // A page that rebinds its own name to this machine.
    let rebound = ask("evil.example", TOKEN);
    assert_eq!(status(&rebound), 421, "{rebound}");
    assert!(
        body(&rebound).contains("call it by an address, or start it with --expose-name NAME"),
        "{rebound}"
    );
}

#[test]
fn an_exposed_institution_is_reached_by_its_name_with_a_good_certificate() {
    let home = tempdir().unwrap();
    let up = exposed(home.path());
    let port = up.ksef().rsplit(':').next().unwrap();
    let resolve = format!("poligon.example.test:{port}:127.0.0.1");
    let url = format!("https://poligon.example.test:{port}/v2/nowhere");
    assert_eq!(curl(&["--cacert", up.told("/ca"), "--resolve", &resolve, &url]).status, 404);
}

#[test]
fn exposing_needs_a_token_and_a_name_needs_exposing() {
    let home = tempdir().unwrap();
    for (args, said) in [
        (&["--expose", "0.0.0.0"][..], "--admin-token"),
        (&["--expose-name", "poligon.example.test"], "--expose"),
        (
            &["--expose", "0.0.0.0", "--expose-name", "http://x:1", "--admin-token", TOKEN],
            "without scheme and port",
        ),
    ] {
        let ran = binary::run(home.path(), &[&["up", "--port-base", "0", "--ephemeral"], args].concat());
        assert!(ran.code == 2 && ran.stderr.contains(said), "{args:?}: {}", ran.stderr);
    }
}
