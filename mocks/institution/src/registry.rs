//! The institutions of a process, by name and by official host name.

use std::fmt;
use std::sync::Arc;

use crate::{Action, Check, Fault, Institution, Knob, Operation, View};

/// The institutions that this process plays.
#[derive(Clone, Default)]
pub struct Registry {
    institutions: Vec<Arc<dyn Institution>>,
}

impl Registry {
    /// A registry of these institutions.
    pub fn new(institutions: Vec<Arc<dyn Institution>>) -> Self {
        Self { institutions }
    }

    /// All of them, in the order of the listeners.
    pub fn all(&self) -> &[Arc<dyn Institution>] {
        &self.institutions
    }

    /// The institution of this name.
    pub fn named(&self, name: &str) -> Option<&Arc<dyn Institution>> {
        self.institutions.iter().find(|institution| institution.name() == name)
    }

    /// The institution that answers for this official host name (no port, any case).
    pub fn of_host(&self, host: &str) -> Option<&Arc<dyn Institution>> {
        self.institutions
            .iter()
            .find(|institution| institution.hosts().iter().any(|known| known.eq_ignore_ascii_case(host)))
    }

    /// All checks of all institutions.
    pub fn checks(&self) -> impl Iterator<Item = (&'static str, &'static Check)> + '_ {
        self.institutions.iter().flat_map(|institution| {
            let name = institution.name();
            institution.checks().iter().map(move |check| (name, *check))
        })
    }

    /// All operations of all institutions.
    pub fn operations(&self) -> impl Iterator<Item = &'static Operation> + '_ {
        self.institutions.iter().flat_map(|institution| institution.operations())
    }

    /// All actions of all institutions, with the institution's name.
    pub fn actions(&self) -> impl Iterator<Item = (&'static str, &'static Action)> + '_ {
        self.institutions
            .iter()
            .flat_map(|institution| institution.actions().iter().map(|action| (institution.name(), action)))
    }

    /// All faults of all institutions.
    pub fn faults(&self) -> impl Iterator<Item = &'static Fault> + '_ {
        self.institutions.iter().flat_map(|institution| institution.faults())
    }

    /// All views of all institutions, with the institution's name.
    pub fn views(&self) -> impl Iterator<Item = (&'static str, &'static View)> + '_ {
        self.institutions
            .iter()
            .flat_map(|institution| institution.views().iter().map(|view| (institution.name(), view)))
    }

    /// All knobs of all institutions.
    pub fn knobs(&self) -> impl Iterator<Item = &'static Knob> + '_ {
        self.institutions.iter().flat_map(|institution| institution.knobs())
    }

    /// The knob of this name.
    pub fn knob(&self, name: &str) -> Option<&'static Knob> {
        self.institutions.iter().flat_map(|institution| institution.knobs()).find(|knob| knob.name == name)
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.institutions.iter().map(|institution| institution.name())).finish()
    }
}
