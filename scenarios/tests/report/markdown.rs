use poligon_scenarios::report::{MOST_CHARACTERS, markdown};

use crate::sample::{hostile, huge, small};

#[test]
fn the_verdict_first_then_what_did_not_pass() {
    insta::assert_snapshot!(markdown(&small()));
}

#[test]
fn a_comment_is_never_too_long_and_says_what_it_leaves_out() {
    let comment = markdown(&huge());
    let characters = comment.chars().count();
    assert!(characters <= MOST_CHARACTERS, "{characters}");
    assert!(characters > MOST_CHARACTERS / 2, "{characters}");
    let end = comment.lines().last().unwrap();
    assert!(end.contains("Left out: ") && end.contains("scenarios that did not pass"), "{end}");
}

/// Outside code spans no character that means something to Markdown or HTML stands alone.
#[test]
fn nothing_of_a_stranger_becomes_markup() {
    let comment = markdown(&hostile());
    assert!(!comment.contains("\u{202e}") && !comment.contains('\0') && !comment.contains('\x1b'));
    let ours = ["<details><summary>1 scenario passed</summary>", "</details>", "<!-- -->"];
    for row in comment.lines() {
        let mut plain = without_code(row).replace("\\\\", "");
        for markup in ours {
            plain = plain.replace(markup, "");
        }
        let mut before = ' ';
        for character in plain.chars() {
            assert!(before == '\\' || !"<>[]@`".contains(character), "{character} in {row}");
            before = character;
        }
    }
}

/// The row without its code spans, by the rule of CommonMark: a run of backticks ends at the next run as long.
fn without_code(row: &str) -> String {
    let (mut plain, mut rest) = (String::new(), row);
    while let Some(at) = rest.find('`') {
        let run = rest[at..].chars().take_while(|c| *c == '`').count();
        if rest[..at].ends_with('\\') {
            plain.push_str(&rest[..=at]);
            rest = &rest[at + 1..];
            continue;
        }
        plain.push_str(&rest[..at]);
        let mut inside = &rest[at + run..];
        loop {
            let end = inside.find('`').expect("a code span that ends");
            let length = inside[end..].chars().take_while(|c| *c == '`').count();
            inside = &inside[end + length..];
            if length == run {
                break;
            }
        }
        rest = inside;
    }
    plain + rest
}
