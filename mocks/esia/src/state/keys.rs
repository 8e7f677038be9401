//! API-Keys and what they stand on (spec §3.3).

use serde_json::{Value, json};
use time::OffsetDateTime;

/// An API-Key with its preconditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// The mnemonic of the vendor's system.
    pub system: String,
    /// The organisation that formed it.
    pub organisation: String,
    /// The employee for whom it was formed.
    pub employee: String,
    /// Its status.
    pub status: KeyStatus,
    /// Whether the vendor's power is granted to the organisation.
    pub power: bool,
    /// Until when the доверенность is in force.
    pub attorney_until: OffsetDateTime,
}

/// The statuses of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyStatus {
    /// It works.
    Active,
    /// Blocked; may become active again.
    Blocked,
    /// Deleted, for good.
    Deleted,
}

/// How a key stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Blocked or deleted.
    Inactive,
    /// The доверенность ended.
    NoAttorney,
    /// The power was taken back.
    NoPower,
    /// It works.
    Works,
}

impl ApiKey {
    /// How it stands.
    pub fn standing(&self, now: OffsetDateTime) -> Standing {
        match self.status {
            KeyStatus::Blocked | KeyStatus::Deleted => Standing::Inactive,
            KeyStatus::Active if !self.power => Standing::NoPower,
            KeyStatus::Active if now > self.attorney_until => Standing::NoAttorney,
            KeyStatus::Active => Standing::Works,
        }
    }

    /// The status after a wish of the lab: `block`, `unblock`, `delete`, `take-power`, `grant-power`, `end-attorney`. A deleted
    /// key stays so. `None` for another word.
    pub fn after(&self, wish: &str, now: OffsetDateTime) -> Option<Self> {
        let mut next = self.clone();
        match wish {
            "block" if self.status == KeyStatus::Active => next.status = KeyStatus::Blocked,
            "unblock" if self.status == KeyStatus::Blocked => next.status = KeyStatus::Active,
            "delete" => next.status = KeyStatus::Deleted,
            "take-power" => next.power = false,
            "grant-power" => next.power = true,
            "end-attorney" => next.attorney_until = now - time::Duration::SECOND,
            "block" | "unblock" => {}
            _ => return None,
        }
        Some(next)
    }

    /// For lists and views.
    pub fn shown(&self) -> Value {
        json!({
            "system": self.system,
            "organisation": self.organisation,
            "employee": self.employee,
            "status": match self.status {
                KeyStatus::Active => "active",
                KeyStatus::Blocked => "blocked",
                KeyStatus::Deleted => "deleted",
            },
            "power": self.power,
            "attorneyUntil": self.attorney_until.unix_timestamp(),
        })
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_key_works_while_all_it_stands_on_does() {
        let now = datetime!(2026-11-24 12:00 UTC);
        let key = ApiKey {
            system: "TESTIS01".into(),
            organisation: "beryozka".into(),
            employee: "ivan".into(),
            status: KeyStatus::Active,
            power: true,
            attorney_until: now + time::Duration::DAY,
        };
        let after = |wish: &str| key.after(wish, now).unwrap();
        assert_eq!(key.standing(now), Standing::Works);
        assert_eq!(after("block").standing(now), Standing::Inactive);
        assert_eq!(after("block").after("unblock", now).unwrap().standing(now), Standing::Works);
        assert_eq!(after("delete").after("unblock", now).unwrap().standing(now), Standing::Inactive);
        assert_eq!(after("take-power").standing(now), Standing::NoPower);
        assert_eq!(after("end-attorney").standing(now), Standing::NoAttorney);
        assert_eq!(key.after("sell", now), None);
    }
}
