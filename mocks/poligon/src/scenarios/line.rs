//! A line over the network, for `replay --against URL`.

use std::time::Duration;

use http::{HeaderMap, HeaderName};
use poligon_institution::{Broken, BrokenHow, Line, Request, Response};
use poligon_scenarios::run::PATIENCE;
use poligon_world::clock::wall_now;
use time::OffsetDateTime;
use tokio::runtime::Handle;

use crate::client::{Client, Lost};

/// Headers that the client writes itself.
const OWN: &[HeaderName] = &[http::header::HOST, http::header::CONTENT_LENGTH, http::header::CONNECTION];

/// A line to one system at one URL.
#[derive(Debug)]
pub struct NetworkLine {
    /// Where it waits; the caller's thread must not belong to it.
    pub runtime: Handle,
    /// Trusts the CA of the system.
    pub client: Client,
    /// The URL of the institution, no slash at the end.
    pub url: String,
}

impl Line for NetworkLine {
    fn send(&mut self, _institution: &'static str, request: Request) -> Result<Response, Broken> {
        let query = request.query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
        let absolute = request.path.starts_with("https://") || request.path.starts_with("http://");
        let base = if absolute { "" } else { &self.url };
        let url = format!("{base}{}{query}", request.path);
        let mut headers: HeaderMap = request.headers;
        for name in OWN {
            headers.remove(name);
        }
        let sent = self.client.exchange_whole(request.method, &url, headers, request.body, PATIENCE);
        let reply = self.runtime.block_on(sent).map_err(|lost| broken(&url, lost))?;
        Ok(Response { status: reply.status, headers: reply.headers, body: reply.body })
    }

    fn base(&self, _institution: &'static str) -> String {
        self.url.clone()
    }

    fn wait(&mut self, span: Duration) {
        std::thread::sleep(span.min(PATIENCE));
    }

    fn now(&self) -> OffsetDateTime {
        wall_now()
    }
}

fn broken(url: &str, lost: Lost) -> Broken {
    let (how, why) = match lost {
        Lost::Reset(why) => (BrokenHow::Reset, why),
        Lost::Slow => (BrokenHow::TimedOut, format!("no whole answer within {} s", PATIENCE.as_secs())),
        Lost::Tls(why) => (BrokenHow::Tls, why),
        Lost::Truncated(why) => (BrokenHow::Truncated, why),
        Lost::Unreachable(why) | Lost::Unsendable(why) => (BrokenHow::Unreachable, why),
    };
    Broken { how, sentence: format!("{url}: {why}") }
}
