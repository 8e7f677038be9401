//! The proxy on the console's port: what it leads to, what it refuses, and what the journal shows of that.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests, outside of a test function"
)]

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;

use poligon_certs::{Authority, Vault};
use poligon_gateway::proxy::{Absent, Door};
use poligon_gateway::{Bind, Bounds, Front, Listener, Proxy, PublicUrls, Tls};
use poligon_institution::{Exchange, Foundation, House, Registry};
use poligon_world::clock::wall_now;
use poligon_world::{Clock, Settings};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use support::parrot::Parrot;
use support::{dial, echo, say};
use time::macros::datetime;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

const HOST: &str = "one.gov.example";

/// A console that echoes, with a proxy; one institution behind TLS and in clear text.
struct Town {
    house: Arc<House>,
    console: Listener,
    secure: Listener,
    plain: Listener,
    ca: String,
}

async fn town(impersonate: bool, bounds: Bounds) -> Town {
    let registry = Registry::new(vec![Arc::new(Parrot("one", &[HOST]))]);
    let clock = Clock::frozen(datetime!(2026-02-03 04:05:06 UTC));
    let vault = Arc::new(Vault::in_memory(None));
    let foundation = Foundation::new(7, clock, Settings::default(), Arc::clone(&vault));
    let house = Arc::new(House::new(registry, foundation));
    let tls = Tls::new(&vault, vec![HOST.to_owned()]).unwrap();
    let front = Front::new(Arc::clone(&house), "one", Arc::new(PublicUrls::default()));
    let listen = |tls| Listener::start(Bind::Loopback, 0, tls, Bounds::default(), Arc::new(front.clone()));
    let (secure, plain) = (listen(Some(Arc::clone(&tls))).await.unwrap(), listen(None).await.unwrap());
    let absent = |what, built| Absent { what, built };
    let proxy = Proxy {
        house: Arc::clone(&house),
        fronts: vec![front],
        absent: BTreeMap::from([
            ("two.gov.example", absent("two", false)),
            ("three.gov.example", absent("three", true)),
        ]),
        impersonate: impersonate.then_some(tls),
        doors: BTreeMap::from([
            (secure.port(), Door { institution: "one", tls: true }),
            (plain.port(), Door { institution: "one", tls: false }),
        ]),
        sandbox: "start".parse().unwrap(),
    };
    let console =
        Listener::start_with_proxy(Bind::Loopback, 0, bounds, Arc::new(echo), Arc::new(proxy)).await.unwrap();
    let ca = vault.export_ca(Authority::Tls, wall_now()).unwrap();
    Town { house, console, secure, plain, ca }
}

impl Town {
    async fn says(&self, bytes: &[u8]) -> String {
        say(&mut dial(&self.console).await, bytes).await
    }

    fn last(&self, sandbox: &str) -> Arc<Exchange> {
        self.house.room(&sandbox.parse().unwrap()).unwrap().journal.last(1)[0].clone()
    }

    /// Opens a tunnel; the head of the answer, and the connection.
    async fn tunnel(&self, head: &str) -> (String, TcpStream) {
        let mut stream = dial(&self.console).await;
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            answer.push(stream.read_u8().await.unwrap());
        }
        (String::from_utf8(answer).unwrap(), stream)
    }

    /// GET / over TLS in a tunnel.
    async fn get(&self, stream: TcpStream, name: &str, path: &str) -> String {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(self.ca.as_bytes()).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = ServerName::try_from(name.to_owned()).unwrap();
        let mut secured = TlsConnector::from(Arc::new(config)).connect(name.clone(), stream).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", name.to_str());
        secured.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let _ = secured.read_to_end(&mut answer).await;
        String::from_utf8(answer).unwrap().split_once("\r\n\r\n").unwrap().1.to_owned()
    }
}

#[tokio::test]
async fn a_tunnel_to_an_official_name_ends_at_its_fake() {
    let town = town(true, Bounds::default()).await;
    let (answer, stream) = town.tunnel("CONNECT One.gov.example:443 HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert_eq!(
        town.get(stream, HOST, "/v2").await,
        "one start /v2 https://one.gov.example https://one.gov.example"
    );
}

#[tokio::test]
async fn an_http_1_0_client_gets_its_tunnel_too() {
    let town = town(true, Bounds::default()).await;
    let (answer, stream) = town.tunnel("CONNECT one.gov.example:443 HTTP/1.0\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.0 200 "), "{answer}");
    assert!(town.get(stream, HOST, "/v2").await.starts_with("one start /v2 "));
}

