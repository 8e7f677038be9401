//! Sending what ePUAP pushes to integrators' endpoints. A desk must not wait for a network, so it lists what is due and is told
//! what came of it; this is who sends. Documents wait a moment after nadaj for it.

use std::sync::Arc;
use std::time::Duration;

use http::Method;
use poligon_epuap::actions::push;
use poligon_institution::{House, Request, Room};
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use crate::client::Client;

/// How often the sandboxes are asked.
const EVERY: Duration = Duration::from_millis(500);
const EPUAP: &str = "epuap";

/// Sends until it is aborted; `ca_pem` is what endpoints with https are trusted by.
pub(crate) fn start(house: Arc<House>, ca_pem: &[u8]) -> Option<JoinHandle<()>> {
    house.registry().named(EPUAP)?;
    let client = Client::trusting(ca_pem).ok()?;
    Some(tokio::spawn(async move {
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            for room in house.rooms() {
                send_due(&client, &room).await;
            }
        }
    }))
}

async fn send_due(client: &Client, room: &Arc<Room>) {
    let Some(due) = due(room) else { return };
    for one in due {
        let text = |name: &str| one.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let document = one.get("document").and_then(Value::as_i64).unwrap_or_default();
        let action = format!("\"{}\"", push::ACTION);
        let headers = [("content-type", "text/xml; charset=utf-8"), ("soapaction", action.as_str())];
        let sent = client.send(Method::POST, &text("url"), &headers, text("message")).await;
        let outcome = sent.and_then(|reply| push::judge(reply.status.as_u16(), &reply.body));
        let told = match outcome {
            Ok(said) => json!({ "taken": true, "said": said }),
            Err(why) => json!({ "taken": false, "said": why }),
        };
        let report = Request::new(Method::POST, &format!("/pushes/{document}")).with_body(told.to_string());
        // A sandbox that could not keep the outcome is asked again, and the endpoint gets the document twice; that is how
        // retries are.
        let _ = room.administer(EPUAP, &report);
    }
}

/// What is due in a sandbox; `None` when nothing is.
fn due(room: &Room) -> Option<Vec<Value>> {
    // Signing happens in the answer, so look first whether there is anything.
    let all = room.view(EPUAP, "epuap.pushes", "")?;
    let open = all.as_array()?.iter().any(|push| push.get("ended").is_none_or(Value::is_null));
    if !open {
        return None;
    }
    let reply = room.administer(EPUAP, &Request::new(Method::GET, "/pushes"))?;
    let told: Value = serde_json::from_slice(&reply.body).ok()?;
    told.get("due")?.as_array().filter(|due| !due.is_empty()).cloned()
}
