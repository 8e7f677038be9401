//! Writing envelopes: text in, text out; what is put in must declare the prefixes that it uses.

use std::borrow::Cow;

use crate::names::SOAP11;

/// The content type of every answer.
pub const CONTENT_TYPE: &str = "text/xml; charset=utf-8";

/// What goes into an envelope.
#[derive(Clone, Copy, Debug, Default)]
pub struct Message<'m> {
    /// Header entries as XML, `""` for none. wsse:Security is not among them; signing adds it.
    pub headers: &'m str,
    /// The child of the Body as XML.
    pub body: &'m str,
}

/// An envelope without signature.
pub fn unsigned(message: Message<'_>) -> String {
    let header = match message.headers {
        "" => String::new(),
        headers => format!("<soap:Header>{headers}</soap:Header>"),
    };
    format!(
        "<soap:Envelope xmlns:soap=\"{SOAP11}\">{header}<soap:Body>{}</soap:Body></soap:Envelope>",
        message.body
    )
}

/// Text as it stands in content and in attributes. Characters that XML 1.0 cannot carry become U+FFFD.
pub fn escape(text: &str) -> Cow<'_, str> {
    let needs = |c: char| matches!(c, '&' | '<' | '>' | '"' | '\'' | '\r') || !is_xml(c);
    if !text.contains(needs) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\r' => out.push_str("&#xD;"),
            c if is_xml(c) => out.push(c),
            _ => out.push('\u{fffd}'),
        }
    }
    Cow::Owned(out)
}

fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_only_where_needed() {
        assert!(matches!(escape("zażółć"), Cow::Borrowed(_)));
        assert_eq!(escape("a<b>&\"c'\r\u{1}"), "a&lt;b&gt;&amp;&quot;c&#39;&#xD;\u{fffd}");
    }
}
