//! Obligations (PLService) and payments (Platnosci). Reconstructed: the real services are not public (spec §2.6).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ids::{Number, PodmiotId};

/// Most obligations, and most payments.
pub const MOST: usize = 10_000;

/// An amount in grosze.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Grosze(pub u64);

/// Something that somebody owes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Obligation {
    /// Its number.
    pub id: Number,
    /// To whom.
    pub creditor: PodmiotId,
    /// Who owes it: any identifier.
    pub debtor: String,
    /// How much.
    pub amount: Grosze,
    /// What for.
    pub title: String,
}

/// One payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Payment {
    /// Its number.
    pub id: Number,
    /// To whom.
    pub payee: PodmiotId,
    /// How much.
    pub amount: Grosze,
    /// What for.
    pub title: String,
    /// The account, as given.
    pub account: String,
    /// Where the payer's browser goes back to.
    pub return_url: String,
    /// Where it stands.
    pub stage: Stage,
}

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Stage {
    /// Called off.
    #[serde(rename = "ANULOWANA")]
    Cancelled,
    /// Waits for the payer.
    #[serde(rename = "NOWA")]
    New,
    /// Paid.
    #[serde(rename = "ZAPLACONA")]
    Paid,
}

/// Obligations and payments of a sandbox.
#[derive(Clone, Debug, Default)]
pub struct Obligations {
    obligations: BTreeMap<Number, Obligation>,
    payments: BTreeMap<Number, Payment>,
}

impl Stage {
    /// The word on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cancelled => "ANULOWANA",
            Self::New => "NOWA",
            Self::Paid => "ZAPLACONA",
        }
    }
}

impl Grosze {
    /// Reads `123`, `123.4` or `123.45`, with comma or dot; at most 999 999 999.99.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 9 || part.len() > 2 || !digits(whole) || !digits(part) {
            return None;
        }
        let whole: u64 = whole.parse().ok()?;
        let part: u64 = format!("{part:0<2}").parse().ok()?;
        Some(Self(whole * 100 + part))
    }
}

impl std::fmt::Display for Grosze {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl Obligations {
    /// Keeps an obligation; `false` when there is no room.
    pub fn owe(&mut self, obligation: Obligation) -> bool {
        let room = self.obligations.len() < MOST;
        if room {
            self.obligations.insert(obligation.id, obligation);
        }
        room
    }

    /// The obligation of this number.
    pub fn obligation(&self, id: Number) -> Option<&Obligation> {
        self.obligations.get(&id)
    }

    /// Keeps a payment; `false` when there is no room.
    pub fn begin(&mut self, payment: Payment) -> bool {
        let room = self.payments.len() < MOST;
        if room {
            self.payments.insert(payment.id, payment);
        }
        room
    }

    /// The payment of this number.
    pub fn payment(&self, id: Number) -> Option<&Payment> {
        self.payments.get(&id)
    }

    /// All payments.
    pub fn payments(&self) -> impl Iterator<Item = &Payment> {
        self.payments.values()
    }

    /// Ends a payment that waits; gives the stage back that it had when it does not.
    ///
    /// # Errors
    /// `None` when there is no such payment.
    pub fn end(&mut self, id: Number, stage: Stage) -> Result<&Payment, Option<Stage>> {
        let payment = self.payments.get_mut(&id).ok_or(None)?;
        if payment.stage != Stage::New {
            return Err(Some(payment.stage));
        }
        payment.stage = stage;
        Ok(payment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_with_comma_or_dot_and_two_digits() {
        assert_eq!(Grosze::read("12,5"), Some(Grosze(1250)));
        assert_eq!(Grosze::read("12.05").unwrap().to_string(), "12.05");
        for wrong in ["", "-1", "1.234", "1e3", "9999999999"] {
            assert_eq!(Grosze::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_payment_ends_once() {
        let mut obligations = Obligations::default();
        obligations.begin(Payment {
            id: Number(1),
            payee: "gmina".parse().unwrap(),
            amount: Grosze(100),
            title: "Opłata".into(),
            account: "00".into(),
            return_url: "https://x.example/".into(),
            stage: Stage::New,
        });
        assert!(obligations.end(Number(1), Stage::Paid).is_ok());
        assert_eq!(obligations.end(Number(1), Stage::Cancelled), Err(Some(Stage::Paid)));
        assert_eq!(obligations.end(Number(2), Stage::Cancelled), Err(None));
    }
}
