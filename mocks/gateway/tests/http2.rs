//! HTTP/2 under its bounds: resets, streams, header lists, CONTINUATION, silence. Frames are written by hand where a good
//! client would not send them. After each the listener answers a good request.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests, outside of a test function"
)]

mod support;

use std::time::Duration;

use h2::client;
use poligon_gateway::{Bounds, Listener};
use support::{dial, echo, get, rest, start, tight};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// `:method GET`, `:scheme http`, `:path /`, `:authority a` in HPACK.
const GET_BLOCK: &[u8] = &[0x82, 0x86, 0x84, 0x41, 1, b'a'];
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const CONTINUATION: u8 = 9;
const END_HEADERS: u8 = 4;

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// A connection on which preface and settings were exchanged by hand.
async fn raw(listener: &Listener, settings: &[u8]) -> TcpStream {
    let mut stream = dial(listener).await;
    stream
        .write_all(&[PREFACE, &frame(SETTINGS, 0, 0, settings), &frame(SETTINGS, 1, 0, &[])].concat())
        .await
        .unwrap();
    stream
}

/// Kinds and payloads of the frames that come until the end, or until nothing comes for a while.
async fn frames(stream: &mut TcpStream) -> Vec<(u8, Vec<u8>)> {
    let mut seen = Vec::new();
    let mut head = [0; 9];
    while let Ok(Ok(_)) = timeout(Duration::from_secs(1), stream.read_exact(&mut head)).await {
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let mut payload = vec![0; usize::try_from(length).unwrap()];
        if stream.read_exact(&mut payload).await.is_err() {
            break;
        }
        seen.push((head[3], payload));
    }
    seen
}

/// The answer to a good request over HTTP/2, on a connection of its own.
async fn good(listener: &Listener, headers: &[(&str, &str)]) -> Result<http::StatusCode, h2::Error> {
    let (mut sender, connection) = client::handshake(dial(listener).await).await?;
    let driver = tokio::spawn(connection);
    let mut request = http::Request::get("http://localhost/");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let (answer, _) = sender.send_request(request.body(()).unwrap(), true)?;
    let status = answer.await?.status();
    driver.abort();
    Ok(status)
}

async fn still_serves(listener: &Listener) {
    assert_eq!(good(listener, &[]).await.unwrap(), 200);
    assert!(get(listener, "/a", "localhost").await.ends_with("GET /a 0"));
}

#[tokio::test]
async fn a_client_that_resets_every_stream_is_sent_away() {
    let listener = start(tight(), echo).await;
    let mut stream = raw(&listener, &[]).await;
    for number in 0..20_000_u32 {
        let id = 2 * number + 1;
        let both =
            [frame(HEADERS, END_HEADERS, id, GET_BLOCK), frame(RST_STREAM, 0, id, &8_u32.to_be_bytes())];
        if stream.write_all(&both.concat()).await.is_err() {
            break;
        }
    }
    // ENHANCE_YOUR_CALM, unless the system threw the frame away with the connection.
    let away = frames(&mut stream).await.into_iter().find(|(kind, _)| *kind == GOAWAY);
    if let Some((_, payload)) = away {
        assert_eq!(payload[4..8], 11_u32.to_be_bytes(), "{payload:?}");
    }
    assert!(
        stream.write_all(&frame(PING, 0, 0, &[0; 8])).await.is_err() || rest(&mut stream).await.is_empty()
    );
    still_serves(&listener).await;
}

#[tokio::test]
async fn streams_beyond_the_bound_are_refused() {
    let listener = start(
        Bounds { streams: 4, body_pause: Duration::from_secs(5), idle: Duration::from_secs(5), ..tight() },
        echo,
    )
    .await;
    let mut stream = raw(&listener, &[]).await;
    for number in 0..10_u32 {
        // Not ended: each waits for its body.
        stream.write_all(&frame(HEADERS, END_HEADERS, 2 * number + 1, GET_BLOCK)).await.unwrap();
    }
    let refused = frames(&mut stream)
        .await
        .into_iter()
        .filter(|(kind, payload)| *kind == RST_STREAM && payload == &7_u32.to_be_bytes());
    assert_eq!(refused.count(), 6);
    still_serves(&listener).await;
}

#[tokio::test]
async fn a_large_header_list_is_refused() {
    let listener = start(tight(), echo).await;
    let value = "a".repeat(4_000);
    let headers: Vec<(&str, &str)> =
        ["x-a", "x-b", "x-c", "x-d", "x-e"].map(|name| (name, value.as_str())).to_vec();
    let answered = good(&listener, &headers).await;
    assert!(answered.as_ref().map_or(true, |status| *status == 431), "{answered:?}");
    still_serves(&listener).await;
}

#[tokio::test]
async fn a_head_that_never_ends_is_cut_off() {
    let listener = start(tight(), echo).await;
    let mut stream = raw(&listener, &[]).await;
    stream.write_all(&frame(HEADERS, 0, 1, GET_BLOCK)).await.unwrap();
    // A literal header of 16 000 bytes, without indexing, again and again.
    let mut block = vec![0x00, 1, b'x', 0x7f, 0x81, 0x7c];
    block.extend(vec![b'a'; 16_000]);
    let mut written = 0;
    while written < 64 << 20 && stream.write_all(&frame(CONTINUATION, 0, 1, &block)).await.is_ok() {
        written += block.len();
    }
    assert!(written < 64 << 20, "{written} bytes of one head were taken");
    still_serves(&listener).await;
}

#[tokio::test]
async fn a_client_that_asks_for_a_huge_header_table_is_served() {
    let listener = start(tight(), echo).await;
    let settings = [&[0, 1][..], &u32::MAX.to_be_bytes()].concat();
    let mut stream = raw(&listener, &settings).await;
    stream.write_all(&frame(HEADERS, END_HEADERS | 1, 1, GET_BLOCK)).await.unwrap();
    let seen = frames(&mut stream).await;
    assert!(seen.iter().any(|(kind, _)| *kind == HEADERS), "{seen:?}");
    still_serves(&listener).await;
}

#[tokio::test]
async fn a_connection_without_requests_is_closed() {
    let listener = start(tight(), echo).await;
    let mut stream = raw(&listener, &[]).await;
    timeout(Duration::from_secs(5), async { while stream.read_u8().await.is_ok() {} })
        .await
        .expect("still open");
    still_serves(&listener).await;
}

#[tokio::test]
async fn a_body_that_stops_is_refused() {
    let listener = start(tight(), echo).await;
    let (mut sender, connection) = client::handshake(dial(&listener).await).await.unwrap();
    let driver = tokio::spawn(connection);
    let request = http::Request::post("http://localhost/").body(()).unwrap();
    let (answer, mut body) = sender.send_request(request, false).unwrap();
    body.send_data("abc".into(), false).unwrap();
    assert_eq!(answer.await.unwrap().status(), 408);
    driver.abort();
}

#[tokio::test]
async fn what_is_no_frame_ends_the_connection() {
    let listener = start(tight(), echo).await;
    for bytes in [
        vec![0xff; 100],
        frame(SETTINGS, 0, 0, &[1]),
        frame(HEADERS, END_HEADERS, 2, GET_BLOCK),
        frame(HEADERS, END_HEADERS, 1, &[0xff; 50]),
    ] {
        let mut stream = dial(&listener).await;
        stream.write_all(&[PREFACE, &frame(SETTINGS, 0, 0, &[]), &bytes].concat()).await.unwrap();
        timeout(Duration::from_secs(5), async { while stream.read_u8().await.is_ok() {} })
            .await
            .expect("still open");
    }
    still_serves(&listener).await;
}
