//! What KSeF takes from an invoice: parties, dates, number, kind, amounts. The metadata of the API are made of it.

use serde::Serialize;
use time::Date;

use super::{Amount, Form};

/// What was read from an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Its form.
    pub form: Form,
    /// P_1.
    pub issue_date: Date,
    /// P_2.
    pub number: String,
    /// RodzajFaktury.
    pub kind: InvoiceKind,
    /// KodWaluty.
    pub currency: String,
    /// Σ P_13_*.
    pub net: Amount,
    /// P_15.
    pub gross: Amount,
    /// Σ P_14_*, of an invoice in another currency Σ P_14_*W (spec §7: in PLN).
    pub vat: Amount,
    /// P_17 is 1.
    pub self_invoicing: bool,
    /// Whether there is a `Zalacznik`.
    pub attachment: bool,
    /// Podmiot1.
    pub seller: Seller,
    /// Podmiot2.
    pub buyer: Buyer,
    /// Podmiot3, in their order.
    pub third: Vec<ThirdSubject>,
    /// PodmiotUpowazniony.
    pub authorized: Option<Authorized>,
}

/// Podmiot1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seller {
    /// Its NIP.
    pub nip: String,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Podmiot2.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Buyer {
    /// Who.
    pub identifier: Party,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// One Podmiot3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ThirdSubject {
    /// Who.
    pub identifier: Party,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Rola, 1 to 11; 0 for RolaInna.
    pub role: u8,
}

/// PodmiotUpowazniony.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Authorized {
    /// Its NIP.
    pub nip: String,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// RolaPU, 1 to 3.
    pub role: u8,
}

/// What a party is identified by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Party {
    /// The kind.
    #[serde(rename = "type")]
    pub kind: PartyKind,
    /// The value; none for [`PartyKind::None`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// The kinds of identifiers of parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum PartyKind {
    /// NIP-ddddd of Podmiot3.
    InternalId,
    /// NIP.
    Nip,
    /// BrakID.
    None,
    /// NrID.
    Other,
    /// KodUE and NrVatUE.
    VatUe,
}

/// RodzajFaktury, in the API's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[allow(missing_docs, reason = "the names are the API's own; their meaning stands in spec §7")]
pub enum InvoiceKind {
    Vat,
    Zal,
    Kor,
    Roz,
    Upr,
    KorZal,
    KorRoz,
}

impl InvoiceKind {
    /// The API's words, also those of forms that are not built (no invoice has them here).
    pub const WORDS: [(&'static str, Option<Self>); 12] = [
        ("Vat", Some(Self::Vat)),
        ("Zal", Some(Self::Zal)),
        ("Kor", Some(Self::Kor)),
        ("Roz", Some(Self::Roz)),
        ("Upr", Some(Self::Upr)),
        ("KorZal", Some(Self::KorZal)),
        ("KorRoz", Some(Self::KorRoz)),
        ("VatPef", None),
        ("VatPefSp", None),
        ("KorPef", None),
        ("VatRr", None),
        ("KorVatRr", None),
    ];

    /// The kind of a RodzajFaktury.
    pub fn of_element(text: &str) -> Option<Self> {
        Some(match text {
            "VAT" => Self::Vat,
            "ZAL" => Self::Zal,
            "KOR" => Self::Kor,
            "ROZ" => Self::Roz,
            "UPR" => Self::Upr,
            "KOR_ZAL" => Self::KorZal,
            "KOR_ROZ" => Self::KorRoz,
            _ => return None,
        })
    }
}
