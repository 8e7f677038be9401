//! Every operation that is built, held against the officials' OpenAPI file: statuses, content types, headers, bodies, exception
//! codes, and our own requests. `make contract` runs it.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic"
)]

#[path = "../common/mod.rs"]
mod common;

mod flow_auth;
mod flow_invoices;
mod flow_testdata;
mod known;
mod ledger;
mod report;
mod schema;
mod sweep;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use ledger::Ledger;
use poligon_institution::{Answer, Desk, Operation, Request};
use schema::Contract;
use serde_json::{Value, json};

/// What is done to a body.
type Spoil = fn(&mut Value);

/// An answer as ours, with something done to its body.
struct Spoilt(Arc<dyn Desk>, Spoil);

impl Desk for Spoilt {
    fn answer(&self, request: &Request) -> Answer {
        let mut answer = self.0.answer(request);
        let mut body = serde_json::from_slice(&answer.response.body).unwrap();
        (self.1)(&mut body);
        answer.response.body = body.to_string().into();
        answer
    }

    fn operation(&self, request: &Request) -> Option<&'static Operation> {
        self.0.operation(request)
    }
}

#[test]
fn contract_an_answer_that_does_not_fit_is_caught() {
    let Some(reference) = std::env::var_os("POLIGON_REFERENCE").map(PathBuf::from) else {
        println!(
            "NOT RUN: POLIGON_REFERENCE is not set; nothing was compared with the official OpenAPI file"
        );
        return;
    };
    let contract = Arc::new(Contract::read(&reference));
    let spoil: [(Spoil, &str); 4] = [
        (|body| body["timestamp"] = json!("yesterday"), "date-time"),
        (|body| body["invented"] = json!(1), "invented"),
        (|body| body["timestampMs"] = json!("1"), "integer"),
        (|body| drop(body.as_object_mut().unwrap().remove("challenge")), "challenge"),
    ];
    for (spoil, told) in spoil {
        let ledger = Arc::new(Mutex::new(Ledger::default()));
        let mut client = common::Client::new();
        client.desk = Arc::new(Spoilt(client.desk, spoil));
        ledger::recorded(client, &contract, &ledger).post("/v2/auth/challenge", "", json!({}));
        let mismatches = ledger.lock().unwrap().mismatches.clone();
        assert_eq!(mismatches.len(), 1, "{mismatches:?}");
        assert!(mismatches.iter().all(|line| line.contains(told)), "{mismatches:?}");
    }
}

#[test]
fn contract_every_answer_fits_the_official_open_api_file() {
    let Some(reference) = std::env::var_os("POLIGON_REFERENCE").map(PathBuf::from) else {
        println!(
            "NOT RUN: POLIGON_REFERENCE is not set; nothing was compared with the official OpenAPI file"
        );
        return;
    };
    let contract = Arc::new(Contract::read(&reference));
    let ledger = Arc::new(Mutex::new(Ledger::default()));
    let client = || ledger::client(&contract, &ledger);
    flow_auth::run(&client);
    flow_auth::strict(&ledger::recorded(
        common::Client::strict(poligon_world::Strictness::Picky),
        &contract,
        &ledger,
    ));
    flow_testdata::run(&client);
    flow_invoices::run(&client);
    sweep::run(&client);
    let ledger = ledger.lock().unwrap();
    report::table(&contract, &ledger);
    let wrong = report::judge(&contract, &ledger);
    assert!(wrong.is_empty(), "{} things do not fit:\n{}", wrong.len(), wrong.join("\n"));
}
