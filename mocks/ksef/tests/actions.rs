//! The actions as a scenario plays them: good ways to their end, wrong ways to the refusal that they are for.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests, outside of a test function"
)]

mod stage;

use serde_json::json;
use stage::Client;

#[test]
fn an_invoice_goes_its_way_from_login_to_upo() {
    let mut client = Client::new();
    let login = client.does("ksef.log-in", json!({}));
    assert_eq!(login.status(), 200, "{login:?}");
    assert!(login.value("access-token").is_string() && login.value("login").is_string());
    assert_eq!(client.does("ksef.open-session", json!({})).status(), 201);
    let sent = client.does("ksef.send-invoice", json!({ "number": "FA/7" }));
    assert_eq!((sent.status(), sent.value("number")), (202, json!("FA/7")));
    let settled = client.does("ksef.await-invoice", json!({}));
    assert_eq!(settled.body()["status"]["code"], 200, "{settled:?}");
    assert_eq!(settled.value("polls"), 2);
    assert_eq!(client.does("ksef.close-session", json!({})).status(), 204);
    assert_eq!(client.does("ksef.await-session", json!({})).body()["status"]["code"], 200);
    for of in ["invoice", "ksef-number", "session", "invoice-link", "session-link"] {
        let upo = client.does("ksef.upo", json!({ "of": of }));
        assert_eq!((upo.status(), upo.value("hash-matches")), (200, json!(true)), "{of}: {upo:?}");
    }
    let invoice = client.does("ksef.invoice-by-number", json!({}));
    assert_eq!((invoice.status(), invoice.value("hash-matches")), (200, json!(true)));
    assert_eq!(client.does("ksef.query-metadata", json!({})).value("count"), 1);
    assert_eq!(client.does("ksef.list-sessions", json!({})).value("count"), 1);
}

#[test]
fn every_mistake_of_a_signature_leads_to_its_code() {
    let mut client = Client::new();
    for (mistake, code) in [
        ("altered-after-signing", 9105),
        ("indented-after-signing", 9105),
        ("no-context", 21401),
        ("no-xades-properties", 9105),
        ("not-xml", 21001),
        ("other-key", 9105),
        ("signed-twice", 9103),
        ("unsigned", 9102),
        ("utf-16", 21217),
        ("wrong-document", 9101),
    ] {
        let refused = client.does("ksef.log-in", json!({ "mistake": mistake }));
        assert_eq!((refused.status(), refused.code()), (400, json!(code)), "{mistake}: {refused:?}");
    }
    for taken in ["sha1", "byte-order-mark"] {
        assert_eq!(
            client.does("ksef.log-in", json!({ "mistake": taken })).status(),
            200,
            "TEST takes {taken}"
        );
    }
}

#[test]
fn every_shape_and_every_way_logs_in() {
    let mut client = Client::new();
    for shape in ["python", "csharp", "java", "enveloping"] {
        assert_eq!(client.does("ksef.log-in", json!({ "shape": shape })).status(), 200, "{shape}");
    }
    assert_eq!(client.does("ksef.log-in", json!({ "as": "poziomka", "by": "person" })).status(), 200);
    let stranger = client.does("ksef.log-in", json!({ "as": "jan" }));
    assert_eq!(stranger.body()["status"]["code"], 415, "{stranger:?}");
    client.does("ksef.testdata.person", json!({ "nip": "poziomka", "pesel": "jan" }));
    assert_eq!(client.does("ksef.log-in", json!({ "as": "jan" })).status(), 200);
    let token = client.does("ksef.log-in", json!({ "as": "poziomka", "by": "token" }));
    assert_eq!(token.body()["status"]["code"], 450, "{token:?}");
    for (flaw, code) in [("expired", 460), ("not-yet-valid", 460)] {
        let ended = client.does("ksef.log-in", json!({ "as": "poziomka", "flaw": flaw }));
        assert_eq!(ended.body()["status"]["code"], code, "{flaw}: {ended:?}");
    }
    for flaw in ["other-authority", "revoked"] {
        let given = json!({ "as": "poziomka", "flaw": flaw, "issuer": "qualified", "verify-chain": true });
        assert_eq!(client.does("ksef.log-in", given).body()["status"]["code"], 460, "{flaw}");
    }
    for flaw in ["no-identifier", "six-digit-nip"] {
        let refused = client.does("ksef.log-in", json!({ "as": "poziomka", "flaw": flaw }));
        assert_eq!((refused.status(), refused.code()), (400, json!(21115)), "{flaw}: {refused:?}");
    }
    let elsewhere = client.does("ksef.log-in", json!({ "as": "poziomka", "prefix": "/api/v2" }));
    assert_eq!(elsewhere.status(), 200);
    assert!(client.seen.borrow().iter().any(|path| path == "/api/v2/auth/token/redeem"));
}

