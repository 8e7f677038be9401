//! The target of a CONNECT: `HOST:PORT`, RFC 9110, 9.3.6. A pure function over hostile text.

use std::fmt;
use std::net::Ipv6Addr;

use thiserror::Error;

/// A host name has no more characters (RFC 1035, 2.3.4).
const LONGEST_HOST: usize = 253;
/// Brackets, colon and five digits more.
const LONGEST: usize = LONGEST_HOST + 8;

/// A host and a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Lower case, without brackets and without the dot of the root.
    pub host: String,
    /// Never 0.
    pub port: u16,
}

/// Why a text is no target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Malformed {
    /// The host is no name and no address.
    #[error("its host is no host name, IPv4 address or IPv6 address in brackets")]
    Host,
    /// Longer than any host with a port.
    #[error("it is longer than any host name with a port")]
    Long,
    /// No port, or none that exists.
    #[error("its port is no number from 1 to 65535")]
    Port,
    /// A user name before the host.
    #[error("it names a user before the host")]
    User,
}

/// Reads `HOST:PORT`.
///
/// # Errors
/// For everything else: no port, a user name, characters that no host has, a length that no host has.
pub fn target(text: &str) -> Result<Target, Malformed> {
    if text.len() > LONGEST {
        return Err(Malformed::Long);
    }
    if text.contains('@') {
        return Err(Malformed::User);
    }
    let (host, port) = text.rsplit_once(':').ok_or(Malformed::Port)?;
    Ok(Target { host: self::host(host)?, port: self::port(port)? })
}

/// A host on its own, in the form of [`Target::host`].
///
/// # Errors
/// When it is no host.
pub(crate) fn host(text: &str) -> Result<String, Malformed> {
    if let Some(rest) = text.strip_prefix('[') {
        let address = rest.strip_suffix(']').and_then(|inside| inside.parse::<Ipv6Addr>().ok());
        return address.map(|address| address.to_string()).ok_or(Malformed::Host);
    }
    // `name.` and `name` are the same host.
    let name = text.strip_suffix('.').unwrap_or(text);
    if name.len() > LONGEST_HOST || !name.split('.').all(is_label) {
        return Err(Malformed::Host);
    }
    Ok(name.to_ascii_lowercase())
}

/// Underscores are in no host name by the book, but in many by use.
fn is_label(label: &str) -> bool {
    let ordinary = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    !label.is_empty() && label.len() <= 63 && label.bytes().all(ordinary)
}

fn port(text: &str) -> Result<u16, Malformed> {
    // `parse` alone would take „+443”.
    if text.len() > 5 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Malformed::Port);
    }
    text.parse().ok().filter(|port| *port != 0).ok_or(Malformed::Port)
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            return write!(f, "[{}]:{}", self.host, self.port);
        }
        write!(f, "{}:{}", self.host, self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        target(text).map_or_else(|why| format!("{why:?}"), |target| target.to_string())
    }

    #[test]
    fn names_and_addresses_with_a_port_are_targets() {
        for (text, shown) in [
            ("API-test.ksef.mf.gov.pl:443", "api-test.ksef.mf.gov.pl:443"),
            ("api-test.ksef.mf.gov.pl.:443", "api-test.ksef.mf.gov.pl:443"),
            ("127.0.0.1:1", "127.0.0.1:1"),
            ("[::1]:65535", "[::1]:65535"),
            ("[0:0::0:1]:8440", "[::1]:8440"),
            ("my_host:00443", "my_host:443"),
        ] {
            assert_eq!(read(text), shown);
        }
    }

    #[test]
    fn a_port_that_does_not_exist_is_refused() {
        for text in [
            "host",
            "host:",
            "host:0",
            "host:65536",
            "host:+443",
            "host:-1",
            "host:4 3",
            "host:443/",
            "host:٣",
            ":",
        ] {
            assert!(matches!(target(text), Err(Malformed::Port | Malformed::Host)), "{text}");
        }
        assert_eq!(target("host:443/"), Err(Malformed::Port));
    }

    #[test]
    fn smuggled_characters_are_refused() {
        for text in [
            "good.example\r\nx: y:443",
            "good.example\0.evil.example:443",
            "good.example%00:443",
            "good.example evil.example:443",
            "good.example/evil:443",
            "good.example#:443",
            "good.example\\:443",
            "good..example:443",
            ".:443",
            "",
            ":443",
            "żółw.example:443",
            "::1:443",
            "[::1:443",
            "::1]:443",
            "[fe80::1%25eth0]:443",
            "[127.0.0.1]:443",
        ] {
            assert!(target(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_user_is_refused() {
        assert_eq!(target("api-test.ksef.mf.gov.pl:443@evil.example:443"), Err(Malformed::User));
        assert_eq!(target("user@host:443"), Err(Malformed::User));
    }

    #[test]
    fn a_length_that_no_host_has_is_refused() {
        assert_eq!(target(&format!("{}:443", "a".repeat(100_000))), Err(Malformed::Long));
        assert_eq!(target(&format!("{}:443", "a".repeat(64))), Err(Malformed::Host));
        let longest = format!("{}.{}.{}.{}", "a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(61));
        assert!(target(&format!("{longest}:443")).is_ok());
        assert_eq!(target(&format!("{longest}d:443")), Err(Malformed::Host));
    }
}
