//! What a director does to answers on the wire and to handshakes, over real sockets: clear text and TLS, HTTP/1.1 and HTTP/2.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests, outside of a test function"
)]

mod support;

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use poligon_certs::{Authority, Vault};
use poligon_gateway::{Bind, Bounds, Front, Listener, PublicUrls, Tls};
use poligon_institution::{Foundation, House, Registry, TlsFault, WireFault};
use poligon_world::clock::wall_now;
use poligon_world::{Clock, SandboxName, Settings};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use support::director::Toy;
use support::parrot::Parrot;
use time::macros::datetime;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// One institution under a director, in clear text and behind TLS.
struct Town {
    plain: Listener,
    secure: Listener,
    toy: Arc<Toy>,
    ca: String,
}

async fn town(wire: Option<WireFault>) -> Town {
    let vault = Arc::new(Vault::in_memory(None));
    let clock = Clock::frozen(datetime!(2026-02-03 04:05:06 UTC));
    let registry = Registry::new(vec![Arc::new(Parrot("one", &["one.gov.example"]))]);
    let foundation = Foundation::new(7, clock, Settings::default(), Arc::clone(&vault));
    let house = Arc::new(House::new(registry, foundation));
    let toy = Arc::new(Toy { wire, ..Toy::default() });
    let room = house.room(&SandboxName::default_name()).unwrap();
    room.direct(Some(Arc::clone(&toy) as _)).unwrap();
    let tls = Tls::new(&vault, Vec::new()).unwrap();
    let front = Arc::new(Front::new(house, "one", Arc::new(PublicUrls::default())));
    let listen = |tls| Listener::start(Bind::Loopback, 0, tls, Bounds::default(), Arc::clone(&front) as _);
    let (plain, secure) = (listen(None).await.unwrap(), listen(Some(tls)).await.unwrap());
    let ca = vault.export_ca(Authority::Tls, wall_now()).unwrap();
    Town { plain, secure, toy, ca }
}

impl Town {
    async fn dial(&self) -> TcpStream {
        TcpStream::connect(("127.0.0.1", self.plain.port())).await.unwrap()
    }

    async fn shake_hands(&self, protocol: &[u8]) -> std::io::Result<TlsStream<TcpStream>> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(self.ca.as_bytes()).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![protocol.to_vec()];
        let stream = TcpStream::connect(("127.0.0.1", self.secure.port())).await?;
        let name = ServerName::try_from("localhost").unwrap();
        TlsConnector::from(Arc::new(config)).connect(name, stream).await
    }
}

/// Sends GET over HTTP/1.1 and reads until the connection ends: what came, and how it ended.
async fn get<S>(mut stream: S, path: &str) -> (String, Result<(), ErrorKind>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut seen = Vec::new();
    let ended = stream.read_to_end(&mut seen).await.map(|_| ()).map_err(|why| why.kind());
    (String::from_utf8(seen).unwrap(), ended)
}

/// Head and body of an answer; the length that the head promises.
fn parts(answer: &str) -> (usize, &str) {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let length = head
        .lines()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    (length.unwrap_or_else(|| panic!("{head}")), body)
}

/// What GET over HTTP/2 leads to: the body, or the error.
async fn get2(town: &Town, paths: &[&str]) -> Vec<Result<Vec<u8>, h2::Error>> {
    let (mut sender, connection) = h2::client::handshake(town.dial().await).await.unwrap();
    let driver = tokio::spawn(connection);
    let mut all = Vec::new();
    for path in paths {
        let request = http::Request::get(format!("http://localhost{path}")).body(()).unwrap();
        let (answer, _) = sender.send_request(request, true).unwrap();
        all.push(whole(answer).await);
    }
    driver.abort();
    all
}

async fn whole(answer: h2::client::ResponseFuture) -> Result<Vec<u8>, h2::Error> {
    let mut body = answer.await?.into_body();
    let mut seen = Vec::new();
    while let Some(piece) = body.data().await {
        seen.extend_from_slice(&piece?);
    }
    Ok(seen)
}

#[tokio::test]
async fn a_reset_before_the_head_is_a_reset_and_nothing_else() {
    let town = town(Some(WireFault::ResetBeforeHead)).await;
    assert_eq!(get(town.dial().await, "/broken").await, (String::new(), Err(ErrorKind::ConnectionReset)));
    let secured = town.shake_hands(b"http/1.1").await.unwrap();
    assert_eq!(get(secured, "/broken").await, (String::new(), Err(ErrorKind::ConnectionReset)));
    assert!(get(town.dial().await, "/whole").await.1.is_ok());
}

