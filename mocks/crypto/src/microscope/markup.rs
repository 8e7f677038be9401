//! The markup of a well-formed text without DTD, cut into tokens. The edits work on the text itself, because what they
//! undo happened to the text.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Comment,
    End,
    Instruction,
    Other,
    Start,
    Text,
}

/// One token and the signature it stands in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    pub(super) in_signature: bool,
    pub(super) depth: usize,
}

/// Cuts a text.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let (mut rest, mut depth, mut signature) = (text, 0_usize, None);
    while !rest.is_empty() {
        let (kind, length) = next(rest);
        let (token, later) = rest.split_at_checked(length.max(1)).unwrap_or((rest, ""));
        rest = later;
        let empty = token.ends_with("/>");
        if kind == Kind::End {
            depth = depth.saturating_sub(1);
        }
        if kind == Kind::Start && signature.is_none() && local(token) == "Signature" {
            signature = Some(depth);
        }
        out.push(Token { kind, text: token, in_signature: signature.is_some(), depth });
        if kind == Kind::Start && !empty {
            depth += 1;
        } else if matches!(kind, Kind::End | Kind::Start) && signature == Some(depth) {
            signature = None;
        }
    }
    out
}

/// The text of the first element of this local name, tags included.
pub(super) fn source_of<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let mut start = None;
    let mut at = 0;
    for token in tokens(text) {
        match (token.kind, start) {
            (Kind::Start, None) if local(token.text) == name => {
                if token.text.ends_with("/>") {
                    return Some(token.text);
                }
                start = Some((at, token.depth));
            }
            (Kind::End, Some((from, depth))) if token.depth == depth => {
                return text.get(from..at + token.text.len());
            }
            _ => {}
        }
        at += token.text.len();
    }
    None
}

/// The local name of a start or end tag.
pub(super) fn local(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    let name =
        name.split(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/').next().unwrap_or_default();
    name.rsplit(':').next().unwrap_or_default()
}

fn next(rest: &str) -> (Kind, usize) {
    let until = |mark: &str| rest.find(mark).map_or(rest.len(), |at| at + mark.len());
    match rest {
        _ if rest.starts_with("<!--") => (Kind::Comment, until("-->")),
        _ if rest.starts_with("<![CDATA[") => (Kind::Other, until("]]>")),
        _ if rest.starts_with("<?xml ") => (Kind::Other, until("?>")),
        _ if rest.starts_with("<?") => (Kind::Instruction, until("?>")),
        _ if rest.starts_with("</") => (Kind::End, until(">")),
        _ if rest.starts_with('<') => (Kind::Start, tag(rest)),
        _ => (Kind::Text, rest.find('<').unwrap_or(rest.len())),
    }
}

/// The length of a start tag: `>` may stand in quotes.
fn tag(rest: &str) -> usize {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    rest.len()
}
