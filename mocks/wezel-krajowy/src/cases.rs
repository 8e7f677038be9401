//! The response suite (spec §9.5): answers that a service provider must accept or refuse, sent on demand by the knob
//! `wezel-krajowy.response-case` or the fault `wk.response-case`.

mod change;
mod forms;
mod identity;
mod layers;
mod text;
mod transport;

use poligon_institution::{Evidence, Refused, Response};
use poligon_saml::Status;

pub use change::{Change, Op, Value};

use crate::checks::ground;
use crate::desk::Call;
use crate::knobs;
use crate::state::artifacts::Kept;
use crate::state::logins::Asked;
use crate::state::registration::Provider;

/// One case.
#[derive(Debug)]
pub struct Case {
    /// `B07`: the letter is the group of spec §9.5.
    pub id: &'static str,
    /// What is odd about the answer.
    pub title: &'static str,
    /// What the client must do.
    pub verdict: ClientMust,
    /// Where the mistake usually is when the client does otherwise.
    pub hint: &'static str,
    /// What is changed.
    pub change: Change,
}

/// What a client must do with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientMust {
    /// Log the person in.
    Accept,
    /// Either, but knowingly.
    Decide,
    /// Not log the person in.
    Reject,
}

impl ClientMust {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Decide => "decide",
            Self::Reject => "reject",
        }
    }
}

/// All cases.
pub fn all() -> impl Iterator<Item = &'static Case> {
    [forms::CASES, layers::CASES, identity::CASES, transport::CASES].into_iter().flatten()
}

/// The case of this id.
pub fn find(id: &str) -> Option<&'static Case> {
    all().find(|case| case.id == id)
}

/// The case that the knob names; noted among the findings.
pub fn chosen(call: &mut Call<'_>) -> Option<&'static Case> {
    let id = call.knob(&knobs::CASE);
    if id.is_empty() {
        return None;
    }
    let found = find(&id);
    let said = match found {
        Some(case) => format!("Case {id}: {}. The client must {}.", case.title, case.verdict.name()),
        None => format!(
            "The knob wezel-krajowy.response-case says „{}”, which is no case; GET /_poligon/cases lists them.",
            id.chars().take(40).collect::<String>()
        ),
    };
    // A note is never refused.
    let _ = call.exam.object(&ground::CASE.check, vec![Evidence::text(said)]);
    found
}

impl Case {
    /// The page that brings the artifact.
    pub fn page(&self, page: Response, asked: &Asked, artifact: &str) -> Response {
        change::page(&self.change, page, asked, artifact)
    }

    /// The ArtifactResponse.
    ///
    /// # Errors
    /// When Poligon's own keys cannot be made.
    pub fn answer(
        &self,
        call: &mut Call<'_>,
        kept: &Kept,
        provider: &Provider,
        artifact: &str,
    ) -> Result<Response, Refused> {
        change::answer(&self.change, call, kept, provider, artifact)
    }

    /// The LogoutResponse.
    ///
    /// # Errors
    /// When Poligon's own keys cannot be made.
    pub fn logout(&self, call: &mut Call<'_>, outcome: Status) -> Result<Response, Refused> {
        change::logout(&self.change, call, outcome)
    }
}

/// One row of a table.
const fn case(
    id: &'static str,
    title: &'static str,
    verdict: ClientMust,
    hint: &'static str,
    change: Change,
) -> Case {
    Case { id, title, verdict, hint, change }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_has_an_id_of_its_own_and_says_what_is_odd() {
        let mut ids: Vec<_> = all().map(|case| case.id).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
        assert!(count >= 150, "{count}");
        assert!(all().all(|case| !case.title.is_empty() && !case.hint.is_empty()));
        for letter in 'A'..='G' {
            assert!(ids.iter().any(|id| id.starts_with(letter)), "{letter}");
        }
    }
}
