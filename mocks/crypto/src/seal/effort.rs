//! How much canonicalization one message may ask for.
//!
//! Every reference walks the whole document, and the canonicalizer carries the namespaces in scope along to each element.
//! Without a bound, 1 MB with 120 namespaces and 16 references kept one core busy for four minutes (measured).

use super::{Fault, Report};
use crate::Document;

/// Most elements times namespace declarations in scope, over all passes: a few seconds in a debug build. The largest
/// honest message (5 MB, 100 000 elements, three declarations, three passes) needs a third of it.
const MOST: usize = 4_000_000;

/// As [`MOST`], for one try of the search.
const MOST_SEARCHED: usize = 20_000;

/// Refuses what would cost too much.
pub(super) fn check(document: &Document<'_>, references: usize) -> Result<(), Fault> {
    // SignedInfo is one more pass.
    let passes = references + 1;
    match one_pass(document).saturating_mul(passes) {
        effort if effort > MOST => Err(Fault::Structure(format!(
            "{passes} canonicalizations of a document of this size and number of namespaces are too much work; send fewer references or declare fewer namespaces"
        ))),
        _ => Ok(()),
    }
}

/// Whether the search for hypotheses, which verifies hundreds of times, is affordable. A login of 60 elements, or an
/// invoice of 500, is far below; what is above is only reported stage by stage.
pub(super) fn allows_search(document: &Document<'_>, report: &Report, most_references: usize) -> bool {
    // Nothing was listed: the signature was refused early, and may have as many as are allowed.
    let references = match report.references.len() {
        0 => most_references,
        listed => listed,
    };
    one_pass(document).saturating_mul(references + 1) <= MOST_SEARCHED
}

/// The elements, each counted once and once more for every declaration on it and around it.
fn one_pass(document: &Document<'_>) -> usize {
    let root = document.root();
    let mut scopes = vec![(root.id, 0_usize)];
    let mut effort = 0_usize;
    while let Some((id, around)) = scopes.pop() {
        let Some(element) = document.tree.element(id) else { continue };
        let here = around + element.namespace_declarations.len();
        effort = effort.saturating_add(1 + here);
        scopes.extend(document.element(id).children().map(|child| (child.id, here)));
    }
    effort
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;

    #[test]
    fn namespaces_in_scope_count_for_every_element_below() {
        let text = "<a xmlns='u' xmlns:b='v'><c/><d xmlns:e='w'><f/></d></a>";
        let document = Document::parse(text.as_bytes(), Limits::MESSAGE).expect("well-formed");
        assert_eq!(one_pass(&document), 3 + 3 + 4 + 4);
    }

    #[test]
    fn many_elements_under_many_namespaces_are_refused() {
        let declarations: String =
            (0..120).map(|number| format!(" xmlns:n{number}='urn:{number}'")).collect();
        let text = format!("<a{declarations}>{}</a>", "<b/>".repeat(20_000));
        let document = Document::parse(text.as_bytes(), Limits::MESSAGE).expect("well-formed");
        assert!(check(&document, 0).is_ok());
        assert!(matches!(check(&document, 2), Err(Fault::Structure(_))));
        let plain = format!("<a xmlns='u' xmlns:x='v' xmlns:y='w'>{}</a>", "<b/>".repeat(100_000));
        let document = Document::parse(plain.as_bytes(), Limits::MESSAGE).expect("well-formed");
        assert!(check(&document, 3).is_ok());
    }
}
