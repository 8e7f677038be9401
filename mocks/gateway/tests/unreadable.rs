//! Heads that are no HTTP/1.1, and requests that could be read in two ways: refused with a sentence, never guessed at.

mod support;

use std::time::Duration;

use poligon_gateway::Bounds;
use support::{dial, echo, get, say, start, tight};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

#[tokio::test]
async fn what_is_no_http_is_answered_with_a_sentence() {
    let listener = start(tight(), echo).await;
    for (head, shown) in [
        ("GET / HTTP/9.9\r\nhost: localhost\r\n\r\n", "it begins with „GET / HTTP/9.9”"),
        ("GET / HTTP/1.1\r\nhost : localhost\r\n\r\n", "it begins with „GET / HTTP/1.1”"),
        ("\u{16}\u{3}\u{1} hello\r\n\r\n", "it begins with „\\x16\\x03\\x01 hello”"),
        ("GET /\u{0} HTTP/1.1\r\nhost: localhost\r\n\r\n", "it begins with „GET /\\x00 HTTP/1.1”"),
    ] {
        let answer = say(&mut dial(&listener).await, head.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{head:?}: {answer}");
        assert!(answer.contains("x-poligon-refused-by: EDGE-015"), "{head:?}: {answer}");
        assert!(answer.contains(shown), "{head:?}: {answer}");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(&format!("content-length: {}", body.len())), "{answer}");
    }
}

#[tokio::test]
async fn a_head_too_large_says_so() {
    let listener = start(tight(), echo).await;
    for head in [
        format!("GET / HTTP/1.1\r\nhost: localhost\r\n{}\r\n", "x-a: b\r\n".repeat(20)),
        format!("GET / HTTP/1.1\r\nhost: localhost\r\nx-a: {}\r\n\r\n", "b".repeat(2_000_000)),
    ] {
        let answer = say(&mut dial(&listener).await, head.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
        assert!(answer.contains("too many bytes or header fields"), "{answer}");
    }
}

#[tokio::test]
async fn an_empty_answer_of_the_handler_stays_empty() {
    let listener =
        start(tight(), |_| poligon_institution::Response::new(http::StatusCode::BAD_REQUEST)).await;
    let answer = get(&listener, "/", "localhost").await;
    assert!(answer.starts_with("HTTP/1.1 400 ") && answer.ends_with("\r\n\r\n"), "{answer}");
}

/// RFC 9112, 6.1 and 6.3, 5.2, 2.2: whoever reads these differently from another in the chain lets requests be smuggled.
#[tokio::test]
async fn a_request_with_two_readings_is_refused_or_read_once() {
    let listener = start(tight(), echo).await;
    let smuggled = "GET /smuggled HTTP/1.1\r\nhost: localhost\r\n\r\n";
    for (name, framing) in [
        ("two lengths", "content-length: 5\r\ncontent-length: 6\r\n\r\nhello"),
        ("a list of lengths", "content-length: 5, 6\r\n\r\nhello"),
        ("a sign", "content-length: +5\r\n\r\nhello"),
        ("a hexadecimal length", "content-length: 0x5\r\n\r\nhello"),
        ("a space before the colon", "content-length : 5\r\n\r\nhello"),
        ("folding", "x-a: b\r\n c\r\ncontent-length: 5\r\n\r\nhello"),
        ("chunked is not last", "transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
        ("a coding that is not known", "transfer-encoding: xchunked\r\n\r\n0\r\n\r\n"),
        ("a chunk of no size", "transfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n"),
        ("a negative chunk", "transfer-encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n"),
        (
            "a chunk larger than a number",
            "transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\nhello\r\n0\r\n\r\n",
        ),
        ("bytes after a chunk", "transfer-encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n"),
    ] {
        let request = format!("POST /a HTTP/1.1\r\nhost: localhost\r\n{framing}{smuggled}");
        let answer = say(&mut dial(&listener).await, request.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 4") || answer.is_empty(), "{name}: {answer}");
        assert!(!answer.contains("/smuggled"), "{name}: {answer}");
    }
}

#[tokio::test]
async fn chunked_wins_over_a_length_and_the_connection_ends() {
    let listener = start(tight(), echo).await;
    let request = "POST /a HTTP/1.1\r\nhost: localhost\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let answer = say(&mut dial(&listener).await, request.as_bytes()).await;
    // RFC 9112, 6.3: refuse, or take Transfer-Encoding and close.
    assert!(!answer.contains("/smuggled"), "{answer}");
}

#[tokio::test]
async fn chunk_extensions_are_bounded() {
    let listener = start(Bounds { body_bytes: 10_000_000, ..tight() }, echo).await;
    let few =
        "POST /a HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n2;a=b\r\nab\r\n0\r\n\r\n";
    assert!(say(&mut dial(&listener).await, few.as_bytes()).await.ends_with("POST /a 2"));
    let many = format!(
        "POST /a HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n2;{}\r\nab\r\n0\r\n\r\n",
        "a".repeat(1_000_000)
    );
    let answer = say(&mut dial(&listener).await, many.as_bytes()).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
}

#[tokio::test]
async fn the_answer_arrives_though_the_client_goes_on_sending() {
    let listener = start(tight(), echo).await;
    let mut stream = dial(&listener).await;
    stream
        .write_all(b"POST /a HTTP/1.1\r\nhost: localhost\r\ncontent-length: 4000000\r\n\r\n")
        .await
        .unwrap();
    // Reads nothing until all is written: without lingering, this ends in a reset.
    let sent = stream.write_all(&vec![b'x'; 4_000_000]).await;
    let mut answer = String::new();
    let read = stream.read_to_string(&mut answer).await;
    assert!(sent.is_ok() && read.is_ok(), "{sent:?} {read:?}");
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
}

#[tokio::test]
async fn bodies_that_together_are_too_large_are_refused() {
    let bounds = Bounds {
        bodies_bytes: 256 * 1024,
        body_bytes: 1 << 20,
        body_pause: Duration::from_secs(5),
        body_time: Duration::from_secs(5),
        ..tight()
    };
    let listener = start(bounds, echo).await;
    let head = "POST /a HTTP/1.1\r\nhost: localhost\r\ncontent-length: 262144\r\n\r\n";
    let mut first = dial(&listener).await;
    first.write_all(&[head.as_bytes(), &[b'x'; 262_143]].concat()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let answer = say(&mut dial(&listener).await, &[head.as_bytes(), &[b'x'; 262_144]].concat()).await;
    assert!(answer.starts_with("HTTP/1.1 503 ") && answer.contains("EDGE-017"), "{answer}");
    assert!(say(&mut first, b"x").await.ends_with("POST /a 262144"));
    assert!(
        say(&mut dial(&listener).await, &[head.as_bytes(), &[b'x'; 262_144]].concat())
            .await
            .ends_with("POST /a 262144")
    );
}
