//! The issuers of this house: what each is called and what stands above it.

use rcgen::{BasicConstraints, IsCa, KeyUsagePurpose};

use crate::name::{Attribute, EXERCISE, Name, TRAINING};
use crate::{Authority, KeyKind};

/// Authorities sign with EC P-256, those of the Russian chain with GOST: a P-256 key costs microseconds where RSA-4096 costs seconds, and start-up makes one.
pub(crate) const KEY: KeyKind = KeyKind::EcP256;

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
    pub const ALL: [Self; 8] = [
        Self::Epuap,
        Self::Esia,
        Self::EsiaStranger,
        Self::KsefCertificates,
        Self::Stranger,
        Self::Qualified,
        Self::Tls,
        Self::WezelKrajowy,
    ];

    /// `epuap`, `esia`, `esia-stranger`, `ksef-certificates`, `stranger`, `qualified`, `tls` or `wezel-krajowy`: as in JSON and
    /// the CLI.
    pub fn name(self) -> &'static str {
        match self {
            Self::Epuap => "epuap",
            Self::Esia => "esia",
            Self::EsiaStranger => "esia-stranger",
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
            Self::Esia => russian(["authority-esia-root", "authority-esia"], "Головной УЦ", "УЦ Полигон"),
            Self::EsiaStranger => russian(
                ["authority-esia-stranger-root", "authority-esia-stranger"],
                "Чужой головной УЦ",
                "Чужой УЦ",
            ),
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

/// Accredited authorities in Russia stand under the head authority of the ministry.
fn russian([root_key, key_name]: [&'static str; 2], root: &str, issuing: &str) -> Vec<Tier> {
    let tier = |key_name, what: &str, is_ca| Tier {
        key_name,
        name: Name::russian()
            .with(Attribute::Organization, format!("Полигон – {TRAINING}"))
            .with(Attribute::CommonName, format!("{what} – {TRAINING}")),
        is_ca: IsCa::Ca(is_ca),
        key: KeyKind::GOST,
    };
    vec![
        tier(root_key, root, BasicConstraints::Unconstrained),
        tier(key_name, issuing, BasicConstraints::Constrained(0)),
    ]
}

fn name(what: &str) -> Name {
    Name::throwaway()
        .with(Attribute::Organization, format!("Poligon – {EXERCISE}"))
        .with(Attribute::CommonName, format!("{what} – {EXERCISE}"))
}
