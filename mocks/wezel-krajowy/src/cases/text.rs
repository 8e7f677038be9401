//! Edits of text that Poligon wrote itself: one line, known prefixes, no element inside another of its name.

/// Where the first start tag of an element begins and ends (behind „>”).
fn start_tag(text: &str, tag: &str) -> Option<(usize, usize)> {
    let open = format!("<{tag}");
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find(&open)?;
        let after = at + open.len();
        if text.get(after..)?.starts_with([' ', '>', '/']) {
            let end = after + text.get(after..)?.find('>')? + 1;
            return Some((at, end));
        }
        from = after;
    }
}

/// Where the first element of this name begins and ends.
pub(super) fn range(text: &str, tag: &str) -> Option<(usize, usize)> {
    let (start, end) = start_tag(text, tag)?;
    if text.get(start..end)?.ends_with("/>") {
        return Some((start, end));
    }
    let close = format!("</{tag}>");
    let until = end + text.get(end..)?.find(&close)? + close.len();
    Some((start, until))
}

/// The first element of this name.
pub(super) fn element<'t>(text: &'t str, tag: &str) -> Option<&'t str> {
    let (start, end) = range(text, tag)?;
    text.get(start..end)
}

/// The text with the first element of this name replaced.
pub(super) fn replaced(text: &str, tag: &str, by: &str) -> String {
    let parts = range(text, tag).and_then(|(start, end)| Some((text.get(..start)?, text.get(end..)?)));
    parts.map_or_else(|| text.to_owned(), |(before, after)| [before, by, after].concat())
}

/// The text with the content of the first element of this name replaced.
pub(super) fn filled(text: &str, tag: &str, content: &str) -> String {
    let Some(whole) = element(text, tag) else { return text.to_owned() };
    let start = whole.find('>').and_then(|end| whole.get(..end)).unwrap_or_default().trim_end_matches('/');
    replaced(text, tag, &format!("{start}>{content}</{tag}>"))
}

/// The text with an attribute of the first element of this name set, or taken away. The value is written as it is.
pub(super) fn attribute(text: &str, tag: &str, name: &str, value: Option<&str>) -> String {
    let Some((start, end)) = start_tag(text, tag) else { return text.to_owned() };
    let (Some(before), Some(own), Some(after)) = (text.get(..start), text.get(start..end), text.get(end..))
    else {
        return text.to_owned();
    };
    let mark = format!(" {name}=\"");
    let without = match own.split_once(&mark) {
        Some((head, rest)) => [head, rest.split_once('"').map_or("", |(_, rest)| rest)].concat(),
        None => own.to_owned(),
    };
    let edited = match value {
        None => without,
        Some(value) => {
            let at = format!("<{tag}").len();
            let (head, rest) = without.split_at_checked(at).unwrap_or((&without, ""));
            format!("{head} {name}=\"{value}\"{rest}")
        }
    };
    [before, &edited, after].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "<a x=\"1\"><b:c k=\"v\" l=\"w\">t</b:c><b:cd/><e/></a>";

    #[test]
    fn elements_and_attributes_are_found_by_their_whole_name() {
        assert_eq!(element(TEXT, "b:c"), Some("<b:c k=\"v\" l=\"w\">t</b:c>"));
        assert_eq!(element(TEXT, "b:cd"), Some("<b:cd/>"));
        assert_eq!(replaced(TEXT, "b:cd", ""), "<a x=\"1\"><b:c k=\"v\" l=\"w\">t</b:c><e/></a>");
        assert_eq!(filled("<e/>", "e", "x"), "<e>x</e>");
        assert_eq!(attribute(TEXT, "b:c", "k", None), TEXT.replace(" k=\"v\"", ""));
        assert_eq!(attribute("<e/>", "e", "k", Some("v")), "<e k=\"v\"/>");
        assert_eq!(attribute("<e k=\"u\">", "e", "k", Some("v")), "<e k=\"v\">");
        assert_eq!(replaced(TEXT, "nobody", "x"), TEXT);
    }
}
