//! That the whole document keeps to the schema which Jenkins publishes is tested with that schema by `make clients` (suite
//! `reports`); here its structure is.

use poligon_scenarios::report::junit;
use uppsala::{Document, NodeId, NodeKind};

use crate::sample::{hostile, huge, small};

#[test]
fn a_suite_for_each_folder_and_a_case_for_each_scenario() {
    insta::assert_snapshot!(junit(&small()));
}

#[test]
fn every_verdict_has_its_element_and_the_numbers_agree() {
    for report in [small(), hostile()] {
        let text = junit(&report);
        let document = uppsala::parse(&text).unwrap_or_else(|why| panic!("{why}\n{text}"));
        let suites = document.get_elements_by_tag_name("testsuite");
        let of =
            |node: NodeId, name: &str| document.get_attribute(node, name).unwrap().parse::<usize>().unwrap();
        let sum = |name: &str| suites.iter().map(|suite| of(*suite, name)).sum::<usize>();
        let number = |tag: &str| document.get_elements_by_tag_name(tag).len();
        assert_eq!(number("testcase"), report.scenarios.len());
        assert_eq!(
            [number("testcase"), number("failure"), number("error"), number("skipped")],
            [sum("tests"), sum("failures"), sum("errors"), sum("skipped")]
        );
        for element in ["failure", "error", "skipped"] {
            assert_eq!(number(element), 1, "{element}");
        }
        only_known(&document, document.document_element().unwrap());
    }
}

#[test]
fn nothing_that_xml_forbids_comes_through() {
    let text = junit(&hostile());
    let legal =
        |c: char| matches!(c, '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(text.chars().all(legal));
    assert!(!text.contains("]]>") && !text.contains("<script"));
}

#[test]
fn a_long_run_stays_readable_by_a_ci_server() {
    let text = junit(&huge());
    assert!(text.len() < 1_403 * 20_000, "{} bytes", text.len());
    assert!(uppsala::parse(&text).is_ok());
}

/// Elements and attributes of the schema, as far as we use them.
fn only_known(document: &Document<'_>, node: NodeId) {
    let element = document.element(node).unwrap();
    let known: &[&str] = match &*element.name.local_name {
        "testsuites" => &["name", "tests", "failures", "errors"],
        "testsuite" => &["name", "tests", "failures", "errors", "skipped"],
        "properties" | "system-out" => &[],
        "property" => &["name", "value"],
        "testcase" => &["classname", "name"],
        "failure" | "error" | "skipped" => &["type", "message"],
        other => panic!("the schema has no {other}"),
    };
    let names: Vec<&str> = element.attributes.iter().map(|one| &*one.name.local_name).collect();
    assert_eq!(names, known);
    for child in document.children(node) {
        if let Some(NodeKind::Element(_)) = document.node_kind(child) {
            only_known(document, child);
        }
    }
}
