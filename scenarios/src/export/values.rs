//! Values that an institution gave out and the client sent back: the threads of a talk. Each gets a name where it is given out
//! and a reference wherever it is used.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::talk::{Kept, Message, Said};

/// A shorter value comes back by chance.
const SHORTEST: usize = 6;
/// Values of one answer that are looked at.
const MOST_LEAVES: usize = 400;
/// Names that mean something else in a scenario.
const RESERVED: &[&str] = &["clock", "each", "seed", "turn"];
/// Headers of a request that the line makes anew, or that tell of the client and not of the talk.
const NOT_SENT: &[&str] = &[
    "host",
    "content-length",
    "connection",
    "transfer-encoding",
    "accept-encoding",
    "user-agent",
    "te",
    "expect",
    "keep-alive",
    "upgrade",
    "via",
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
];

/// A value that was given out and came back.
pub(super) struct Thread {
    pub(super) name: String,
    /// Where it stands in the answer: `accessToken.token`.
    pub(super) path: String,
    pub(super) value: String,
}

/// The threads by the index of the exchange that gave them out.
pub(super) fn threads(exchanges: &[Said]) -> Vec<Vec<Thread>> {
    let mut uses: HashMap<String, (usize, usize)> = HashMap::new();
    for (index, said) in exchanges.iter().enumerate() {
        for token in sent(said).iter().flat_map(|text| tokens(text)) {
            uses.entry(token.to_owned()).and_modify(|(_, last)| *last = index).or_insert((index, index));
        }
        uses.entry(said.target()).and_modify(|(_, last)| *last = index).or_insert((index, index));
    }
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let mut given: HashMap<String, ()> = HashMap::new();
    let mut threads = Vec::new();
    for (index, said) in exchanges.iter().enumerate() {
        let mut own = Vec::new();
        for (path, value) in leaves(&said.response).into_iter().take(MOST_LEAVES) {
            let Value::String(text) = value else { continue };
            let key = target_of(&text).unwrap_or(&text);
            let Some((first, last)) = uses.get(key) else { continue };
            if text.len() < SHORTEST || *first <= index || *last <= index || given.contains_key(&text) {
                continue;
            }
            given.insert(text.clone(), ());
            own.push(Thread { name: named(&path, &mut names), path, value: text });
        }
        threads.push(own);
    }
    threads
}

/// A text with the values of these threads as references, everything else escaped.
pub(super) fn woven(text: &str, threads: &[&Thread]) -> String {
    let mut pieces: Vec<Result<String, &str>> = vec![Ok(text.to_owned())];
    for thread in threads {
        let mut next = Vec::new();
        for piece in pieces {
            match piece {
                Ok(text) => split(&text, thread, &mut next),
                reference => next.push(reference),
            }
        }
        pieces = next;
    }
    pieces
        .into_iter()
        .map(|piece| match piece {
            Ok(text) => text.replace("${", "$${"),
            Err(name) => format!("${{{name}}}"),
        })
        .collect()
}

/// The path of a request, or the reference to the whole URL that an institution handed out for it.
pub(super) fn aimed(said: &Said, threads: &[&Thread]) -> String {
    let target = said.target();
    let link = threads.iter().find(|thread| target_of(&thread.value) == Some(&target));
    link.map_or_else(|| woven(&target, threads), |thread| format!("${{{}}}", thread.name))
}

/// The headers that a scenario sends.
pub(super) fn headers(message: &Message) -> impl Iterator<Item = (&str, &str)> {
    let sent = message.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    sent.filter(|(name, _)| !NOT_SENT.contains(name) && !name.starts_with("proxy-"))
}

/// The values of a JSON body that hold no others, with their paths.
pub(super) fn leaves(message: &Message) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    if let Some(json) = message.json() {
        collect(String::new(), &json, &mut found, 0);
    }
    found
}

