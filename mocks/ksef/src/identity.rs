//! Who logs in, where, and how: subjects, contexts, methods, permissions (spec §5.1).

use std::fmt;
use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

/// What a context or a subject is identified by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum IdKind {
    /// SHA-256 of a certificate's DER, 64 upper-case hex digits (subjects only).
    Fingerprint,
    /// `NIP-ddddd` (contexts only).
    InternalId,
    /// NIP, ten digits.
    Nip,
    /// NIP and a VAT number of the EU: `1234567890-DE123456789` (contexts only).
    NipVatUe,
    /// `PPL123456`.
    PeppolId,
    /// PESEL, eleven digits (subjects only).
    Pesel,
}

/// An identifier with its kind: a context or a subject.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Identifier {
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: IdKind,
    /// Its value.
    pub value: String,
}

/// A permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are the API's own; their meaning stands in spec §5.2")]
pub enum Permission {
    CollectiveIdentifierManage,
    CredentialsManage,
    CredentialsRead,
    EnforcementOperations,
    Introspection,
    InvoiceRead,
    InvoiceWrite,
    PefInvoiceWrite,
    SubunitManage,
    VatUeManage,
}

/// How a subject logged in; `aum` of the access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Method {
    /// A certificate that KSeF issued.
    InternalCertificate,
    /// The seal of a Peppol provider.
    PeppolSignature,
    /// A seal.
    QualifiedSeal,
    /// A person's signature.
    QualifiedSignature,
    /// A KSeF token.
    Token,
}

/// The addresses from which a login may be used. Nothing in any list means anywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AllowedIps {
    /// `192.168.0.10`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ip4_addresses: Vec<String>,
    /// `10.0.0.1-10.0.0.254`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ip4_ranges: Vec<String>,
    /// `172.16.0.0/16`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ip4_masks: Vec<String>,
}

impl IdKind {
    /// The API's word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fingerprint => "Fingerprint",
            Self::InternalId => "InternalId",
            Self::Nip => "Nip",
            Self::NipVatUe => "NipVatUe",
            Self::PeppolId => "PeppolId",
            Self::Pesel => "Pesel",
        }
    }

    /// Whether a value has this kind's shape. Check digits are not looked at: the TEST environment does not (spec §6).
    pub fn fits(self, value: &str) -> bool {
        match self {
            Self::Fingerprint => {
                value.len() == 64 && value.bytes().all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'F'))
            }
            Self::InternalId => {
                value.split_once('-').is_some_and(|(nip, unit)| is_nip(nip) && digits(unit, 5))
            }
            Self::Nip => is_nip(value),
            Self::NipVatUe => value.split_once('-').is_some_and(|(nip, vat)| is_nip(nip) && is_eu_vat(vat)),
            Self::PeppolId => {
                let (head, tail) = value.split_at_checked(3).unwrap_or(("", ""));
                head.starts_with('P') && head.bytes().all(|b| b.is_ascii_uppercase()) && digits(tail, 6)
            }
            Self::Pesel => is_pesel(value),
        }
    }
}

impl Identifier {
    /// An identifier; its shape is not judged here.
    pub fn new(kind: IdKind, value: impl Into<String>) -> Self {
        Self { kind, value: value.into() }
    }

    /// A NIP.
    pub fn nip(value: impl Into<String>) -> Self {
        Self::new(IdKind::Nip, value)
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.name(), self.value)
    }
}

impl Permission {
    /// All, in the order of the API's words.
    pub const ALL: [Self; 10] = [
        Self::CollectiveIdentifierManage,
        Self::CredentialsManage,
        Self::CredentialsRead,
        Self::EnforcementOperations,
        Self::Introspection,
        Self::InvoiceRead,
        Self::InvoiceWrite,
        Self::PefInvoiceWrite,
        Self::SubunitManage,
        Self::VatUeManage,
    ];

    /// The API's word.
    pub fn name(self) -> &'static str {
        match self {
            Self::CollectiveIdentifierManage => "CollectiveIdentifierManage",
            Self::CredentialsManage => "CredentialsManage",
            Self::CredentialsRead => "CredentialsRead",
            Self::EnforcementOperations => "EnforcementOperations",
            Self::Introspection => "Introspection",
            Self::InvoiceRead => "InvoiceRead",
            Self::InvoiceWrite => "InvoiceWrite",
            Self::PefInvoiceWrite => "PefInvoiceWrite",
            Self::SubunitManage => "SubunitManage",
            Self::VatUeManage => "VatUeManage",
        }
    }

    /// Whether an owner has it without a grant: all but what belongs to EU, Peppol and enforcement contexts (spec §5.1, 5.2).
    pub fn comes_with_ownership(self) -> bool {
        !matches!(self, Self::VatUeManage | Self::PefInvoiceWrite | Self::EnforcementOperations)
    }
}

