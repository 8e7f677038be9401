//! The edge of the built binary, asked by curl: both HTTP versions, sandboxes, host names, bounds.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests, outside of a test function"
)]

use std::net::TcpStream;

use poligon_tests::curl::{Got, curl};
use poligon_tests::up::Up;
use serde_json::Value;
use tempfile::{TempDir, tempdir};

struct Edge {
    up: Up,
    _home: TempDir,
}

fn edge() -> Edge {
    let home = tempdir().unwrap();
    Edge {
        up: Up::start(
            home.path(),
            &["--ephemeral", "--plain", "--impersonate", "--clock", "frozen@2026-02-03T04:05:06Z"],
        ),
        _home: home,
    }
}

impl Edge {
    fn tls(&self, path: &str, args: &[&str]) -> Got {
        let url = format!("{}{path}", self.up.ksef());
        curl(&[args, &["--cacert", self.up.told("/ca"), &url]].concat())
    }

    fn port(&self) -> u16 {
        self.up.ksef().rsplit(':').next().unwrap().parse().unwrap()
    }
}

#[test]
fn both_http_versions_are_served_over_tls_that_the_ca_vouches_for() {
    let edge = edge();
    for (flag, version) in [("--http2", "2"), ("--http1.1", "1.1")] {
        let got = edge.tls("/v2/nowhere", &[flag]);
        assert_eq!((got.status, got.version.as_str()), (404, version), "{}", got.text);
    }
}

#[test]
fn a_client_that_does_not_trust_the_ca_gets_nothing() {
    let edge = edge();
    assert_eq!(curl(&[edge.up.ksef()]).status, 0);
}

#[test]
fn both_loopback_addresses_answer() {
    let edge = edge();
    let port = edge.port();
    let four = curl(&["--cacert", edge.up.told("/ca"), &format!("https://127.0.0.1:{port}/v2/nowhere")]);
    assert_eq!(four.status, 404);
    if TcpStream::connect(("::1", port)).is_ok() {
        let six = curl(&["--cacert", edge.up.told("/ca"), &format!("https://[::1]:{port}/v2/nowhere")]);
        assert_eq!(six.status, 404);
    }
}

#[test]
fn an_official_name_is_served_with_a_certificate_for_it() {
    let edge = edge();
    let official = format!("api-test.ksef.mf.gov.pl:{}:127.0.0.1", edge.port());
    let url = format!("https://api-test.ksef.mf.gov.pl:{}/v2/nowhere", edge.port());
    assert_eq!(curl(&["--cacert", edge.up.told("/ca"), "--resolve", &official, &url]).status, 404);
}

#[test]
fn the_plain_twin_answers_and_ignores_an_offer_of_h2c() {
    let edge = edge();
    let url = format!("{}/v2/nowhere", edge.up.told("/plain/ksef"));
    let got = curl(&["--http2", &url]);
    assert_eq!((got.status, got.version.as_str()), (404, "1.1"), "{}", got.text);
    let prior = curl(&["--http2-prior-knowledge", &url]);
    assert_eq!((prior.status, prior.version.as_str()), (404, "2"), "{}", prior.text);
}

#[test]
fn a_path_prefix_chooses_a_sandbox_of_its_own() {
    let edge = edge();
    let challenge = |path: &str| {
        let got = edge.tls(path, &["--http1.1", "--request", "POST"]);
        let body = got.text.split_once("\r\n\r\n").unwrap().1.to_owned();
        serde_json::from_str::<Value>(&body).unwrap()
    };
    let (default, alfa) = (challenge("/v2/auth/challenge"), challenge("/@alfa/v2/auth/challenge"));
    assert!(default.is_object() && alfa.is_object());
    assert_ne!(default, alfa, "sandboxes share no ids");
}

#[test]
fn a_bad_sandbox_name_says_what_a_name_is() {
    let edge = edge();
    let got = edge.tls("/@Alfa/v2/nowhere", &[]);
    assert_eq!(got.status, 404);
    assert!(
        got.text.contains("poligon: the path starts with „/@”, but a sandbox name has 1 to 64 characters"),
        "{}",
        got.text
    );
}

#[test]
fn the_date_is_that_of_the_sandbox() {
    let edge = edge();
    let got = edge.tls("/v2/nowhere", &["--http1.1"]);
    assert!(got.text.contains("date: Tue, 03 Feb 2026 04:05:06 GMT"), "{}", got.text);
}

#[test]
fn a_body_beyond_the_bound_is_refused_in_one_sentence() {
    let edge = edge();
    let got = edge.tls(
        "/v2/auth/challenge",
        &["--http1.1", "--request", "POST", "--data-binary", "x", "--header", "content-length: 200000000"],
    );
    assert_eq!(got.status, 413, "{}", got.text);
    assert!(
        got.text.contains("the body is announced with 200000000 bytes, and at most 101000000 are taken."),
        "{}",
        got.text
    );
}

#[test]
fn links_start_with_the_public_url() {
    let home = tempdir().unwrap();
    let up = Up::start(home.path(), &["--ephemeral", "--public-url", "ksef=https://ksef.example.test/"]);
    let official = format!("ksef.example.test:{}:127.0.0.1", up.ksef().rsplit(':').next().unwrap());
    let url = format!("https://ksef.example.test:{}/v2/nowhere", up.ksef().rsplit(':').next().unwrap());
    let got = curl(&["--cacert", up.told("/ca"), "--resolve", &official, &url]);
    assert_eq!(got.status, 404, "the certificate is good for the public name: {}", got.text);
}
