//! One request: from hyper's shape to ours, to the handler on a blocking thread, and back.

use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use http::request::Parts;
use http::{Method, StatusCode};
use hyper::body::Incoming;
use hyper::ext::ReasonPhrase;
use poligon_institution::{Base, Request, Response, TlsFault};
use tokio::sync::Semaphore;
use tokio::time::sleep;

use crate::outbound::{BrokenOff, Outbound};
use crate::proxy::{self, Lead, Slot};
use crate::socket::Cut;
use crate::watched::Unread;
use crate::{Bounds, Handler, Outgoing, Proxy, Refusal, base, body, checks, unreadable};

/// What all requests of a listener share.
pub(crate) struct Service {
    pub(crate) handler: Arc<dyn Handler>,
    pub(crate) bounds: Bounds,
    pub(crate) tls: bool,
    /// Places at the desks. Answers burn the processor (RSA), so more of them at once than a few per core only cost memory
    /// and make each other late.
    pub(crate) desks: Arc<Semaphore>,
    /// What requests for a proxy are led by, on the port that has one.
    pub(crate) proxy: Option<Arc<Proxy>>,
    /// Room for bodies.
    pub(crate) bodies: body::Room,
}

/// The two ends of a connection, and the name that TLS asked for.
#[derive(Clone, Debug)]
pub(crate) struct Ends {
    pub(crate) peer: SocketAddr,
    pub(crate) local: SocketAddr,
    pub(crate) server_name: Option<String>,
    /// How the connection is to end.
    pub(crate) cut: Cut,
}

/// An answer, and whether its request was not read to its end.
pub(crate) type Answered = (http::Response<Outbound>, bool);

impl Service {
    /// The answer, and whether the request was not read to its end. A tunnel that it asks for is put into `slot`.
    ///
    /// # Errors
    /// When a scenario wants no answer at all.
    pub(crate) async fn serve(
        self: Arc<Self>,
        mut request: http::Request<Incoming>,
        ends: Ends,
        slot: &Slot,
    ) -> Result<Answered, BrokenOff> {
        let upgrade = hyper::upgrade::on(&mut request);
        let (mut head, incoming) = request.into_parts();
        let lead = match &self.proxy {
            Some(proxy) if proxy::asked(&head) => proxy.lead(&mut head, ends.local),
            _ => Ok(Lead::Here),
        };
        match lead {
            Ok(Lead::Here) => self.answer(Arc::clone(&self.handler), head, incoming, &ends).await,
            Ok(Lead::Front(front)) => self.answer(Arc::new(front), head, incoming, &ends).await,
            Ok(Lead::Tunnel(tunnel)) => {
                slot.put(upgrade, tunnel);
                Ok((http::Response::new(Outbound::whole(Bytes::new())), false))
            }
            Err(refusal) => Ok(self.refuse_to_lead(head, refusal, &ends).await),
        }
    }

    async fn answer(
        &self,
        handler: Arc<dyn Handler>,
        mut head: Parts,
        incoming: Incoming,
        ends: &Ends,
    ) -> Result<Answered, BrokenOff> {
        host_from_authority(&mut head);
        let asked = base::asked(&head, self.tls, ends.local);
        let refusal = self.refusal_of_head(&head, asked.is_none());
        let version = head.version;
        let path = head.uri.path().to_owned();
        let mut request = self.request(head, path, asked, ends);
        name_from_tls(&mut request, ends);
        let read = match refusal {
            Some(refusal) => Err(refusal),
            None => body::read(incoming, &self.bounds, &self.bodies).await,
        };
        let cut = read.is_err();
        let Outgoing { response, effects } = match read {
            Ok(body) => {
                request.body = body.bytes;
                let room = body.room;
                self.at_the_desk(move || {
                    let outgoing = handler.handle(request);
                    drop(room);
                    outgoing
                })
                .await
            }
            Err(refusal) => {
                tracing::warn!(peer = %ends.peer, "refused: {}", refusal.sentence());
                self.at_the_desk(move || handler.refused(request, refusal).into()).await
            }
        };
        // The place at the desk is free again: whoever waits here waits alone.
        if !effects.delay.is_zero() {
            sleep(effects.delay).await;
        }
        // In HTTP/2 a fault is the stream's; the connection and its other streams live on.
        let connection = (!is_h2(version)).then(|| ends.cut.clone());
        let body = Outbound::new(&response, effects.wire, connection)?;
        Ok((into_hyper(response, body, cut && !is_h2(version)), cut))
    }

    /// What goes wrong in the handshake that a client begins now.
    pub(crate) async fn handshake(&self, server_name: Option<String>) -> Option<TlsFault> {
        let handler = Arc::clone(&self.handler);
        tokio::task::spawn_blocking(move || handler.handshake(server_name.as_deref())).await.ok().flatten()
    }

