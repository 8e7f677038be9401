//! What the edge takes at most, met from outside over a socket.

mod support;

use std::sync::Arc;
use std::time::Duration;

use poligon_certs::Vault;
use poligon_gateway::{Bind, Bounds, Listener, Tls};
use poligon_institution::{Request, Response};
use support::{dial, echo, get, rest, say, start, tight};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{sleep, timeout};

#[tokio::test]
async fn a_client_that_drips_headers_is_cut_off() {
    let listener = start(tight(), echo).await;
    let mut stream = dial(&listener).await;
    let dripping = async {
        for byte in b"GET / HTTP/1.1\r\nhost: localhost\r\n".iter().cycle() {
            if stream.write_all(&[*byte]).await.is_err() {
                break;
            }
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(Duration::from_secs(3), dripping).await.expect("the connection was not cut");
}

#[tokio::test]
async fn a_connection_that_says_nothing_is_closed() {
    let listener = start(tight(), echo).await;
    let mut stream = dial(&listener).await;
    let answer = timeout(Duration::from_secs(2), rest(&mut stream)).await.expect("still open");
    assert_eq!(answer, "");
}

#[tokio::test]
async fn a_kept_alive_connection_is_closed_when_it_idles() {
    let listener = start(tight(), echo).await;
    let mut stream = dial(&listener).await;
    let answer =
        timeout(Duration::from_millis(1500), say(&mut stream, b"GET /a HTTP/1.1\r\nhost: localhost\r\n\r\n"))
            .await;
    assert!(answer.expect("still open").ends_with("GET /a 0"));
}

#[tokio::test]
async fn a_body_announced_too_large_is_refused_before_it_comes() {
    let listener = start(tight(), echo).await;
    let mut stream = dial(&listener).await;
    let answer =
        say(&mut stream, b"POST /a HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1001\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(answer.ends_with("poligon: the body is announced with 1001 bytes, and at most 1000 are taken. Send the data in smaller parts. (EDGE-001)\n"), "{answer}");
}

#[tokio::test]
async fn a_chunked_body_is_counted_while_it_comes() {
    let listener = start(tight(), echo).await;
    let mut stream = dial(&listener).await;
    let chunk = format!("200\r\n{}\r\n", "x".repeat(0x200));
    let request =
        format!("POST /a HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n{chunk}{chunk}");
    let answer = say(&mut stream, request.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(answer.contains("more than 1000 bytes"), "{answer}");
}

#[tokio::test]
async fn a_body_of_the_largest_size_is_taken() {
    let listener = start(tight(), echo).await;
    let mut stream = dial(&listener).await;
    let request =
        format!("POST /a HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\n{}", "x".repeat(1000));
    assert!(say(&mut stream, request.as_bytes()).await.ends_with("POST /a 1000"));
}

#[tokio::test]
async fn a_body_that_stops_is_refused() {
    let listener = start(tight(), echo).await;
    let mut stream = dial(&listener).await;
    let answer =
        say(&mut stream, b"POST /a HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\nabc").await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("the body stopped after 3 bytes: no further byte came for 300 ms."), "{answer}");
}

#[tokio::test]
async fn a_body_that_drips_is_refused_when_its_time_is_over() {
    let listener = start(tight(), echo).await;
    let mut stream = dial(&listener).await;
    stream.write_all(b"POST /a HTTP/1.1\r\nhost: localhost\r\ncontent-length: 500\r\n\r\n").await.unwrap();
    let (mut read, mut write) = stream.split();
    let drip = async {
        while write.write_all(b"x").await.is_ok() {
            sleep(Duration::from_millis(50)).await;
        }
    };
    let mut answer = [0; 12];
    tokio::select! {
        () = drip => panic!("the connection broke without an answer"),
        got = tokio::io::AsyncReadExt::read_exact(&mut read, &mut answer) => { got.unwrap(); }
    }
    assert_eq!(&answer, b"HTTP/1.1 408");
}

#[tokio::test]
async fn a_long_address_is_refused() {
    let listener = start(tight(), echo).await;
    let answer = get(&listener, &format!("/{}", "a".repeat(200)), "localhost").await;
    assert!(answer.starts_with("HTTP/1.1 414 "), "{answer}");
    assert!(answer.contains("path and query have 201 bytes, and at most 100 are taken."), "{answer}");
}

#[tokio::test]
async fn too_many_headers_are_refused() {
    let listener = start(tight(), echo).await;
    let mut stream = dial(&listener).await;
    let request = format!("GET / HTTP/1.1\r\nhost: localhost\r\n{}\r\n", "x-a: b\r\n".repeat(20));
    assert!(say(&mut stream, request.as_bytes()).await.starts_with("HTTP/1.1 431 "));
}

#[tokio::test]
async fn a_large_header_is_refused() {
    let listener = start(tight(), echo).await;
    let mut stream = dial(&listener).await;
    let request = format!("GET / HTTP/1.1\r\nhost: localhost\r\nx-a: {}\r\n\r\n", "b".repeat(40_000));
    assert!(say(&mut stream, request.as_bytes()).await.starts_with("HTTP/1.1 431 "));
}

#[tokio::test]
async fn a_connection_too_many_is_closed_at_once_and_a_later_one_served() {
    let listener = start(Bounds { connections: 1, ..tight() }, echo).await;
    let first = dial(&listener).await;
    sleep(Duration::from_millis(50)).await;
    assert_eq!(get(&listener, "/", "localhost").await, "");
    drop(first);
    sleep(Duration::from_millis(50)).await;
    assert!(get(&listener, "/", "localhost").await.ends_with("GET / 0"));
}

#[tokio::test]
async fn a_host_with_markup_is_refused() {
    let listener = start(tight(), echo).await;
    assert!(get(&listener, "/", "a\"><b>").await.starts_with("HTTP/1.1 400 "));
}

#[tokio::test]
async fn connect_to_a_port_without_a_proxy_names_the_one_that_has_it() {
    let listener = start(tight(), echo).await;
    let mut stream = dial(&listener).await;
    let answer =
        say(&mut stream, b"CONNECT example.test:443 HTTP/1.1\r\nhost: example.test:443\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 501 "), "{answer}");
    assert!(answer.contains("the proxy is the console's URL"), "{answer}");
}

#[tokio::test]
async fn an_offer_of_h2c_is_ignored() {
    let listener = start(tight(), echo).await;
    let mut stream = dial(&listener).await;
    let request = b"GET /a HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n";
    let answer = say(&mut stream, request).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(answer.ends_with("GET /a 0"), "{answer}");
}

#[tokio::test]
async fn a_defect_answers_500_and_the_server_goes_on() {
    let listener = start(tight(), |request: Request| -> Response {
        assert!(request.path != "/defect", "made to fail by a test");
        echo(request)
    })
    .await;
    let answer = get(&listener, "/defect", "localhost").await;
    assert!(answer.starts_with("HTTP/1.1 500 "), "{answer}");
    assert!(answer.contains("a defect of Poligon"), "{answer}");
    assert!(get(&listener, "/a", "localhost").await.ends_with("GET /a 0"));
}

#[tokio::test]
async fn stopping_lets_an_open_request_end() {
    let listener = start(tight(), |request: Request| {
        std::thread::sleep(Duration::from_millis(300));
        echo(request)
    })
    .await;
    let mut stream = dial(&listener).await;
    let asked =
        tokio::spawn(async move { say(&mut stream, b"GET /slow HTTP/1.1\r\nhost: localhost\r\n\r\n").await });
    sleep(Duration::from_millis(100)).await;
    let port = listener.port();
    listener.stop().await;
    assert!(asked.await.unwrap().ends_with("GET /slow 0"));
    assert!(tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err());
}

#[tokio::test]
async fn slow_answers_do_not_stop_the_accept_loop() {
    let listener = start(Bounds { idle: Duration::from_secs(9), ..tight() }, |request: Request| {
        if request.path == "/slow" {
            std::thread::sleep(Duration::from_millis(700));
        }
        echo(request)
    })
    .await;
    let mut slow = dial(&listener).await;
    slow.write_all(b"GET /slow HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    sleep(Duration::from_millis(50)).await;
    let quick = timeout(Duration::from_millis(400), get(&listener, "/quick", "localhost")).await;
    assert!(quick.expect("a quick request waited for a slow one").ends_with("GET /quick 0"));
}

#[tokio::test]
async fn a_tls_handshake_that_never_ends_is_cut_off() {
    let vault = Arc::new(Vault::in_memory(None));
    let tls = Tls::new(&vault, Vec::new()).unwrap();
    let bounds = Bounds { handshake: Duration::from_millis(300), ..tight() };
    let listener = Listener::start(Bind::Loopback, 0, Some(tls), bounds, Arc::new(echo)).await.unwrap();
    // Nothing at all; the beginning of a ClientHello; a record that is announced and does not come; no TLS.
    for said in [
        &b""[..],
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\x16\x03\x01\x40\x00",
        b"GET / HTTP/1.1\r\n\r\n",
    ] {
        let mut stream = dial(&listener).await;
        stream.write_all(said).await.unwrap();
        timeout(Duration::from_secs(5), rest(&mut stream)).await.expect("the connection was not cut");
        assert_eq!(stream.read(&mut [0; 1]).await.unwrap_or(0), 0);
    }
}
