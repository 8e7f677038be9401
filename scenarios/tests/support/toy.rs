//! A toy institution: it greets, and takes orders.

use std::sync::{Arc, Mutex};

use http::{Method, StatusCode};
use poligon_certs::Vault;
use poligon_institution::knob::Takes;
use poligon_institution::{
    Action, Acts, Answer, Arguments, Built, Check, Desk, DocumentKind, Evidence, Fault, Finding, Institution,
    Knob, Operation, Parameter, ParameterKind, Played, Provenance, Registry, Request, Response, Severity,
    Stage, View,
};
use poligon_scenarios::{Ground, Known};
use poligon_world::Sandbox;
use serde_json::{Value, json};

static OPERATIONS: &[Operation] = &[
    operation("toy.greet", "GET /greet"),
    operation("toy.orders.place", "POST /orders"),
    operation("toy.orders.show", "GET /orders/{number}"),
];

const fn operation(name: &'static str, address: &'static str) -> Operation {
    Operation { name, address, provenance: Provenance::Ours, built: Built::Yes }
}

static NAMED: Check = Check {
    id: "TOY-001",
    title: "An order names a thing",
    provenance: Provenance::Ours,
    citation: "none",
    severity: Severity::Error,
    remedy: "Name a thing.",
};

static CHECKS: &[&Check] = &[&NAMED];

static MOOD: Knob = Knob {
    name: "toy.mood",
    about: "How it greets",
    default: "cheerful",
    takes: Takes::OneOf(&["cheerful", "grumpy"]),
};

static KNOBS: &[Knob] = &[
    Knob {
        name: "toy.mood",
        about: "How it greets",
        default: "cheerful",
        takes: Takes::OneOf(&["cheerful", "grumpy"]),
    },
    Knob { name: "toy.most", about: "Most orders", default: "9", takes: Takes::Number { from: 1, to: 9 } },
];

const fn parameter(name: &'static str, kind: ParameterKind, required: bool) -> Parameter {
    Parameter { name, about: "what it says", kind, required }
}

static ACTIONS: &[Action] = &[Action {
    name: "toy.order",
    about: "Orders a thing.",
    takes: &[
        parameter("as", ParameterKind::Party, false),
        parameter("thing", ParameterKind::Text, true),
        parameter("count", ParameterKind::Number, false),
        parameter("wrap", ParameterKind::OneOf(&["paper", "foil"]), false),
        parameter("file", ParameterKind::File, false),
    ],
    gives: &["receipt"],
    play: order,
}];

fn order(stage: &mut Stage<'_>, with: &Arguments) -> Result<Played, String> {
    let body = json!({ "thing": with.text_or("thing", "") }).to_string();
    let request = Request::new(Method::POST, "/orders").with_body(body);
    stage.memory.keep("toy.ordered", true);
    Ok(Played::answered(stage.line.send("toy", request)).with("receipt", json!({ "paid": true })))
}

static FAULTS: &[Fault] = &[
    Fault {
        name: "toy.sulk",
        about: "It is grumpy from now on.",
        takes: &[],
        acts: Acts::Turns { knob: "toy.mood", value: "grumpy" },
    },
    Fault {
        name: "toy.lie",
        about: "It says another thing.",
        takes: &[parameter("thing", ParameterKind::Text, true)],
        acts: Acts::Spoils(|_, with, response| {
            response.body = json!({ "thing": with.text("thing") }).to_string().into();
        }),
    },
];

static VIEWS: &[View] = &[View { name: "toy.order", about: "An order by its number" }];

pub(crate) struct Toy;

impl Institution for Toy {
    fn name(&self) -> &'static str {
        "toy"
    }
    fn operations(&self) -> &'static [Operation] {
        OPERATIONS
    }
    fn checks(&self) -> &'static [&'static Check] {
        CHECKS
    }
    fn knobs(&self) -> &'static [Knob] {
        KNOBS
    }
    fn hosts(&self) -> &'static [&'static str] {
        &[]
    }
    fn documents(&self) -> &'static [DocumentKind] {
        &[]
    }
    fn actions(&self) -> &'static [Action] {
        ACTIONS
    }
    fn faults(&self) -> &'static [Fault] {
        FAULTS
    }
    fn views(&self) -> &'static [View] {
        VIEWS
    }
    fn open(&self, sandbox: Arc<Sandbox>) -> Arc<dyn Desk> {
        Arc::new(ToyDesk { sandbox, orders: Mutex::default() })
    }
}

struct ToyDesk {
    sandbox: Arc<Sandbox>,
    orders: Mutex<Vec<String>>,
}

impl Desk for ToyDesk {
    fn answer(&self, request: &Request) -> Answer {
        let operation = self.operation(request);
        let json = |status: StatusCode, value: Value| {
            Response::new(status).with_body("application/json", value.to_string())
        };
        let mut orders = self.orders.lock().unwrap();
        let (response, findings) = match operation.map(|one| one.name) {
            Some("toy.greet") => {
                let words = if MOOD.value(&self.sandbox.settings) == "grumpy" { "what" } else { "hello" };
                let id = self.sandbox.entropy.hex(4);
                (json(StatusCode::OK, json!({ "words": words, "id": id, "url": request.base.url })), vec![])
            }
            Some("toy.orders.place") => {
                let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
                match body["thing"].as_str() {
                    Some(thing) => {
                        orders.push(thing.to_owned());
                        let answer = json!({ "number": orders.len(), "thing": thing });
                        (json(StatusCode::CREATED, answer), vec![Finding::pass(&NAMED)])
                    }
                    None => {
                        let why = vec![Evidence::text("no thing")];
                        (
                            json(StatusCode::BAD_REQUEST, json!({ "code": 17 })),
                            vec![Finding::fail(&NAMED, why)],
                        )
                    }
                }
            }
            Some("toy.orders.show") => {
                let number = request.path.trim_start_matches("/orders/");
                let thing = number.parse::<usize>().ok().and_then(|n| orders.get(n.checked_sub(1)?).cloned());
                let xml = format!(
                    "<order xmlns=\"urn:toy\"><thing kind=\"k\">{}</thing></order>",
                    thing.unwrap_or_default()
                );
                (Response::new(StatusCode::OK).with_body("application/xml", xml), vec![])
            }
            _ => (Response::new(StatusCode::NOT_FOUND), vec![]),
        };
        Answer { operation, response, findings }
    }

    fn operation(&self, request: &Request) -> Option<&'static Operation> {
        let index = match (request.method.as_str(), request.path.as_str()) {
            ("GET", "/greet") => 0,
            ("POST", "/orders") => 1,
            ("GET", path) if path.starts_with("/orders/") => 2,
            _ => return None,
        };
        OPERATIONS.get(index)
    }

    fn view(&self, view: &str, key: &str) -> Option<Value> {
        let orders = self.orders.lock().unwrap();
        let number: usize = key.parse().ok()?;
        (view == "toy.order").then(|| Some(json!({ "thing": orders.get(number - 1)? })))?
    }
}

/// What there is to be named when the toy is all there is.
pub(crate) fn known() -> Known {
    Known { registry: Registry::new(vec![Arc::new(Toy)]), checks: Vec::new() }
}

/// The ground that scenarios of the toy stand on.
pub(crate) fn ground() -> Ground {
    Ground { known: known(), vault: Arc::new(|seed| Arc::new(Vault::in_memory(Some(seed)).with_cache(None))) }
}
