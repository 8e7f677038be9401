//! Parsers of flag values; each error is one sentence that says what would be taken.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::config::UrlOverride;
use crate::institutions::{self, Known};

pub(crate) fn institution(name: &str) -> Result<Known, String> {
    institutions::built(name)
}

pub(crate) fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write NAME=VALUE".to_owned()),
    }
}

/// A bound of the edge; its name and limits are judged with the others.
pub(crate) fn bound(text: &str) -> Result<(String, u32), String> {
    let (name, value) = pair(text)?;
    let value = value.parse().map_err(|_| format!("{name} takes a whole number from 1 to {}", u32::MAX))?;
    Ok((name, value))
}

/// A host name without scheme and port.
pub(crate) fn host_name(text: &str) -> Result<String, String> {
    let ordinary = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    if text.is_empty() || text.len() > 253 || !text.chars().all(ordinary) {
        return Err("write a host name without scheme and port, such as poligon.example.test".to_owned());
    }
    Ok(text.to_ascii_lowercase())
}

pub(crate) fn time(text: &str) -> Result<OffsetDateTime, String> {
    let long = if text.len() == 10 { format!("{text}T00:00:00Z") } else { text.to_owned() };
    OffsetDateTime::parse(&long, &Rfc3339)
        .map_err(|_| "write a time as 2026-11-24T12:00:00Z (RFC 3339), or a date as 2026-11-24".to_owned())
}

pub(crate) fn public_url(text: &str) -> Result<UrlOverride, String> {
    let (institution, url) = match text.split_once('=') {
        Some((name, url)) if !name.contains(':') => (Some(institution(name)?.name.to_owned()), url),
        _ => (None, text),
    };
    let url = url.trim_end_matches('/');
    let parsed: http::Uri = url.parse().map_err(|_| wanted_url())?;
    let good = matches!(parsed.scheme_str(), Some("http" | "https"))
        && parsed.host().is_some_and(|host| !host.is_empty());
    if !good || parsed.query().is_some() {
        return Err(wanted_url());
    }
    Ok(UrlOverride { institution, url: url.to_owned() })
}

/// A URL without institution.
pub(crate) fn base_url(text: &str) -> Result<String, String> {
    match public_url(text)? {
        UrlOverride { institution: None, url } => Ok(url),
        UrlOverride { institution: Some(_), .. } => Err(wanted_url()),
    }
}

fn wanted_url() -> String {
    "write a URL with scheme and host and without query, such as https://ksef.example.test, or ksef=https://ksef.example.test".to_owned()
}

pub(crate) fn admin_token(text: &str) -> Result<String, String> {
    let visible = text.chars().all(|c| c.is_ascii_graphic());
    if text.len() < 16 || text.len() > 256 || !visible {
        return Err(
            "an admin token has 16 to 256 visible ASCII characters; `openssl rand -hex 16` makes one"
                .to_owned(),
        );
    }
    Ok(text.to_owned())
}
