//! Test data and limits.

use http::Method;
use poligon_institution::{Answer, Request};
use poligon_ksef::identity::Identifier;
use serde_json::{Value, json};

use crate::common::*;

/// Drives all.
pub fn run(client: &dyn Fn() -> Client) {
    registers(&client());
    limits(&client());
}

fn registers(client: &Client) {
    let post = |path: &str, sent: Value| client.post(&format!("/v2/testdata{path}"), "", sent);
    let subject = json!({
        "subjectNip": NIP,
        "subjectType": "VatGroup",
        "description": "grupa",
        "subunits": [{ "subjectNip": OTHER_NIP, "description": "członek" }],
    });
    let person = json!({ "nip": NIP, "pesel": PESEL, "isBailiff": false, "description": "osoba" });
    for (path, sent) in [("/subject", subject), ("/person", person)] {
        post(path, sent.clone());
        post(path, sent);
    }
    post("/person/remove", json!({ "nip": NIP }));
    post("/subject/remove", json!({ "subjectNip": NIP }));
    let parties = json!({
        "contextIdentifier": { "type": "Nip", "value": NIP },
        "authorizedIdentifier": { "type": "Pesel", "value": PESEL },
    });
    let mut grant = parties.clone();
    grant["permissions"] = json!([{ "permissionType": "InvoiceRead", "description": "na próbę" }]);
    post("/permissions", grant);
    post("/permissions/revoke", parties);
    post("/attachment", json!({ "nip": NIP }));
    post("/attachment/revoke", json!({ "nip": NIP, "expectedEndDate": "2026-12-01" }));
    let context = json!({ "contextIdentifier": { "type": "Nip", "value": NIP } });
    post("/context/block", context.clone());
    post("/context/unblock", context);
}

fn limits(client: &Client) {
    let tokens = client.login(&seal(NIP), Identifier::nip(NIP));
    let send = |method: Method, path: &str, sent: Value| -> Answer {
        let request = Request::new(method, &format!("/v2{path}")).with_body(sent.to_string());
        client.send(authorized(request, &tokens.access))
    };
    let read = || {
        ["/limits/context", "/limits/subject", "/rate-limits"]
            .map(|path| body(&send(Method::GET, path, Value::Null)))
    };
    let [context, subject, rates] = read();
    // What is read can be sent back as it is, but for the members that the one schema has and the other has not.
    send(Method::POST, "/testdata/limits/context/session", context);
    send(Method::POST, "/testdata/limits/subject/certificate", subject);
    send(Method::POST, "/testdata/rate-limits", json!({ "rateLimits": rates }));
    read();
    let bad = json!({ "maxInvoiceSizeInMB": 6, "maxInvoiceWithAttachmentSizeInMB": 11, "maxInvoices": -1 });
    send(
        Method::POST,
        "/testdata/limits/context/session",
        json!({ "onlineSession": bad, "batchSession": bad }),
    );
    send(
        Method::POST,
        "/testdata/limits/subject/certificate",
        json!({ "enrollment": { "maxEnrollments": -1 } }),
    );
    send(Method::POST, "/testdata/rate-limits", json!({ "rateLimits": null }));
    send(Method::POST, "/testdata/rate-limits/production", Value::Null);
    for path in ["/limits/context/session", "/limits/subject/certificate", "/rate-limits"] {
        send(Method::DELETE, &format!("/testdata{path}"), Value::Null);
    }
    let shorten = json!({ "validTo": "2026-12-01T00:00:00Z" });
    send(Method::PUT, "/testdata/certificates/0123456789ABCDEF", shorten);
    send(Method::PUT, "/testdata/certificates/0123456789ABCDEF", json!({}));
}
