//! A stage whose line leads straight to the desk, and a client that plays actions on it.
#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test file uses its own part")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic"
)]

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use poligon_certs::Vault;
use poligon_institution::{
    Arguments, Broken, Desk, Institution, Line, Memory, ParameterKind, Played, Request, Response, Stage,
};
use poligon_ksef::Ksef;
use poligon_world::{Cast, Clock, Sandbox, SandboxName, Settings, Strictness, World};
use serde_json::Value;
use time::OffsetDateTime;
use time::macros::datetime;

pub const NOW: OffsetDateTime = datetime!(2026-11-24 10:00:00.123 UTC);

static VAULT: LazyLock<Arc<Vault>> = LazyLock::new(|| Arc::new(Vault::in_memory(Some(7))));

/// A client of one sandbox.
pub struct Client {
    pub desk: Arc<dyn Desk>,
    pub sandbox: Arc<Sandbox>,
    pub memory: Memory,
    /// The paths that were called.
    pub seen: Rc<RefCell<Vec<String>>>,
    /// What was sent.
    pub bytes: Rc<RefCell<Vec<u8>>>,
}

/// What an action led to.
#[derive(Debug)]
pub struct Seen(pub Played);

struct Straight {
    desk: Arc<dyn Desk>,
    sandbox: Arc<Sandbox>,
    seen: Rc<RefCell<Vec<String>>>,
    bytes: Rc<RefCell<Vec<u8>>>,
}

impl Line for Straight {
    fn send(&mut self, institution: &'static str, mut request: Request) -> Result<Response, Broken> {
        assert_eq!(institution, "ksef");
        if let Some(path) = request.path.strip_prefix("https://localhost") {
            request.path = path.to_owned();
        }
        self.seen.borrow_mut().push(request.path.clone());
        self.bytes.borrow_mut().extend_from_slice(&request.body);
        Ok(self.desk.answer(&request).response)
    }

    fn base(&self, _: &'static str) -> String {
        "https://localhost".to_owned()
    }

    fn wait(&mut self, span: Duration) {
        self.sandbox.clock.advance(time::Duration::try_from(span).unwrap());
    }

    fn now(&self) -> OffsetDateTime {
        self.sandbox.clock.now()
    }
}

impl Client {
    pub fn new() -> Self {
        let world = World::new(&Cast::built_in().unwrap(), 7);
        let sandbox = Arc::new(Sandbox::new(
            SandboxName::default_name(),
            7,
            Clock::frozen(NOW),
            Settings::new(Strictness::Faithful),
            Arc::clone(&VAULT),
            world,
        ));
        Self {
            desk: Ksef.open(Arc::clone(&sandbox)),
            sandbox,
            memory: Memory::default(),
            seen: Rc::default(),
            bytes: Rc::default(),
        }
    }

    /// Plays an action that can be acted.
    pub fn does(&mut self, name: &str, given: Value) -> Seen {
        self.tries(name, given.clone()).map(Seen).unwrap_or_else(|why| panic!("{name} {given}: {why}"))
    }

    /// Plays an action, whose arguments its parameters must allow.
    pub fn tries(&mut self, name: &str, given: Value) -> Result<Played, String> {
        let action = Ksef.actions().iter().find(|action| action.name == name).expect(name);
        for (argument, value) in given.as_object().unwrap() {
            let parameter = action.takes.iter().find(|known| known.name == argument);
            let kind = parameter.unwrap_or_else(|| panic!("{name} takes no {argument}")).kind;
            if let ParameterKind::OneOf(words) = kind {
                assert!(words.contains(&value.as_str().unwrap()), "{name} {argument}: {value}");
            }
        }
        let mut line = Straight {
            desk: Arc::clone(&self.desk),
            sandbox: Arc::clone(&self.sandbox),
            seen: Rc::clone(&self.seen),
            bytes: Rc::clone(&self.bytes),
        };
        let mut stage = Stage {
            sandbox: &self.sandbox,
            line: &mut line,
            memory: &mut self.memory,
            files: &|name| Err(format!("there is no file „{name}”")),
        };
        let arguments = Arguments(given.as_object().unwrap().clone().into_iter().collect());
        (action.play)(&mut stage, &arguments)
    }
}

impl Seen {
    pub fn status(&self) -> u16 {
        self.0.answer.as_ref().unwrap().status.as_u16()
    }

    pub fn body(&self) -> Value {
        serde_json::from_slice(&self.0.answer.as_ref().unwrap().body).unwrap_or(Value::Null)
    }

    /// The exception code.
    pub fn code(&self) -> Value {
        self.body()["exception"]["exceptionDetailList"][0]["exceptionCode"].clone()
    }

    pub fn value(&self, name: &str) -> Value {
        self.0.values.get(name).cloned().unwrap_or(Value::Null)
    }
}
