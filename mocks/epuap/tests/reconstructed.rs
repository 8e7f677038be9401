//! The eight services whose schemas are not public, over the world.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic"
)]

mod common;

use common::{Client, Said, file, signed};
use http::Method;
use poligon_epuap::actions::calls;
use poligon_epuap::documents::pismo::{Letter, TEMPLATES};
use poligon_epuap::operations::services::SERVICES;
use poligon_institution::{Institution, Provenance, Request};

fn call(client: &Client, podmiot: &str, service: &str, operation: &str, fields: &[(&str, &str)]) -> Said {
    let path = SERVICES.iter().find(|one| one.name == service).unwrap().path();
    let namespace = format!("http://ws.epuap.gov.pl/{service}/");
    client.call(podmiot, &calls::plain(path, &namespace, operation, fields))
}

#[test]
fn dictionaries_are_listed_and_read() {
    let client = Client::new();
    let ask = |operation: &str, fields: &[(&str, &str)]| {
        call(&client, "poziomka", "SlownikiReferencyjne", operation, fields)
    };
    assert!(ask("listaSlownikow", &[]).good().text().contains("WOJEWODZTWA"));
    assert!(ask("pobierzSlownik", &[("idSlownika", "KRAJE")]).good().text().contains("Polska"));
    let entry = ask("pobierzPozycje", &[("idSlownika", "KRAJE"), ("kod", "UA")]).good();
    assert_eq!(entry.value("nazwa").as_deref(), Some("Ukraina"));
    assert_eq!(ask("pobierzSlownik", &[("idSlownika", "X")]).refused_by(), "EPUAP-REC-001");
    assert_eq!(ask("pobierzPozycje", &[("idSlownika", "KRAJE"), ("kod", "X")]).refused_by(), "EPUAP-REC-001");
}

#[test]
fn a_document_is_validated_against_template_and_signature() {
    let client = Client::new();
    let letter = Letter {
        title: "T".into(),
        kind: "Wniosek".into(),
        paragraphs: Vec::new(),
        town: "P".into(),
        to: "G".into(),
        from: "C".into(),
        at: client.now(),
        attachments: Vec::new(),
    };
    let validate = |bytes: &[u8]| {
        let path = SERVICES.iter().find(|one| one.name == "ValidatorWS").unwrap().path();
        let dokument = poligon_epuap::wire::obiekty::write_file(
            poligon_epuap::wire::Xml::new(),
            "dokument",
            &file("a.xml", bytes),
        );
        let mut ask = calls::plain(
            path,
            "http://ws.epuap.gov.pl/ValidatorWS/",
            "waliduj",
            &[("identyfikatorWzoru", TEMPLATES[0])],
        );
        ask.body = ask
            .body
            .replace("<identyfikatorWzoru>", &format!("{}<identyfikatorWzoru>", dokument.into_string()));
        client.call("poziomka", &ask).good()
    };
    let good = signed(letter.xml().as_bytes(), client.now());
    assert_eq!(validate(&good).value("poprawny").as_deref(), Some("true"));
    let tampered = String::from_utf8(good).unwrap().replace(">T<", ">U<");
    let said = validate(tampered.as_bytes());
    assert_eq!(
        (said.value("poprawny").as_deref(), said.value("linia").as_deref()),
        (Some("false"), Some("1"))
    );
    assert!(said.text().contains("<kod>PODPIS</kod>"), "{}", said.text());
    assert!(validate(b"<a/>").text().contains("<kod>WZOR</kod>"));
    assert!(validate(b"<a").text().contains("<kod>XML</kod>"));
}

#[test]
fn an_organisation_knows_its_people_and_roles() {
    let client = Client::new();
    let ask = |operation: &str, fields: &[(&str, &str)]| {
        call(&client, "gmina", "OrganizationExtService", operation, fields)
    };
    assert!(ask("pobierzOrganizacje", &[("id", "gmina")]).good().text().contains("Gmina Przykładowo"));
    let users = ask("listaUzytkownikow", &[("id", "gmina")]).good().text();
    assert!(users.contains("Umowna") && users.contains("Fikcyjny") && !users.contains("Wzorcowy"), "{users}");
    assert!(ask("listaRol", &[("id", "gmina")]).good().text().contains("Rola domyślna"));
    let is = |user: &str, role: &str| {
        let fields = [("id", "gmina"), ("uzytkownik", user), ("rola", role)];
        ask("czyUzytkownikWRoli", &fields).good().value("wRoli").unwrap()
    };
    assert_eq!(
        (is("ewa", "Administrator podmiotu"), is("jan", "Pracownik")),
        ("true".into(), "false".into())
    );
    let foreign = ask("pobierzOrganizacje", &[("id", "poziomka")]);
    assert_eq!(foreign.refused_by(), poligon_soap::checks::standing::PODMIOT.check.id);
}

