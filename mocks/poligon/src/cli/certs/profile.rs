//! The words of the command line for profiles, keys, flaws and authorities.

use std::sync::LazyLock;

use clap::ValueEnum;
use clap::builder::PossibleValue;
use poligon_certs::profile::Flaw;
use poligon_certs::{Authority, KeyKind, Profile};
use poligon_crypto::gost::ParameterSet;

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ProfileWord {
    /// What the fake ePUAP signs its answers with
    EpuapService,
    /// A contractor's system at ePUAP: company, name, domain or address
    EpuapSystem,
    /// An employee of a Russian organisation: name, СНИЛС, ОГРН, ИНН
    EsiaEmployee,
    /// A Russian sole trader: name, СНИЛС, ИНН, ОГРНИП
    EsiaEntrepreneur,
    /// A Russian organisation or its information system: ОГРН, ИНН
    EsiaOrganisation,
    /// A Russian person: name, СНИЛС, ИНН
    EsiaPerson,
    /// A person: name, PESEL or NIP
    KsefPerson,
    /// A company's seal: name and NIP
    KsefSeal,
    /// A TLS server
    TlsServer,
    /// What assertions of Węzeł Krajowy are encrypted for (with --key ec)
    WkEncryption,
    /// What a service provider signs its requests to Węzeł Krajowy with (with --key ec)
    WkSignature,
}

/// A kind of key by its word.
#[derive(Clone, Copy, Debug)]
pub(super) struct KeyWord(KeyKind);

impl ValueEnum for KeyWord {
    fn value_variants<'a>() -> &'a [Self] {
        static WORDS: LazyLock<Vec<KeyWord>> = LazyLock::new(|| {
            let usual = [KeyKind::EcP256, KeyKind::Rsa2048, KeyKind::Rsa4096].into_iter();
            usual.chain(ParameterSet::ALL.map(KeyKind::Gost)).map(KeyWord).collect()
        });
        &WORDS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self.0 {
            KeyKind::EcP256 => PossibleValue::new("ec").help("EC P-256"),
            KeyKind::Rsa2048 => PossibleValue::new("rsa").help("RSA, 2048 bits"),
            KeyKind::Rsa4096 => PossibleValue::new("rsa4096").help("RSA, 4096 bits"),
            KeyKind::Gost(ParameterSet::CryptoProA) => {
                PossibleValue::new("gost-256-a").alias("gost").help("GOST R 34.10-2012, CryptoPro A")
            }
            KeyKind::Gost(set) => PossibleValue::new(set.name()),
        })
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FlawWord {
    /// Its time has passed
    Expired,
    /// No NIP, no PESEL in the subject
    NoIdentifier,
    /// Its time has not come
    NotYetValid,
    /// Issued by an authority that nobody trusts
    OtherAuthority,
    /// The NIP has six digits
    SixDigitNip,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum AuthorityWord {
    /// Issues certificates of ePUAP: systems, and the services that sign answers
    Epuap,
    /// Issues Russian certificates with GOST keys
    Esia,
    /// The same, trusted by nobody
    EsiaStranger,
    /// Issues certificates of KSeF
    Ksef,
    /// Issues seals and personal certificates
    Qualified,
    /// Trusted by nobody
    Stranger,
    /// Issues the TLS certificates of Poligon itself
    Tls,
    /// Issues the certificates of Węzeł Krajowy and of its service providers
    WezelKrajowy,
}

impl From<ProfileWord> for Profile {
    fn from(word: ProfileWord) -> Self {
        match word {
            ProfileWord::EpuapService => Self::EpuapService,
            ProfileWord::EpuapSystem => Self::EpuapSystem,
            ProfileWord::EsiaEmployee => Self::EsiaEmployee,
            ProfileWord::EsiaEntrepreneur => Self::EsiaEntrepreneur,
            ProfileWord::EsiaOrganisation => Self::EsiaOrganisation,
            ProfileWord::EsiaPerson => Self::EsiaPerson,
            ProfileWord::KsefPerson => Self::KsefPerson,
            ProfileWord::KsefSeal => Self::KsefSeal,
            ProfileWord::TlsServer => Self::TlsServer,
            ProfileWord::WkEncryption => Self::WkEncryption,
            ProfileWord::WkSignature => Self::WkSignature,
        }
    }
}

impl From<KeyWord> for KeyKind {
    fn from(word: KeyWord) -> Self {
        word.0
    }
}

impl From<FlawWord> for Flaw {
    fn from(word: FlawWord) -> Self {
        match word {
            FlawWord::Expired => Self::Expired,
            FlawWord::NoIdentifier => Self::NoIdentifier,
            FlawWord::NotYetValid => Self::NotYetValid,
            FlawWord::OtherAuthority => Self::OtherAuthority,
            FlawWord::SixDigitNip => Self::SixDigitNip,
        }
    }
}

impl From<AuthorityWord> for Authority {
    fn from(word: AuthorityWord) -> Self {
        match word {
            AuthorityWord::Epuap => Self::Epuap,
            AuthorityWord::Esia => Self::Esia,
            AuthorityWord::EsiaStranger => Self::EsiaStranger,
            AuthorityWord::Ksef => Self::KsefCertificates,
            AuthorityWord::Qualified => Self::Qualified,
            AuthorityWord::Stranger => Self::Stranger,
            AuthorityWord::Tls => Self::Tls,
            AuthorityWord::WezelKrajowy => Self::WezelKrajowy,
        }
    }
}
