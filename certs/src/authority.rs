//! The issuers of this house: what each is called and what stands above it.

use rcgen::{BasicConstraints, IsCa, KeyUsagePurpose};

use crate::name::{Attribute, EXERCISE, Name};
use crate::{Authority, KeyKind};

/// Authorities sign with EC P-256: a P-256 key costs microseconds where RSA-4096 costs seconds, and start-up makes one. Only the
/// root of Węzeł Krajowy is RSA-4096, as the real one is; it is made when a first certificate under it is asked for.
const KEY: KeyKind = KeyKind::EcP256;

/// One certificate of an authority.
pub(crate) struct Tier {
    /// Names its key.
    pub(crate) key_name: &'static str,
    pub(crate) key: KeyKind,
    pub(crate) name: Name,
    pub(crate) is_ca: IsCa,
}

impl Authority {
    /// Every authority, for lists and exports.
    pub const ALL: [Self; 6] =
        [Self::Epuap, Self::KsefCertificates, Self::Stranger, Self::Qualified, Self::Tls, Self::WezelKrajowy];

    /// `epuap`, `ksef-certificates`, `stranger`, `qualified`, `tls` or `wezel-krajowy`: as in JSON and the CLI.
    pub fn name(self) -> &'static str {
        match self {
            Self::Epuap => "epuap",
            Self::KsefCertificates => "ksef-certificates",
            Self::Stranger => "stranger",
            Self::Qualified => "qualified",
            Self::Tls => "tls",
            Self::WezelKrajowy => "wezel-krajowy",
        }
    }

    /// Its certificates, root first; the last one issues. Qualified providers in Poland stand under a national root, so the
    /// qualified-like one has two tiers, and clients that forget the one between fail here too.
    pub(crate) fn tiers(self) -> Vec<Tier> {
        match self {
            // `certyfikat.txt` holds the leaf and these three (`spec/epuap.md` §5).
            Self::Epuap => vec![
                root("authority-epuap-root", "Główny urząd ePUAP (na niby)"),
                between("authority-epuap-operator", "Operator certyfikatów (na niby)", 1),
                between("authority-epuap", "Urząd systemów ePUAP (na niby)", 0),
            ],
            Self::KsefCertificates => vec![root("authority-ksef-certificates", "Certyfikaty KSeF")],
            Self::Stranger => vec![root("authority-stranger", "Urząd, któremu nikt nie ufa")],
            Self::Qualified => vec![
                root("authority-qualified-root", "Krajowy korzeń zaufania"),
                between("authority-qualified", "Kwalifikowany urząd (na niby)", 0),
            ],
            Self::Tls => vec![root("authority-tls", "TLS")],
            Self::WezelKrajowy => {
                vec![Tier { key: KeyKind::Rsa4096, ..root("authority-wezel-krajowy", "ROOT_WK (na niby)") }]
            }
        }
    }
}

pub(crate) const USAGES: [KeyUsagePurpose; 2] = [KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];

fn root(key_name: &'static str, what: &str) -> Tier {
    Tier { key_name, key: KEY, name: name(what), is_ca: IsCa::Ca(BasicConstraints::Unconstrained) }
}

/// An authority under another, with at most `below` authorities under itself.
fn between(key_name: &'static str, what: &str, below: u8) -> Tier {
    Tier { key_name, key: KEY, name: name(what), is_ca: IsCa::Ca(BasicConstraints::Constrained(below)) }
}

fn name(what: &str) -> Name {
    Name::throwaway()
        .with(Attribute::Organization, format!("Poligon – {EXERCISE}"))
        .with(Attribute::CommonName, format!("{what} – {EXERCISE}"))
}
