//! What can be issued, and by whom.

use serde::{Deserialize, Serialize};

use crate::KeyKind;

/// An issuer of this house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Authority {
    /// Issues certificates of ePUAP: for contractors' systems and for the services themselves. Three tiers, as real ones have.
    Epuap,
    /// Issues certificates of Russian organisations and people, with GOST keys.
    Esia,
    /// The same, trusted by nobody.
    EsiaStranger,
    /// Issues certificates of KSeF (authentication and offline).
    KsefCertificates,
    /// Issues nothing that anybody trusts: for „other CA” tests.
    Stranger,
    /// Issues qualified-like seals and personal certificates.
    Qualified,
    /// Issues TLS leaves.
    Tls,
    /// Issues certificates of Węzeł Krajowy: the node's own, and the two of each service provider. RSA-4096, so slow to make.
    WezelKrajowy,
}

/// What a KSeF public key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KsefUsage {
    /// `KsefTokenEncryption`.
    TokenEncryption,
    /// `SymmetricKeyEncryption`.
    SymmetricKeyEncryption,
}

impl KsefUsage {
    /// `token-encryption` or `symmetric-key-encryption`: as in JSON and in names of keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::TokenEncryption => "token-encryption",
            Self::SymmetricKeyEncryption => "symmetric-key-encryption",
        }
    }
}

/// A kind of certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// What the fake ePUAP signs its answers with. Not its TLS certificate.
    EpuapService,
    /// A contractor's system at ePUAP: O and CN, and the domain or address that it was applied for.
    EpuapSystem,
    /// The seal of the fake ePUAP on UPP documents.
    EpuapUpp,
    /// An employee of a Russian organisation: CN=organisation, SN, GN, O, title, OGRN, INNLE, SNILS, INN.
    EsiaEmployee,
    /// A Russian sole trader: a person with O, OGRNIP.
    EsiaEntrepreneur,
    /// A Russian organisation without a person (an information system): CN=O, OGRN, INNLE.
    EsiaOrganisation,
    /// A Russian person: CN, SN, GN, SNILS, INN.
    EsiaPerson,
    /// A person: GN, SN, CN, C, serialNumber PNOPL-PESEL or TINPL-NIP.
    KsefPerson,
    /// A seal: O, CN, C, organizationIdentifier VATPL-NIP.
    KsefSeal,
    /// The seal of the fake KSeF itself (signs UPO).
    KsefUpo,
    /// A TLS server leaf: localhost, loopback addresses, `*.localhost` and further names.
    TlsServer,
    /// What the fake Węzeł Krajowy signs its messages with (`WK_SIG_EC`).
    WkNode,
    /// What assertions are encrypted for at a service provider (`…_enc_ec`).
    WkEncryption,
    /// What a service provider signs its requests with (`…_sig_ec`).
    WkSignature,
}

impl Profile {
    /// Every profile, for lists.
    pub const ALL: [Self; 14] = [
        Self::EpuapService,
        Self::EpuapSystem,
        Self::EpuapUpp,
        Self::EsiaEmployee,
        Self::EsiaEntrepreneur,
        Self::EsiaOrganisation,
        Self::EsiaPerson,
        Self::KsefPerson,
        Self::KsefSeal,
        Self::KsefUpo,
        Self::TlsServer,
        Self::WkNode,
        Self::WkEncryption,
        Self::WkSignature,
    ];

    /// Whether its subject is Russian, and its key GOST unless another one is asked for.
    pub fn is_russian(self) -> bool {
        matches!(
            self,
            Self::EsiaEmployee | Self::EsiaEntrepreneur | Self::EsiaOrganisation | Self::EsiaPerson
        )
    }

