//! A tunnel: what follows the 200 to a CONNECT. It runs in the task of its connection, so it counts as one, ends with
//! the listener, and needs no bounds of its own.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::io::copy_bidirectional;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::service::{Ends, Service};
use crate::{Front, Tls, connection};

/// Where the bytes of a tunnel go.
pub(crate) enum Tunnel {
    /// To an institution, under an official name.
    Fake { front: Front, tls: Arc<Tls> },
    /// To a listener of this process.
    Door(SocketAddr),
}

/// Where a request leaves the tunnel that it opened, for its connection to run.
#[derive(Clone, Default)]
pub(crate) struct Slot(Arc<Mutex<Option<Opened>>>);

/// The connection that becomes a tunnel, and where to.
pub(crate) type Opened = (OnUpgrade, Tunnel);

impl Slot {
    pub(crate) fn put(&self, upgrade: OnUpgrade, tunnel: Tunnel) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((upgrade, tunnel));
    }

    /// Whether there is one.
    pub(crate) fn holds(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    pub(crate) fn take(&self) -> Option<Opened> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Serves a tunnel to its end.
pub(crate) async fn run(
    (upgrade, tunnel): Opened,
    service: &Service,
    ends: Ends,
    mut stop: watch::Receiver<bool>,
) {
    let Ok(Ok(upgraded)) = timeout(service.bounds.handshake, upgrade).await else { return };
    let mut stream = TokioIo::new(upgraded);
    match tunnel {
        Tunnel::Fake { front, tls } => {
            let inside = Service {
                handler: Arc::new(front),
                bounds: service.bounds.clone(),
                tls: true,
                desks: Arc::clone(&service.desks),
                proxy: None,
                bodies: service.bodies.clone(),
            };
            connection::secured(stream, tls, Arc::new(inside), ends, stop).await;
        }
        Tunnel::Door(address) => {
            let Ok(Ok(mut door)) = timeout(service.bounds.handshake, TcpStream::connect(address)).await
            else {
                return;
            };
            // The listener behind the door ends what idles.
            tokio::select! {
                copied = copy_bidirectional(&mut stream, &mut door) => {
                    if copied.is_err_and(|why| why.kind() == ErrorKind::ConnectionReset) {
                        ends.cut.reset();
                    }
                }
                () = connection::asked_to_stop(&mut stop) => {}
            }
        }
    }
}
