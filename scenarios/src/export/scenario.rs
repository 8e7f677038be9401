//! A talk as a scenario: each exchange a step, what was given out and came back saved and referred to, volatile values
//! abstracted to their shape, and what was called and refused expected at the end.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::shape;
use super::talk::{Kept, Said, Talk};
use super::values::{Thread, aimed, headers, leaves, threads, woven};
use super::yaml::{block, flow, key, quoted};

/// Steps of a scenario.
const MOST_STEPS: usize = 500;
/// Values of one answer that are expected.
const MOST_EXPECTED: usize = 16;
/// Bytes of a scenario.
const MOST_BYTES: usize = 256 * 1024;

/// A scenario, and what it could not take along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// The YAML text.
    pub yaml: String,
    /// One sentence for each thing that is not in it, or that may not replay.
    pub notes: Vec<String>,
}

/// The exchanges as a scenario of this name (`ksef/my-bug`). The clock is set before each step to when it came, so that with the
/// same seed in the sandbox `default` the answers are the same to the byte, and what was signed over them still fits.
///
/// # Errors
/// With a sentence, when there is nothing to export or too much.
pub fn scenario(talk: &Talk, name: &str) -> Result<Exported, String> {
    let (sent, mut notes) = exportable(talk);
    let Some(first) = sent.first() else {
        return Err(match notes.first() {
            Some(note) => format!("no exchange can be a step of a scenario; {note}"),
            None => "the journal has no exchange to export; let the client run first".to_owned(),
        });
    };
    if sent.len() > MOST_STEPS {
        return Err(format!(
            "a scenario has at most {MOST_STEPS} steps, and these are {} exchanges; take fewer with --last",
            sent.len()
        ));
    }
    if first.number > 1 {
        notes.push(format!(
            "the first exchange is #{}; what the client got before that (tokens, references) stands in the steps as it was",
            first.number
        ));
    }
    if talk.sandbox != "default" {
        notes.push(format!(
            "ids depend on the sandbox's name too, and a replay plays in „default”: what was signed in „{}” (a login) will not fit",
            talk.sandbox
        ));
    }
    let mut yaml = head(talk, name, first, &notes);
    steps(&mut yaml, &sent);
    expectations(&mut yaml, &sent);
    if yaml.len() > MOST_BYTES {
        return Err(format!(
            "a scenario has at most {MOST_BYTES} bytes, and this would have {}; take fewer exchanges with --last",
            yaml.len()
        ));
    }
    Ok(Exported { yaml, notes })
}

/// The exchanges that `http.send` can do again, and a sentence for each other one.
fn exportable(talk: &Talk) -> (Vec<Said>, Vec<String>) {
    let (mut sent, mut notes) = (Vec::new(), Vec::new());
    for said in &talk.exchanges {
        let why = match (&said.request.missing, &said.request.body) {
            (Some(why), _) => Some(why.as_str()),
            (None, Kept::Binary(_)) => Some("its body is no text"),
            (None, Kept::Text(_)) => None,
        };
        match why {
            Some(why) => notes.push(format!("exchange #{} is left out: {why}", said.number)),
            None => sent.push(said.clone()),
        }
    }
    (sent, notes)
}

// Writing to a String does not fail; here and below.
fn head(talk: &Talk, name: &str, first: &Said, notes: &[String]) -> String {
    let mut yaml =
        "# Exported by `poligon journal export`. Give it a title, and take out what does not matter.\n"
            .to_owned();
    for note in notes {
        let _ = writeln!(yaml, "# Note: {}", note.replace(char::is_control, " "));
    }
    let _ = writeln!(yaml, "scenario: {}", quoted(name));
    let _ = writeln!(
        yaml,
        "title: \"What a client did in the sandbox {}\"",
        talk.sandbox.replace(['"', '\\'], "")
    );
    let _ = writeln!(yaml, "tags: [exported]");
    let _ = writeln!(
        yaml,
        "\nsandbox:\n  seed: {}\n  clock: {{ at: {}, run: frozen }}",
        talk.seed,
        quoted(&first.at)
    );
    if talk.strictness != "faithful" {
        let _ = writeln!(yaml, "  strictness: {}", quoted(&talk.strictness));
    }
    if !talk.knobs.is_empty() {
        let _ = writeln!(yaml, "  knobs:");
        for (knob, value) in &talk.knobs {
            let _ = writeln!(yaml, "    {}: {}", key(knob), quoted(value));
        }
    }
    yaml
}

