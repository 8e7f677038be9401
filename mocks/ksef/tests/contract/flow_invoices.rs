//! Online sessions, their invoices and UPOs, invoices by number and by query.

use http::Method;
use poligon_certs::KsefUsage;
use poligon_institution::{Answer, Request};
use poligon_ksef::actions::invoices::{Sample, SessionKey};
use poligon_ksef::identity::Identifier;
use poligon_ksef::invoice::Form;
use serde_json::{Value, json};

use crate::common::*;

const NOWHERE: &str = "20251104-SO-24C0BFC000-40E9EA5847-BB";

/// A client who sends invoices.
struct Seller {
    client: Client,
    access: String,
    key: SessionKey,
}

/// Drives all.
pub fn run(client: &dyn Fn() -> Client) {
    opening(&seller(client()));
    sending(&seller(client()));
    corrections(&seller(client()));
    looking(&seller(client()));
    unreadable_key(&seller(client()));
    not_stored(&seller(client()));
    many(&seller(client()));
}

fn seller(client: Client) -> Seller {
    let access = client.login(&seal(NIP), Identifier::nip(NIP)).access;
    let public = client.sandbox.vault.ksef_public_key(KsefUsage::SymmetricKeyEncryption, 0, NOW).unwrap();
    let key = SessionKey::wrap([7; 32], [9; 16], &public.key.spki(), [5; 32]).unwrap();
    Seller { client, access, key }
}

impl Seller {
    fn get(&self, path: &str) -> Answer {
        self.client.get(&format!("/v2{path}"), &self.access)
    }

    fn post(&self, path: &str, sent: Value) -> Answer {
        self.client.post(&format!("/v2{path}"), &self.access, sent)
    }

    fn open(&self) -> String {
        reference(&self.post("/sessions/online", self.key.open_body(Form::Fa3)))
    }

    fn body(&self, xml: &str) -> Value {
        self.key.send_body(xml.as_bytes()).unwrap()
    }

    fn send(&self, session: &str, sent: Value) -> Answer {
        self.post(&format!("/sessions/online/{session}/invoices"), sent)
    }

    fn sent(&self, session: &str, number: &str) -> String {
        reference(&self.send(session, self.body(&xml(number))))
    }

    fn close(&self, session: &str) -> Answer {
        self.post(&format!("/sessions/online/{session}/close"), Value::Null)
    }

    /// What stands there at the fourth poll.
    fn polled(&self, path: &str) -> Value {
        (0..3).for_each(|_| drop(self.get(path)));
        body(&self.get(path))
    }

    /// The invoice's status, second poll.
    fn invoice(&self, session: &str, invoice: &str) -> Value {
        let path = format!("/sessions/{session}/invoices/{invoice}");
        self.get(&path);
        body(&self.get(&path))
    }
}

fn xml(number: &str) -> String {
    Sample::new(number, NIP, OTHER_NIP, NOW).xml()
}

fn reference(answer: &Answer) -> String {
    body(answer)["referenceNumber"].as_str().unwrap_or_else(|| panic!("{}", text(answer))).to_owned()
}

fn opening(seller: &Seller) {
    let mut sent = seller.key.open_body(Form::Fa2);
    seller.post("/sessions/online", sent.clone());
    sent["encryption"]["publicKeyId"] = json!(poligon_ksef::wire::patterns::to_base64(&[9; 32]));
    seller.post("/sessions/online", sent.clone());
    sent["formCode"]["systemCode"] = json!("FA (9)");
    seller.post("/sessions/online", sent);
    seller.post("/sessions/online", json!({}));
    let empty = seller.open();
    seller.close(&empty);
    seller.close(&empty);
    seller.close(NOWHERE);
    seller.get(&format!("/sessions/{empty}"));
    seller.get(&format!("/sessions/{NOWHERE}"));
}

fn sending(seller: &Seller) {
    let session = seller.open();
    seller.sent(&session, "FA/1");
    let good = seller.body(&xml("FA/2"));
    for (name, value) in [
        ("encryptedInvoiceSize", json!(1)),
        ("encryptedInvoiceHash", json!(poligon_ksef::wire::patterns::sha256_base64(b"x"))),
        ("invoiceSize", json!(0)),
    ] {
        let mut bad = good.clone();
        bad[name] = value;
        seller.send(&session, bad);
    }
    seller.send(NOWHERE, good.clone());
    let one = json!({ "maxInvoiceSizeInMB": 1, "maxInvoiceWithAttachmentSizeInMB": 3, "maxInvoices": 1 });
    let limits = json!({ "onlineSession": one, "batchSession": one });
    seller.post("/testdata/limits/context/session", limits);
    seller.send(&session, good.clone());
    seller.close(&session);
    seller.send(&session, good);
    seller.get(&format!("/sessions/{session}"));
    seller.get(&format!("/sessions/{session}"));
}

fn corrections(seller: &Seller) {
    let session = seller.open();
    let wrong = seller.body(&xml("FA/1").replace("<P_15>123.00", "<P_15>x"));
    let rejected = reference(&seller.send(&session, wrong.clone()));
    seller.invoice(&session, &rejected);
    let correct = |number: &str, corrects: &Value| {
        let mut sent = seller.body(&xml(number));
        sent["offlineMode"] = json!(true);
        sent["hashOfCorrectedInvoice"] = corrects.clone();
        seller.send(&session, sent)
    };
    let good = reference(&correct("FA/1", &wrong["invoiceHash"]));
    seller.invoice(&session, &good);
    correct("FA/2", &wrong["invoiceHash"]);
    correct("FA/3", &seller.body(&xml("FA/1"))["invoiceHash"]);
}

