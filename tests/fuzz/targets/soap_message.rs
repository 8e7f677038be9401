//! The reader and verifier of SOAP messages, multipart or not: any bytes are taken or refused by a named check.

#![no_main]

use http::Method;
use libfuzzer_sys::fuzz_target;
use poligon_institution::{Examination, Request};
use poligon_soap::security::{Nobody, Policy, verify};
use poligon_soap::{Envelope, mtom};
use poligon_world::Strictness;
use time::macros::datetime;

fuzz_target!(|bytes: &[u8]| {
    let request = request(bytes);
    let policy = Policy::default();
    let mut exam = Examination::new(Strictness::Faithful);
    let result = mtom::open(&mut exam, &request, policy.limits).and_then(|opened| {
        let envelope = Envelope::read(&mut exam, opened.envelope(), policy.limits)?;
        verify(&mut exam, envelope, &policy, &Nobody, datetime!(2026-11-24 12:00 UTC)).map(drop)
    });
    assert!(result.is_err() && exam.failures().count() == 1, "nobody is registered: {:?}", exam.findings());
});

/// A first line that begins like a multipart Content-Type is one.
fn request(bytes: &[u8]) -> Request {
    let line = bytes.iter().position(|byte| *byte == b'\n').filter(|_| bytes.starts_with(b"multipart/"));
    let post = Request::new(Method::POST, "/x");
    match line {
        None => post.with_body(bytes.to_vec()),
        Some(end) => post
            .with_header("content-type", &String::from_utf8_lossy(&bytes[..end]))
            .with_body(bytes[end + 1..].to_vec()),
    }
}