fn steps(yaml: &mut String, sent: &[Said]) {
    let given = threads(sent);
    let mut known: Vec<&Thread> = Vec::new();
    let mut at = sent.first().map(|first| first.at.as_str());
    let _ = writeln!(yaml, "\nsteps:");
    for (said, own) in sent.iter().zip(&given) {
        if at != Some(said.at.as_str()) {
            let _ = writeln!(yaml, "  - do: clock.set\n    with: {{ to: {} }}", quoted(&said.at));
            at = Some(said.at.as_str());
        }
        step(yaml, said, own, &known);
        known.extend(own);
        // The longest first: a shorter one may be its beginning.
        known.sort_by_key(|thread| std::cmp::Reverse(thread.value.len()));
    }
}

fn step(yaml: &mut String, said: &Said, own: &[Thread], known: &[&Thread]) {
    let operation = said.operation.as_deref().unwrap_or("no operation");
    let _ = writeln!(yaml, "  # {}", operation.replace(char::is_control, " "));
    let _ = writeln!(yaml, "  - do: http.send\n    with:");
    let _ = writeln!(yaml, "      institution: {}", quoted(&said.institution));
    let _ = writeln!(yaml, "      method: {}", quoted(&said.method));
    let _ = writeln!(yaml, "      path: {}", quoted(&aimed(said, known)));
    let json = as_json(said);
    let mut sent = Map::new();
    for (name, value) in headers(&said.request) {
        // `json` brings its own.
        if json.is_none() || name != "content-type" || !value.eq_ignore_ascii_case("application/json") {
            sent.insert(name.to_owned(), woven(value, known).into());
        }
    }
    if !sent.is_empty() {
        let _ = writeln!(yaml, "      headers: {}", flow(&Value::Object(sent)));
    }
    match (json, &said.request.body) {
        (Some(json), _) => {
            let _ = writeln!(yaml, "      json: {}", flow(&filled(json, known)));
        }
        (None, Kept::Text(text)) if !text.is_empty() => {
            let _ = writeln!(yaml, "      body: {}", block(&woven(text, known), 8));
        }
        _ => {}
    }
    if !own.is_empty() {
        let _ = writeln!(yaml, "    save:");
        for thread in own {
            let _ =
                writeln!(yaml, "      {}: {}", key(&thread.name), quoted(&format!("body.{}", thread.path)));
        }
    }
    let _ = writeln!(yaml, "    expect:\n      status: {}", said.status);
    for (path, matcher) in expected(said, known) {
        let _ = writeln!(yaml, "      {}: {}", key(&format!("body.{path}")), flow(&matcher));
    }
}

/// What the answer must hold: what the client knows by reference, what is volatile by shape, the rest as it was.
fn expected(said: &Said, known: &[&Thread]) -> Vec<(String, Value)> {
    let all = leaves(&said.response).into_iter().filter(|(_, value)| !value.is_null());
    let matchers = all.map(|(path, value)| {
        let thread = value.as_str().and_then(|text| known.iter().find(|thread| thread.value == text));
        let matcher = match thread {
            Some(thread) => format!("${{{}}}", thread.name).into(),
            None => shape::matcher(&value, |text| text.replace("${", "$${")),
        };
        (path, matcher)
    });
    matchers.take(MOST_EXPECTED).collect()
}

fn expectations(yaml: &mut String, sent: &[Said]) {
    let mut calls: BTreeMap<&str, usize> = BTreeMap::new();
    let mut failed: BTreeMap<&str, usize> = BTreeMap::new();
    for said in sent {
        if let Some(operation) = &said.operation {
            *calls.entry(operation).or_default() += 1;
        }
        for check in &said.failed {
            *failed.entry(check).or_default() += 1;
        }
    }
    if calls.is_empty() && failed.is_empty() {
        return;
    }
    let _ = writeln!(yaml, "\nexpect:");
    for (operation, number) in calls {
        let _ = writeln!(yaml, "  - calls: {}", flow(&json!({ "to": operation, "exactly": number })));
    }
    for (check, number) in failed {
        let _ = writeln!(
            yaml,
            "  - findings: {}",
            flow(&json!({ "check": check, "outcome": "fail", "exactly": number }))
        );
    }
}

/// The body as JSON, when writing it again loses nothing but white space.
fn as_json(said: &Said) -> Option<Value> {
    let Kept::Text(text) = &said.request.body else { return None };
    let kind = said.request.header("content-type")?.to_ascii_lowercase();
    let json = said.request.json().filter(|_| kind.starts_with("application/json"))?;
    let dense = |text: &str| text.split_ascii_whitespace().collect::<String>();
    (dense(&json.to_string()) == dense(text)).then_some(json)
}

fn filled(value: Value, known: &[&Thread]) -> Value {
    match value {
        Value::String(text) => woven(&text, known).into(),
        Value::Array(list) => list.into_iter().map(|one| filled(one, known)).collect(),
        Value::Object(object) => object.into_iter().map(|(key, one)| (key, filled(one, known))).collect(),
        other => other,
    }
}
