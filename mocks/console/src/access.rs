//! Who may use the admin API.

use std::hint::black_box;
use std::net::IpAddr;

use http::StatusCode;
use poligon_institution::Request;

use crate::problem::Problem;

/// Who may use the admin API. Requests must name a loopback host, one of `names`, or (when others are let in) any address:
/// rebinding DNS needs a name. They must come from no foreign Origin, and carry the token when there is one.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// Further host names (no port, any case) under which the console may be called.
    pub names: Vec<String>,
    /// Whether the console may be called by any address.
    pub addresses: bool,
    /// The token of `Authorization: Bearer …`; `None` when only loopback is served.
    pub token: Option<String>,
}

impl Access {
    pub(crate) fn admit(&self, request: &Request) -> Result<(), Problem> {
        let host = request.header("host").unwrap_or_default();
        if !self.knows(host) {
            let sentence = format!(
                "the console does not answer to the host name „{}”; {}",
                host.chars().take(80).collect::<String>(),
                self.remedy()
            );
            return Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, sentence));
        }
        self.judge_origin(request, host)?;
        self.judge_token(request)
    }

    fn knows(&self, authority: &str) -> bool {
        let host = without_port(authority);
        if host.eq_ignore_ascii_case("localhost") {
            return true;
        }
        if host.parse::<IpAddr>().is_ok_and(|address| self.addresses || address.is_loopback()) {
            return true;
        }
        !host.is_empty() && self.names.iter().any(|name| name.eq_ignore_ascii_case(host))
    }

    fn remedy(&self) -> &'static str {
        if self.addresses {
            "call it by an address, or start it with --expose-name NAME"
        } else {
            "call it as 127.0.0.1 or localhost"
        }
    }

    /// A browser page of another origin must not drive the console.
    fn judge_origin(&self, request: &Request, host: &str) -> Result<(), Problem> {
        let Some(origin) = request.headers.get("origin") else { return Ok(()) };
        let origin = origin.to_str().unwrap_or_default();
        let same = ["http://", "https://"].iter().any(|scheme| {
            origin.strip_prefix(scheme).is_some_and(|authority| authority.eq_ignore_ascii_case(host))
        });
        if same {
            return Ok(());
        }
        Err(Problem::new(StatusCode::FORBIDDEN, "a page of another origin may not use the console"))
    }

    fn judge_token(&self, request: &Request) -> Result<(), Problem> {
        let Some(token) = &self.token else { return Ok(()) };
        let given = request.header("authorization").and_then(|value| {
            let (scheme, given) = value.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then_some(given)
        });
        if given.is_some_and(|given| same_bytes(given.trim().as_bytes(), token.as_bytes())) {
            return Ok(());
        }
        let sentence = "this console is exposed and asks for its token: Authorization: Bearer TOKEN, as given to --admin-token";
        Err(Problem::new(StatusCode::UNAUTHORIZED, sentence))
    }
}

fn without_port(authority: &str) -> &str {
    if let Some(rest) = authority.strip_prefix('[') {
        return rest.split_once(']').map_or("", |(host, _)| host);
    }
    authority.split_once(':').map_or(authority, |(host, _)| host)
}

/// Compares in a time that depends on the lengths only.
fn same_bytes(given: &[u8], expected: &[u8]) -> bool {
    let mut difference = u8::from(given.len() != expected.len());
    for (index, byte) in expected.iter().enumerate() {
        difference |= byte ^ given.get(index).copied().unwrap_or(!byte);
    }
    black_box(difference) == 0
}
