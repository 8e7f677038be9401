//! The names of a TLS leaf.

use std::net::IpAddr;

use rcgen::SanType;
use rcgen::string::Ia5String;

use crate::VaultError;

/// Names of a TLS leaf that it always has. The institutions are named one by one because OpenSSL takes no wildcard for a name
/// of two labels: `*.localhost` is for browsers and rustls only.
const LOCAL: [&str; 10] = [
    "localhost",
    "127.0.0.1",
    "::1",
    "*.localhost",
    "console.localhost",
    "epuap.localhost",
    "esia.localhost",
    "ksef.localhost",
    "profil-zaufany.localhost",
    "wezel-krajowy.localhost",
];

/// More names than this in one order are a mistake.
const MOST_NAMES: usize = 100;

/// The local names and these, each once.
pub(crate) fn with_local(names: &[String]) -> Result<Vec<String>, VaultError> {
    once(&LOCAL, names)
}

/// These names, each once.
pub(crate) fn checked(names: &[String]) -> Result<Vec<String>, VaultError> {
    once(&[], names)
}

fn once(first: &[&str], names: &[String]) -> Result<Vec<String>, VaultError> {
    if names.len() > MOST_NAMES {
        return Err(VaultError::Order(format!(
            "{} names for one certificate; {MOST_NAMES} is the most",
            names.len()
        )));
    }
    let mut all: Vec<String> = Vec::new();
    for name in first.iter().copied().chain(names.iter().map(String::as_str)) {
        if !all.iter().any(|known| known == name) {
            alternative(name)?;
            all.push(name.to_owned());
        }
    }
    Ok(all)
}

/// The name of a host that is nowhere, and nothing else: for a leaf that fits no address it is reached under.
pub(crate) fn elsewhere() -> Vec<String> {
    vec!["gdzie-indziej.example.invalid".to_owned()]
}

/// The name as an entry of subjectAltName.
pub(crate) fn alternative(name: &str) -> Result<SanType, VaultError> {
    if let Ok(address) = name.parse::<IpAddr>() {
        return Ok(SanType::IpAddress(address));
    }
    let plain = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    let labels = name.strip_prefix("*.").unwrap_or(name);
    if name.len() > 253 || !labels.split('.').all(plain) {
        let shown: String = name.chars().take(80).collect();
        return Err(VaultError::Order(format!(
            "„{shown}” is neither a DNS name nor an IP address; write it like ksef.example or *.example"
        )));
    }
    let name = Ia5String::try_from(name).map_err(|why| VaultError::making("a DNS name", why))?;
    Ok(SanType::DnsName(name))
}
