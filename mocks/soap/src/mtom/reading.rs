//! From an HTTP body to the envelope's bytes, with every xop:Include replaced by the base64 of its part.

use std::borrow::Cow;

use poligon_crypto::{Document, Element, Limits};
use poligon_institution::{Evidence, Examination, Refused, Request};

use super::multipart::{Part, parameter, parts};
use crate::base64;
use crate::checks::{Rule, attachments as rules};
use crate::names::XOP;

/// Most parts of one message, the root among them.
const MOST_PARTS: usize = 32;

/// A message with its wrapping taken off.
#[derive(Clone, Debug)]
pub struct Opened<'b> {
    envelope: Cow<'b, [u8]>,
    attachments: usize,
}

impl Opened<'_> {
    /// The bytes of the envelope, everything inlined.
    pub fn envelope(&self) -> &[u8] {
        &self.envelope
    }

    /// How many parts were inlined; a client that sent some can read some.
    pub fn attachments(&self) -> usize {
        self.attachments
    }
}

/// Takes the wrapping off. A body that is not multipart is the envelope.
///
/// # Errors
/// When the parts cannot be told apart, an Include leads nowhere, or it all gets larger than `limits`.
pub fn open<'b>(exam: &mut Examination, request: &'b Request, limits: Limits) -> Result<Opened<'b>, Refused> {
    let content_type = request.header("content-type").unwrap_or_default();
    let media = content_type.split(';').next().unwrap_or_default().trim();
    if !media.eq_ignore_ascii_case("multipart/related") {
        return Ok(Opened { envelope: Cow::Borrowed(&request.body), attachments: 0 });
    }
    match unpack(&request.body, content_type, limits) {
        Ok(opened) => {
            for rule in rules::RULES {
                exam.pass(&rule.check);
            }
            Ok(opened)
        }
        Err((rule, why)) => Err(exam.refuse(&rule.check, vec![Evidence::text(why)])),
    }
}

type Flaw = (&'static Rule, String);

fn unpack<'b>(body: &'b [u8], content_type: &str, limits: Limits) -> Result<Opened<'b>, Flaw> {
    if body.len() > limits.bytes {
        let why = format!("{} bytes are more than the {} that are read.", body.len(), limits.bytes);
        return Err((&rules::PARTS_BOUNDED, why));
    }
    let multipart = |why: String| (&rules::MULTIPART, format!("In the multipart body: {why}."));
    let boundary = parameter(content_type, "boundary")
        .ok_or_else(|| multipart("Content-Type has no boundary".to_owned()))?;
    let parts = parts(body, &boundary, MOST_PARTS).map_err(multipart)?;
    let root = root(&parts, parameter(content_type, "start"))?;
    let parsed = match Document::parse(root.bytes, limits) {
        Ok(parsed) => parsed,
        // What is no XML is told by the checks of the envelope.
        Err(_) => return Ok(Opened { envelope: Cow::Borrowed(root.bytes), attachments: 0 }),
    };
    let includes: Vec<_> = parsed.root().descendants().filter(|element| element.is(XOP, "Include")).collect();
    if includes.is_empty() {
        return Ok(Opened { envelope: Cow::Borrowed(root.bytes), attachments: 0 });
    }
    let (envelope, attachments) = (inlined(&parsed, &includes, &parts, limits)?, includes.len());
    Ok(Opened { envelope: Cow::Owned(envelope), attachments })
}

fn root<'p, 'b>(parts: &'p [Part<'b>], start: Option<String>) -> Result<&'p Part<'b>, Flaw> {
    let start = start.map(|start| start.trim_start_matches('<').trim_end_matches('>').to_owned());
    let found = match &start {
        Some(start) => parts.iter().find(|part| part.id == start),
        None => parts.first(),
    };
    let missing = || match start {
        Some(start) => format!("No part has the Content-ID „{start:.100}” that start= names."),
        None => "There is no part.".to_owned(),
    };
    let root = found.ok_or_else(|| (&rules::ROOT, missing()))?;
    let media = root.media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match media.as_str() {
        "" | "application/xop+xml" | "text/xml" => {}
        other => {
            let why = format!("The root part is of type „{other:.100}”; application/xop+xml is expected.");
            return Err((&rules::ROOT, why));
        }
    }
    match root.encoding.to_ascii_lowercase().as_str() {
        "" | "7bit" | "8bit" | "binary" => Ok(root),
        other => {
            let why = format!("The root part is encoded as „{other:.40}”; send it as 8bit or binary.");
            Err((&rules::ROOT, why))
        }
    }
}

fn inlined(
    document: &Document<'_>,
    includes: &[Element<'_>],
    parts: &[Part<'_>],
    limits: Limits,
) -> Result<Vec<u8>, Flaw> {
    let source = document.source();
    let mut out = String::with_capacity(source.len());
    let mut done = 0;
    for include in includes {
        let part = named(*include, parts)?;
        let content = content(part)?;
        if out.len() + content.len() + source.len() > limits.bytes {
            let why = format!("With its parts inlined the message has more than {} bytes.", limits.bytes);
            return Err((&rules::PARTS_BOUNDED, why));
        }
        let range = include.range().unwrap_or(done..done);
        out.push_str(source.get(done..range.start).unwrap_or_default());
        out.push_str(&content);
        done = range.end;
    }
    out.push_str(source.get(done..).unwrap_or_default());
    Ok(out.into_bytes())
}

/// The part that an Include names; it must be alone in its element.
fn named<'p, 'b>(include: Element<'_>, parts: &'p [Part<'b>]) -> Result<&'p Part<'b>, Flaw> {
    let flaw = |why: &str| (&rules::INCLUDED, format!("xop:Include (line {}) {why}.", include.line()));
    let alone = include
        .parent()
        .is_some_and(|parent| parent.children().count() == 1 && parent.text_cow().trim().is_empty());
    if !alone || include.children().next().is_some() {
        return Err(flaw("is not the only content of its element, or has content itself"));
    }
    let href = include.attribute("href").unwrap_or_default();
    let id = href.strip_prefix("cid:").ok_or_else(|| flaw("has no href=\"cid:…\""))?;
    let id = unescaped(id);
    parts
        .iter()
        .find(|part| !part.id.is_empty() && part.id == id)
        .ok_or_else(|| flaw(&format!("names the Content-ID „{id:.100}”, which no part has")))
}

/// A part as canonical base64.
fn content(part: &Part<'_>) -> Result<String, Flaw> {
    match part.encoding.to_ascii_lowercase().as_str() {
        "base64" => {
            let text = std::str::from_utf8(part.bytes).map_err(|error| error.to_string());
            let bytes = text.and_then(base64::decode);
            let bytes =
                bytes.map_err(|why| (&rules::MULTIPART, format!("The part „{:.100}” is {why}.", part.id)))?;
            Ok(base64::encode(&bytes))
        }
        "quoted-printable" => {
            let why = format!("The part „{:.100}” is quoted-printable; send it as binary.", part.id);
            Err((&rules::MULTIPART, why))
        }
        _ => Ok(base64::encode(part.bytes)),
    }
}

/// `%40` → `@` (RFC 2392).
fn unescaped(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match hex.filter(|_| *byte == b'%').and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(decoded) => {
                out.push(decoded);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
