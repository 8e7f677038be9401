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
    pub(crate) name: Name,
    pub(crate) is_ca: IsCa,
    pub(crate) key: KeyKind,
}

impl Authority {
    /// Every authority, for lists and exports.
    pub const ALL: [Self; 6] =
        [Self::Esia, Self::EsiaStranger, Self::KsefCertificates, Self::Stranger, Self::Qualified, Self::Tls];

    /// `esia`, `esia-stranger`, `ksef-certificates`, `stranger`, `qualified` or `tls`: as in JSON and the CLI.
    pub fn name(self) -> &'static str {
        match self {
            Self::Esia => "esia",
            Self::EsiaStranger => "esia-stranger",
            Self::KsefCertificates => "ksef-certificates",
            Self::Stranger => "stranger",
            Self::Qualified => "qualified",
            Self::Tls => "tls",
        }
    }

    /// Its certificates, root first; the last one issues. Qualified providers in Poland stand under a national root, so the
    /// qualified-like one has two tiers, and clients that forget the one between fail here too.
    pub(crate) fn tiers(self) -> Vec<Tier> {
        match self {
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
                Tier {
                    key_name: "authority-qualified",
                    name: name("Kwalifikowany urząd (na niby)"),
                    is_ca: IsCa::Ca(BasicConstraints::Constrained(0)),
                    key: KEY,
                },
            ],
            Self::Tls => vec![root("authority-tls", "TLS")],
        }
    }
}

pub(crate) const USAGES: [KeyUsagePurpose; 2] = [KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];

fn root(key_name: &'static str, what: &str) -> Tier {
    Tier { key_name, name: name(what), is_ca: IsCa::Ca(BasicConstraints::Unconstrained), key: KEY }
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
