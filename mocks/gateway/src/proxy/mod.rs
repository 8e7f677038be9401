//! The proxy on the console's port: official host names lead to the fakes, everything else is refused. This is the offline
//! guarantee of `poligon exec`: it never opens a connection to another machine.
//!
//! CONNECT opens a tunnel, whose bytes are served in this process as if an institution's listener had taken them.
//! `GET http://host/…` is answered at once. Host of a request through the proxy is what stands in its first line.

mod target;
pub(crate) mod tunnel;
mod user;

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use http::request::Parts;
use http::{HeaderMap, Method, StatusCode, Version, header};
use poligon_institution::{House, Request, Response, room};
use poligon_world::SandboxName;

pub use target::{Malformed, Target, target};
pub(crate) use tunnel::{Opened, Slot, Tunnel};

use crate::{Front, Refusal, Tls, checks};

/// Under this name the journal keeps what the proxy refused.
pub const GATEWAY: &str = room::EDGE;

/// How many official names a refusal lists.
const MOST_NAMED: usize = 6;

/// A port of this process that programs may also reach through the proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Door {
    /// The institution behind it.
    pub institution: &'static str,
    /// Whether it speaks TLS.
    pub tls: bool,
}

/// What the proxy leads to.
pub struct Proxy {
    /// Where refusals are recorded.
    pub house: Arc<House>,
    /// The institutions that run.
    pub fronts: Vec<Front>,
    /// `official host name → institution` for those that do not run here, or are not built.
    pub absent: BTreeMap<&'static str, Absent>,
    /// TLS with a leaf for the official names; `None`: they are not impersonated.
    pub impersonate: Option<Arc<Tls>>,
    /// The listeners of the institutions, by port.
    pub doors: BTreeMap<u16, Door>,
    /// The sandbox of programs that give no user name.
    pub sandbox: SandboxName,
}

/// Why an official host name leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Absent {
    /// What it belongs to: `esia`, or `the QR pages of ksef`.
    pub what: &'static str,
    /// Whether Poligon could play it.
    pub built: bool,
}

/// Where a request through the proxy goes.
pub(crate) enum Lead {
    /// To the console itself.
    Here,
    /// To an institution, in clear text.
    Front(Front),
    /// Into a tunnel.
    Tunnel(Tunnel),
}

/// Whether this request asks for a proxy. In HTTP/2 every request names a host, and tunnels are not offered.
pub(crate) fn asked(head: &Parts) -> bool {
    head.version < Version::HTTP_2 && (head.method == Method::CONNECT || head.uri.scheme().is_some())
}

impl Proxy {
    /// Where this request goes; `local` is the address that took it.
    pub(crate) fn lead(&self, head: &mut Parts, local: SocketAddr) -> Result<Lead, Refusal> {
        let named = user::sandbox(&head.headers).map_err(|why| {
            Refusal::new(
                StatusCode::BAD_REQUEST,
                &checks::PROXY_USER,
                format!("the proxy's user is no sandbox: {why}."),
            )
        });
        if head.method == Method::CONNECT {
            let target = connect_target(head)?;
            return self.tunnel(&target, &named?.unwrap_or_else(|| self.sandbox.clone())).map(Lead::Tunnel);
        }
        let target = absolute_target(head)?;
        if is_loopback(&target.host) && target.port == local.port() {
            return Ok(Lead::Here);
        }
        let front = self.plain(&target)?.in_sandbox(named?.unwrap_or_else(|| self.sandbox.clone()));
        without_proxy_headers(head);
        Ok(Lead::Front(front))
    }

    fn tunnel(&self, target: &Target, sandbox: &SandboxName) -> Result<Tunnel, Refusal> {
        if is_loopback(&target.host) && self.doors.contains_key(&target.port) {
            return Ok(Tunnel::Door(SocketAddr::new(loopback(&target.host), target.port)));
        }
        let (front, tls) = self.official(target)?;
        Ok(Tunnel::Fake { front: front.in_sandbox(sandbox.clone()), tls: Arc::clone(tls) })
    }

    fn plain(&self, target: &Target) -> Result<&Front, Refusal> {
        let door = self.doors.get(&target.port).filter(|_| is_loopback(&target.host));
        match door {
            Some(Door { tls: true, .. }) => {
                let sentence = format!("{target} speaks TLS, and the program asked for it with http://.");
                Err(Refusal::new(StatusCode::BAD_REQUEST, &checks::PROXY_TARGET, sentence))
            }
            Some(door) => self.front(door.institution).ok_or_else(|| self.foreign(target)),
            None => self.official(target).map(|(front, _)| front),
        }
    }