fn looking(seller: &Seller) {
    let session = seller.open();
    let sent = seller.sent(&session, "FA/1");
    let number = seller.invoice(&session, &sent)["ksefNumber"].as_str().unwrap().to_owned();
    let double = seller.sent(&session, "FA/1");
    seller.invoice(&session, &double);
    let rejected = reference(&seller.send(&session, seller.body("<Faktura/>")));
    seller.invoice(&session, &rejected);
    seller.close(&session);
    let status = seller.polled(&format!("/sessions/{session}"));
    let page = status["upo"]["pages"][0]["referenceNumber"].as_str().unwrap().to_owned();
    let at = |path: &str| seller.get(&format!("/sessions/{session}{path}"));
    for path in [
        "/invoices".to_owned(),
        "/invoices?pageSize=5".to_owned(),
        "/invoices/failed".to_owned(),
        "/invoices/failed?pageSize=5".to_owned(),
        format!("/invoices/{NOWHERE}"),
        format!("/invoices/{sent}/upo"),
        format!("/invoices/{double}/upo"),
        format!("/invoices/{NOWHERE}/upo"),
        format!("/invoices/ksef/{number}/upo"),
        "/invoices/ksef/5265877635-20250826-0100001AF629-AF/upo".to_owned(),
        "/invoices/ksef/nonsense/upo".to_owned(),
        format!("/upo/{page}"),
        format!("/upo/{NOWHERE}"),
    ] {
        at(&path);
    }
    for path in
        ["/invoices", "/invoices/failed", "/invoices/x", "/invoices/x/upo", "/invoices/ksef/x/upo", "/upo/x"]
    {
        seller.get(&format!("/sessions/{NOWHERE}{path}"));
    }
    for path in [
        format!("/sessions/{session}/invoices"),
        format!("/sessions/{session}/invoices/failed"),
        "/sessions?sessionType=Online".to_owned(),
    ] {
        let request = authorized(Request::new(Method::GET, &format!("/v2{path}")), &seller.access);
        seller.client.send(request.with_header("x-continuation-token", "nonsense"));
    }
    seller.get("/sessions?sessionType=Online&statuses=Succeeded&pageSize=10");
    seller.get("/sessions?sessionType=Online&dateCreatedFrom=2026-11-24T00:00:00Z&dateModifiedTo=2026-11-25T00:00:00Z");
    seller.get("/sessions");
    seller.get(&format!("/invoices/ksef/{number}"));
    seller.get("/invoices/ksef/5265877635-20250826-0100001AF629-AF");
    querying(seller);
}

fn querying(seller: &Seller) {
    let mut ask = json!({
        "subjectType": "Subject1",
        "dateRange": {
            "dateType": "PermanentStorage",
            "from": "2026-11-24T00:00:00Z",
            "to": "2026-11-30T00:00:00Z",
            "restrictToPermanentStorageHwmDate": true,
        },
    });
    seller.post("/invoices/query/metadata?pageSize=10&pageOffset=0&sortOrder=Desc", ask.clone());
    seller.post("/invoices/query/metadata?pageSize=5", ask.clone());
    ask["dateRange"]["from"] = json!("2026-11-29T00:00:00Z");
    seller.post("/invoices/query/metadata", ask);
}

fn unreadable_key(seller: &Seller) {
    let mut sent = seller.key.open_body(Form::Fa3);
    sent["encryption"]["encryptedSymmetricKey"] = json!(poligon_ksef::wire::patterns::to_base64(&[1; 256]));
    let session = reference(&seller.post("/sessions/online", sent));
    seller.get(&format!("/sessions/{session}"));
    seller.get(&format!("/sessions/{session}"));
}

fn not_stored(seller: &Seller) {
    let session = seller.open();
    seller.client.sandbox.settings.turn("ksef.processing-polls", "3");
    seller.sent(&session, "FA/1");
    let double = seller.sent(&session, "FA/1");
    let path = format!("/sessions/{session}/invoices/{double}");
    let item = seller.polled(&path);
    let number = item["status"]["extensions"]["originalKsefNumber"].as_str().unwrap();
    seller.get(&format!("/invoices/ksef/{number}"));
}

/// Pages that go on.
fn many(seller: &Seller) {
    let session = seller.open();
    for number in 0..12 {
        let invoice = reference(&seller.send(&session, seller.body(&format!("<Faktura>{number}</Faktura>"))));
        seller.invoice(&session, &invoice);
    }
    for _ in 0..11 {
        seller.open();
    }
    for path in [
        format!("/sessions/{session}/invoices?pageSize=10"),
        format!("/sessions/{session}/invoices/failed"),
        "/sessions?sessionType=Online".to_owned(),
    ] {
        let first = body(&seller.get(&path));
        let next = first["continuationToken"].as_str().unwrap_or_else(|| panic!("{first}"));
        let request = authorized(Request::new(Method::GET, &format!("/v2{path}")), &seller.access);
        seller.client.send(request.with_header("x-continuation-token", next));
    }
}
