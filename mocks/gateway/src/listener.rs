//! A listener: sockets on one port, an accept loop for each, a short drain at the end.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::service::Service;
use crate::{Bounds, Handler, Proxy, Tls, body, connection};

/// How often a pair of free ports is looked for when the system picks the port.
const EPHEMERAL_TRIES: usize = 16;

/// Where to listen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bind {
    /// Both loopback addresses, so that `localhost` works whichever a client tries first. IPv6 is left out where the machine
    /// has none.
    Loopback,
    /// One address that others can reach.
    Exposed(IpAddr),
}

/// Why a listener could not start.
#[derive(Debug, Error)]
pub enum BindError {
    /// Somebody else has the port.
    #[error("port {port} on {address} is taken by another program{}", remedy(.port))]
    Taken {
        /// The address.
        address: IpAddr,
        /// The port.
        port: u16,
    },
    /// The port needs rights that we do not have.
    #[error(
        "port {port} on {address} may not be opened by this user; choose ports above 1023 with --port-base"
    )]
    Forbidden {
        /// The address.
        address: IpAddr,
        /// The port.
        port: u16,
    },
    /// The address is not one of this machine's.
    #[error(
        "{address} is no address of this machine; --expose takes one that `ip address` shows, or 0.0.0.0 for all"
    )]
    NotHere {
        /// The address.
        address: IpAddr,
    },
    /// Anything else.
    #[error("cannot listen on {address}, port {port}: {why}")]
    Other {
        /// The address.
        address: IpAddr,
        /// The port.
        port: u16,
        /// What the system said.
        why: io::Error,
    },
}

fn remedy(port: &u16) -> String {
    format!(
        "; stop that program (another `poligon up`?), or start Poligon elsewhere: --port-base {}, or --port-base 0 for any free ports",
        suggestion(*port)
    )
}

/// A round base far from the taken one.
fn suggestion(port: u16) -> u16 {
    if port < 9000 { 9440 } else { 18440 }
}

/// A running listener. Dropping it cuts its connections; [`stop`](Self::stop) drains them first.
#[derive(Debug)]
pub struct Listener {
    port: u16,
    address: IpAddr,
    drain: Duration,
    stop: watch::Sender<bool>,
    loops: JoinSet<()>,
}

impl Listener {
    /// Binds and serves `handler`; over TLS when given a configuration. `port` 0 lets the system pick.
    ///
    /// # Errors
    /// When the port cannot be had; the sentence names it and a remedy.
    pub async fn start(
        bind: Bind,
        port: u16,
        tls: Option<Arc<Tls>>,
        bounds: Bounds,
        handler: Arc<dyn Handler>,
    ) -> Result<Self, BindError> {
        Self::open(bind, port, tls, bounds, handler, None).await
    }

    /// The same in clear text, and a proxy for the requests that ask for one.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub async fn start_with_proxy(
        bind: Bind,
        port: u16,
        bounds: Bounds,
        handler: Arc<dyn Handler>,
        proxy: Arc<Proxy>,
    ) -> Result<Self, BindError> {
        Self::open(bind, port, None, bounds, handler, Some(proxy)).await
    }

    async fn open(
        bind: Bind,
        port: u16,
        tls: Option<Arc<Tls>>,
        bounds: Bounds,
        handler: Arc<dyn Handler>,
        proxy: Option<Arc<Proxy>>,
    ) -> Result<Self, BindError> {
        let sockets = sockets(bind, port).await?;
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let (stop, stopped) = watch::channel(false);
        let places = Arc::new(Semaphore::new(bounds.connections));
        let drain = bounds.drain;
        let service = Arc::new(Service {
            handler,
            bodies: body::Room::new(bounds.bodies_bytes),
            bounds,
            tls: tls.is_some(),
            desks: Arc::new(Semaphore::new(cores * 2)),
            proxy,
        });
        let mut listener =
            Self { port, address: IpAddr::V4(Ipv4Addr::LOCALHOST), drain, stop, loops: JoinSet::new() };
        for (nth, socket) in sockets.into_iter().enumerate() {
            if let (0, Ok(local)) = (nth, socket.local_addr()) {
                listener.port = local.port();
                listener.address = local.ip();
            }
            listener.loops.spawn(accept(
                socket,
                tls.clone(),
                Arc::clone(&service),
                Arc::clone(&places),
                stopped.clone(),
            ));
        }
        Ok(listener)
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The first address: 127.0.0.1 on loopback.
    pub fn address(&self) -> IpAddr {
        self.address
    }

    /// Takes no more connections, lets open requests end for the time of [`Bounds::drain`], then cuts.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        let all = async { while self.loops.join_next().await.is_some() {} };
        let _ = timeout(self.drain, all).await;
        self.loops.shutdown().await;
    }
}

async fn accept(
    socket: TcpListener,
    tls: Option<Arc<Tls>>,
    service: Arc<Service>,
    places: Arc<Semaphore>,
    mut stop: watch::Receiver<bool>,
) {
    let mut connections = JoinSet::new();
    let stopped = stop.clone();
    loop {
        tokio::select! {
            accepted = socket.accept() => match accepted {
                Ok((stream, peer)) => match Arc::clone(&places).try_acquire_owned() {
                    Ok(place) => {
                        let served = connection::serve(stream, tls.clone(), Arc::clone(&service), stopped.clone());
                        connections.spawn(async move {
                            let _place = place;
                            served.await;
                        });
                    }
                    Err(_) => refuse(stream, peer, service.bounds.connections),
                },
                Err(why) => {
                    // Out of descriptors, mostly: waiting a little is all that helps.
                    tracing::warn!("accepting a connection failed: {why}");
                    sleep(Duration::from_millis(50)).await;
                }
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
            () = connection::asked_to_stop(&mut stop) => break,
        }
    }
    drop(socket);
    while connections.join_next().await.is_some() {}
}

fn refuse(stream: TcpStream, peer: SocketAddr, most: usize) {
    tracing::warn!(%peer, "closed at once: {most} connections are open, and no more are served; close idle ones");
    drop(stream);
}

async fn sockets(bind: Bind, port: u16) -> Result<Vec<TcpListener>, BindError> {
    let address = match bind {
        Bind::Exposed(address) => return Ok(vec![listen(address, port).await?]),
        Bind::Loopback => IpAddr::V4(Ipv4Addr::LOCALHOST),
    };
    let mut tries = EPHEMERAL_TRIES;
    loop {
        let four = listen(address, port).await?;
        let picked = four.local_addr().map_or(port, |local| local.port());
        match listen(IpAddr::V6(Ipv6Addr::LOCALHOST), picked).await {
            Ok(six) => return Ok(vec![four, six]),
            // The system picked a port that is taken on the other loopback: pick again.
            Err(BindError::Taken { .. }) if port == 0 && tries > 1 => tries -= 1,
            Err(why @ BindError::Taken { .. }) => return Err(why),
            Err(_) => return Ok(vec![four]),
        }
    }
}

async fn listen(address: IpAddr, port: u16) -> Result<TcpListener, BindError> {
    TcpListener::bind(SocketAddr::new(address, port)).await.map_err(|why| match why.kind() {
        ErrorKind::AddrInUse => BindError::Taken { address, port },
        ErrorKind::AddrNotAvailable => BindError::NotHere { address },
        ErrorKind::PermissionDenied => BindError::Forbidden { address, port },
        _ => BindError::Other { address, port, why },
    })
}
