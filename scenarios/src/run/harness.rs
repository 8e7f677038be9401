//! The actions of the harness itself.

use http::{HeaderName, HeaderValue, Method, StatusCode};
use poligon_institution::{Arguments, Line, Played, Registry, Request, Response, Room};
use poligon_world::clock::moment;
use serde_json::Value;
use time::format_description::well_known::Rfc3339;

use crate::language::Span;
use crate::loaded::Folder;
use crate::values::as_text;
use crate::vocabulary::HarnessKind;

/// What an action of the harness works with.
pub(super) struct Hand<'a> {
    pub(super) registry: &'a Registry,
    pub(super) folder: &'a Folder,
    pub(super) room: &'a Room,
    pub(super) line: &'a mut dyn Line,
    /// Whether the system is ours.
    pub(super) ours: bool,
}

/// What came of it.
pub(super) enum Reached {
    Played(Played),
    /// The sandbox is to be reset by whoever owns it.
    Reset,
}

impl Hand<'_> {
    /// Does it.
    ///
    /// # Errors
    /// With a sentence, when it cannot be done.
    pub(super) fn act(&mut self, kind: HarnessKind, with: &Arguments) -> Result<Reached, String> {
        if kind != HarnessKind::Send && !self.ours {
            return self.abroad(kind, with);
        }
        let clock = &self.room.sandbox.clock;
        match kind {
            HarnessKind::AdvanceClock => {
                let by: Span = with.text_or("by", "").parse()?;
                clock.advance(by.0.try_into().map_err(|_| "the span is too long".to_owned())?);
            }
            HarnessKind::ClearJournal => self.room.clear_journal().map_err(|why| why.to_string())?,
            HarnessKind::ResetSandbox => return Ok(Reached::Reset),
            HarnessKind::Send => return self.send(with).map(Reached::Played),
            HarnessKind::SetClock => clock.set(moment(&with.text_or("to", ""))?),
            HarnessKind::TurnKnobs => {
                for (name, value) in &with.0 {
                    let knob =
                        self.registry.knob(name).ok_or_else(|| format!("there is no knob „{name}”"))?;
                    knob.turn(&self.room.sandbox.settings, &as_text(value))?;
                }
            }
        }
        let now = clock.now().format(&Rfc3339).unwrap_or_default();
        Ok(Reached::Played(done().with("now", now)))
    }

    /// What can be done to a system that is not ours: time passes there by itself.
    fn abroad(&mut self, kind: HarnessKind, with: &Arguments) -> Result<Reached, String> {
        match kind {
            HarnessKind::AdvanceClock => {
                let by: Span = with.text_or("by", "").parse()?;
                if by.0 > super::PATIENCE {
                    return Err(format!("{by} cannot be waited for at a system whose clock is not ours"));
                }
                self.line.wait(by.0);
                Ok(Reached::Played(done()))
            }
            _ => {
                Err("clock, knobs, journal and sandbox of a system that is not ours cannot be changed"
                    .to_owned())
            }
        }
    }

    fn send(&mut self, with: &Arguments) -> Result<Played, String> {
        let name = with.text_or("institution", "");
        let institution =
            self.registry.named(&name).ok_or_else(|| format!("there is no institution „{name}”"))?.name();
        let method = with.text_or("method", "GET");
        let method = Method::from_bytes(method.as_bytes()).map_err(|_| format!("„{method}” is no method"))?;
        let mut request = Request::new(method, &with.text_or("path", "/"));
        if let Some(json) = with.get("json") {
            request = request.with_header("content-type", "application/json").with_body(json.to_string());
        } else if let Some(file) = with.text("file") {
            request = request.with_body(self.folder.read(&file)?);
        } else if let Some(body) = with.text("body") {
            request = request.with_body(body);
        }
        if let Some(Value::Object(headers)) = with.get("headers") {
            for (name, value) in headers {
                let lower = name.to_ascii_lowercase();
                let header = HeaderName::from_bytes(lower.as_bytes())
                    .map_err(|_| format!("„{name}” is no header name"))?;
                let value = HeaderValue::from_str(&as_text(value))
                    .map_err(|_| format!("the value of the header „{name}” is no header text"))?;
                request.headers.insert(header, value);
            }
        }
        Ok(Played::answered(self.line.send(institution, request)))
    }
}

/// Done, without an answer of anybody.
pub(super) fn done() -> Played {
    Played::answered(Ok(Response::new(StatusCode::OK)))
}
