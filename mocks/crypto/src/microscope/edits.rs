//! Changes that happen to a text after signing, undone.

use super::Hypothesis;
use super::codepages;
use super::markup::{Kind, Token, tokens};

/// One change undone: the text as it may have been signed.
pub(super) struct Edit {
    pub(super) text: String,
    pub(super) hypothesis: Hypothesis,
    /// Whether it is worth combining with another (it leaves the content alone).
    pub(super) combines: bool,
}

/// All changes that can be undone in this text, the usual first.
pub(super) fn all(text: &str) -> Vec<Edit> {
    let tokens = tokens(text);
    let mut edits = Vec::new();
    let mut add = |changed: String, combines: bool, id: &'static str, clause: &str, remedy: &str| {
        if changed != text {
            edits.push(Edit { text: changed, hypothesis: Hypothesis::new(id, clause, remedy), combines });
        }
    };
    const SEND: &str =
        "Send the very bytes that came out of the signer; never parse and write the document again.";
    let carriage = text.replace("&#13;", "").replace("&#xD;", "").replace("&#xd;", "");
    add(
        carriage,
        true,
        "carriage-returns-added",
        "the line ends had not been turned from LF into CR LF (written as &#13;) after signing",
        SEND,
    );
    let whole = |token: &Token<'_>| !blank(token);
    add(
        kept(&tokens, whole),
        true,
        "pretty-printed-after-signing",
        "the document had not been re-indented after signing",
        SEND,
    );
    let signature = |token: &Token<'_>| !blank(token) || !token.in_signature;
    add(
        kept(&tokens, signature),
        true,
        "signature-reindented-after-signing",
        "the signature element had not been re-indented after signing",
        SEND,
    );
    let outside = |token: &Token<'_>| !blank(token) || token.in_signature;
    add(
        kept(&tokens, outside),
        true,
        "pretty-printed-after-signing",
        "the document around the signature had not been re-indented after signing",
        SEND,
    );
    add(
        trimmed(&tokens),
        true,
        "pretty-printed-after-signing",
        "no whitespace had been put around the values after signing",
        SEND,
    );
    for page in &codepages::ALL {
        if let Some(undone) = page.undone(text) {
            let clause = format!(
                "the UTF-8 text had not been read as {} and written again (Polish letters came out as two characters each)",
                page.name
            );
            add(
                undone,
                true,
                "text-encoded-twice",
                &clause,
                "Read and write the document as UTF-8 everywhere; in .NET and Java name the encoding explicitly.",
            );
        }
    }
    let instructions = |token: &Token<'_>| token.kind != Kind::Instruction;
    add(
        kept(&tokens, instructions),
        true,
        "instruction-added-after-signing",
        "no processing instruction (<?…?>) had been put in after signing",
        SEND,
    );
    add(
        text.replace("&amp;", "&"),
        false,
        "escaped-twice",
        "the text had not been escaped a second time after signing (&amp;amp; for &amp;)",
        "Escape once, where the document is written.",
    );
    declarations(text, &tokens, &mut add);
    let returns = text_replaced(&tokens, "\n", "&#13;\n");
    add(
        returns,
        true,
        "carriage-returns-lost",
        "the line ends were still CR LF in the text, as they were when it was signed",
        "Sign what a parser reads from the bytes that are sent: it turns CR LF into LF.",
    );
    for indent in ["  ", "    ", "\t"] {
        let clause = "the indentation that was there when signing had not been removed";
        add(indented(&tokens, indent, false), false, "minified-after-signing", clause, SEND);
        add(indented(&tokens, indent, true), false, "minified-after-signing", clause, SEND);
    }
    edits
}

