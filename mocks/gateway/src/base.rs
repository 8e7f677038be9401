//! How the caller reached us: scheme, host and port, for the URLs that an institution hands out.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use http::request::Parts;
use poligon_institution::Base;

/// URLs that replace what the caller used, by institution: behind a reverse proxy, or for clients that refuse loopback
/// addresses in links.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicUrls {
    /// `institution → URL` for everything; no slash at the end.
    pub public: BTreeMap<&'static str, String>,
    /// `institution → URL` for storage links; no slash at the end.
    pub storage: BTreeMap<&'static str, String>,
}

impl PublicUrls {
    /// The base of this institution for a caller who used `asked` and the sandbox prefix `prefix`.
    pub(crate) fn base(&self, institution: &str, asked: &Base, prefix: &str) -> Base {
        let url = self.public.get(institution).unwrap_or(&asked.url);
        let storage = self.storage.get(institution).unwrap_or(url);
        Base { url: format!("{url}{prefix}"), storage_url: format!("{storage}{prefix}") }
    }
}

/// The base as the caller used it, without a sandbox prefix; `None` when Host is no host.
pub(crate) fn asked(head: &Parts, tls: bool, local: SocketAddr) -> Option<Base> {
    let scheme = if tls { "https" } else { "http" };
    let authority = match authority(head) {
        Some(authority) if is_authority(&authority) => authority,
        Some(_) => return None,
        None => local.to_string(),
    };
    let url = format!("{scheme}://{authority}");
    Some(Base { storage_url: url.clone(), url })
}

/// The host without port that the caller asked for, lower case.
pub(crate) fn host_of(base: &Base) -> String {
    let authority = base.url.split_once("://").map_or(base.url.as_str(), |(_, rest)| rest);
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or(rest, |(host, _)| host),
        None => authority.split_once(':').map_or(authority, |(host, _)| host),
    };
    host.to_ascii_lowercase()
}

fn authority(head: &Parts) -> Option<String> {
    if let Some(authority) = head.uri.authority() {
        return Some(authority.as_str().to_owned());
    }
    let host = head.headers.get(http::header::HOST)?;
    Some(host.to_str().unwrap_or("?").to_owned())
}

/// What ends in links that we hand out must not carry quotes, markup or user names.
fn is_authority(text: &str) -> bool {
    let ordinary = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
    !text.is_empty()
        && text.len() <= 255
        && text.chars().all(ordinary)
        && text.parse::<http::uri::Authority>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(host: &str) -> Option<Base> {
        let request = http::Request::builder().uri("/v2").header("host", host).body(()).unwrap();
        asked(&request.into_parts().0, true, "127.0.0.1:8445".parse().unwrap())
    }

    #[test]
    fn the_host_header_decides() {
        assert_eq!(base("Localhost:8445").unwrap().url, "https://Localhost:8445");
        assert_eq!(host_of(&base("Localhost:8445").unwrap()), "localhost");
        assert_eq!(host_of(&base("[::1]:8445").unwrap()), "::1");
    }

    #[test]
    fn a_host_with_markup_is_no_host() {
        for host in ["a\"b", "user@host", "a b", "", "<x>"] {
            assert_eq!(base(host), None, "{host}");
        }
    }

    #[test]
    fn a_public_url_replaces_what_the_caller_used() {
        let mut urls = PublicUrls::default();
        urls.public.insert("ksef", "https://ksef.test".into());
        let asked = base("localhost:1").unwrap();
        assert_eq!(urls.base("ksef", &asked, "/@a").storage_url, "https://ksef.test/@a");
        urls.storage.insert("ksef", "https://store.test".into());
        let base = urls.base("ksef", &asked, "/@a");
        assert_eq!(
            (base.url.as_str(), base.storage_url.as_str()),
            ("https://ksef.test/@a", "https://store.test/@a")
        );
        assert_eq!(urls.base("epuap", &asked, "").url, "https://localhost:1");
    }
}
