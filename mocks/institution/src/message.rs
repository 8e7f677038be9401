//! Requests and responses as an institution sees them: raw bytes, after the gateway took the sandbox prefix off.

use std::net::{IpAddr, Ipv4Addr};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

/// How the caller reached us; every URL that an institution hands out starts with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// Scheme, host, port and sandbox prefix as the caller used them, no slash at the end:
    /// `https://localhost:8445/@alfa`. `--public-url` overrides it.
    pub url: String,
    /// The same for storage links (upload parts, UPO, export parts); `--storage-url` overrides it.
    pub storage_url: String,
}

/// A request.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path without sandbox prefix and query, as received (percent-encoded): `/v2/auth/challenge`.
    pub path: String,
    /// The query without `?`, as received.
    pub query: Option<String>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body's bytes, untouched.
    pub body: Bytes,
    /// Where it came from.
    pub peer: IpAddr,
    /// How the caller reached us.
    pub base: Base,
}

impl Request {
    /// A request for tests and for the harness's own steps.
    pub fn new(method: Method, path: &str) -> Self {
        let (path, query) = match path.split_once('?') {
            Some((path, query)) => (path, Some(query.to_owned())),
            None => (path, None),
        };
        let url = "https://localhost".to_owned();
        Self {
            method,
            path: path.to_owned(),
            query,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            peer: IpAddr::V4(Ipv4Addr::LOCALHOST),
            base: Base { storage_url: url.clone(), url },
        }
    }

    /// The same request with this header.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(HeaderName::from_static(name), value);
        }
        self
    }

    /// The same request with this body.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// A header as text; `None` when absent or not visible ASCII.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// A response.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Response {
    /// An empty response.
    pub fn new(status: StatusCode) -> Self {
        Self { status, headers: HeaderMap::new(), body: Bytes::new() }
    }

    /// The same response with this header; a value that is no header text is left out.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(HeaderName::from_static(name), value);
        }
        self
    }

    /// The same response with this body and content type.
    #[must_use]
    pub fn with_body(mut self, content_type: &str, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self.with_header("content-type", content_type)
    }
}
