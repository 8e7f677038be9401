//! What of the state scenarios and operators may look at.

use poligon_institution::View;
use serde_json::{Value, json};

use super::{Done, Errand};
use crate::checks::onboarding as rules;
use crate::desk::EpuapDesk;
use crate::ids::{BoxAddress, Number};
use crate::state::documents::Document;

/// The views.
pub static VIEWS: &[View] = &[
    View {
        name: "epuap.box",
        about: "a box: its rules and the numbers of what waits in it; by address: /gmina/domyslna",
    },
    View {
        name: "epuap.delivery",
        about: "an order of delivery and where it stands; by identyfikatorZlecenia",
    },
    View {
        name: "epuap.document",
        about: "a document that was sent and not yet confirmed; by identyfikatorDokumentu",
    },
    View { name: "epuap.file", about: "a file of FileRepoService; by fileId" },
    View { name: "epuap.payment", about: "a payment and its state; by id" },
    View { name: "epuap.pushes", about: "all pushes and what came of them" },
];

/// What a view shows.
pub fn view(desk: &EpuapDesk, view: &str, key: &str) -> Option<Value> {
    let state = desk.state();
    match view.strip_prefix("epuap.").unwrap_or(view) {
        "box" => {
            let skrytka = state.boxes.find(&key.parse::<BoxAddress>().ok()?)?;
            Some(json!({ "address": skrytka.address, "rules": skrytka.rules, "waiting": skrytka.queue }))
        }
        "delivery" => {
            let id = key.parse::<Number>().ok()?;
            state.deliveries.all().iter().find(|order| order.id == id).map(|order| json!(order))
        }
        "document" => state.documents.find(key.parse().ok()?).map(shown_document),
        "file" => state.files.find(key).map(|file| {
            json!({ "name": file.name, "mime": file.mime, "bytes": file.bytes.len(), "subject": file.subject, "downloads": file.downloads })
        }),
        "payment" => state.obligations.payment(key.parse().ok()?).map(|payment| json!(payment)),
        "pushes" => Some(json!(state.pushes.all().collect::<Vec<_>>())),
        _ => None,
    }
}

/// The same for the operator: `/views/box?key=/gmina/domyslna`.
pub(super) fn shown(errand: &mut Errand<'_>, name: &str) -> Done {
    let query = errand.request.query.clone().unwrap_or_default();
    let key = query.strip_prefix("key=").unwrap_or_default().replace("%2F", "/").replace("%2f", "/");
    let shown = view(errand.desk, name, &key);
    let value = errand.need(&rules::REQUEST, shown, "there is no such view, or nothing under this key")?;
    Ok(errand.json(&value))
}

fn shown_document(document: &Document) -> Value {
    json!({
        "id": document.id,
        "sender": document.sender,
        "system": document.system,
        "to": document.to,
        "replyTo": document.reply_to,
        "name": document.file.name,
        "bytes": document.file.bytes.len(),
    })
}
