//! UPOs: three endpoints and the storage links, all the same bytes (spec §8, 18, 20, 21), judged by tools that are not ours.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::expect_used, reason = "a test may panic")]

mod office;

use std::path::{Path, PathBuf};
use std::process::Command;

use http::Method;
use office::{NOW, Office, SELLER, body, failed, passed, sample};
use poligon_institution::{Answer, Desk, Institution, Request};
use poligon_ksef::Ksef;
use time::Duration;

/// A processed session with one accepted invoice: session, invoice reference, KSeF number, status.
fn processed(office: &Office) -> (String, String, String, serde_json::Value) {
    let token = office.owner(SELLER);
    let session = office.open(&token);
    let invoice = office.sent(&token, &session, sample("FA/1").xml().as_bytes());
    let item = office.invoice(&token, &session, &invoice);
    office.close(&token, &session);
    let status = office.session(&token, &session);
    (session, invoice, item["ksefNumber"].as_str().unwrap().to_owned(), status)
}

/// Fetches a link as a client does: without a token, the host cut off.
fn fetch(office: &Office, url: &str) -> Answer {
    office.desk.answer(&Request::new(Method::GET, url.strip_prefix("https://localhost").unwrap()))
}

fn hash_fits(answer: &Answer) -> bool {
    answer.response.headers["x-ms-meta-hash"]
        == poligon_ksef::wire::patterns::sha256_base64(&answer.response.body)
}

#[test]
fn an_invoices_upo_is_the_same_bytes_by_number_by_reference_and_by_link() {
    let office = Office::new();
    let (session, invoice, number, _) = processed(&office);
    let token = office.owner(SELLER);
    let by_number = office.get(&format!("/v2/sessions/{session}/invoices/ksef/{number}/upo"), &token);
    let by_reference = office.get(&format!("/v2/sessions/{session}/invoices/{invoice}/upo"), &token);
    let url = office.invoice(&token, &session, &invoice)["upoDownloadUrl"].as_str().unwrap().to_owned();
    let by_link = fetch(&office, &url);
    for answer in [&by_number, &by_reference, &by_link] {
        assert_eq!(answer.response.status, 200);
        assert_eq!(answer.response.body, by_number.response.body);
        assert!(hash_fits(answer));
    }
    assert!(passed(&by_number.findings, "KSEF-SES-016"));
    assert!(passed(&by_link.findings, "KSEF-SES-020") && passed(&by_link.findings, "KSEF-SES-021"));
    insta::assert_snapshot!("invoice_upo", before_the_seal(&by_number));
}

/// What a UPO says, an element a line.
fn before_the_seal(answer: &Answer) -> String {
    let document = String::from_utf8(answer.response.body.to_vec()).unwrap();
    document.split("<ds:Signature").next().unwrap().replace("><", ">\n<")
}

#[test]
fn a_sessions_upo_has_its_page_described() {
    let office = Office::new();
    let (session, _, _, status) = processed(&office);
    let page = &status["upo"]["pages"][0];
    let reference = page["referenceNumber"].as_str().unwrap();
    let answer = office.get(&format!("/v2/sessions/{session}/upo/{reference}"), &office.owner(SELLER));
    assert!(hash_fits(&answer));
    assert_eq!(fetch(&office, page["downloadUrl"].as_str().unwrap()).response.body, answer.response.body);
    insta::assert_snapshot!("session_upo", before_the_seal(&answer));
}

#[test]
fn there_is_no_upo_before_there_is_a_result() {
    let office = Office::new();
    let token = office.owner(SELLER);
    let session = office.open(&token);
    let invoice = office.sent(&token, &session, sample("FA/1").xml().as_bytes());
    let answer = office.get(&format!("/v2/sessions/{session}/invoices/{invoice}/upo"), &token);
    assert_eq!((office::exception(&answer).1, failed(&answer.findings)), (21405, vec!["KSEF-SES-023"]));
    let answer =
        office.get(&format!("/v2/sessions/{session}/upo/20261124-EU-0000000000-0000000000-00"), &token);
    assert_eq!(failed(&answer.findings), ["KSEF-SES-016"]);
}

#[test]
fn a_link_that_was_changed_or_has_expired_is_refused_and_needs_its_own_path() {
    let office = Office::new();
    let (_, _, _, status) = processed(&office);
    let url = status["upo"]["pages"][0]["downloadUrl"].as_str().unwrap().to_owned();
    let changed = fetch(&office, &url.replace("upo_01", "upo_02"));
    assert_eq!((changed.response.status.as_u16(), failed(&changed.findings)), (403, vec!["KSEF-SES-020"]));
    office.sandbox.clock.advance(Duration::days(2));
    assert_eq!(fetch(&office, &url).response.status, 200);
    office.sandbox.clock.advance(Duration::days(2));
    assert_eq!(fetch(&office, &url).response.status, 403);
}

#[test]
fn a_upo_is_judged_without_a_server_and_a_changed_one_is_noticed() {
    let kind = Ksef.documents().iter().find(|kind| kind.name == "upo").unwrap();
    let office = Office::new();
    let (session, invoice, _, _) = processed(&office);
    let upo = office
        .get(&format!("/v2/sessions/{session}/invoices/{invoice}/upo"), &office.owner(SELLER))
        .response
        .body;
    assert!((kind.recognise)(&upo));
    let judge = |bytes: &[u8]| failed(&(kind.judge)(bytes, NOW, &Default::default()));
    let findings = (kind.judge)(&upo, NOW, &Default::default());
    assert!(passed(&findings, "KSEF-UPO-001") && passed(&findings, "KSEF-UPO-002"), "{findings:?}");
    let text = String::from_utf8(upo.to_vec()).unwrap();
    assert_eq!(judge(text.replace("FA/1", "FA/2").as_bytes()), ["KSEF-UPO-002"]);
    let renamed = text.replace("KodFormularza>", "Kod>");
    assert_eq!(judge(renamed.as_bytes()), ["KSEF-UPO-001", "KSEF-UPO-002"]);
}