    /// The institution of an official host name, and TLS for it.
    fn official(&self, target: &Target) -> Result<(&Front, &Arc<Tls>), Refusal> {
        let institution = self.house.registry().of_host(&target.host).map(|institution| institution.name());
        let Some(front) = institution.and_then(|name| self.front(name)) else {
            let absent = self.absent.get(target.host.as_str());
            return Err(absent.map_or_else(|| self.foreign(target), |absent| missing(target, *absent)));
        };
        let Some(tls) = &self.impersonate else {
            let sentence = format!(
                "{} is an official name, and those are played under `poligon exec` or with --impersonate only.",
                target.host
            );
            return Err(Refusal::new(StatusCode::FORBIDDEN, &checks::IMPERSONATION, sentence));
        };
        Ok((front, tls))
    }

    fn front(&self, institution: &str) -> Option<&Front> {
        self.fronts.iter().find(|front| front.institution() == institution)
    }

    fn foreign(&self, target: &Target) -> Refusal {
        let registry = self.house.registry();
        let mut known: Vec<&str> =
            registry.all().iter().flat_map(|institution| institution.hosts()).copied().collect();
        if known.len() > MOST_NAMED {
            known.truncate(MOST_NAMED);
            known.push("…");
        }
        let sentence = format!(
            "the program asked for {target}, and the proxy leads to nothing but the fakes ({}); nothing was sent there.",
            known.join(", ")
        );
        Refusal::new(StatusCode::FORBIDDEN, &checks::PROXY_HOST, sentence)
    }

    /// Records what the proxy refused in the journal of the caller's sandbox, or of the proxy's own.
    pub(crate) fn refused(&self, request: &Request, refusal: &Refusal) -> Response {
        let name = user::sandbox(&request.headers).ok().flatten().unwrap_or_else(|| self.sandbox.clone());
        // A sandbox too many is no reason to lose the record.
        let room = self.house.room(&name).or_else(|_| self.house.room(&SandboxName::default_name()));
        let response = refusal.response();
        match room {
            Ok(room) => room.refuse(GATEWAY, request, response, refusal.finding().check, refusal.said()),
            Err(_) => response,
        }
    }
}

fn missing(target: &Target, absent: Absent) -> Refusal {
    let (what, host) = (absent.what, &target.host);
    if absent.built {
        let sentence = format!("{host} belongs to {what}, which does not run here.");
        return Refusal::new(StatusCode::NOT_IMPLEMENTED, &checks::PROXY_RUNS, sentence);
    }
    let sentence = format!("{host} belongs to {what}, which is not built; nothing was sent there.");
    Refusal::new(StatusCode::NOT_IMPLEMENTED, &checks::PROXY_BUILT, sentence)
}

fn connect_target(head: &Parts) -> Result<Target, Refusal> {
    if head.headers.contains_key(header::TRANSFER_ENCODING) || announces_body(&head.headers) {
        return Err(bad_target("CONNECT came with a body, whose bytes would pass for the tunnel's."));
    }
    let written = head.uri.to_string();
    let bare = head.uri.scheme().is_none() && head.uri.path_and_query().is_none();
    match target(&written) {
        Ok(target) if bare => Ok(target),
        Ok(_) => Err(bad_target("CONNECT came with more than HOST:PORT.")),
        Err(why) => {
            Err(bad_target(&format!("CONNECT takes HOST:PORT, but of „{}” {why}.", shortened(&written))))
        }
    }
}

fn absolute_target(head: &Parts) -> Result<Target, Refusal> {
    if head.uri.scheme() != Some(&http::uri::Scheme::HTTP) {
        let sentence = format!(
            "the program sent „{}” to the proxy in clear text; https:// goes through CONNECT, and other schemes are not played.",
            shortened(&head.uri.to_string())
        );
        return Err(bad_target(&sentence));
    }
    let authority = head.uri.authority().map_or("", |authority| authority.as_str());
    // Port 80 when there is none; the bracket tells [::1] from [::1]:80.
    let whole = match authority.rsplit_once(':') {
        Some((_, port)) if !port.ends_with(']') => authority.to_owned(),
        _ => format!("{authority}:80"),
    };
    target(&whole)
        .map_err(|why| bad_target(&format!("of the host of „{}” {why}.", shortened(&head.uri.to_string()))))
}

fn bad_target(sentence: &str) -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST, &checks::PROXY_TARGET, sentence)
}

fn announces_body(headers: &HeaderMap) -> bool {
    headers.get_all(header::CONTENT_LENGTH).iter().any(|length| length != "0")
}

/// What was for the proxy is no business of the institution, and the first line decides about Host (RFC 9112, 3.2.2).
fn without_proxy_headers(head: &mut Parts) {
    head.headers.remove(header::PROXY_AUTHORIZATION);
    head.headers.remove("proxy-connection");
    head.headers.remove(header::HOST);
}

fn is_loopback(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "::1") || host.ends_with(".localhost")
}

/// An address, not a name: a hosts file could lead a name elsewhere.
fn loopback(host: &str) -> IpAddr {
    if host == "::1" { Ipv6Addr::LOCALHOST.into() } else { Ipv4Addr::LOCALHOST.into() }
}

fn shortened(text: &str) -> String {
    text.chars().take(120).collect()
}
