//! The hypothesis search: when a seal does not verify, retry the known mistakes and say „it would verify if …”.
//!
//! A hypothesis is *proved*: with the mistake undone, the failed digest or signature value was computed again and fits.
//! Where nothing fits, what is certain is said (the content of X was changed; another key signed), never a guess.

mod case;
mod certificate_digest;
mod codepages;
mod edits;
mod markup;
mod octets;
mod references;
mod unreadable;
mod value;

use crate::seal::{KeySource, Policy};
use crate::{Document, PublicKey};
use case::{Case, Part};

/// One mistake that would explain a failure: with it undone, the failed digest or signature value verifies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hypothesis {
    /// Stable id: `pretty-printed-after-signing`.
    pub id: &'static str,
    /// Continues „It would verify if …”: „the document had not been re-indented after signing”.
    pub if_clause: String,
    /// What to change in the sending system, one sentence.
    pub remedy: String,
}

impl Hypothesis {
    /// A hypothesis of this id, continuing „It would verify if …”.
    pub fn new(id: &'static str, if_clause: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { id, if_clause: if_clause.into(), remedy: remedy.into() }
    }
}

/// Largest document that is searched, in bytes; above it only the stages are reported.
const MOST_BYTES: usize = 1_000_000;

/// Work of one search, in bytes of documents parsed again. A typical login of 6 KB gets its full list of trials.
const MOST_WORK: usize = 2_500_000;

/// Searches for what would make a failed signature of this text verify, best first. Call it only when something failed.
pub(crate) fn search(bytes: &[u8], policy: &Policy) -> Vec<Hypothesis> {
    if bytes.len() > MOST_BYTES {
        return Vec::new();
    }
    match Document::parse(bytes, policy.limits) {
        Ok(document) => explain(document.source(), policy),
        Err(error) => unreadable::explain(bytes, &error, policy),
    }
}

fn explain(text: &str, policy: &Policy) -> Vec<Hypothesis> {
    let Some(base) = Case::of(text, policy) else { return Vec::new() };
    let mut found = certificate_digest::explain(text, policy);
    let mut open = base.failed.clone();
    variants(text, policy, &base, &mut open, &mut found);
    if !open.is_empty() {
        let mut left = MOST_WORK / text.len().max(1);
        undo(text, policy, &base, &mut open, &mut found, &mut left);
    }
    if !open.is_empty() {
        certainties(text, policy, &base, &open, &mut found);
    }
    // A formatter takes the old indentation out and puts its own in: one cause, although two edits undo it.
    let formatted = found.iter().any(|hypothesis| hypothesis.id == "pretty-printed-after-signing");
    found.retain(|hypothesis| !(formatted && hypothesis.id == "minified-after-signing"));
    let mut seen = Vec::new();
    found.retain(|hypothesis| {
        let new = !seen.contains(hypothesis);
        seen.push(hypothesis.clone());
        new
    });
    found
}

/// Mistakes in the computation: other canonicalization, digest, padding, key.
fn variants(text: &str, policy: &Policy, base: &Case, open: &mut Vec<Part>, found: &mut Vec<Hypothesis>) {
    open.retain(|part| {
        let explained = match part {
            Part::Reference(index) => references::explain(text, policy, *index),
            Part::Value => value::explain(text, policy, &base.keys),
        };
        found.extend(explained.iter().cloned());
        explained.is_empty()
    });
}

/// Mistakes after signing: the text was changed, and the change can be undone; singly, then in pairs. `left` is how many
/// changed texts may still be looked at.
fn undo(
    text: &str,
    policy: &Policy,
    base: &Case,
    open: &mut Vec<Part>,
    found: &mut Vec<Hypothesis>,
    left: &mut usize,
) {
    let mut best: Option<(Case, String, Vec<Hypothesis>)> = None;
    let mut changed = Vec::new();
    for edit in edits::all(text) {
        if *left == 0 || best.as_ref().is_some_and(|(case, ..)| case.helps(open) == open.len()) {
            break;
        }
        *left -= 1;
        let Some(case) = Case::of(&edit.text, policy).filter(|case| case.keys == base.keys) else { continue };
        let better = best.as_ref().map_or(0, |(best, ..)| best.helps(open));
        if case.harms(&base.failed).is_empty() && case.helps(open) > better {
            best = Some((case, edit.text.clone(), vec![edit.hypothesis.clone()]));
        }
        changed.push(edit);
    }
    if best.is_none() {
        'pairs: for first in changed.iter().filter(|edit| edit.combines) {
            for second in
                edits::all(&first.text).into_iter().filter(|edit| edit.hypothesis.id != first.hypothesis.id)
            {
                if *left == 0 {
                    break 'pairs;
                }
                *left -= 1;
                if !Case::may_help(&second.text, policy, open) {
                    continue;
                }
                let Some(case) = Case::of(&second.text, policy) else { continue };
                if case.harms(&base.failed).is_empty() && case.helps(open) > 0 {
                    let both = vec![first.hypothesis.clone(), second.hypothesis.clone()];
                    best = Some((case, second.text, both));
                    break 'pairs;
                }
            }
        }
    }
    let Some((case, undone, hypotheses)) = best else { return };
    found.splice(0..0, hypotheses);
    open.retain(|part| case.failed.contains(part));
    // What is left may be explained on the undone text: two mistakes at once. Each round leaves fewer parts open.
    variants(&undone, policy, &case, open, found);
    if !open.is_empty() {
        undo(&undone, policy, &case, open, found, left);
    }
}

/// Nothing fits: what can still be said for certain.
fn certainties(text: &str, policy: &Policy, base: &Case, open: &[Part], found: &mut Vec<Hypothesis>) {
    for part in open {
        found.push(match part {
            Part::Reference(index) => references::changed(text, policy, *index, base.value_holds()),
            Part::Value => value::foreign(text, policy, &base.keys, base.references_hold()),
        });
    }
}

/// The keys that may have signed: the one agreed on, or those of KeyInfo.
fn keys(
    document: &Document<'_>,
    located: &crate::seal::located::Located<'_>,
    policy: &Policy,
) -> Vec<PublicKey> {
    match &policy.key {
        KeySource::Certificate(certificate) => return certificate.public_key().into_iter().collect(),
        KeySource::KeyInfo => {}
        KeySource::Pinned(key) => return vec![key.clone()],
    }
    let Ok(offered) = crate::seal::key_info::read(document, located.key_info) else { return Vec::new() };
    let certified = offered.certificates.iter().filter_map(|certificate| certificate.public_key().ok());
    certified.chain(offered.key).collect()
}
