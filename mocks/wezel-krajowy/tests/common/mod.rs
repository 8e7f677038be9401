//! A desk of Węzeł Krajowy and a service provider that talks to it, without a network.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use http::Method;
use poligon_certs::Vault;
use poligon_institution::{
    Answer, Arguments, Broken, Desk, Finding, Institution, Line, Memory, Played, Request, Response, Stage,
};
use poligon_wezel_krajowy::{WezelKrajowy, actions};
use poligon_world::{Cast, Clock, Sandbox, SandboxName, Settings, Strictness, World};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::datetime;

pub const NOW: OffsetDateTime = datetime!(2026-11-25 08:00 UTC);

/// One vault for all tests of a file: its root is RSA-4096.
static VAULT: LazyLock<Arc<Vault>> = LazyLock::new(|| Arc::new(Vault::in_memory(None)));

pub struct Office {
    pub sandbox: Arc<Sandbox>,
    pub desk: Arc<dyn Desk>,
    pub memory: Memory,
    /// The findings of the last answers, newest last.
    pub findings: Vec<Vec<Finding>>,
    /// By how much the provider's clock is ahead.
    pub lag: time::Duration,
}

impl Office {
    pub fn new() -> Self {
        Self::with(Strictness::Faithful)
    }

    pub fn with(strictness: Strictness) -> Self {
        let sandbox = Arc::new(Sandbox::new(
            SandboxName::default_name(),
            7,
            Clock::frozen(NOW),
            Settings::new(strictness),
            Arc::clone(&VAULT),
            World::new(&Cast::built_in().unwrap(), 7),
        ));
        let desk = WezelKrajowy.open(Arc::clone(&sandbox));
        Self { sandbox, desk, memory: Memory::default(), findings: Vec::new(), lag: time::Duration::ZERO }
    }

    pub fn turn(&self, knob: &str, value: &str) {
        let knob = WezelKrajowy.knobs().iter().find(|known| known.name == knob).expect("a knob");
        knob.turn(&self.sandbox.settings, value).unwrap();
    }

    pub fn play(&mut self, action: &str, arguments: Value) -> Played {
        let action = actions::ACTIONS.iter().find(|known| known.name == action).expect("an action");
        let arguments: BTreeMap<String, Value> = arguments
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let mut line = Local {
            desk: Arc::clone(&self.desk),
            sandbox: Arc::clone(&self.sandbox),
            findings: Vec::new(),
            lag: self.lag,
        };
        let mut memory = self.memory.clone();
        let mut stage = Stage {
            sandbox: &self.sandbox,
            line: &mut line,
            memory: &mut memory,
            files: &|_| Err("no files".to_owned()),
        };
        let played = (action.play)(&mut stage, &Arguments(arguments)).unwrap();
        self.memory = memory;
        self.findings.extend(line.findings);
        played
    }

    /// A registered provider in the simulator.
    pub fn registered() -> Self {
        let mut office = Self::new();
        let played = office.play("wezel-krajowy.register-provider", json!({}));
        assert_eq!(played.answer.as_ref().unwrap().status, 201, "{}", body(&played));
        office
    }

    pub fn ask(&mut self, request: Request) -> Response {
        let Answer { response, findings, .. } = self.desk.answer(&request);
        self.findings.push(findings);
        response
    }

    pub fn post(&mut self, path: &str, form: &str) -> Response {
        self.ask(
            Request::new(Method::POST, path)
                .with_header("content-type", "application/x-www-form-urlencoded")
                .with_body(form.to_owned()),
        )
    }

    pub fn json(&mut self, path: &str, value: &Value) -> (u16, Value) {
        let response = self.ask(
            Request::new(Method::POST, path)
                .with_header("content-type", "application/json")
                .with_body(value.to_string()),
        );
        (response.status.as_u16(), serde_json::from_slice(&response.body).unwrap())
    }

    /// The ids of the checks that failed in the last answer.
    pub fn failed(&self) -> Vec<&'static str> {
        let last = self.findings.last().map(Vec::as_slice).unwrap_or_default();
        last.iter().filter(|finding| finding.failed()).map(|finding| finding.check.id).collect()
    }
}

pub fn body(played: &Played) -> String {
    played.answer.as_ref().map(text).unwrap_or_default()
}

pub fn text(response: &Response) -> String {
    String::from_utf8_lossy(&response.body).into_owned()
}

struct Local {
    desk: Arc<dyn Desk>,
    sandbox: Arc<Sandbox>,
    findings: Vec<Vec<Finding>>,
    lag: time::Duration,
}

impl Line for Local {
    fn send(&mut self, _: &'static str, request: Request) -> Result<Response, Broken> {
        let answer = self.desk.answer(&request);
        self.findings.push(answer.findings);
        Ok(answer.response)
    }

    fn base(&self, _: &'static str) -> String {
        "https://localhost".to_owned()
    }

    fn wait(&mut self, span: Duration) {
        let span = time::Duration::try_from(span).unwrap();
        self.sandbox.clock.advance(span);
    }

    fn now(&self) -> OffsetDateTime {
        self.sandbox.clock.now() + self.lag
    }
}
