//! A line within the process: no sockets, no waiting. What happens on the wire is told as a client would see it.

use std::sync::Arc;
use std::time::Duration;

use poligon_institution::message::Base;
use poligon_institution::{Broken, BrokenHow, Effects, Line, Request, Response, Room, TlsFault, WireFault};
use time::OffsetDateTime;

/// How long a client of ours waits for a whole answer.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A line into a room.
#[derive(Debug)]
pub(super) struct Inside {
    pub(super) room: Arc<Room>,
}

impl Line for Inside {
    fn send(&mut self, institution: &'static str, mut request: Request) -> Result<Response, Broken> {
        let institution = self.aimed(institution, &mut request)?;
        let url = base(institution);
        request.base = Base { storage_url: url.clone(), url };
        if let Some(fault) = self.room.handshake(institution, None) {
            return Err(tls(fault));
        }
        let delivery = self.room.deliver(institution, &request).ok_or_else(|| unreachable(institution))?;
        self.arrives(delivery.answer.response, delivery.effects)
    }

    fn base(&self, institution: &'static str) -> String {
        base(institution)
    }

    fn wait(&mut self, span: Duration) {
        self.pass(span);
    }

    fn now(&self) -> OffsetDateTime {
        self.room.sandbox.clock.now()
    }
}

impl Inside {
    /// An absolute URL that an institution handed out leads to that institution, whoever it was said to.
    fn aimed(&self, institution: &'static str, request: &mut Request) -> Result<&'static str, Broken> {
        let Some(rest) = request.path.strip_prefix("https://") else { return Ok(institution) };
        let (host, path) = match rest.find('/') {
            Some(at) => rest.split_at_checked(at).unwrap_or((rest, "/")),
            None => (rest, "/"),
        };
        let name = host.strip_suffix(".localhost").unwrap_or_default();
        let aimed = self.room.institution(name).ok_or_else(|| unreachable(host))?;
        request.path = path.to_owned();
        Ok(aimed)
    }

    /// What a client sees of an answer that something happens to.
    fn arrives(&self, response: Response, effects: Effects) -> Result<Response, Broken> {
        let dripped = match effects.wire {
            Some(WireFault::Drip { bytes, every }) => {
                let portions = response.body.len().div_ceil(bytes.max(1));
                every.saturating_mul(u32::try_from(portions).unwrap_or(u32::MAX))
            }
            _ => Duration::ZERO,
        };
        let takes = effects.delay.saturating_add(dripped);
        self.pass(takes.min(PATIENCE));
        if takes > PATIENCE {
            return Err(Broken {
                how: BrokenHow::TimedOut,
                sentence: format!("no whole answer within {} s", PATIENCE.as_secs()),
            });
        }
        let length = response.body.len();
        match effects.wire {
            Some(WireFault::ResetBeforeHead) => {
                Err(broken(BrokenHow::Reset, "the connection was reset before the answer".to_owned()))
            }
            Some(WireFault::ResetInBody { after }) => Err(broken(
                BrokenHow::Reset,
                format!("the connection was reset after {} of {length} bytes", after.min(length)),
            )),
            Some(WireFault::Truncate { after }) if after < length => Err(broken(
                BrokenHow::Truncated,
                format!("the connection ended after {after} of {length} bytes"),
            )),
            Some(WireFault::Truncate { .. } | WireFault::Drip { .. }) | None => Ok(response),
        }
    }

    fn pass(&self, span: Duration) {
        if let Ok(span) = span.try_into() {
            self.room.sandbox.clock.advance(span);
        }
    }
}

/// The URL of an institution within the process; it leads nowhere outside.
fn base(institution: &str) -> String {
    format!("https://{institution}.localhost")
}

fn broken(how: BrokenHow, sentence: String) -> Broken {
    Broken { how, sentence }
}

fn unreachable(host: &str) -> Broken {
    broken(BrokenHow::Unreachable, format!("nobody listens at {host}"))
}

fn tls(fault: TlsFault) -> Broken {
    let why = match fault {
        TlsFault::Alert => "the server ended the handshake with an alert",
        TlsFault::Expired => "the server's certificate has expired",
        TlsFault::UnknownAuthority => "the server's certificate is of an unknown authority",
        TlsFault::WrongName => "the server's certificate is for another name",
    };
    broken(BrokenHow::Tls, why.to_owned())
}
