//! What a rule does to one request.

use http::{HeaderName, HeaderValue, StatusCode};
use poligon_institution::{Answer, Arguments, Cue, Directed, Effects, Response};
use serde_json::Value;

use super::rule::LiveRule;
use super::{Engine, fault, scripted};
use crate::language::{Deeds, Delay, FaultCall, Patch, Respond};
use crate::values::{Scope, as_text};
use crate::vocabulary::generic;

/// One act of a rule.
pub(super) struct Act<'a> {
    pub(super) engine: &'a Engine,
    pub(super) rule: &'a LiveRule,
    pub(super) cue: &'a Cue<'a>,
}

impl Act<'_> {
    /// Does everything that the rule says.
    pub(super) fn perform(&mut self, deeds: &Deeds, ask: &mut dyn FnMut() -> Answer) -> Directed {
        self.turn_knobs(deeds);
        let delay = deeds.delay.as_ref().map(|delay| self.drawn(delay)).unwrap_or_default();
        let mut directed: Directed = if let Some(respond) = &deeds.respond {
            self.respond(respond).into()
        } else if let Some(call) = &deeds.fault {
            self.fault(call, ask)
        } else if let Some(patch) = &deeds.patch {
            let mut answer = ask();
            self.patch(patch, &mut answer.response);
            self.mark(&mut answer, "patch");
            answer.into()
        } else {
            ask().into()
        };
        directed.effects.delay = delay;
        directed
    }

    /// Says in the journal that a scenario spoke.
    pub(super) fn mark(&self, answer: &mut Answer, did: &str) {
        answer.findings.push(scripted(&self.engine.loaded.file, self.rule.line, did));
    }

    /// An answer that the institution was not asked for.
    pub(super) fn instead(&self, response: Response, did: &str) -> Answer {
        let mut answer = Answer { operation: self.cue.operation, response, findings: Vec::new() };
        self.mark(&mut answer, did);
        answer
    }

    pub(super) fn trouble(&self, sentence: &str) {
        self.engine.trouble(format!("{}:{}: {sentence}", self.engine.loaded.file, self.rule.line));
    }

    fn scope(&self) -> Scope<'_> {
        Scope::of(self.cue.sandbox)
    }

    fn turn_knobs(&self, deeds: &Deeds) {
        for (name, value) in &deeds.knob {
            let turned = match self.engine.registry.knob(name) {
                Some(knob) => knob.turn(&self.cue.sandbox.settings, &as_text(value)),
                None => Err(format!("there is no knob „{}”", name.value)),
            };
            if let Err(why) = turned {
                self.trouble(&why);
            }
        }
    }

    fn drawn(&self, delay: &Delay) -> std::time::Duration {
        match delay {
            Delay::Fixed(span) => span.0,
            Delay::Within(least, most) => {
                let width = u64::try_from((most.0 - least.0).as_millis()).unwrap_or(0);
                let more = self.rule.delays.below(width.saturating_add(1));
                least.0 + std::time::Duration::from_millis(more)
            }
            Delay::Drawn(spans) => {
                let index = self.rule.delays.below(spans.len() as u64);
                usize::try_from(index)
                    .ok()
                    .and_then(|index| spans.get(index))
                    .map(|span| span.0)
                    .unwrap_or_default()
            }
        }
    }

    fn respond(&self, respond: &Respond) -> Answer {
        let status = StatusCode::from_u16(respond.status.value).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = Response::new(status);
        match self.body(respond) {
            Ok(Some((content_type, bytes))) => response = response.with_body(content_type, bytes),
            Ok(None) => {}
            Err(why) => self.trouble(&why),
        }
        for (name, value) in &respond.headers {
            self.header(&mut response, name, value);
        }
        self.instead(response, "respond")
    }

    fn body(&self, respond: &Respond) -> Result<Option<(&'static str, Vec<u8>)>, String> {
        if let Some(file) = &respond.file {
            let kind = match file.rsplit_once('.') {
                Some((_, "json")) => "application/json",
                Some((_, "xml")) => "application/xml",
                Some((_, "html")) => "text/html; charset=utf-8",
                _ => "application/octet-stream",
            };
            return Ok(Some((kind, self.engine.loaded.folder.read(file)?)));
        }
        let Some(body) = &respond.body else { return Ok(None) };
        Ok(Some(match self.scope().fill(body)? {
            Value::String(text) => ("text/plain; charset=utf-8", text.into_bytes()),
            other => ("application/json", other.to_string().into_bytes()),
        }))
    }

    /// Sets a header, or takes it away with `null`.
    fn header(&self, response: &mut Response, name: &str, value: &Value) {
        let Ok(name) = HeaderName::from_bytes(name.to_ascii_lowercase().as_bytes()) else {
            return self.trouble(&format!("„{name}” is no header name"));
        };
        if value.is_null() {
            response.headers.remove(name);
            return;
        }
        match self.scope().fill(value).map(|value| HeaderValue::from_str(&as_text(&value))) {
            Ok(Ok(value)) => {
                response.headers.insert(name, value);
            }
            Ok(Err(_)) => self.trouble(&format!("the value of the header {name} is no header text")),
            Err(why) => self.trouble(&why),
        }
    }

    fn patch(&self, patch: &Patch, response: &mut Response) {
        if let Some(status) = &patch.status {
            response.status = StatusCode::from_u16(status.value).unwrap_or(response.status);
        }
        for (name, value) in &patch.headers {
            self.header(response, name, value);
        }
        if patch.body.is_empty() && patch.remove.is_empty() {
            return;
        }
        let Ok(mut body) = serde_json::from_slice::<Value>(&response.body) else {
            return self.trouble("the answer has no JSON body, so it could not be patched");
        };
        for (path, value) in &patch.body {
            match self.scope().fill(value) {
                Ok(value) => {
                    if !path.put(&mut body, value) {
                        self.trouble(&format!("the answer has no place {} to patch", path.value));
                    }
                }
                Err(why) => self.trouble(&why),
            }
        }
        for path in &patch.remove {
            if !path.take(&mut body) {
                self.trouble(&format!("the answer has nothing at {} to remove", path.value));
            }
        }
        response.body = body.to_string().into();
    }

    fn fault(&self, call: &FaultCall, ask: &mut dyn FnMut() -> Answer) -> Directed {
        let arguments = match call
            .with
            .iter()
            .map(|(name, value)| Ok((name.clone(), self.scope().fill(value)?)))
            .collect()
        {
            Ok(filled) => Arguments(filled),
            Err::<_, String>(why) => {
                self.trouble(&why);
                return ask().into();
            }
        };
        if let Some(known) = generic(&call.name) {
            return fault::generic(self, known, &arguments, ask);
        }
        match self.engine.registry.faults().find(|fault| fault.name == call.name) {
            Some(known) => fault::institutional(self, known, &arguments, ask),
            None => {
                self.trouble(&format!("there is no fault „{}”", call.name));
                ask().into()
            }
        }
    }
}

/// An answer with something happening to it on the wire.
pub(super) fn with_wire(answer: Answer, wire: poligon_institution::WireFault) -> Directed {
    Directed { answer, effects: Effects { wire: Some(wire), ..Effects::default() } }
}