    /// The handler's answer to a head that could not be read.
    pub(crate) async fn refuse_unread(&self, unread: Unread, ends: Ends) -> Response {
        let Unread { head, refusal } = unread;
        tracing::warn!(peer = %ends.peer, "refused: {}", refusal.sentence());
        let (method, path, query) = unreadable::line(&head);
        let headers = unreadable::headers(&head);
        let base = local_base(self.tls, ends.local);
        let request =
            Request { method, path, query, headers, body: Bytes::new(), peer: ends.peer.ip(), base };
        let handler = Arc::clone(&self.handler);
        self.at_the_desk(move || handler.refused(request, refusal).into()).await.response
    }

    /// What the proxy refuses; many programs show of such an answer the reason phrase only.
    async fn refuse_to_lead(&self, head: Parts, refusal: Refusal, ends: &Ends) -> Answered {
        tracing::warn!(peer = %ends.peer, "refused: {}", refusal.sentence());
        let phrase = ReasonPhrase::try_from(refusal.phrase().into_bytes());
        let whole = head.uri.to_string();
        let target = whole.split_once('?').map_or(whole.as_str(), |(target, _)| target).to_owned();
        let request = self.request(head, target, None, ends);
        let proxy = self.proxy.clone();
        let response = self
            .at_the_desk(move || match proxy {
                Some(proxy) => proxy.refused(&request, &refusal).into(),
                None => refusal.response().into(),
            })
            .await
            .response;
        let body = Outbound::whole(response.body.clone());
        let mut answer = into_hyper(response, body, true);
        if let Ok(phrase) = phrase {
            answer.extensions_mut().insert(phrase);
        }
        (answer, true)
    }

    fn request(&self, head: Parts, path: String, asked: Option<Base>, ends: &Ends) -> Request {
        Request {
            path,
            query: head.uri.query().map(str::to_owned),
            method: head.method,
            headers: head.headers,
            body: Bytes::new(),
            peer: ends.peer.ip(),
            base: asked.unwrap_or_else(|| local_base(self.tls, ends.local)),
        }
    }

    fn refusal_of_head(&self, head: &Parts, bad_host: bool) -> Option<Refusal> {
        let uri = head.uri.path_and_query().map_or(0, |both| both.as_str().len());
        if head.method == Method::CONNECT || !head.uri.path().starts_with('/') {
            let sentence = format!("„{} {}” addresses no path.", head.method, head.uri);
            return Some(Refusal::new(StatusCode::NOT_IMPLEMENTED, &checks::METHOD, sentence));
        }
        if uri > self.bounds.uri_bytes {
            let sentence =
                format!("path and query have {uri} bytes, and at most {} are taken.", self.bounds.uri_bytes);
            return Some(Refusal::new(StatusCode::URI_TOO_LONG, &checks::URI_LENGTH, sentence));
        }
        bad_host.then(|| {
            Refusal::new(
                StatusCode::BAD_REQUEST,
                &checks::HOST,
                "the Host header (or :authority) is no host name or address with an optional port.",
            )
        })
    }

    /// Runs on a blocking thread; a panic there is ours, not the caller's.
    async fn at_the_desk(&self, work: impl FnOnce() -> Outgoing + Send + 'static) -> Outgoing {
        let place = Arc::clone(&self.desks).acquire_owned().await;
        let done = tokio::task::spawn_blocking(move || {
            let _place = place;
            work()
        });
        done.await.unwrap_or_else(|why| {
            tracing::error!("a defect of Poligon while answering: {why}");
            let sentence = "poligon: this request hit a defect of Poligon (its log on stderr says where); the server goes on, please report it\n";
            Response::new(StatusCode::INTERNAL_SERVER_ERROR)
                .with_body("text/plain; charset=utf-8", sentence)
                .into()
        })
    }
}

/// HTTP/2 says in :authority what HTTP/1.1 says in Host; whoever reads the journal or checks Host sees one of them.
fn host_from_authority(head: &mut Parts) {
    let Some(authority) = head.uri.authority() else { return };
    if let Ok(value) = http::HeaderValue::from_str(authority.as_str()) {
        head.headers.entry(http::header::HOST).or_insert(value);
    }
}

/// When TLS asked for a name and Host gives only an address, the name is what the caller meant.
fn name_from_tls(request: &mut Request, ends: &Ends) {
    let Some(name) = &ends.server_name else { return };
    if base::host_of(&request.base).parse::<std::net::IpAddr>().is_err() {
        return;
    }
    let url = format!("https://{name}:{}", ends.local.port());
    request.base = Base { storage_url: url.clone(), url };
}

fn local_base(tls: bool, local: SocketAddr) -> Base {
    let url = format!("{}://{local}", if tls { "https" } else { "http" });
    Base { storage_url: url.clone(), url }
}

fn is_h2(version: http::Version) -> bool {
    version == http::Version::HTTP_2
}

fn into_hyper(response: Response, body: Outbound, close: bool) -> http::Response<Outbound> {
    let mut answer = http::Response::new(body);
    *answer.status_mut() = response.status;
    *answer.headers_mut() = response.headers;
    if close {
        // The rest of the body was not read; another request cannot follow it.
        answer.headers_mut().insert(http::header::CONNECTION, http::HeaderValue::from_static("close"));
    }
    answer
}