fn collect(path: String, value: &Value, found: &mut Vec<(String, Value)>, depth: usize) {
    // A path of a scenario has at most 32 parts.
    if depth > 30 || found.len() >= MOST_LEAVES {
        return;
    }
    match value {
        Value::Array(list) => {
            for (index, one) in list.iter().enumerate() {
                collect(format!("{path}[{index}]"), one, found, depth + 1);
            }
        }
        Value::Object(object) => {
            for (key, one) in object {
                let odd = key.is_empty() || key.contains(['.', '[', '"']);
                let next = match (odd, path.is_empty()) {
                    // The language has no way to write such a key.
                    _ if key.is_empty() || key.contains('"') => continue,
                    (true, _) => format!("{path}[\"{key}\"]"),
                    (false, true) => key.clone(),
                    (false, false) => format!("{path}.{key}"),
                };
                collect(next, one, found, depth + 1);
            }
        }
        leaf => found.push((path, leaf.clone())),
    }
}

fn split<'a>(text: &str, thread: &'a Thread, pieces: &mut Vec<Result<String, &'a str>>) {
    let mut from = 0;
    let mut kept = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(&thread.value)).map(|at| from + at) {
        let end = at + thread.value.len();
        let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(end..).unwrap_or_default());
        // In the middle of a longer word it is another value.
        if !word(before.chars().next_back()) && !word(after.chars().next()) {
            pieces.push(Ok(text.get(kept..at).unwrap_or_default().to_owned()));
            pieces.push(Err(&thread.name));
            kept = end;
        }
        from = end;
    }
    pieces.push(Ok(text.get(kept..).unwrap_or_default().to_owned()));
}

/// `accessToken.token` → `access-token`; a second one gets a number.
fn named(path: &str, names: &mut BTreeMap<String, usize>) -> String {
    let words = |part: &str| {
        let mut name = String::new();
        for character in part.chars().take(60) {
            if character.is_ascii_uppercase() && !name.is_empty() && !name.ends_with('-') {
                name.push('-');
            }
            let fits = character.is_ascii_alphanumeric();
            name.push(if fits { character.to_ascii_lowercase() } else { '-' });
        }
        name.trim_matches('-').to_owned()
    };
    let mut parts =
        path.rsplit(['.', '[', ']', '"']).filter(|part| part.chars().any(|c| c.is_ascii_alphabetic()));
    let last = words(parts.next().unwrap_or("value"));
    let name = match (last.as_str(), parts.next()) {
        // Of these there are several in an answer; what they belong to tells them apart.
        ("token" | "value" | "url" | "id", Some(owner)) => match words(owner) {
            owner if owner.ends_with(&last) => owner,
            owner => format!("{owner}-{last}"),
        },
        _ => last,
    };
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic()) && !RESERVED.contains(&name.as_str());
    let name = if begins { name } else { format!("value-{name}") };
    let number = names.entry(name.clone()).or_default();
    *number += 1;
    if *number == 1 { name } else { format!("{name}-{number}") }
}

/// The path and query of a URL.
fn target_of(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let target = rest.get(rest.find('/')?..)?;
    // The journal keeps paths without the sandbox's prefix.
    let Some(inside) = target.strip_prefix("/@") else { return Some(target) };
    inside.get(inside.find('/')?..)
}

/// The texts of a request in which a value may come back.
fn sent(said: &Said) -> Vec<String> {
    let mut texts = vec![said.target()];
    texts.extend(headers(&said.request).map(|(_, value)| value.to_owned()));
    if let Kept::Text(body) = &said.request.body {
        texts.push(body.clone());
    }
    texts
}

/// The words of a text, cut in several ways since a sign may be part of a value or stand between two.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    ["-_.~", "-_.~+=", "-_.~+=/"].into_iter().flat_map(move |signs| {
        let apart = move |c: char| !c.is_alphanumeric() && !signs.contains(c);
        text.split(apart).filter(|token| token.len() >= SHORTEST)
    })
}