/// Namespace declarations of the root: one taken away, or a usual one put back.
fn declarations(
    text: &str,
    tokens: &[Token<'_>],
    add: &mut impl FnMut(String, bool, &'static str, &str, &str),
) {
    let Some(root) = tokens.iter().find(|token| token.kind == Kind::Start) else { return };
    let mut rest = root.text;
    let mut removable = Vec::new();
    while let Some(at) = rest.find(" xmlns:") {
        rest = rest.get(at..).unwrap_or_default();
        let Some(open) = rest.find(['"', '\'']) else { break };
        let quote = rest.get(open..=open).unwrap_or("\"");
        let Some(close) = rest.get(open + 1..).and_then(|value| value.find(quote)) else { break };
        let (declaration, later) = rest.split_at_checked(open + close + 2).unwrap_or((rest, ""));
        removable.push(declaration);
        rest = later;
    }
    removable.truncate(6);
    let remedy = "Declare all namespaces before signing, or canonicalize exclusively; do not move a signed document into another.";
    let mut all = root.text.to_owned();
    for declaration in &removable {
        all = all.replacen(declaration, "", 1);
        let prefix = declaration.trim().split('=').next().unwrap_or_default();
        let clause = format!(
            "the namespace declaration {prefix} had not been added to the document element after signing"
        );
        add(
            text.replacen(root.text, &root.text.replacen(declaration, "", 1), 1),
            true,
            "namespace-declaration-added",
            &clause,
            remedy,
        );
    }
    if removable.len() > 1 {
        let clause = "the namespace declarations of the document element had not been added after signing";
        add(text.replacen(root.text, &all, 1), true, "namespace-declaration-added", clause, remedy);
    }
    const XSI: &str = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
    const XSD: &str = " xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"";
    for lost in [XSI.to_owned(), XSD.to_owned(), format!("{XSI}{XSD}")] {
        let end = if root.text.ends_with("/>") { "/>" } else { ">" };
        let Some(tag) = root.text.strip_suffix(end) else { continue };
        if lost.split(' ').filter(|part| !part.is_empty()).any(|part| tag.contains(part)) {
            continue;
        }
        let clause = format!(
            "the namespace declarations{lost} had not been removed from the document element after signing"
        );
        add(
            text.replacen(root.text, &format!("{tag}{lost}{end}"), 1),
            true,
            "namespace-declaration-removed",
            &clause,
            remedy,
        );
    }
}

fn blank(token: &Token<'_>) -> bool {
    token.kind == Kind::Text && token.text.trim().is_empty()
}

fn kept(tokens: &[Token<'_>], keep: impl Fn(&Token<'_>) -> bool) -> String {
    tokens.iter().filter(|token| keep(token)).map(|token| token.text).collect()
}

fn trimmed(tokens: &[Token<'_>]) -> String {
    tokens.iter().map(|token| if token.kind == Kind::Text { token.text.trim() } else { token.text }).collect()
}

fn text_replaced(tokens: &[Token<'_>], from: &str, to: &str) -> String {
    tokens
        .iter()
        .map(|token| match token.kind == Kind::Text && token.depth > 0 {
            true => token.text.replace(from, to),
            false => token.text.to_owned(),
        })
        .collect()
}

/// Indents what stands outside of the signature; `last` says whether the signature was put in after the last line end.
fn indented(tokens: &[Token<'_>], indent: &str, last: bool) -> String {
    let mut out = String::new();
    let mut after_text = false;
    let mut was_signature = false;
    let mut opened = false;
    for token in tokens {
        let breaks = match token.kind {
            Kind::Start => token.depth > 0 && (!token.in_signature || (!was_signature && last)),
            Kind::Comment => token.depth > 0 && !token.in_signature,
            Kind::End => !(token.in_signature || after_text || opened || was_signature && last),
            _ => false,
        };
        if breaks {
            out.push('\n');
            let depth = if token.in_signature { 0 } else { token.depth };
            out.push_str(&indent.repeat(depth));
        }
        out.push_str(token.text);
        after_text = token.kind == Kind::Text;
        opened = token.kind == Kind::Start && !token.text.ends_with("/>");
        was_signature = token.in_signature;
    }
    out
}