/// A folder of this test for files that other tools read.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn xmlsec1_verifies_our_upo() {
    let office = Office::new();
    let (session, invoice, _, _) = processed(&office);
    let upo = office
        .get(&format!("/v2/sessions/{session}/invoices/{invoice}/upo"), &office.owner(SELLER))
        .response
        .body;
    let folder = scratch("upo-xmlsec1");
    let seal =
        office.sandbox.vault.issue(&poligon_certs::Order::new(poligon_certs::Profile::KsefUpo), NOW).unwrap();
    std::fs::write(folder.join("upo.xml"), &upo).unwrap();
    // The trusted one is the root, the last of the chain; the UPO itself carries the rest.
    let chain = seal.chain_pem();
    let root = &chain[chain.rfind("-----BEGIN CERTIFICATE-----").unwrap()..];
    std::fs::write(folder.join("root.pem"), root).unwrap();
    let verify = |file: &str| {
        Command::new("xmlsec1")
            .args([
                "--verify",
                "--enabled-key-data",
                "x509",
                "--verification-gmt-time",
                "2026-11-24 10:00:00",
                "--trusted-pem",
            ])
            .arg(folder.join("root.pem"))
            .args(["--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties"])
            .arg(folder.join(file))
            .output()
    };
    let Ok(output) = verify("upo.xml") else {
        println!("NOT RUN: xmlsec1 is not on PATH; no other tool verified the seal of our UPO");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let changed = String::from_utf8(upo.to_vec()).unwrap().replace("FA/1", "FA/2");
    std::fs::write(folder.join("changed.xml"), changed).unwrap();
    assert!(!verify("changed.xml").unwrap().status.success());
}

/// The officials' documents, when they are there.
fn reference() -> Option<PathBuf> {
    let folder = std::env::var_os("POLIGON_REFERENCE").map(PathBuf::from);
    if folder.is_none() {
        println!("NOT RUN: POLIGON_REFERENCE is not set; nothing was compared with the official schemas");
    }
    folder
}

fn xmllint(schema: &Path, document: &Path, catalog: Option<&Path>) {
    let mut command = Command::new("xmllint");
    command.args(["--nonet", "--noout", "--schema"]).arg(schema).arg(document);
    if let Some(catalog) = catalog {
        command.env("XML_CATALOG_FILES", catalog);
    }
    let output = command.output().expect("the contract tests need xmllint");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn contract_our_upos_are_valid_against_the_official_schema() {
    let Some(reference) = reference() else { return };
    let office = Office::new();
    // The schema fixes the name of the production environment; TEST breaks its own schema there.
    office.sandbox.settings.turn("ksef.upo-receiver-name", "Ministerstwo Finansów");
    let (session, invoice, _, status) = processed(&office);
    let token = office.owner(SELLER);
    let page = status["upo"]["pages"][0]["referenceNumber"].as_str().unwrap();
    let folder = scratch("upo-schema");
    for (name, path) in [
        ("invoice.xml", format!("/v2/sessions/{session}/invoices/{invoice}/upo")),
        ("session.xml", format!("/v2/sessions/{session}/upo/{page}")),
    ] {
        let upo = String::from_utf8(office.get(&path, &token).response.body.to_vec()).unwrap();
        // The schema has no place for the seal: what is compared is the document that was sealed.
        let (document, _) = upo.split_once("<ds:Signature").unwrap();
        std::fs::write(folder.join(name), format!("{document}</Potwierdzenie>")).unwrap();
        xmllint(&reference.join("ksef/xsd/upo-v4-3.xsd"), &folder.join(name), None);
    }
    let _ = body;
}

#[test]
fn contract_our_sample_invoices_are_valid_against_the_official_schemas() {
    let Some(reference) = reference() else { return };
    let folder = scratch("invoice-schema");
    let base = reference.canonicalize().unwrap().join("ksef/xsd/FA");
    // The schemas import each other by addresses of the network; a catalogue leads those to the files.
    let prefix = "http://crd.gov.pl/xml/schematy/dziedzinowe/mf/2022/01/05/eD/DefinicjeTypy/";
    let catalog = format!(
        "<catalog xmlns=\"urn:oasis:names:tc:entity:xmlns:xml:catalog\"><rewriteURI uriStartString=\"{prefix}\" \
         rewritePrefix=\"file://{0}/bazowe/\"/><rewriteSystem systemIdStartString=\"{prefix}\" rewritePrefix=\"file://{0}/bazowe/\"/></catalog>",
        base.display()
    );
    std::fs::write(folder.join("catalog.xml"), catalog).unwrap();
    for form in poligon_ksef::invoice::Form::ALL {
        let mut invoice = sample("FA/1 & <2>");
        invoice.form = form;
        let file = folder.join(format!("{form:?}.xml"));
        std::fs::write(&file, invoice.xml()).unwrap();
        let schema = form.schema().replace("Schemat", "schemat");
        xmllint(&base.join(schema), &file, Some(&folder.join("catalog.xml")));
    }
}