#[test]
fn every_spoilt_key_and_invoice_is_refused_as_the_documents_say() {
    let mut client = Client::new();
    client.does("ksef.log-in", json!({}));
    let vector = client.does("ksef.open-session", json!({ "spoilt": "long-vector" }));
    assert_eq!((vector.status(), vector.code()), (400, json!(21405)));
    let id =
        client.does("ksef.open-session", json!({ "key-id": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" }));
    assert_eq!((id.status(), id.code()), (400, json!(21470)), "{id:?}");
    for spoilt in ["key-not-wrapped", "short-key"] {
        assert_eq!(client.does("ksef.open-session", json!({ "spoilt": spoilt })).status(), 201);
        let ended = client.does("ksef.await-session", json!({}));
        assert_eq!(ended.body()["status"]["code"], 415, "{spoilt}: {ended:?}");
    }
    client.does("ksef.open-session", json!({ "key-id": "right" }));
    for (spoilt, code) in [("encrypted-hash", 21403), ("encrypted-size", 21402)] {
        let refused = client.does("ksef.send-invoice", json!({ "spoilt": spoilt }));
        assert_eq!((refused.status(), refused.code()), (400, json!(code)), "{spoilt}");
    }
    for (given, code) in [
        (json!({ "spoilt": "hash" }), 430),
        (json!({ "spoilt": "size" }), 430),
        (json!({ "spoilt": "not-encrypted", "padding": 1 }), 435),
        (json!({ "spoilt": "other-key" }), 435),
        (json!({ "byte-order-mark": true }), 430),
        (json!({ "issued": 1 }), 450),
        (json!({ "seller": "wzorzec" }), 410),
        (json!({ "replace": { "<P_2>": "<P_2a>", "</P_2>": "</P_2a>" } }), 450),
        (json!({ "net": "12,34" }), 200),
    ] {
        assert_eq!(client.does("ksef.send-invoice", given.clone()).status(), 202, "{given}");
        let ended = client.does("ksef.await-invoice", json!({}));
        assert_eq!(ended.body()["status"]["code"], code, "{given}: {ended:?}");
    }
}

#[test]
fn limits_and_registers_are_set_by_actions() {
    let mut client = Client::new();
    client.does("ksef.log-in", json!({}));
    assert_eq!(client.does("ksef.testdata.session-limits", json!({ "invoices": 1 })).status(), 200);
    assert_eq!(client.does("ksef.context-limits", json!({})).body()["onlineSession"]["maxInvoices"], 1);
    assert_eq!(client.does("ksef.testdata.session-limits-reset", json!({})).status(), 200);
    assert_eq!(client.does("ksef.testdata.subject-limits", json!({ "enrollments": 15 })).status(), 200);
    assert_eq!(client.does("ksef.subject-limits", json!({})).body()["enrollment"]["maxEnrollments"], 15);
    assert_eq!(client.does("ksef.testdata.subject-limits-reset", json!({})).status(), 200);
    let groups = json!({ "invoiceMetadata": { "perMinute": 1 } });
    assert_eq!(client.does("ksef.testdata.rate-limits", json!({ "groups": groups })).status(), 200);
    assert_eq!(client.does("ksef.rate-limits", json!({})).body()["invoiceMetadata"]["perMinute"], 1);
    assert_eq!(client.does("ksef.query-metadata", json!({})).status(), 200);
    assert_eq!(client.does("ksef.query-metadata", json!({})).status(), 429);
    assert_eq!(client.does("ksef.testdata.rate-limits-production", json!({})).status(), 200);
    assert_eq!(client.does("ksef.testdata.rate-limits-reset", json!({})).status(), 200);
    assert_eq!(
        client.does("ksef.testdata.subject", json!({ "kind": "VatGroup", "subunits": ["modrzew"] })).status(),
        200
    );
    assert_eq!(client.does("ksef.testdata.subject-remove", json!({})).status(), 200);
    assert_eq!(client.does("ksef.testdata.allow-attachments", json!({})).status(), 200);
    assert_eq!(client.does("ksef.testdata.end-attachments", json!({})).status(), 200);
    let granted = json!({ "to": "zofia", "permissions": ["InvoiceRead"] });
    assert_eq!(client.does("ksef.testdata.grant", granted).status(), 200);
    assert_eq!(client.does("ksef.testdata.revoke", json!({ "from": "zofia" })).status(), 200);
    assert_eq!(client.does("ksef.testdata.block", json!({})).status(), 200);
    assert_eq!(client.does("ksef.log-in", json!({})).body()["status"]["code"], 480);
    assert_eq!(client.does("ksef.testdata.unblock", json!({})).status(), 200);
    assert_eq!(
        client.does("ksef.testdata.person", json!({ "pesel": "jan", "deceased": true })).status(),
        200
    );
    assert_eq!(client.does("ksef.testdata.person-remove", json!({})).status(), 200);
    let shortened = json!({ "serial": "0123456789ABCDEF", "valid-to": "2027-01-01T00:00:00Z" });
    assert_eq!(client.does("ksef.testdata.shorten-certificate", shortened).code(), 25008);
}

#[test]
fn logins_are_listed_refreshed_and_revoked() {
    let mut client = Client::new();
    let first = client.does("ksef.log-in", json!({}));
    let refreshed = client.does("ksef.refresh", json!({}));
    assert_eq!(refreshed.status(), 200);
    assert_ne!(refreshed.value("access-token"), first.value("access-token"));
    assert_eq!(
        client.does("ksef.list-logins", json!({ "query": "pageSize=10" })).body()["items"][0]["isCurrent"],
        true
    );
    assert_eq!(client.does("ksef.redeem", json!({})).code(), 21301);
    assert_eq!(client.does("ksef.revoke-login", json!({ "with": "refresh" })).status(), 204);
    assert_eq!(client.does("ksef.refresh", json!({})).code(), 21301);
    let unknown = client.does("ksef.call", json!({ "path": "/auth/sessions", "token": "none" }));
    assert_eq!(unknown.status(), 401);
}

#[test]
fn what_cannot_be_acted_is_said_in_a_sentence() {
    let mut client = Client::new();
    for (action, given, told) in [
        ("ksef.log-in", json!({ "as": "nikt" }), "nikt"),
        ("ksef.open-session", json!({ "as": "jan" }), ""),
        ("ksef.send-invoice", json!({}), "ksef.open-session"),
        ("ksef.log-in", json!({ "as": "jan", "by": "seal" }), "seal"),
        ("ksef.log-in", json!({ "as": "olena" }), "context"),
        ("ksef.call", json!({ "path": "/x", "method": "A B" }), "method"),
    ] {
        if let Err(sentence) = client.tries(action, given.clone()) {
            assert!(sentence.contains(told), "{action} {given}: {sentence}");
        } else {
            assert_eq!(told, "", "{action} {given} acted");
        }
    }
}

#[test]
fn the_same_seed_sends_the_same_bytes() {
    let play = || {
        let mut client = Client::new();
        client.does("ksef.log-in", json!({}));
        client.does("ksef.open-session", json!({}));
        let sent = client.does("ksef.send-invoice", json!({}));
        (sent.value("invoice"), sent.value("hash"), client.bytes.borrow().clone())
    };
    assert_eq!(play(), play());
}
