//! Boxes (skrytki): their settings, and what waits in them.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use crate::ids::{BoxAddress, Number, PodmiotId};
use crate::state::podmioty::Podmioty;

/// Most boxes in one sandbox.
pub const MOST: usize = 10_000;
/// The box that every podmiot has.
pub const DEFAULT: &str = "domyslna";
/// The second box that every organisation of the world has: XML with a signature only.
pub const SIGNED: &str = "podpisane";

/// How what comes to a box leaves it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// The integrator fetches it (service pull).
    #[default]
    Pull,
    /// It is sent to this URL of the integrator.
    Push(String),
}

/// What a box answers at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AutoAnswer {
    /// A document of the box's owner, sent to the reply address.
    Document,
    /// Nothing.
    None,
    /// statusOdbiorcy only.
    Status,
    /// A signed UPP.
    #[default]
    Upp,
}

/// What a box takes and does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// How its documents leave it.
    pub mode: Mode,
    /// Whether it takes XML only.
    pub xml_only: bool,
    /// Whether a document must carry a signature.
    pub signature_required: bool,
    /// Whether XML must be of a known template and fit it.
    pub template_required: bool,
    /// What it answers at once.
    pub auto_answer: AutoAnswer,
}

/// One box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Skrytka {
    /// Its address.
    pub address: BoxAddress,
    /// What it takes and does.
    pub rules: Rules,
    /// What waits to be fetched, oldest first.
    #[serde(skip)]
    pub queue: VecDeque<Number>,
}

/// All boxes, by address.
#[derive(Clone, Debug, Default)]
pub struct Boxes {
    all: BTreeMap<BoxAddress, Skrytka>,
}

impl Boxes {
    /// The default boxes of these podmioty.
    pub fn of(podmioty: &Podmioty) -> Self {
        let mut boxes = Self::default();
        for podmiot in podmioty.all() {
            boxes.equip(&podmiot.id);
            let signed = Rules { xml_only: true, signature_required: true, ..Rules::default() };
            if let Ok(address) = BoxAddress::of(&podmiot.id, SIGNED) {
                boxes.set(address, signed);
            }
        }
        boxes
    }

    /// Gives a podmiot the box that every podmiot has.
    pub fn equip(&mut self, podmiot: &PodmiotId) {
        if let Ok(address) = BoxAddress::of(podmiot, DEFAULT) {
            self.set(address, Rules::default());
        }
    }

    /// Makes a box, or changes the rules of one; `false` when there is no room.
    pub fn set(&mut self, address: BoxAddress, rules: Rules) -> bool {
        if let Some(skrytka) = self.all.get_mut(&address) {
            skrytka.rules = rules;
            return true;
        }
        if self.all.len() >= MOST {
            return false;
        }
        self.all.insert(address.clone(), Skrytka { address, rules, queue: VecDeque::new() });
        true
    }

    /// The box at this address.
    pub fn find(&self, address: &BoxAddress) -> Option<&Skrytka> {
        self.all.get(address)
    }

    /// The same, to be changed.
    pub fn find_mut(&mut self, address: &BoxAddress) -> Option<&mut Skrytka> {
        self.all.get_mut(address)
    }

    /// An address that differs from this one in case only.
    pub fn in_other_case(&self, address: &str) -> Option<&BoxAddress> {
        let lower = address.to_lowercase();
        self.all.keys().find(|known| known.to_string().to_lowercase() == lower)
    }

    /// All boxes.
    pub fn all(&self) -> impl Iterator<Item = &Skrytka> {
        self.all.values()
    }

    /// The boxes of a podmiot.
    pub fn owned_by<'a>(&'a self, podmiot: &'a PodmiotId) -> impl Iterator<Item = &'a Skrytka> {
        self.all.values().filter(move |skrytka| skrytka.address.podmiot() == podmiot)
    }

    /// Puts a document at the end of a box's queue; `false` when there is no such box.
    pub fn deposit(&mut self, address: &BoxAddress, document: Number) -> bool {
        match self.all.get_mut(address) {
            Some(skrytka) => {
                skrytka.queue.push_back(document);
                true
            }
            None => false,
        }
    }
}

impl Skrytka {
    /// The document that would be fetched next. Fetching does not take it away (spec §2.2).
    pub fn head(&self) -> Option<Number> {
        self.queue.front().copied()
    }

    /// Takes the head away.
    pub fn confirm(&mut self) -> Option<Number> {
        self.queue.pop_front()
    }
}