#[tokio::test]
async fn the_proxy_user_chooses_the_sandbox_and_a_prefix_overrides_it() {
    let town = town(true, Bounds::default()).await;
    // alfa:x
    let head = "CONNECT one.gov.example:443 HTTP/1.1\r\nproxy-authorization: Basic YWxmYTp4\r\n\r\n";
    let (_, stream) = town.tunnel(head).await;
    assert!(town.get(stream, HOST, "/v2").await.starts_with("one alfa /v2 https://one.gov.example "));
    let (_, stream) = town.tunnel(head).await;
    assert!(
        town.get(stream, HOST, "/@beta/v2").await.starts_with("one beta /v2 https://one.gov.example/@beta ")
    );
}

#[tokio::test]
async fn a_tunnel_to_a_port_of_ours_ends_there() {
    let town = town(false, Bounds::default()).await;
    for host in ["localhost", "127.0.0.1", "alfa.localhost"] {
        let (answer, stream) =
            town.tunnel(&format!("CONNECT {host}:{} HTTP/1.1\r\n\r\n", town.secure.port())).await;
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        assert!(town.get(stream, "localhost", "/v2").await.starts_with("one default /v2 "), "{host}");
    }
}

#[tokio::test]
async fn a_plain_request_for_an_official_name_is_answered() {
    let town = town(true, Bounds::default()).await;
    let request = "GET http://one.gov.example/v2?x HTTP/1.1\r\nhost: other.example\r\nproxy-authorization: Basic YWxmYTp4\r\nconnection: close\r\n\r\n";
    let answer = town.says(request.as_bytes()).await;
    assert!(answer.ends_with("one alfa /v2 http://one.gov.example http://one.gov.example"), "{answer}");
    let kept = town.last("alfa");
    assert_eq!(kept.request.headers.value("host").as_deref(), Some(HOST), "the first line decides");
    assert_eq!(kept.request.headers.value("proxy-authorization"), None);
}

#[tokio::test]
async fn a_plain_request_for_a_port_of_ours_is_answered() {
    let town = town(false, Bounds::default()).await;
    let ask = |port: u16| format!("GET http://localhost:{port}/v2 HTTP/1.1\r\nconnection: close\r\n\r\n");
    let answer = town.says(ask(town.plain.port()).as_bytes()).await;
    assert!(answer.contains("one start /v2 http://localhost:"), "{answer}");
    let answer = town.says(ask(town.secure.port()).as_bytes()).await;
    assert!(answer.contains("speaks TLS"), "{answer}");
    let answer = town.says(ask(town.console.port()).as_bytes()).await;
    assert!(answer.ends_with("GET /v2 0"), "the console itself: {answer}");
}

#[tokio::test]
async fn a_foreign_host_is_refused_and_the_journal_says_so() {
    let town = town(true, Bounds::default()).await;
    for (request, target) in [
        ("CONNECT www.example.com:443 HTTP/1.1\r\n\r\n", "www.example.com:443"),
        ("GET http://www.example.com/a?b HTTP/1.1\r\n\r\n", "http://www.example.com/a"),
        ("CONNECT one.gov.example.evil.example:443 HTTP/1.1\r\n\r\n", "one.gov.example.evil.example:443"),
        ("CONNECT localhost:1 HTTP/1.1\r\n\r\n", "localhost:1"),
        ("CONNECT 192.0.2.7:443 HTTP/1.1\r\n\r\n", "192.0.2.7:443"),
        ("CONNECT 2130706433:443 HTTP/1.1\r\n\r\n", "2130706433:443"),
        ("CONNECT [::ffff:127.0.0.1]:443 HTTP/1.1\r\n\r\n", "[::ffff:127.0.0.1]:443"),
    ] {
        let answer = town.says(request.as_bytes()).await;
        assert!(
            answer.starts_with("HTTP/1.1 403 Forbidden by Poligon, EDGE-010: the program asked for "),
            "{answer}"
        );
        assert!(
            answer.contains("connection: close") && answer.contains("(one.gov.example); nothing was sent"),
            "{answer}"
        );
        let kept = town.last("start");
        assert_eq!((kept.institution, &*kept.request.path), ("gateway", target));
        assert_eq!((kept.findings[0].check.id, kept.failed()), ("EDGE-010", true));
    }
}

#[tokio::test]
async fn the_journal_of_the_proxy_user_gets_the_refusal() {
    let town = town(true, Bounds::default()).await;
    town.says(b"CONNECT evil.example:443 HTTP/1.1\r\nproxy-authorization: Basic YWxmYTp4\r\n\r\n").await;
    assert_eq!(town.last("alfa").request.path.as_ref(), "evil.example:443");
}

