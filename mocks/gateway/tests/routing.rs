//! Which institution and which sandbox answer, and what the journal shows.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests, outside of a test function"
)]

mod support;

use std::sync::Arc;

use http::StatusCode;
use poligon_certs::Vault;
use poligon_gateway::{Bind, Bounds, Front, Listener, PublicUrls};
use poligon_institution::{Foundation, House, Registry};
use poligon_world::{Clock, SandboxName, Settings};
use support::parrot::Parrot;
use support::{dial, get, say};
use time::macros::datetime;

async fn one_of_two(urls: PublicUrls, bounds: Bounds) -> (Arc<House>, Listener) {
    let registry = Registry::new(vec![
        Arc::new(Parrot("one", &["one.gov.example"])),
        Arc::new(Parrot("two", &["two.gov.example"])),
    ]);
    let clock = Clock::frozen(datetime!(2026-02-03 04:05:06 UTC));
    let mut foundation = Foundation::new(7, clock, Settings::default(), Arc::new(Vault::in_memory(None)));
    foundation.most_sandboxes = 3;
    let house = Arc::new(House::new(registry, foundation));
    let front = Arc::new(Front::new(Arc::clone(&house), "one", Arc::new(urls)));
    let listener = Listener::start(Bind::Loopback, 0, None, bounds, front).await.unwrap();
    (house, listener)
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

#[tokio::test]
async fn a_listener_answers_for_its_own_institution_whatever_the_host() {
    let (_house, listener) = one_of_two(PublicUrls::default(), Bounds::default()).await;
    let answer = get(&listener, "/v2/a?b=c", "somewhere.test:99").await;
    assert_eq!(body(&answer), "one default /v2/a http://somewhere.test:99 http://somewhere.test:99");
}

#[tokio::test]
async fn an_official_name_leads_to_its_institution_on_any_listener() {
    let (house, listener) = one_of_two(PublicUrls::default(), Bounds::default()).await;
    let answer = get(&listener, "/v2", "TWO.gov.example").await;
    assert_eq!(body(&answer), "two default /v2 http://TWO.gov.example http://TWO.gov.example");
    let journal = house.room(&SandboxName::default_name()).unwrap();
    assert_eq!(journal.journal.last(1)[0].institution, "two");
}

#[tokio::test]
async fn the_prefix_chooses_a_sandbox_and_returns_in_links() {
    let (_house, listener) = one_of_two(PublicUrls::default(), Bounds::default()).await;
    let answer = get(&listener, "/@alfa/v2", "localhost:1").await;
    assert_eq!(body(&answer), "one alfa /v2 http://localhost:1/@alfa http://localhost:1/@alfa");
}

#[tokio::test]
async fn public_and_storage_urls_replace_what_the_caller_used() {
    let mut urls = PublicUrls::default();
    urls.public.insert("one", "https://api.test".into());
    urls.storage.insert("one", "https://store.test".into());
    let (_house, listener) = one_of_two(urls, Bounds::default()).await;
    let answer = get(&listener, "/@alfa/v2", "localhost:1").await;
    assert_eq!(body(&answer), "one alfa /v2 https://api.test/@alfa https://store.test/@alfa");
}

#[tokio::test]
async fn the_date_is_that_of_the_sandbox() {
    let (_house, listener) = one_of_two(PublicUrls::default(), Bounds::default()).await;
    let answer = get(&listener, "/", "localhost").await;
    assert!(answer.contains("\r\ndate: Tue, 03 Feb 2026 04:05:06 GMT\r\n"), "{answer}");
}

#[tokio::test]
async fn a_name_that_is_no_sandbox_is_refused_and_shown_in_the_default_journal() {
    let (house, listener) = one_of_two(PublicUrls::default(), Bounds::default()).await;
    let answer = get(&listener, "/@Alfa/v2", "localhost").await;
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
    assert!(answer.contains("x-poligon-refused-by: EDGE-003"), "{answer}");
    let room = house.room(&SandboxName::default_name()).unwrap();
    assert_eq!(room.journal.last(1)[0].findings[0].check.id, "EDGE-003");
}

#[tokio::test]
async fn a_sandbox_too_many_is_refused_with_the_remedy() {
    let (_house, listener) = one_of_two(PublicUrls::default(), Bounds::default()).await;
    get(&listener, "/@a/", "localhost").await;
    get(&listener, "/@b/", "localhost").await;
    let answer = get(&listener, "/@c/", "localhost").await;
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    assert!(answer.contains("there are 3 sandboxes already"), "{answer}");
    assert!(get(&listener, "/@a/", "localhost").await.starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn a_body_that_the_edge_refuses_is_in_the_journal_of_its_sandbox() {
    let (house, listener) = one_of_two(PublicUrls::default(), support::tight()).await;
    let mut stream = dial(&listener).await;
    say(&mut stream, b"POST /@alfa/v2/x HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5000\r\n\r\n").await;
    let exchange = house.room(&"alfa".parse().unwrap()).unwrap().journal.last(1)[0].clone();
    assert_eq!((&*exchange.request.path, exchange.response.status), ("/v2/x", StatusCode::PAYLOAD_TOO_LARGE));
    assert_eq!(exchange.findings[0].check.id, "EDGE-001");
}

#[tokio::test]
async fn a_head_that_cannot_be_read_is_in_the_journal_of_its_sandbox() {
    let (house, listener) = one_of_two(PublicUrls::default(), support::tight()).await;
    let mut stream = dial(&listener).await;
    let answer = say(&mut stream, b"GET /@alfa/v2/x?y HTTP/9.9\r\nhost: localhost\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    let journal = house.room(&"alfa".parse().unwrap()).unwrap().journal.clone();
    let exchange = journal.last(1)[0].clone();
    assert_eq!((&*exchange.request.path, exchange.response.status), ("/v2/x", StatusCode::BAD_REQUEST));
    assert_eq!(exchange.findings[0].check.id, "EDGE-015");
    let large = format!("GET /@alfa/ HTTP/1.1\r\nhost: localhost\r\nx: {}\r\n\r\n", "a".repeat(40_000));
    let answer = say(&mut dial(&listener).await, large.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
    let exchange = journal.last(1)[0].clone();
    assert_eq!(exchange.findings[0].check.id, "EDGE-016");
    assert_eq!(exchange.request.headers.value("host").unwrap(), "localhost");
}