#[tokio::test]
async fn a_reset_in_the_body_comes_after_so_many_bytes() {
    let town = town(Some(WireFault::ResetInBody { after: 5 })).await;
    let secured = town.shake_hands(b"http/1.1").await.unwrap();
    for (seen, ended) in [get(town.dial().await, "/broken").await, get(secured, "/broken").await] {
        let (promised, body) = parts(&seen);
        assert_eq!((body, ended), ("one d", Err(ErrorKind::ConnectionReset)));
        assert!(promised > 5);
    }
}

#[tokio::test]
async fn a_truncated_answer_ends_in_good_order_too_early() {
    let town = town(Some(WireFault::Truncate { after: 7 })).await;
    // With rustls an end without close_notify would be UnexpectedEof.
    let secured = town.shake_hands(b"http/1.1").await.unwrap();
    for (seen, ended) in [get(town.dial().await, "/broken").await, get(secured, "/broken").await] {
        let (promised, body) = parts(&seen);
        assert_eq!((body, ended), ("one def", Ok(())));
        assert!(promised > 7);
    }
}

#[tokio::test]
async fn bytes_beyond_the_end_are_one_less_than_all() {
    let town = town(Some(WireFault::Truncate { after: 1_000_000 })).await;
    let (seen, _) = get(town.dial().await, "/broken").await;
    let (promised, body) = parts(&seen);
    assert_eq!(body.len() + 1, promised);
}

#[tokio::test]
async fn a_dripped_answer_is_whole_at_the_end() {
    let town = town(Some(WireFault::Drip { bytes: 3, every: Duration::from_millis(1) })).await;
    let secured = town.shake_hands(b"http/1.1").await.unwrap();
    for (seen, ended) in [get(town.dial().await, "/broken").await, get(secured, "/broken").await] {
        let (promised, body) = parts(&seen);
        assert_eq!((body.len(), ended), (promised, Ok(())));
    }
    assert!(get2(&town, &["/broken"]).await.remove(0).unwrap().starts_with(b"one default /broken"));
}

#[tokio::test]
async fn in_http2_a_fault_is_the_streams_and_the_connection_lives_on() {
    for (fault, reset) in [
        (WireFault::ResetBeforeHead, true),
        (WireFault::ResetInBody { after: 3 }, true),
        // Less than content-length promised: a mistake of the peer's, for whoever counts.
        (WireFault::Truncate { after: 3 }, false),
    ] {
        let town = town(Some(fault)).await;
        let mut seen = get2(&town, &["/broken", "/whole"]).await;
        assert!(seen.remove(1).is_ok(), "{fault:?}: the connection is gone");
        let why = seen.remove(0).expect_err("a broken answer");
        assert_eq!(why.is_reset() && why.is_remote(), reset, "{fault:?}: {why:?}");
    }
}

#[tokio::test]
async fn who_waits_keeps_nobody_else_waiting() {
    let town = town(None).await;
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let mut waiting = tokio::task::JoinSet::new();
    // More than there are places at the desk.
    for _ in 0..cores * 4 {
        let stream = town.dial().await;
        waiting.spawn(get(stream, "/never"));
    }
    for path in ["/whole", "/late"] {
        assert!(get(town.dial().await, path).await.0.starts_with("HTTP/1.1 200"), "{path}");
    }
    assert!(waiting.try_join_next().is_none());
}

#[tokio::test]
async fn a_handshake_goes_wrong_as_the_director_wants_it() {
    let town = town(None).await;
    for (fault, told) in [
        (TlsFault::Alert, "HandshakeFailure"),
        (TlsFault::WrongName, "NotValidForName"),
        (TlsFault::Expired, "expired"),
        (TlsFault::UnknownAuthority, "UnknownIssuer"),
    ] {
        *town.toy.handshake.lock().unwrap() = Some(fault);
        for _ in 0..2 {
            let why = town.shake_hands(b"http/1.1").await.expect_err("a handshake that went wrong");
            assert!(format!("{why:?} {why}").contains(told), "{fault:?}: {why:?}");
        }
    }
    *town.toy.handshake.lock().unwrap() = None;
    assert!(get(town.shake_hands(b"http/1.1").await.unwrap(), "/whole").await.1.is_ok());
    assert!(town.shake_hands(b"h2").await.unwrap().get_ref().1.alpn_protocol() == Some(b"h2"));
}
