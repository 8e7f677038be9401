//! What the text of an invoice must not hold: processing instructions and discouraged characters (spec §7, rule 8).

/// Where something unwanted stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Line, from 1.
    pub line: usize,
    /// What it is: `<?xml-stylesheet`, `U+0080`.
    pub what: String,
}

/// The first processing instruction of a well-formed document; its own prolog is none.
pub fn instruction(source: &str) -> Option<Found> {
    let mut at = 0;
    loop {
        let opening = at + source.get(at..)?.find('<')?;
        let rest = source.get(opening..)?;
        if rest.starts_with("<!--") {
            at = opening + rest.find("-->")?;
        } else if rest.starts_with("<![CDATA[") {
            at = opening + rest.find("]]>")?;
        } else if rest.starts_with("<?") && !(opening == 0 && is_prolog(rest)) {
            let what = rest.split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or("<?");
            return Some(Found { line: line(source, opening), what: what.chars().take(60).collect() });
        } else {
            at = opening + 1;
        }
    }
}

/// The first discouraged character, written out or as a numeric reference.
pub fn discouraged(source: &str) -> Option<Found> {
    for (at, character) in source.char_indices() {
        // Everything of ASCII but DEL and the start of a reference is fine, and most of an invoice is ASCII.
        let found = match character {
            '&' => reference(source.get(at..)?).filter(|character| is_discouraged(*character)),
            _ => Some(character).filter(|character| is_discouraged(*character)),
        };
        if let Some(character) = found {
            return Some(Found { line: line(source, at), what: format!("U+{:04X}", u32::from(character)) });
        }
    }
    None
}

fn is_prolog(rest: &str) -> bool {
    rest.strip_prefix("<?xml").is_some_and(|rest| rest.starts_with(char::is_whitespace))
}

fn is_discouraged(character: char) -> bool {
    let code = u32::from(character);
    matches!(code, 0x7F..=0x84 | 0x86..=0x9F | 0xFDD0..=0xFDEF)
        || (code >= 0x1_0000 && code & 0xFFFE == 0xFFFE)
}

fn reference(text: &str) -> Option<char> {
    let body = text.strip_prefix("&#")?;
    let (number, _) = body.get(..body.len().min(12)).or(Some(body))?.split_once(';')?;
    let code = match number.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code)
}

fn line(source: &str, at: usize) -> usize {
    source.get(..at).unwrap_or_default().matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instruction_is_found_but_not_the_prolog_nor_what_looks_like_one() {
        let fine = "<?xml version=\"1.0\"?>\n<a><!-- <?no?> --><![CDATA[<?no?>]]></a>";
        assert_eq!(instruction(fine), None);
        let wrong = "<?xml version=\"1.0\"?>\n<?xml-stylesheet href=\"x\"?>\n<a/>";
        assert_eq!(instruction(wrong), Some(Found { line: 2, what: "<?xml-stylesheet".into() }));
        assert!(instruction("<a><?x?></a>").is_some());
    }

    #[test]
    fn discouraged_characters_are_found_written_out_and_as_references() {
        assert_eq!(discouraged("zażółć 🦀 \u{85} &#x85; &amp; &#260;"), None);
        assert_eq!(discouraged("a\nb\u{80}"), Some(Found { line: 2, what: "U+0080".into() }));
        assert_eq!(discouraged("&#x9F;").unwrap().what, "U+009F");
        assert_eq!(discouraged("&#127;").unwrap().what, "U+007F");
        assert_eq!(discouraged("\u{1FFFE}").unwrap().what, "U+1FFFE");
        assert_eq!(discouraged("&#xąąąąąąąąąąąąą"), None);
    }
}
