//! A push box sends its documents to the integrator's endpoint, signed, and again when it is not taken.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic"
)]

use std::time::Duration;

use http::Method;
use poligon::{Config, start};
use poligon_epuap::actions::calls::{self, Sending};
use poligon_epuap::desk::house;
use poligon_epuap::state::documents::File;
use poligon_epuap::state::podmioty::Podmioty;
use poligon_institution::{Examination, Request, Room};
use poligon_soap::Envelope;
use poligon_soap::security::{Nobody, Policy, verify_seal};
use poligon_soap::signing::Style;
use poligon_world::{Entropy, Strictness};
use serde_json::{Value, json};
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

fn answer(kod: u32) -> ResponseTemplate {
    let ob = poligon_epuap::wire::names::OB;
    let body = format!(
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><o:OdpowiedzOdbiorcy xmlns:o='{ob}'>\
         <status><kod>{kod}</kod><komunikat>x</komunikat></status></o:OdpowiedzOdbiorcy></s:Body></s:Envelope>"
    );
    ResponseTemplate::new(200).set_body_raw(body, "text/xml; charset=utf-8")
}

/// Waits until a view shows what is wanted; a minute, then gives up.
async fn until(room: &Room, wanted: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..600 {
        let seen = room.view("epuap", "epuap.pushes", "").unwrap();
        if wanted(&seen) {
            return seen;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("never: {}", room.view("epuap", "epuap.pushes", "").unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_pushed_signed_and_again_until_it_is_taken() {
    let endpoint = MockServer::start().await;
    // Refused once with a Fault's status, once with another kod, then taken.
    let mock = || {
        Mock::given(method("POST"))
            .and(path("/odbiorca"))
            .and(header("content-type", "text/xml; charset=utf-8"))
    };
    mock().respond_with(ResponseTemplate::new(500)).up_to_n_times(1).expect(1).mount(&endpoint).await;
    mock().respond_with(answer(7)).up_to_n_times(1).expect(1).mount(&endpoint).await;
    mock().respond_with(answer(1)).expect(1).mount(&endpoint).await;

    let running = start(Config::ephemeral()).await.unwrap();
    let room = running.house().room(&"default".parse().unwrap()).unwrap();
    let rules = json!({ "mode": { "push": format!("{}/odbiorca", endpoint.uri()) } });
    let set = Request::new(Method::PUT, "/boxes")
        .with_body(json!({ "address": "/gmina/push", "rules": rules }).to_string());
    assert_eq!(room.administer("epuap", &set).unwrap().status, 200);

    let now = room.sandbox.clock.now();
    let podmioty = Podmioty::of(&room.sandbox.world);
    let credential =
        room.sandbox.vault.issue(&house::order(podmioty.named("poziomka").unwrap()), now).unwrap();
    let file = File { name: "a.xml".into(), kind: None, bytes: "<a/>".into() };
    let ask = calls::nadaj(&Sending::new("poziomka", "/gmina/push"), &file);
    let request = ask.request(&credential, &Style::default(), &Entropy::new(1, "client"), now).unwrap();
    assert_eq!(room.exchange("epuap", request).unwrap().status, 200);

    for tries in 1..=2 {
        until(&room, |seen| seen[0]["tries"] == tries).await;
        room.change(|sandbox| sandbox.clock.advance(time::Duration::minutes(1))).unwrap();
    }
    let seen = until(&room, |seen| seen[0]["ended"] == "taken").await;
    assert_eq!(seen[0]["tries"], 3);
    for received in endpoint.received_requests().await.unwrap() {
        let mut exam = Examination::new(Strictness::Faithful);
        let envelope = Envelope::read(&mut exam, &received.body, Envelope::LIMITS).unwrap();
        verify_seal(&mut exam, envelope, &Policy::default(), &Nobody, now).expect("the Body is signed");
    }
    running.stop().await;
}
