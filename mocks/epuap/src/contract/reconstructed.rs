//! The WSDLs of the eight services whose schemas are not public, as Poligon proposes them (spec §2.6).

use super::schema::schema;
use super::service::Described;
use super::services::imports;
use crate::wire::names::OB;

const REMARK: &str = "reconstructed: names and shapes are Poligon's proposal, the real schema is not public";

const SHARED: &str = "StatusTyp = kod int, komunikat string ~\n";

/// One service: name, further types, operations (`name = request -> answer after status`).
type Row = (&'static str, &'static str, &'static str);

const SERVICES: [Row; 8] = [
    (
        "SlownikiReferencyjne",
        "SlownikTyp = idSlownika string, nazwa string, wersja string\nPozycjaTyp = kod string, nazwa string",
        "listaSlownikow = -> slownik SlownikTyp *
pobierzSlownik = idSlownika string, wersja string ? -> idSlownika string, wersja string, pozycja PozycjaTyp *
pobierzPozycje = idSlownika string, wersja string ?, kod string -> pozycja PozycjaTyp",
    ),
    (
        "ValidatorWS",
        "DokumentTyp = nazwaPliku string, typPliku string ?, zawartosc base64Binary\nBladTyp = linia int, kod string, opis string",
        "waliduj = dokument DokumentTyp, identyfikatorWzoru string ? -> poprawny boolean, blad BladTyp *",
    ),
    (
        "OrganizationExtService",
        "OrganizacjaTyp = identyfikator string, nazwa string, regon string ?, nip string ?, adres string, kodPocztowy string, miejscowosc string, uri string
UzytkownikTyp = identyfikator string, imie string, nazwisko string, rola string *",
        "pobierzOrganizacje = id string -> organizacja OrganizacjaTyp
listaUzytkownikow = id string -> uzytkownik UzytkownikTyp *
listaRol = id string -> rola string *
czyUzytkownikWRoli = id string, uzytkownik string, rola string -> wRoli boolean",
    ),
    (
        "KupWebServices",
        "UslugaTyp = id string, nazwa string, opis string, podmiot string, formularz string *",
        "listaUslug = -> usluga UslugaTyp *
pobierzUsluge = id string -> usluga UslugaTyp
szukajUslug = fraza string -> usluga UslugaTyp *",
    ),
    (
        "KupWebServicesExt",
        "",
        "dodajOpis = nazwa string, opis string -> id string
zmienOpis = id string, nazwa string, opis string -> id string
usunOpis = id string -> id string
powiazFormularz = id string, formularz string -> id string",
    ),
    (
        "PLService",
        "ZobowiazanieTyp = id string, dluznik string, kwota decimal, tytul string",
        "rejestrujZobowiazanie = dluznik string, kwota decimal, tytul string -> id string
pobierzZobowiazanie = id string -> zobowiazanie ZobowiazanieTyp",
    ),
    (
        "Platnosci",
        "",
        "utworzPlatnosc = kwota decimal, tytul string, rachunek string, urlPowrotu string -> id string, url string
statusPlatnosci = id string -> id string, stan string, kwota decimal
anulujPlatnosc = id string -> stan string",
    ),
    (
        "Podmioty",
        "PodmiotTyp = identyfikator string, nazwa string, regon string ?, nip string ?, adres string, kodPocztowy string, miejscowosc string, uri string
SkrytkaTyp = nazwa string, adres string",
        "szukajPodmiot = nazwa string ?, regon string ?, nip string ? -> podmiot PodmiotTyp *
pobierzPodmiot = id string -> podmiot PodmiotTyp
listaSkrytek = podmiot string -> skrytka SkrytkaTyp *",
    ),
];

/// The description of one of the eight; `None` for another name.
pub fn described(name: &str) -> Option<Described> {
    // One function a service, because a description holds a plain function for its types.
    let (index, types): (usize, fn() -> String) = match name {
        "SlownikiReferencyjne" => (0, || types(0)),
        "ValidatorWS" => (1, || types(1)),
        "OrganizationExtService" => (2, || types(2)),
        "KupWebServices" => (3, || types(3)),
        "KupWebServicesExt" => (4, || types(4)),
        "PLService" => (5, || types(5)),
        "Platnosci" => (6, || types(6)),
        "Podmioty" => (7, || types(7)),
        _ => return None,
    };
    let (name, _, rows) = SERVICES.get(index)?;
    let namespace = leaked(namespace(name));
    Some(Described {
        namespace,
        elements: (namespace, OB),
        types,
        names: [name, name, name, name],
        fault: "wyjatekMsg: wyjatek=ext:Wyjatek",
        operations: leaked(operations(rows)),
        remark: REMARK,
    })
}

fn namespace(name: &str) -> String {
    format!("http://ws.epuap.gov.pl/{name}/")
}

fn types(index: usize) -> String {
    let Some((name, more, rows)) = SERVICES.get(index) else { return String::new() };
    let mut lines = format!("{SHARED}{more}\n");
    for (operation, request, answer) in rows.lines().filter_map(row) {
        lines.push_str(&format!(
            "@{operation} = {request}\n@{operation}Response = status StatusTyp, {answer}\n"
        ));
    }
    imports(&[(OB, "obiektypk.xsd")]) + &schema(&namespace(name), REMARK, &lines)
}

fn operations(rows: &str) -> String {
    let lines = rows.lines().filter_map(row).map(|(name, ..)| {
        format!("{name} ; ; {name}Request: parameters=ob:{name} ; {name}Response: parameters=ob:{name}Response ; fault\n")
    });
    lines.collect()
}

fn row(line: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = line.split_once('=')?;
    let (request, answer) = rest.split_once("->")?;
    Some((name.trim(), request.trim(), answer.trim()))
}

/// Made once a process, for statics.
fn leaked(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}
