use poligon_scenarios::report::{Look, terminal};

use crate::sample::{hostile, huge, small};

#[test]
fn a_list_then_what_did_not_pass_then_the_totals_and_the_first_failure_last() {
    insta::assert_snapshot!(terminal(&small(), Look { colour: false, width: 80 }));
}

#[test]
fn colours_are_for_those_who_ask() {
    assert!(!terminal(&small(), Look::default()).contains('\x1b'));
    let coloured = terminal(&small(), Look { colour: true, width: 80 });
    assert!(coloured.contains("\x1b[1;31m✗\x1b[0m ksef/duplicate-invoice"));
}

#[test]
fn no_row_is_wider_than_the_terminal() {
    for width in [40, 61, 120] {
        for report in [small(), hostile()] {
            for row in terminal(&report, Look { colour: false, width }).lines() {
                assert!(row.chars().count() <= width, "{width} columns: {row}");
            }
        }
    }
}

#[test]
fn nothing_in_a_report_moves_the_cursor() {
    let page = terminal(&hostile(), Look::default());
    assert!(page.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}' && c != '\u{2066}'));
    assert!(page.contains('␛') && page.contains("⟨U+202E⟩"));
}

#[test]
fn a_long_run_tells_the_first_failures_and_counts_the_others() {
    let page = terminal(&huge(), Look::default());
    let rows: Vec<&str> = page.lines().collect();
    assert!(rows.len() < 3_000, "{} rows", rows.len());
    assert!(page.contains("… and 691 more that did not pass"));
    assert!(rows[rows.len() - 2].starts_with("✗ 702 passed, 701 failed"), "{}", rows[rows.len() - 2]);
    assert!(
        rows[rows.len() - 1]
            .starts_with("first failure: scenarios/ksef/duplicate-invoice.yaml:31: body.status.code")
    );
}