    /// `esia-person`, `ksef-seal`, `tls-server` and the like: as in JSON, in names of keys and in the CLI.
    pub fn name(self) -> &'static str {
        match self {
            Self::EsiaEmployee => "esia-employee",
            Self::EsiaEntrepreneur => "esia-entrepreneur",
            Self::EsiaOrganisation => "esia-organisation",
            Self::EsiaPerson => "esia-person",
            Self::EpuapService => "epuap-service",
            Self::EpuapSystem => "epuap-system",
            Self::EpuapUpp => "epuap-upp",
            Self::KsefPerson => "ksef-person",
            Self::KsefSeal => "ksef-seal",
            Self::KsefUpo => "ksef-upo",
            Self::TlsServer => "tls-server",
            Self::WkNode => "wk-node",
            Self::WkEncryption => "wk-encryption",
            Self::WkSignature => "wk-signature",
        }
    }
}

/// What is wrong with a certificate on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flaw {
    /// Its time has passed.
    Expired,
    /// No NIP, no PESEL.
    NoIdentifier,
    /// Its time has not come.
    NotYetValid,
    /// An authority that nobody trusts issued it.
    OtherAuthority,
    /// The NIP has six digits.
    SixDigitNip,
    /// A TLS leaf for the name of another host.
    WrongName,
}

impl Flaw {
    /// Every flaw, for lists.
    pub const ALL: [Self; 6] = [
        Self::Expired,
        Self::NoIdentifier,
        Self::NotYetValid,
        Self::OtherAuthority,
        Self::SixDigitNip,
        Self::WrongName,
    ];

    /// `expired`, `no-identifier`, `not-yet-valid`, `other-authority`, `six-digit-nip` or `wrong-name`: as in JSON and in
    /// the CLI.
    pub fn name(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::NoIdentifier => "no-identifier",
            Self::NotYetValid => "not-yet-valid",
            Self::OtherAuthority => "other-authority",
            Self::SixDigitNip => "six-digit-nip",
            Self::WrongName => "wrong-name",
        }
    }
}

/// An order for one certificate.
///
/// Its JSON is in the name of its key, so a field added here changes every seeded key unless it is left out when empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// What kind.
    pub profile: Profile,
    /// The key's kind.
    pub key: KeyKind,
    /// Issue it with its own key instead of an authority's.
    pub self_signed: bool,
    /// NIP, ten digits.
    pub nip: Option<String>,
    /// PESEL, eleven digits.
    pub pesel: Option<String>,
    /// CN; made from the rest when absent.
    pub common_name: Option<String>,
    /// O (seals).
    pub organization: Option<String>,
    /// GN (persons).
    pub given_name: Option<String>,
    /// SN (persons).
    pub surname: Option<String>,
    /// Further DNS names (TLS), or the domain and addresses of a system (ePUAP).
    pub names: Vec<String>,
    /// What a Russian subject carries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub russian: Option<Russian>,
    /// What is wrong with it.
    pub flaw: Option<Flaw>,
    /// Tells apart several certificates of the same order; part of what key and serial are derived from.
    pub label: String,
}

/// What a Russian subject carries beside names; digits only, as certificates have them (`spec/esia.md` §3.5).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Russian {
    /// СНИЛС of a person, eleven digits.
    pub snils: Option<String>,
    /// ИНН of a person, twelve digits.
    pub inn: Option<String>,
    /// ИНН of an organisation, ten digits.
    pub inn_le: Option<String>,
    /// ОГРН, thirteen digits.
    pub ogrn: Option<String>,
    /// ОГРНИП of a sole trader, fifteen digits.
    pub ogrnip: Option<String>,
    /// ST: `77 г. Москва`.
    pub region: Option<String>,
    /// L.
    pub city: Option<String>,
    /// street.
    pub street: Option<String>,
    /// title: the employee's position.
    pub title: Option<String>,
}

impl Order {
    /// An order of this profile with nothing else said: an RSA-2048 key, a GOST key where the subject is Russian.
    pub fn new(profile: Profile) -> Self {
        Self {
            profile,
            key: if profile.is_russian() { KeyKind::GOST } else { KeyKind::Rsa2048 },
            self_signed: false,
            nip: None,
            pesel: None,
            common_name: None,
            organization: None,
            given_name: None,
            surname: None,
            names: Vec::new(),
            russian: None,
            flaw: None,
            label: String::new(),
        }
    }
}
