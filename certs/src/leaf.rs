//! What certificates of each profile contain beside their subject.

use std::net::IpAddr;

use rcgen::string::Ia5String;
use rcgen::{ExtendedKeyUsagePurpose, IsCa, KeyUsagePurpose, SanType};
use time::{Duration, OffsetDateTime};

use crate::draft::Draft;
use crate::name::{Attribute, EXERCISE, Name};
use crate::validity::{self, Validity};
use crate::{Authority, Flaw, Order, Profile, VaultError, subject};

/// Names of a TLS leaf that it always has.
const LOCAL: [&str; 4] = ["localhost", "127.0.0.1", "::1", "*.localhost"];

/// More names than this in one order are a mistake.
const MOST_NAMES: usize = 100;

/// The certificate that this order asks for.
pub(crate) fn ordered(order: &Order, now: OffsetDateTime) -> Result<Draft, VaultError> {
    let server = order.profile == Profile::TlsServer;
    if !server && !order.names.is_empty() {
        return Err(VaultError::Order(
            "only a TLS server carries DNS names; leave names out of the order".to_owned(),
        ));
    }
    Ok(Draft {
        subject: subject::of(order)?,
        validity: validity::leaf(now, order.flaw)?,
        is_ca: IsCa::ExplicitNoCa,
        usages: usages(order.profile),
        extended: if server { vec![ExtendedKeyUsagePurpose::ServerAuth] } else { Vec::new() },
        alternative: if server { alternative(&order.names)? } else { Vec::new() },
    })
}

/// Who issues it; `None` when it is self-signed.
pub(crate) fn issuer(order: &Order) -> Result<Option<Authority>, VaultError> {
    let stranger = order.flaw == Some(Flaw::OtherAuthority);
    if order.self_signed && stranger {
        return Err(VaultError::Order(
            "a self-signed certificate has no other authority; drop self_signed or the flaw".to_owned(),
        ));
    }
    Ok(match order.profile {
        _ if order.self_signed => None,
        _ if stranger => Some(Authority::Stranger),
        Profile::KsefPerson | Profile::KsefSeal | Profile::KsefUpo => Some(Authority::Qualified),
        Profile::TlsServer => Some(Authority::Tls),
    })
}

/// A public key of KSeF: „Ministerstwo Finansów”, whatever its use (`spec/ksef.md` §4.3). A later generation begins a minute later,
/// because one client takes the certificate with the newest `validFrom` and another the one with the oldest.
pub(crate) fn ksef_public_key(
    usage: KsefUsage,
    generation: u32,
    now: OffsetDateTime,
) -> Result<Draft, VaultError> {
    let Validity { from, until } = validity::leaf(now, None)?;
    let later = Duration::minutes(i64::from(generation.min(MOST_GENERATIONS)));
    let subject = Name::throwaway()
        .with(Attribute::Organization, format!("Krajowy System e-Faktur – {EXERCISE}"))
        .with(Attribute::CommonName, "Ministerstwo Finansów");
    Ok(Draft {
        subject,
        validity: Validity { from: from + later, until },
        is_ca: IsCa::ExplicitNoCa,
        usages: vec![KeyUsagePurpose::KeyEncipherment, KeyUsagePurpose::DataEncipherment],
        extended: Vec::new(),
        alternative: Vec::new(),
    })
}

/// Validity begins a day before the month, and no generation may begin inside it.
const MOST_GENERATIONS: u32 = 24 * 60 - 1;

fn usages(profile: Profile) -> Vec<KeyUsagePurpose> {
    match profile {
        Profile::TlsServer => vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment],
        Profile::KsefPerson | Profile::KsefSeal | Profile::KsefUpo => {
            vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment]
        }
    }
}

fn alternative(names: &[String]) -> Result<Vec<SanType>, VaultError> {
    if names.len() > MOST_NAMES {
        return Err(VaultError::Order(format!(
            "{} names for one TLS certificate; {MOST_NAMES} is the most",
            names.len()
        )));
    }
    let mut all: Vec<&str> = Vec::new();
    for name in LOCAL.into_iter().chain(names.iter().map(String::as_str)) {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all.into_iter().map(alternative_name).collect()
}

fn alternative_name(name: &str) -> Result<SanType, VaultError> {
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
