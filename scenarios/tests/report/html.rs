//! That a browser makes no request and obeys the policy is tested by `make clients` (suite `reports`).

use poligon_scenarios::report::html;

use crate::sample::{hostile, huge, small};

#[test]
fn a_small_report_as_a_page() {
    let page = html(&small());
    // The style sheet is not what this test is about.
    let (head, rest) = page.split_once("<style>").unwrap();
    let (_, body) = rest.split_once("</style>").unwrap();
    let head = head.split("style-src 'sha256-").next().unwrap();
    insta::assert_snapshot!(format!("{head}…\n{body}"));
}

/// Every tag of the page is one that the templates write; text of strangers is text.
#[test]
fn nothing_of_a_stranger_becomes_a_tag_or_an_attribute() {
    let page = html(&hostile());
    let clean = html(&small());
    let known = tags(&clean);
    for tag in tags(&page) {
        assert!(known.contains(&tag) || ["em"].contains(&tag.as_str()), "<{tag}>");
    }
    for forbidden in [
        "<script",
        "<img",
        "<iframe",
        "<link",
        "javascript:alert(1)\"",
        " onerror=alert(1)>",
        "\u{202e}",
        "\0",
    ] {
        assert!(!page.contains(forbidden), "{forbidden:?}");
    }
    assert!(page.contains("&#60;script&#62;alert(1)&#60;/script&#62;"));
}

#[test]
fn the_page_points_at_nothing_outside_itself() {
    for report in [small(), hostile()] {
        let page = html(&report);
        assert!(page.contains("content=\"default-src 'none'; style-src 'sha256-"));
        for attribute in ["href=\"", "src=\"", "action=\"", "data=\"", "url("] {
            for (at, _) in page.match_indices(attribute) {
                assert!(page[at..].starts_with("href=\"#"), "{}", &page[at..at + 60].escape_debug());
            }
        }
    }
}

#[test]
fn every_link_has_its_target_and_every_id_is_there_once() {
    for report in [small(), hostile()] {
        let page = html(&report);
        let ids = values(&page, " id=\"");
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ids.len());
        for link in values(&page, "href=\"#").into_iter().chain(values(&page, "labelledby=\"")) {
            assert!(ids.contains(&link), "#{link}");
        }
    }
}

#[test]
fn a_page_is_never_too_large_and_says_what_it_leaves_out() {
    let page = html(&huge());
    assert!(page.len() < 9_000_000, "{} bytes", page.len());
    assert!(page.contains("scenarios are not shown in full</strong>"));
    assert!(page.contains("exchanges are not drawn.</strong>"));
    assert!(page.contains("more exchanges are not shown in full</strong>"));
    let ids = values(&page, " id=\"");
    for link in values(&page, "href=\"#") {
        assert!(ids.contains(&link), "#{link}");
    }
}

fn tags(page: &str) -> Vec<String> {
    let name = |rest: &str| rest.chars().take_while(char::is_ascii_alphanumeric).collect::<String>();
    let mut tags: Vec<String> =
        page.split('<').skip(1).map(|rest| name(rest.trim_start_matches('/'))).collect();
    tags.sort();
    tags.dedup();
    tags
}

fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    page.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}
