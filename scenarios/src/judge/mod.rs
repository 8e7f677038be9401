//! Judging expectations from the journal.

mod calls;
mod gap;
mod order;
mod state;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use poligon_institution::{Exchange, Room};
use serde_json::Value;

use crate::Located;
use crate::language::{Called, Expectation};
use crate::report::{Judged, JudgedKind, Verdict};
use crate::run::Purpose;
use crate::values::{Found, Scope, Sent, asked, misses};

pub(crate) use words::words;

/// What is judged from.
pub(crate) struct Bench<'a> {
    pub(crate) room: &'a Room,
    /// All that happened, oldest first.
    pub(crate) exchanges: &'a [Arc<Exchange>],
    /// What the steps saved.
    pub(crate) saved: &'a BTreeMap<String, Value>,
    pub(crate) purpose: Purpose,
    /// Whether a step did not pass, so that later ones were not played.
    pub(crate) stopped: bool,
}

/// How an expectation ended.
pub(crate) struct Judgement {
    verdict: Verdict,
    reasons: Vec<String>,
    exchanges: Vec<u64>,
}

impl Judgement {
    fn pass(exchanges: Vec<u64>) -> Self {
        Self { verdict: Verdict::Pass, reasons: Vec::new(), exchanges }
    }

    fn fail(reasons: Vec<String>, exchanges: Vec<u64>) -> Self {
        Self { verdict: Verdict::Fail, reasons, exchanges }
    }

    fn not_exercised(reason: impl Into<String>) -> Self {
        Self { verdict: Verdict::NotExercised, reasons: vec![reason.into()], exchanges: Vec::new() }
    }

    fn inconclusive(reason: impl Into<String>) -> Self {
        Self { verdict: Verdict::Inconclusive, reasons: vec![reason.into()], exchanges: Vec::new() }
    }
}

impl Bench<'_> {
    /// Judges one expectation.
    pub(crate) fn judge(&self, expectation: &Located<Expectation>) -> Judged {
        let judgement = self.judgement(expectation);
        Judged {
            kind: JudgedKind::Expectation,
            line: expectation.place.line,
            what: words(expectation),
            verdict: judgement.verdict,
            reasons: judgement.reasons,
            exchanges: judgement.exchanges,
        }
    }

    fn judgement(&self, expectation: &Expectation) -> Judgement {
        if self.stopped {
            return Judgement::not_exercised("a step before did not pass");
        }
        let tally = self.room.journal.tally();
        if tally.recorded == 0 {
            return Judgement::not_exercised("nothing reached the fakes");
        }
        match expectation {
            Expectation::Calls(calls) => calls::calls(self, calls),
            Expectation::Findings(findings) => calls::findings(self, findings),
            Expectation::Gap(gap) => gap::gap(self, gap),
            Expectation::Never(never) => calls::never(self, never),
            Expectation::Order(order) => order::order(self, order),
            Expectation::State(table) => state::state(self, table),
        }
    }

    fn scope(&self) -> Scope<'_> {
        Scope { saved: Some(self.saved), ..Scope::of(&self.room.sandbox) }
    }

    /// The calls that fit, oldest first.
    fn called(&self, called: &Called) -> Vec<&Exchange> {
        let scope = self.scope();
        self.exchanges.iter().map(|one| &**one).filter(|one| fits(called, one, &scope)).collect()
    }
}

fn fits(called: &Called, exchange: &Exchange, scope: &Scope<'_>) -> bool {
    let unnamed = format!("{}.-", exchange.institution);
    if !called.to.fits(exchange.operation.map_or(unnamed.as_str(), |operation| operation.name)) {
        return false;
    }
    let status = Found::Json(exchange.response.status.as_u16().into());
    if called.status.as_ref().is_some_and(|matcher| !misses("", matcher, &status, scope).is_empty()) {
        return false;
    }
    let request = &exchange.request;
    let sent = Sent {
        method: &request.method,
        path: &request.path,
        query: request.query.as_deref(),
        header: &|name| Found::text(request.headers.value(name)),
        body: &|| request.body.kept().unwrap_or_default(),
    };
    called.parts.iter().all(|(part, matcher)| misses("", matcher, &asked(part, &sent), scope).is_empty())
}

fn numbers(exchanges: &[&Exchange]) -> Vec<u64> {
    exchanges.iter().map(|exchange| exchange.id.0).collect()
}