impl Method {
    /// The API's word.
    pub fn name(self) -> &'static str {
        match self {
            Self::InternalCertificate => "InternalCertificate",
            Self::PeppolSignature => "PeppolSignature",
            Self::QualifiedSeal => "QualifiedSeal",
            Self::QualifiedSignature => "QualifiedSignature",
            Self::Token => "Token",
        }
    }

    /// Category, code and name for people, as in `authenticationMethodInfo`. Only the seal's are documented; the others
    /// follow its pattern.
    pub fn info(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::InternalCertificate => ("XadesSignature", "xades.internal-certificate", "Certyfikat KSeF"),
            Self::PeppolSignature => {
                ("XadesSignature", "xades.peppol-signature", "Podpis dostawcy usług Peppol")
            }
            Self::QualifiedSeal => ("XadesSignature", "xades.qualified-seal", "Pieczęć kwalifikowana"),
            Self::QualifiedSignature => {
                ("XadesSignature", "xades.qualified-signature", "Podpis kwalifikowany")
            }
            Self::Token => ("Token", "token.ksef", "Token KSeF"),
        }
    }
}

impl AllowedIps {
    /// Whether nothing is listed.
    pub fn is_empty(&self) -> bool {
        self.ip4_addresses.is_empty() && self.ip4_ranges.is_empty() && self.ip4_masks.is_empty()
    }

    /// Whether a login with this policy may be used from this address. IPv4 written as IPv6 counts as IPv4; another IPv6
    /// address is on no list.
    pub fn admits(&self, peer: std::net::IpAddr) -> bool {
        if self.is_empty() {
            return true;
        }
        let std::net::IpAddr::V4(peer) = peer.to_canonical() else { return false };
        self.ip4_addresses.iter().any(|text| text.parse() == Ok(peer))
            || self
                .ip4_ranges
                .iter()
                .any(|text| range(text).is_some_and(|(from, to)| (from..=to).contains(&peer)))
            || self.ip4_masks.iter().any(|text| {
                mask(text).is_some_and(|(net, bits)| (net.to_bits() ^ peer.to_bits()) & bits == 0)
            })
    }
}

/// `10.0.0.1-10.0.0.254`.
pub fn range(text: &str) -> Option<(Ipv4Addr, Ipv4Addr)> {
    let (from, to) = text.split_once('-')?;
    Some((from.parse().ok()?, to.parse().ok()?))
}

/// `172.16.0.0/16`, as address and mask bits.
pub fn mask(text: &str) -> Option<(Ipv4Addr, u32)> {
    let (net, length) = text.split_once('/')?;
    let ordinary = length == "0" || !length.starts_with('0');
    let length: u32 = length.parse().ok().filter(|length| *length <= 32 && ordinary)?;
    Some((net.parse().ok()?, u32::MAX.checked_shl(32 - length).unwrap_or(0)))
}

/// `[1-9]((\d[1-9])|([1-9]\d))\d{7}`.
fn is_nip(value: &str) -> bool {
    digits(value, 10)
        && matches!(value.as_bytes(), [first, second, third, ..] if *first != b'0' && (*second != b'0' || *third != b'0'))
}

/// Eleven digits whose month and day can be: months count on by 20 a century.
fn is_pesel(value: &str) -> bool {
    let number = |from: usize| value.get(from..from + 2).and_then(|two| two.parse::<u8>().ok());
    digits(value, 11)
        && number(2).is_some_and(|month| (1..=12).contains(&(month % 20)))
        && number(4).is_some_and(|day| (1..=31).contains(&day))
}

fn is_eu_vat(vat: &str) -> bool {
    const COUNTRIES: &str =
        "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PT RO SE SI SK XI";
    let (country, number) = vat.split_at_checked(2).unwrap_or(("", ""));
    // The official pattern knows each country's lengths; country and alphabet are enough to tell a mistake here.
    COUNTRIES.split(' ').any(|known| known == country)
        && (2..=13).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'+' | b'*'))
}

fn digits(value: &str, count: usize) -> bool {
    value.len() == count && value.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_told_apart() {
        assert!(IdKind::Nip.fits("5265877635"));
        assert!(!IdKind::Nip.fits("1005877635"), "the second and third digit are not both 0");
        assert!(!IdKind::Nip.fits("526587"));
        assert!(IdKind::InternalId.fits("6824515772-12343"));
        assert!(IdKind::NipVatUe.fits("5265877635-DE123456789"));
        assert!(!IdKind::NipVatUe.fits("5265877635-US123456789"));
        assert!(IdKind::PeppolId.fits("PPL123456"));
        assert!(!IdKind::PeppolId.fits("PPLą23456"));
        assert!(IdKind::Pesel.fits("30112206276"));
        assert!(!IdKind::Pesel.fits("30192206276"), "there is no month 19");
    }

    #[test]
    fn a_policy_admits_listed_addresses_only() {
        let policy = AllowedIps {
            ip4_addresses: vec!["192.168.0.10".into()],
            ip4_ranges: vec!["10.0.0.1-10.0.0.254".into()],
            ip4_masks: vec!["172.16.0.0/16".into()],
        };
        for inside in ["192.168.0.10", "10.0.0.7", "172.16.200.1", "::ffff:10.0.0.7"] {
            assert!(policy.admits(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["192.168.0.11", "10.0.1.0", "172.17.0.1", "::1"] {
            assert!(!policy.admits(outside.parse().unwrap()), "{outside}");
        }
        assert!(AllowedIps::default().admits("::1".parse().unwrap()));
    }
}
