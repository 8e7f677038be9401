//! The proxy's user name is a sandbox: `Proxy-Authorization: Basic base64(NAME:anything)`. There is nothing to protect,
//! so the password does not matter.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::PROXY_AUTHORIZATION;
use poligon_world::SandboxName;

/// The sandbox that the user name names; `None` without a user name.
///
/// # Errors
/// When the header is there and names no sandbox; the sentence says what would be taken.
pub(crate) fn sandbox(headers: &HeaderMap) -> Result<Option<SandboxName>, String> {
    let mut given = headers.get_all(PROXY_AUTHORIZATION).iter();
    let Some(value) = given.next() else { return Ok(None) };
    if given.next().is_some() {
        return Err("Proxy-Authorization comes twice".to_owned());
    }
    let name =
        user(value.as_bytes()).ok_or("Proxy-Authorization is not „Basic” with base64 of NAME:PASSWORD")?;
    if name.is_empty() {
        return Ok(None);
    }
    name.parse().map(Some)
}

fn user(value: &[u8]) -> Option<String> {
    let value = std::str::from_utf8(value).ok()?;
    let (scheme, credentials) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(credentials.trim()).ok()?).ok()?;
    Some(pair.split_once(':')?.0.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &[&str]) -> Result<Option<String>, String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(PROXY_AUTHORIZATION, value.parse().unwrap());
        }
        sandbox(&headers).map(|name| name.map(|name| name.to_string()))
    }

    fn basic(pair: &str) -> String {
        format!("Basic {}", STANDARD.encode(pair))
    }

    #[test]
    fn the_user_is_the_sandbox() {
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&[&basic(":")]), Ok(None));
        assert_eq!(read(&[&basic("alfa:x")]), Ok(Some("alfa".to_owned())));
        assert_eq!(read(&[&basic("alfa:").replace("Basic", "bASIC")]), Ok(Some("alfa".to_owned())));
    }

    #[test]
    fn what_names_no_sandbox_is_refused() {
        for value in
            ["Bearer abc", "Basic", "Basic ???", &basic("no-colon"), &basic("Alfa:x"), &basic("a\r\nb:x")]
        {
            assert!(read(&[value]).is_err(), "{value}");
        }
        assert!(read(&[&basic("a:x"), &basic("b:x")]).is_err());
    }
}
