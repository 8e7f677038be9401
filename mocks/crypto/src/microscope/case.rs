//! A text judged: which parts of its signature fail.

use crate::seal::located::{self, Located};
use crate::seal::{Policy, target, transforms};
use crate::{Document, PublicKey};

/// A part of a signature that can fail by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The reference with this index.
    Reference(usize),
    /// The signature value.
    Value,
}

/// A text and what fails in it.
pub(super) struct Case {
    pub(super) failed: Vec<Part>,
    pub(super) keys: Vec<PublicKey>,
}

impl Case {
    /// `None` when there is no document or no signature in it.
    pub(super) fn of(text: &str, policy: &Policy) -> Option<Self> {
        with(text, policy, |document, located| {
            let mut failed = Vec::new();
            for index in 0..located.references.len() {
                if !reference_holds(document, located, index) {
                    failed.push(Part::Reference(index));
                }
            }
            let keys = super::keys(document, located, policy);
            let holds = || {
                let (method, prefixes) = located.c14n.as_ref().ok()?;
                let octets = located.signed_info_bytes(*method, prefixes).ok()?;
                let (algorithm, value) = (located.algorithm.as_ref().ok()?, located.value.as_ref().ok()?);
                Some(keys.iter().any(|key| key.verifies(*algorithm, &octets, value)))
            };
            if !keys.is_empty() && !holds().unwrap_or(false) {
                failed.push(Part::Value);
            }
            Self { failed, keys }
        })
    }

    /// Whether this text can help at all with what is open. Looks at the references only: certificates and the signature value
    /// take as long again, and almost no trial gets that far.
    pub(super) fn may_help(text: &str, policy: &Policy, open: &[Part]) -> bool {
        let helps = with(text, policy, |document, located| {
            open.iter().any(|part| match part {
                Part::Reference(index) => reference_holds(document, located, *index),
                Part::Value => true,
            })
        });
        helps.unwrap_or(false)
    }

    /// How many of these parts hold here.
    pub(super) fn helps(&self, open: &[Part]) -> usize {
        open.iter().filter(|part| !self.failed.contains(part)).count()
    }

    /// Which parts fail here that did not fail before.
    pub(super) fn harms(&self, before: &[Part]) -> Vec<Part> {
        self.failed.iter().copied().filter(|part| !before.contains(part)).collect()
    }

    pub(super) fn value_holds(&self) -> bool {
        !self.failed.contains(&Part::Value)
    }

    pub(super) fn references_hold(&self) -> bool {
        self.failed.iter().all(|part| *part == Part::Value)
    }
}

fn reference_holds(document: &Document<'_>, located: &Located<'_>, index: usize) -> bool {
    let holds = || {
        let reference = located.references.get(index)?;
        let target = target::resolve(document, reference.uri).ok()?;
        let chain = reference.transforms.as_ref().ok()?;
        let octets = transforms::apply(document, located.signature, target, chain).ok()?;
        let digest = reference.digest.as_ref().ok()?.digest(&octets);
        Some(&digest == reference.value.as_ref().ok()?)
    };
    holds().unwrap_or(false)
}

/// Runs a closure with the parsed document and its first signature.
pub(super) fn with<R>(
    text: &str,
    policy: &Policy,
    run: impl FnOnce(&Document<'_>, &Located<'_>) -> R,
) -> Option<R> {
    let document = Document::parse(text.as_bytes(), policy.limits).ok()?;
    let signature = located::signatures(&document, policy).into_iter().next()?;
    let located = Located::read(signature, policy.references).ok()?;
    Some(run(&document, &located))
}
