//! XPath over a document that may be hostile.

use poligon_crypto::xml::{Document, Limits};
use uppsala::xpath::{XPathEvaluator, XPathValue};

use super::Found;

/// Most nodes that one expression may visit.
const MOST_VISITS: usize = 1_000_000;

/// What an expression leads to. The prefixes are those that the document itself declares; `doc` is the namespace of its root
/// element.
///
/// # Errors
/// One sentence: the expression is none. A document that is none has nothing at any place.
pub(crate) fn find(bytes: &[u8], expression: &str) -> Result<Found, String> {
    // Read by the house's own reader first: bounded, and without a DTD.
    let Ok(read) = Document::parse(bytes, Limits::MESSAGE) else { return Ok(Found::Nothing) };
    let Ok(mut document) = uppsala::parse(read.source()) else { return Ok(Found::Nothing) };
    // Attributes have no nodes before this.
    document.prepare_xpath();
    let mut evaluator = XPathEvaluator::new().with_max_node_visits(MOST_VISITS);
    if let Some(namespace) = read.root().namespace() {
        evaluator.add_namespace("doc", namespace);
    }
    for (prefix, uri) in declared(read.source()) {
        evaluator.add_namespace(prefix, uri);
    }
    let value = evaluator
        .evaluate(&document, document.root(), expression)
        .map_err(|why| format!("„{expression}” is no XPath that can be evaluated ({why})"))?;
    Ok(match &value {
        XPathValue::NodeSet(nodes) if nodes.is_empty() => Found::Nothing,
        other => Found::Text(other.to_string_value(&document)),
    })
}

/// Whether an expression can be evaluated at all.
///
/// # Errors
/// One sentence.
pub(crate) fn parses(expression: &str) -> Result<(), String> {
    let unbound = |why: &str| why.contains("prefix") || why.contains("namespace");
    match find(b"<a/>", expression) {
        Err(why) if !unbound(&why.to_lowercase()) => Err(why),
        _ => Ok(()),
    }
}

/// The prefixes that a document declares, the first declaration of each.
fn declared(source: &str) -> Vec<(&str, &str)> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    for (at, _) in source.match_indices("xmlns:").take(1_000) {
        let rest = source.get(at + 6..).unwrap_or_default();
        let Some((prefix, rest)) = rest.split_once('=') else { continue };
        let prefix = prefix.trim();
        let rest = rest.trim_start();
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
        let Some(uri) = rest.get(1..).and_then(|rest| rest.split(quote).next()) else { continue };
        if prefix.len() <= 60 && !found.iter().any(|(known, _)| *known == prefix) {
            found.push((prefix, uri));
        }
    }
    found
}
