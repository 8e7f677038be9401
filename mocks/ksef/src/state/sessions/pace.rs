//! How long results are held back. They are worked out when the request comes; what is „asynchronous” is only when they show:
//! after some polls, or, for those that nobody polls, after two seconds of the sandbox's clock for each of these polls.

use time::{Duration, OffsetDateTime};

/// Virtual seconds that stand for one poll.
const SECONDS_A_POLL: i64 = 2;

/// What is left to wait for one result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Polls that still answer „in progress”.
    pub polls: u32,
    /// When it shows though nobody polls.
    pub due: OffsetDateTime,
}

/// How many polls a result takes in this sandbox at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Polls.
    pub polls: u32,
}

impl Pace {
    /// A wait that starts now.
    pub fn start(self, now: OffsetDateTime) -> Wait {
        let seconds = SECONDS_A_POLL.saturating_mul(i64::from(self.polls));
        Wait { polls: self.polls, due: now.saturating_add(Duration::seconds(seconds)) }
    }
}

impl Wait {
    /// Counts a poll, and says whether the result shows in its answer.
    pub fn poll(&mut self, now: OffsetDateTime) -> bool {
        if self.is_over(now) {
            return true;
        }
        self.polls = self.polls.saturating_sub(1);
        false
    }

    /// Whether the result shows.
    pub fn is_over(&self, now: OffsetDateTime) -> bool {
        self.polls == 0 || now >= self.due
    }
}