#[test]
fn the_catalogue_is_read_by_all_and_written_by_owners() {
    let client = Client::new();
    let read = |operation: &str, fields: &[(&str, &str)]| {
        call(&client, "poziomka", "KupWebServices", operation, fields)
    };
    let write = |podmiot: &str, operation: &str, fields: &[(&str, &str)]| {
        call(&client, podmiot, "KupWebServicesExt", operation, fields)
    };
    assert!(read("listaUslug", &[]).good().text().contains("Zgłoszenie zmyślonej szkody"));
    let id =
        write("gmina", "dodajOpis", &[("nazwa", "Nowa"), ("opis", "Nowiutka")]).good().value("id").unwrap();
    assert!(read("szukajUslug", &[("fraza", "nowiutka")]).good().text().contains(&id));
    write("gmina", "powiazFormularz", &[("id", &id), ("formularz", "F-1")]).good();
    write("gmina", "zmienOpis", &[("id", &id), ("nazwa", "Inna"), ("opis", "x")]).good();
    let one = read("pobierzUsluge", &[("id", &id)]).good();
    assert_eq!(
        (one.value("nazwa").as_deref(), one.value("formularz").as_deref()),
        (Some("Inna"), Some("F-1"))
    );
    assert_eq!(write("poziomka", "usunOpis", &[("id", &id)]).refused_by(), "EPUAP-REC-002");
    write("gmina", "usunOpis", &[("id", &id)]).good();
    assert_eq!(read("pobierzUsluge", &[("id", &id)]).refused_by(), "EPUAP-REC-002");
}

#[test]
fn payments_and_obligations_have_state() {
    let client = Client::new();
    let pay =
        |operation: &str, fields: &[(&str, &str)]| call(&client, "gmina", "Platnosci", operation, fields);
    let fields = [
        ("kwota", "12,50"),
        ("tytul", "Opłata"),
        ("rachunek", "00"),
        ("urlPowrotu", "https://gmina.example/po"),
    ];
    let begun = pay("utworzPlatnosc", &fields).good();
    let (id, url) = (begun.value("id").unwrap(), begun.value("url").unwrap());
    let path = url.strip_prefix("https://localhost").unwrap();
    assert!(client.send(Request::new(Method::GET, path)).text().contains("12.50 PLN"));
    let paid = client.send(Request::new(Method::GET, &format!("{path}?akcja=zaplac")));
    assert_eq!(
        (paid.status(), paid.0.response.headers["location"].to_str().unwrap()),
        (303, "https://gmina.example/po")
    );
    assert_eq!(pay("statusPlatnosci", &[("id", &id)]).good().value("stan").as_deref(), Some("ZAPLACONA"));
    assert_eq!(pay("anulujPlatnosc", &[("id", &id)]).refused_by(), "EPUAP-REC-004");
    let wrong = [("kwota", "dużo"), ("tytul", "O"), ("rachunek", "0"), ("urlPowrotu", "https://x.example/")];
    assert_eq!(pay("utworzPlatnosc", &wrong).refused_by(), "EPUAP-REC-003");
    let nowhere = [("kwota", "1"), ("tytul", "O"), ("rachunek", "0"), ("urlPowrotu", "javascript:alert(1)")];
    assert_eq!(pay("utworzPlatnosc", &nowhere).refused_by(), "EPUAP-REC-005");
    let owe =
        |operation: &str, fields: &[(&str, &str)]| call(&client, "gmina", "PLService", operation, fields);
    let fields = [("dluznik", "jan"), ("kwota", "7"), ("tytul", "Podatek")];
    let id = owe("rejestrujZobowiazanie", &fields).good().value("id").unwrap();
    assert_eq!(owe("pobierzZobowiazanie", &[("id", &id)]).good().value("kwota").as_deref(), Some("7.00"));
    assert_eq!(owe("pobierzZobowiazanie", &[("id", "1")]).refused_by(), "EPUAP-REC-004");
}

#[test]
fn podmioty_and_boxes_are_found() {
    let client = Client::new();
    let ask =
        |operation: &str, fields: &[(&str, &str)]| call(&client, "poziomka", "Podmioty", operation, fields);
    let found = ask("szukajPodmiot", &[("nazwa", "tartak")]).good();
    assert_eq!(found.value("identyfikator").as_deref(), Some("modrzew"));
    assert_eq!(
        ask("szukajPodmiot", &[("nip", "3333333333")]).good().value("uri").as_deref(),
        Some("/modrzew/domyslna")
    );
    assert!(ask("listaSkrytek", &[("podmiot", "gmina")]).good().text().contains("/gmina/podpisane"));
    assert_eq!(ask("szukajPodmiot", &[]).refused_by(), "EPUAP-REC-006");
    assert_eq!(ask("pobierzPodmiot", &[("id", "nikt")]).refused_by(), "EPUAP-GND-007");
}

#[test]
fn unknown_paths_are_where_the_knob_puts_them_and_wherever_the_name_ends_a_path() {
    let client = Client::new();
    let at = |path: &str| {
        let mut ask =
            calls::plain(path, "http://ws.epuap.gov.pl/Podmioty/", "pobierzPodmiot", &[("id", "gmina")]);
        ask.path = path.to_owned();
        client.call("poziomka", &ask).status()
    };
    assert_eq!(at("/gdzies/indziej/podmioty"), 200);
    assert_eq!(at("/moje/uslugi"), 404);
    client.turn("epuap.paths", "Podmioty=/moje/uslugi");
    assert_eq!(at("/moje/uslugi"), 200);
}

#[test]
fn every_operation_says_where_it_comes_from() {
    let reconstructed = ["slowniki", "validator", "organization", "kup", "kup-ext", "pl", "podmioty"];
    for operation in poligon_epuap::Epuap::default().operations() {
        let service = operation.name.split('.').nth(1).unwrap();
        if reconstructed.contains(&service) {
            assert_eq!(operation.provenance, Provenance::Reconstructed, "{}", operation.name);
        }
    }
}
