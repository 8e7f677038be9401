//! One connection: TLS handshake, protocol, idle watch.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use poligon_institution::TlsFault;
use rustls::server::Acceptor;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Notify, watch};
use tokio::time::timeout;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::server::TlsStream;

use crate::outbound::BrokenOff;
use crate::proxy::{Opened, Slot, tunnel};
use crate::service::{Ends, Service};
use crate::socket::{Cut, Socket};
use crate::watched::{Watch, Watched};
use crate::{Bounds, Tls, unreadable};

/// Serves a connection to its end; `stop` turning true asks for a graceful one.
pub(crate) async fn serve(
    stream: TcpStream,
    tls: Option<Arc<Tls>>,
    service: Arc<Service>,
    stop: watch::Receiver<bool>,
) {
    let (Ok(peer), Ok(local)) = (stream.peer_addr(), stream.local_addr()) else { return };
    // Answers are small and whole; waiting for more bytes would only add 40 ms.
    let _ = stream.set_nodelay(true);
    let cut = Cut::default();
    let stream = Socket::new(stream, cut.clone());
    let ends = Ends { peer, local, server_name: None, cut };
    if let Some(tls) = tls {
        return secured(stream, tls, service, ends, stop).await;
    }
    let opened =
        talk(stream, builder(&service.bounds), Arc::clone(&service), ends.clone(), stop.clone()).await;
    if let Some(opened) = opened {
        tunnel::run(opened, &service, ends, stop).await;
    }
}

/// The same over TLS, on whatever carries the bytes.
pub(crate) async fn secured<S>(
    stream: S,
    tls: Arc<Tls>,
    service: Arc<Service>,
    mut ends: Ends,
    stop: watch::Receiver<bool>,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let peer = ends.peer;
    let secured = match timeout(service.bounds.handshake, shake_hands(stream, tls, &service)).await {
        Ok(Ok(Some(secured))) => secured,
        Ok(Ok(None)) => return,
        Ok(Err(why)) => {
            tracing::warn!(%peer, "TLS handshake failed: {why}; does the client trust Poligon's CA (`poligon certs export --ca`)?");
            return;
        }
        Err(_) => {
            tracing::warn!(%peer, "TLS handshake not finished in {} ms", service.bounds.handshake.as_millis());
            return;
        }
    };
    let session = secured.get_ref().1;
    ends.server_name = session.server_name().map(str::to_owned);
    let h2 = session.alpn_protocol() == Some(b"h2");
    // ALPN has decided; without sniffing, the header timeout runs from the first byte on.
    let builder =
        if h2 { builder(&service.bounds).http2_only() } else { builder(&service.bounds).http1_only() };
    // A tunnel inside of TLS is not offered: only the console's port has a proxy, and it speaks clear text.
    let _ = talk(secured, builder, service, ends, stop).await;
}

/// A record of a fatal alert, handshake_failure (RFC 8446, 5.1 and 6).
const ALERT: [u8; 7] = [21, 3, 3, 0, 2, 2, 40];

/// The handshake, as the scenario wants it; `None` when it ended with an alert on purpose.
async fn shake_hands<S>(stream: S, tls: Arc<Tls>, service: &Service) -> std::io::Result<Option<TlsStream<S>>>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut start = LazyConfigAcceptor::new(Acceptor::default(), stream).await?;
    let name = start.client_hello().server_name().map(str::to_owned);
    let fault = service.handshake(name).await;
    if fault == Some(TlsFault::Alert) {
        start.io.write_all(&ALERT).await?;
        start.io.shutdown().await?;
        return Ok(None);
    }
    let config = match fault {
        None => tls.config(),
        // The leaf is made when the first client meets it.
        Some(fault) => tokio::task::spawn_blocking(move || tls.faulty(fault))
            .await
            .map_err(std::io::Error::other)?
            .map_err(std::io::Error::other)?,
    };
    start.into_stream(config).await.map(Some)
}

/// Serves HTTP until the connection ends, or becomes a tunnel.
async fn talk<S>(
    stream: S,
    builder: auto::Builder<TokioExecutor>,
    service: Arc<Service>,
    ends: Ends,
    mut stop: watch::Receiver<bool>,
) -> Option<Opened>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let slot = Slot::default();
    let idle = service.bounds.idle;
    let open = Arc::new(Open::default());
    let peer = ends.peer;
    let watch = Watch::default();
    let served = service_fn(|request| {
        let watch = watch.clone();
        let open = Ticket::of(&open);
        let service = Arc::clone(&service);
        let ends = ends.clone();
        let slot = slot.clone();
        async move {
            let (response, cut) = service.serve(request, ends, &slot).await?;
            watch.answered(response.status(), cut);
            if slot.holds() {
                watch.stand_aside();
            }
            // An answer that is slow on purpose keeps the connection from idling.
            Ok::<_, BrokenOff>(response.map(|body| body.holding(open)))
        }
    });
    let stream = TokioIo::new(Watched::new(stream, watch.clone(), ends.cut.clone()));
    let mut connection = std::pin::pin!(builder.serve_connection_with_upgrades(stream, served));
    let mut stopping = false;
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(why) = ended {
                    tracing::debug!(%peer, "connection ended: {why}");
                }
                return slot.take();
            }
            unread = watch.unread() => {
                let response = service.refuse_unread(unread, ends.clone()).await;
                watch.answer(unreadable::answer(&response));
            }
            () = asked_to_stop(&mut stop), if !stopping => {
                stopping = true;
                connection.as_mut().graceful_shutdown();
            }
            () = open.quiet_for(idle) => {
                if stopping {
                    return slot.take();
                }
                tracing::debug!(%peer, "connection idle for {} ms, closing", idle.as_millis());
                stopping = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}

/// Returns when the listener stops, or is gone. (The guard of `wait_for` must not live across another await.)
pub(crate) async fn asked_to_stop(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

fn builder(bounds: &Bounds) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.header_time)
        .max_headers(bounds.header_count)
        .max_buf_size(bounds.header_bytes as usize);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(bounds.streams)
        .max_header_list_size(bounds.header_bytes)
        // A peer that vanished without FIN is found out before its requests pile up.
        .keep_alive_interval(bounds.idle / 3)
        .keep_alive_timeout(bounds.handshake);
    builder
}

/// How many requests of a connection are open, and a bell when that changes.
#[derive(Default)]
struct Open {
    count: AtomicUsize,
    changed: Notify,
}

impl Open {
    /// Returns when no request was open for `idle` without a break.
    async fn quiet_for(&self, idle: std::time::Duration) {
        loop {
            let changed = self.changed.notified();
            if self.count.load(Ordering::SeqCst) > 0 {
                changed.await;
                continue;
            }
            if timeout(idle, changed).await.is_err() && self.count.load(Ordering::SeqCst) == 0 {
                return;
            }
        }
    }
}

struct Ticket(Arc<Open>);

impl Ticket {
    fn of(open: &Arc<Open>) -> Self {
        open.count.fetch_add(1, Ordering::SeqCst);
        open.changed.notify_one();
        Self(Arc::clone(open))
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.0.count.fetch_sub(1, Ordering::SeqCst);
        self.0.changed.notify_one();
    }
}