#[tokio::test]
async fn official_names_need_impersonation() {
    let town = town(false, Bounds::default()).await;
    for request in
        ["CONNECT one.gov.example:443 HTTP/1.1\r\n\r\n", "GET http://one.gov.example/ HTTP/1.1\r\n\r\n"]
    {
        let answer = town.says(request.as_bytes()).await;
        assert!(
            answer.starts_with("HTTP/1.1 403 ") && answer.contains("`poligon up --impersonate`"),
            "{answer}"
        );
        assert_eq!(town.last("start").findings[0].check.id, "EDGE-013");
    }
}

#[tokio::test]
async fn official_names_of_what_is_not_built_or_does_not_run_say_so() {
    let town = town(true, Bounds::default()).await;
    let answer = town.says(b"CONNECT two.gov.example:443 HTTP/1.1\r\n\r\n").await;
    assert!(
        answer.starts_with("HTTP/1.1 501 ") && answer.contains("belongs to two, which is not built"),
        "{answer}"
    );
    let answer = town.says(b"CONNECT three.gov.example:443 HTTP/1.1\r\n\r\n").await;
    assert!(
        answer.starts_with("HTTP/1.1 501 ") && answer.contains("Add the institution to --only"),
        "{answer}"
    );
}

#[tokio::test]
async fn hostile_lines_are_refused_and_open_nothing() {
    let town = town(true, Bounds::default()).await;
    let long = format!("CONNECT {}:443 HTTP/1.1\r\n\r\n", "a".repeat(5000));
    for request in [
        "CONNECT one.gov.example HTTP/1.1\r\n\r\n",
        "CONNECT one.gov.example:0 HTTP/1.1\r\n\r\n",
        "CONNECT one.gov.example:65536 HTTP/1.1\r\n\r\n",
        "CONNECT one.gov.example:443@evil.example:443 HTTP/1.1\r\n\r\n",
        "CONNECT user:pw@one.gov.example:443 HTTP/1.1\r\n\r\n",
        "CONNECT https://one.gov.example/ HTTP/1.1\r\n\r\n",
        "CONNECT https://one.gov.example:443 HTTP/1.1\r\n\r\n",
        "CONNECT /v2 HTTP/1.1\r\n\r\n",
        "CONNECT * HTTP/1.1\r\n\r\n",
        "CONNECT  HTTP/1.1\r\n\r\n",
        "CONNECT one.gov.example:443 evil HTTP/1.1\r\n\r\n",
        "CONNECT one.gov.example:443\0 HTTP/1.1\r\n\r\n",
        "CONNECT one.gov.example%00:443 HTTP/1.1\r\n\r\n",
        "CONNECT one.gov.example:443\rx HTTP/1.1\r\n\r\n",
        "CONNECT [::1:443 HTTP/1.1\r\n\r\n",
        "CONNECT one.gov.example:443 HTTP/1.1\r\ncontent-length: 4\r\n\r\nGET ",
        "CONNECT one.gov.example:443 HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        "CONNECT one.gov.example:443 HTTP/1.1\r\nproxy-authorization: Basic !\r\n\r\n",
        "GET https://one.gov.example/ HTTP/1.1\r\n\r\n",
        "GET ftp://one.gov.example/ HTTP/1.1\r\n\r\n",
        "GET http://one.gov.example@evil.example/ HTTP/1.1\r\n\r\n",
        "GET http://one.gov.example:99999/ HTTP/1.1\r\n\r\n",
        "GET http:///v2 HTTP/1.1\r\n\r\n",
        &long,
    ] {
        let answer = town.says(request.as_bytes()).await;
        let status = answer.get(9..12).unwrap_or_default();
        assert!(matches!(status, "400" | "403" | "414"), "{request:?}: {answer}");
    }
    assert!(
        town.says(b"GET /v2 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
            .await
            .ends_with("GET /v2 0")
    );
}

#[tokio::test]
async fn tunnels_count_as_connections_and_idle_ones_are_closed() {
    let bounds =
        Bounds { connections: 1, handshake: std::time::Duration::from_millis(300), ..Bounds::default() };
    let town = town(true, bounds).await;
    let (_, mut first) = town.tunnel("CONNECT one.gov.example:443 HTTP/1.1\r\n\r\n").await;
    assert_eq!(
        town.says(b"CONNECT one.gov.example:443 HTTP/1.1\r\n\r\n").await,
        "",
        "one too many is closed at once"
    );
    assert_eq!(support::rest(&mut first).await, "", "no handshake came, and the tunnel was closed");
}

#[tokio::test]
async fn stopping_ends_an_open_tunnel() {
    let bounds = Bounds { drain: std::time::Duration::from_millis(200), ..Bounds::default() };
    let town = town(true, bounds).await;
    let (_, mut stream) =
        town.tunnel(&format!("CONNECT localhost:{} HTTP/1.1\r\n\r\n", town.plain.port())).await;
    town.console.stop().await;
    assert_eq!(support::rest(&mut stream).await, "");
}
