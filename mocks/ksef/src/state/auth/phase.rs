//! The steps of an authentication operation (spec §2.1): in progress, then a failure for good, or success, then redeemed
//! once, then refreshed as often as wanted, until revoked.

use time::OffsetDateTime;

/// A status as the API shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusLine {
    /// `200`.
    pub code: u16,
    /// The literal description.
    pub description: &'static str,
    /// Its details.
    pub details: Vec<String>,
}

/// How far an operation is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Ended without success.
    Failed(StatusLine),
    /// In progress for so many polls more, then as `then` says: `None` for success.
    Pending {
        /// Polls that still answer „in progress”.
        polls: u64,
        /// The failure it will end in.
        then: Option<StatusLine>,
    },
    /// Tokens were fetched.
    Redeemed {
        /// When an access token was last refreshed.
        refreshed: Option<OffsetDateTime>,
        /// Until when the refresh token lives.
        until: OffsetDateTime,
    },
    /// Revoked by the user; how it stood before, for what the status still shows.
    Revoked {
        /// Whether tokens had been fetched.
        redeemed: bool,
    },
    /// Succeeded; tokens were not fetched yet.
    Succeeded,
}

/// What can happen to an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Its status was asked for.
    Poll,
    /// Tokens are fetched; the refresh token lives until then.
    Redeem(OffsetDateTime),
    /// An access token is refreshed.
    Refresh,
    /// The user revokes it.
    Revoke,
}

/// Why a step is not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// Tokens were fetched before.
    AlreadyRedeemed,
    /// Its status stands in the way.
    Status(u16),
}

impl Phase {
    /// The phase after an event.
    ///
    /// # Errors
    /// When the step is not open.
    pub fn after(&self, event: Event, now: OffsetDateTime) -> Result<Self, Denied> {
        match (self, event) {
            (Self::Pending { polls: 0, then }, Event::Poll) => Ok(Self::ended(then)),
            (Self::Pending { polls, then }, Event::Poll) => {
                Ok(Self::Pending { polls: polls - 1, then: then.clone() })
            }
            (_, Event::Poll) => Ok(self.clone()),
            // With no poll left to wait for, whoever does not poll is served as well.
            (Self::Pending { polls: 0, then }, _) => Self::ended(then).after(event, now),
            (Self::Succeeded, Event::Redeem(until)) => Ok(Self::Redeemed { refreshed: None, until }),
            (Self::Redeemed { .. }, Event::Redeem(_)) => Err(Denied::AlreadyRedeemed),
            (Self::Redeemed { until, .. }, Event::Refresh) => {
                Ok(Self::Redeemed { refreshed: Some(now), until: *until })
            }
            (Self::Succeeded | Self::Redeemed { .. }, Event::Revoke) => {
                Ok(Self::Revoked { redeemed: matches!(self, Self::Redeemed { .. }) })
            }
            // Revoking what is revoked changes nothing.
            (Self::Revoked { .. }, Event::Revoke) => Ok(self.clone()),
            _ => Err(Denied::Status(self.status().code)),
        }
    }

    /// What an operation in progress ends in.
    fn ended(then: &Option<StatusLine>) -> Self {
        then.clone().map_or(Self::Succeeded, Self::Failed)
    }

    /// The status as the API shows it.
    pub fn status(&self) -> StatusLine {
        let line = |code, description: &'static str| StatusLine { code, description, details: Vec::new() };
        match self {
            Self::Failed(status) => status.clone(),
            Self::Pending { .. } => line(100, "Uwierzytelnianie w toku"),
            Self::Redeemed { .. } | Self::Succeeded => line(200, "Uwierzytelnianie zakończone sukcesem"),
            Self::Revoked { .. } => StatusLine {
                details: vec![
                    "Uwierzytelnienie i powiązane refresh tokeny zostały unieważnione przez użytkownika"
                        .to_owned(),
                ],
                ..line(425, "Uwierzytelnienie unieważnione")
            },
        }
    }

    /// Whether tokens were fetched.
    pub fn is_redeemed(&self) -> bool {
        matches!(self, Self::Redeemed { .. } | Self::Revoked { redeemed: true })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    #[test]
    fn an_operation_shows_its_result_after_the_polls() {
        let phase = Phase::Pending { polls: 1, then: None };
        assert_eq!(phase.after(Event::Redeem(NOW), NOW), Err(Denied::Status(100)));
        let phase = phase.after(Event::Poll, NOW).unwrap();
        assert_eq!(phase.status().code, 100);
        assert_eq!(phase.after(Event::Poll, NOW), Ok(Phase::Succeeded));
    }

    #[test]
    fn tokens_are_fetched_once_and_refreshed_until_revoked() {
        let redeemed = Phase::Succeeded.after(Event::Redeem(NOW), NOW).unwrap();
        assert_eq!(redeemed.after(Event::Redeem(NOW), NOW), Err(Denied::AlreadyRedeemed));
        assert!(redeemed.after(Event::Refresh, NOW).is_ok());
        let revoked = redeemed.after(Event::Revoke, NOW).unwrap();
        assert_eq!(revoked.after(Event::Refresh, NOW), Err(Denied::Status(425)));
        assert_eq!(revoked.after(Event::Revoke, NOW), Ok(revoked));
    }

    #[test]
    fn a_failure_is_for_good() {
        let failed = Phase::Failed(StatusLine { code: 415, description: "", details: vec![] });
        for event in [Event::Redeem(NOW), Event::Refresh, Event::Revoke] {
            assert_eq!(failed.after(event, NOW), Err(Denied::Status(415)));
        }
    }
}
