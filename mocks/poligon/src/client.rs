//! A small HTTP client for our own steps: the journal command and the demo. One connection a request, HTTP/1.1.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Uri};
use http_body_util::{BodyExt, Full};
use hyper_util::rt::TokioIo;
use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

/// An answer is never larger: the console's pages are bounded, and the demo asks for small things.
const LARGEST: usize = 64 * 1024 * 1024;

/// For a whole exchange.
const PATIENCE: Duration = Duration::from_secs(30);

/// The client.
#[derive(Clone, Debug)]
pub struct Client {
    tls: Arc<ClientConfig>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Client {
    /// A client that trusts the certificates in this PEM text and nothing else; without any, it speaks clear text only.
    ///
    /// # Errors
    /// When the text holds no usable certificate.
    pub fn trusting(pem: &[u8]) -> Result<Self, String> {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(|why| format!("the CA file is no PEM ({why:?})"))?;
            roots.add(certificate).map_err(|why| format!("the CA certificate cannot be used ({why})"))?;
        }
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|why| why.to_string())?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { tls: Arc::new(config) })
    }

    /// Sends a request and takes the whole answer.
    ///
    /// # Errors
    /// When no answer comes; the sentence names the address.
    pub async fn send(
        &self,
        method: Method,
        url: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Result<Reply, String> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes());
            let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) else {
                return Err(format!("{url}: one of the headers is none"));
            };
            map.append(name, value);
        }
        let exchange = self.exchange_whole(method, url, map, body.into(), PATIENCE);
        exchange.await.map_err(|lost| format!("{url}: {lost}"))
    }

    /// The same with all headers, and with how it was lost.
    ///
    /// # Errors
    /// When no whole answer comes within `patience`.
    pub async fn exchange_whole(
        &self,
        method: Method,
        url: &str,
        headers: HeaderMap,
        body: Bytes,
        patience: Duration,
    ) -> Result<Reply, Lost> {
        let exchange = self.exchange(method, url, headers, body);
        timeout(patience, exchange).await.unwrap_or(Err(Lost::Slow))
    }

    async fn exchange(
        &self,
        method: Method,
        url: &str,
        headers: HeaderMap,
        body: Bytes,
    ) -> Result<Reply, Lost> {
        let unsendable = |why: &str| Lost::Unsendable(why.to_owned());
        let uri: Uri = url.parse().map_err(|_| unsendable("is no URL"))?;
        let host = uri.host().ok_or_else(|| unsendable("names no host"))?.trim_matches(['[', ']']).to_owned();
        let tls = uri.scheme_str() == Some("https");
        let port = uri.port_u16().unwrap_or(if tls { 443 } else { 80 });
        let target = uri.path_and_query().map_or("/", |both| both.as_str());
        let authority = uri.authority().map_or(host.as_str(), |authority| authority.as_str());
        let mut request = Request::builder().method(method).uri(target).header("host", authority);
        for (name, value) in &headers {
            request = request.header(name, value);
        }
        let request = request.body(Full::new(body)).map_err(|why| Lost::Unsendable(why.to_string()))?;
        let stream = TcpStream::connect((host.as_str(), port))
            .await
            .map_err(|why| Lost::Unreachable(format!("cannot be reached ({why})")))?;
        let _ = stream.set_nodelay(true);
        if !tls {
            return talk(stream, request).await;
        }
        let name = ServerName::try_from(host).map_err(|why| Lost::Unsendable(why.to_string()))?;
        let connector = TlsConnector::from(Arc::clone(&self.tls));
        let secured =
            connector.connect(name, stream).await.map_err(|why| Lost::Tls(format!("no TLS ({why})")))?;
        talk(secured, request).await
    }
}

/// How an answer was lost; the texts go on after the address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Lost {
    /// The connection broke.
    #[error("{0}")]
    Reset(String),
    /// Nothing whole came in time.
    #[error("no answer in time")]
    Slow,
    /// The handshake failed.
    #[error("{0}")]
    Tls(String),
    /// The connection ended before the answer did.
    #[error("{0}")]
    Truncated(String),
    /// Nobody listens.
    #[error("{0}")]
    Unreachable(String),
    /// The request is none.
    #[error("{0}")]
    Unsendable(String),
}

impl Reply {
    /// The body as text, with whatever is no UTF-8 replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; null when it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

async fn talk<S>(stream: S, request: Request<Full<Bytes>>) -> Result<Reply, Lost>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let lost = |why: hyper::Error| {
        let sentence = format!("the connection broke ({why})");
        if why.is_incomplete_message() { Lost::Truncated(sentence) } else { Lost::Reset(sentence) }
    };
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(lost)?;
    let connection = tokio::spawn(connection);
    let answer = sender.send_request(request).await.map_err(lost)?;
    let (head, mut incoming) = answer.into_parts();
    let mut body = BytesMut::new();
    while let Some(frame) = incoming.frame().await {
        if let Ok(data) = frame.map_err(lost)?.into_data() {
            if body.len().saturating_add(data.len()) > LARGEST {
                return Err(Lost::Unsendable(format!("the answer has more than {LARGEST} bytes")));
            }
            body.extend_from_slice(&data);
        }
    }
    connection.abort();
    Ok(Reply { status: head.status, headers: head.headers, body: body.freeze() })
}
