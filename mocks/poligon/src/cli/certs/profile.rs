//! The words of the command line for profiles, keys, flaws and authorities.

use clap::ValueEnum;
use poligon_certs::profile::Flaw;
use poligon_certs::{Authority, KeyKind, Profile};

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ProfileWord {
    /// What the fake ePUAP signs its answers with
    EpuapService,
    /// A contractor's system at ePUAP: company, name, domain or address
    EpuapSystem,
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

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum KeyWord {
    /// EC P-256
    Ec,
    /// RSA, 2048 bits
    Rsa,
    /// RSA, 4096 bits
    Rsa4096,
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
        match word {
            KeyWord::Ec => Self::EcP256,
            KeyWord::Rsa => Self::Rsa2048,
            KeyWord::Rsa4096 => Self::Rsa4096,
        }
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
            AuthorityWord::Ksef => Self::KsefCertificates,
            AuthorityWord::Qualified => Self::Qualified,
            AuthorityWord::Stranger => Self::Stranger,
            AuthorityWord::Tls => Self::Tls,
            AuthorityWord::WezelKrajowy => Self::WezelKrajowy,
        }
    }
}
