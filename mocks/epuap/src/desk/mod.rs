//! The desk of ePUAP in one sandbox: routes a request, has it verified, runs its operation, and renders what became of it.

pub mod call;
pub mod house;
pub mod post;
pub mod render;
pub mod settle;
pub mod signer;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use poligon_institution::{Answer, Desk, Examination, Operation, Request};
use poligon_world::{Entropy, Sandbox};
use time::OffsetDateTime;

use crate::admin;
use crate::dropin::DropIn;
use crate::operations::{open, services};
use crate::state::State;

pub use call::{Call, Caller, Outcome, Reply};

/// ePUAP opened in one sandbox.
#[derive(Debug)]
pub struct EpuapDesk {
    /// The sandbox.
    pub sandbox: Arc<Sandbox>,
    /// The streams of randomness, one a purpose, so that one purpose does not shift another's bytes.
    pub streams: Streams,
    /// What an institution's own WSDL and canned answers say; empty without `--epuap-wsdl`.
    pub dropin: Arc<DropIn>,
    signers: signer::Signers,
    state: Mutex<State>,
}

/// The streams of randomness of a desk. A fork of the sandbox's entropy starts anew, so each is taken once and kept.
#[derive(Debug)]
pub struct Streams {
    /// Ids of large files.
    pub files: Entropy,
    /// Words of links and sessions.
    pub secrets: Entropy,
    /// Ids inside signatures, and boundaries.
    pub signing: Entropy,
}

impl EpuapDesk {
    /// A desk with fresh state.
    pub fn new(sandbox: Arc<Sandbox>, dropin: Arc<DropIn>) -> Self {
        let entropy = sandbox.entropy.fork("epuap");
        let streams = Streams {
            files: entropy.fork("files"),
            secrets: entropy.fork("secrets"),
            signing: entropy.fork("signing"),
        };
        // Numbers begin somewhere, so that a client that mixes up two kinds of them fails here too.
        let first = i32::try_from(entropy.fork("numbers").below(8_000_000)).unwrap_or(0) + 1_000_000;
        let state = Mutex::new(State::of(&sandbox.world, first));
        Self { sandbox, streams, dropin, signers: signer::Signers::default(), state }
    }

    /// The key that answers and pushes are signed with.
    ///
    /// # Errors
    /// One sentence, when the vault cannot make it.
    pub fn service_signer(&self, now: OffsetDateTime) -> Result<Arc<signer::Own>, String> {
        self.signers.service(&self.sandbox.vault, now)
    }

    /// The state, locked. Do the heavy work (verifying, sealing) before taking it, and never take it twice.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk for EpuapDesk {
    fn answer(&self, request: &Request) -> Answer {
        let now = self.sandbox.clock.now();
        settle::settle(self, now);
        let mut exam = Examination::new(self.sandbox.settings.strictness());
        let (operation, response) = match open::find(self, request) {
            Some(page) => (page.operation(), page.answer(self, request, &mut exam, now)),
            None => services::answer(self, request, &mut exam, now),
        };
        Answer { operation, response, findings: exam.into_findings() }
    }

    fn operation(&self, request: &Request) -> Option<&'static Operation> {
        match open::find(self, request) {
            Some(page) => page.operation(),
            None => services::named(self, request),
        }
    }

    fn administer(&self, request: &Request) -> Answer {
        admin::answer(self, request)
    }

    fn view(&self, view: &str, key: &str) -> Option<serde_json::Value> {
        admin::view(self, view, key)
    }
}
