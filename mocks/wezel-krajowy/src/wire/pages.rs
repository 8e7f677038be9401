//! Pages of the browser: plain, in Polish, with the training banner, without emblem, not to be indexed. They work with a
//! keyboard and a screen reader, and without scripts.

use http::StatusCode;
use poligon_institution::{Refused, Response};
use poligon_saml::form;
use poligon_saml::page::{escaped, hidden};

use crate::desk::Call;
use crate::identity::{Identity, Method, Outcome};
use crate::operations::login::offers;
use crate::state::logins::{Asked, Login, MOST_TRIES, Stage};
use crate::wire::respond;

/// What every page says.
pub const BANNER: &str = "ŚRODOWISKO ĆWICZEBNE — TO NIE JEST SYSTEM PAŃSTWOWY";

const STYLE: &str = "body{font:1rem/1.5 sans-serif;max-width:44rem;margin:0 auto;padding:1rem;color:#111;background:#fff}\
.banner{background:#7a1f00;color:#fff;padding:.75rem;font-weight:bold;text-align:center}\
button,select{font:inherit;padding:.6rem .9rem;min-height:44px}button:focus-visible,select:focus-visible{outline:3px solid #7a1f00;outline-offset:2px}\
.tiles{list-style:none;padding:0}.tiles button{width:100%;text-align:left;margin:.3rem 0}.hint{display:block;color:#444;font-size:.9rem}\
dt{font-weight:bold}dd{margin:0 0 .5rem;overflow-wrap:anywhere}.error{border-left:4px solid #7a1f00;padding-left:.75rem}";

/// The page where a login is.
pub fn login(call: &Call<'_>, id: &str, login: &Login) -> Response {
    let action = |step: &str| escaped(&call.place.url(&format!("/login/{id}/{step}")));
    let asked = &login.asked;
    let world = &call.desk.sandbox.world;
    let body = match &login.stage {
        Stage::Choice => methods(asked, &action("metoda")),
        Stage::Person(method) => {
            people(*method, &Identity::all(*method, world), login.tries, &action("osoba"))
        }
        Stage::Consent(method, person) => {
            let who = Identity::find(person, *method, world);
            consent(asked, *method, who.as_ref(), &action("zgoda"))
        }
    };
    page(200, "Logowanie", &body)
}

fn methods(asked: &Asked, action: &str) -> String {
    let tiles: String = Method::ALL
        .into_iter()
        .filter(|method| offers(asked, *method))
        .map(|method| {
            format!(
                "<li><button name=\"metoda\" value=\"{name}\" data-testid=\"metoda-{name}\">{}<span class=\"hint\">{}</span></button></li>",
                escaped(method.title()),
                escaped(method.hint()),
                name = method.name()
            )
        })
        .collect();
    let none = "<p class=\"error\" role=\"alert\">Żadna metoda nie osiąga żądanego poziomu zaufania.</p>";
    format!(
        "<h1>Wybierz sposób logowania</h1><p>Usługa <strong data-testid=\"uslugodawca\">{}</strong> prosi o potwierdzenie tożsamości, \
         poziom co najmniej <strong data-testid=\"poziom\">{}</strong>.</p>{}<form method=\"post\" action=\"{action}\">\
         <ul class=\"tiles\">{tiles}</ul><button name=\"metoda\" value=\"anuluj\" data-testid=\"anuluj\">Anuluj</button></form>",
        escaped(&asked.issuer),
        asked.level.name(),
        if tiles.is_empty() { none } else { "" },
    )
}

fn people(method: Method, people: &[Identity], tries: u8, action: &str) -> String {
    let options: String = people
        .iter()
        .map(|person| {
            format!(
                "<option value=\"{id}\">{} ({})</option>",
                escaped(&person.full_name()),
                escaped(&person.identifier),
                id = escaped(&person.id)
            )
        })
        .collect();
    let wrong = match tries {
        0 => String::new(),
        _ => format!(
            "<p class=\"error\" role=\"alert\" data-testid=\"blad\">Błędne hasło (próba {tries} z {MOST_TRIES}).</p>"
        ),
    };
    let endings: String = Outcome::ALL
        .into_iter()
        .map(|outcome| {
            format!(
                "<button name=\"wynik\" value=\"{name}\" data-testid=\"wynik-{name}\">{}</button> ",
                outcome.title(),
                name = outcome.name()
            )
        })
        .collect();
    format!(
        "<h1>{}</h1>{wrong}<p>Hasła nie trzeba: wybierz osobę i wynik logowania.</p><form method=\"post\" action=\"{action}\">\
         <p><label for=\"osoba\">Osoba</label><br><select id=\"osoba\" name=\"osoba\" data-testid=\"osoba\">{options}</select></p>\
         <p>{endings}</p><p><button name=\"wynik\" value=\"wstecz\" data-testid=\"wstecz\">Inny sposób logowania</button></p></form>",
        escaped(method.title())
    )
}

fn consent(asked: &Asked, method: Method, who: Option<&Identity>, action: &str) -> String {
    let all = |values: &[(String, bool)]| {
        values.iter().map(|(value, _)| value.as_str()).collect::<Vec<_>>().join(" / ")
    };
    let facts = who.map(|who| {
        format!(
            "<dl><dt>Imię (imiona)</dt><dd>{}</dd><dt>Nazwisko</dt><dd>{}</dd><dt>Data urodzenia</dt><dd>{}</dd>\
             <dt>Identyfikator</dt><dd>{}</dd></dl>",
            escaped(&all(&who.given)),
            escaped(&all(&who.family)),
            escaped(who.born.as_deref().unwrap_or("—")),
            escaped(&who.identifier)
        )
    });
    format!(
        "<h1>Zgoda na przekazanie danych</h1><p>{} przekaże usłudze <strong>{}</strong>:</p>{}<form method=\"post\" action=\"{action}\">\
         <button name=\"zgoda\" value=\"tak\" data-testid=\"zgoda-tak\">Zgadzam się</button> \
         <button name=\"zgoda\" value=\"nie\" data-testid=\"zgoda-nie\">Nie zgadzam się</button></form>",
        escaped(method.title()),
        escaped(&asked.issuer),
        facts.unwrap_or_default()
    )
}

/// The form that posts itself to the ACS (spec §3.1: POST is a checked property of the real node).
pub fn auto_post(asked: &Asked, artifact: &str) -> Response {
    let mut fields = vec![("SAMLart", artifact)];
    if let Some(relay_state) = &asked.relay_state {
        fields.push(("RelayState", relay_state));
    }
    let body = format!(
        "<h1>Powrót do usługi</h1><form id=\"powrot\" method=\"post\" action=\"{}\">{}\
         <button data-testid=\"dalej\">Dalej</button></form><script>document.getElementById('powrot').submit()</script>",
        escaped(&asked.acs),
        hidden(&fields)
    );
    page(200, "Powrót do usługi", &body)
}

/// The same by a redirect, as Profil Zaufany and Draco do.
pub fn redirect(asked: &Asked, artifact: &str) -> Response {
    let mut location = asked.acs.clone();
    location.push(if location.contains('?') { '&' } else { '?' });
    let mut fields = vec![("SAMLart", artifact)];
    if let Some(relay_state) = &asked.relay_state {
        fields.push(("RelayState", relay_state));
    }
    location.push_str(&form::write(&fields));
    Response::new(StatusCode::FOUND)
        .with_header("location", &location)
        .with_header("cache-control", "no-store")
}

/// A page that says what was refused and why. The texts of the real node's pages are not known.
pub fn error(call: &Call<'_>, status: u16, refused: Refused) -> Response {
    let check = refused.check;
    let said: String = respond::said(call).iter().map(|line| format!("<dd>{}</dd>", escaped(line))).collect();
    let body = format!(
        "<h1>Żądanie zostało odrzucone</h1><p class=\"error\" role=\"alert\">Kod błędu: <code data-testid=\"kod\">{}</code></p>\
         <dl lang=\"en\"><dt>{}</dt>{said}<dt>Remedy</dt><dd>{}</dd><dt>Source</dt><dd>{} ({})</dd></dl>",
        check.id,
        escaped(check.title),
        escaped(check.remedy),
        escaped(check.citation),
        check.provenance
    );
    page(status, "Błąd", &body)
}

fn page(status: u16, title: &str, body: &str) -> Response {
    let text = format!(
        "<!DOCTYPE html>\n<html lang=\"pl\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"robots\" content=\"noindex\"><title>{title} – {BANNER}</title><style>{STYLE}</style></head><body>\
         <p class=\"banner\" role=\"note\" data-testid=\"baner\">{BANNER}</p><main>{body}</main></body></html>\n"
    );
    Response::new(StatusCode::from_u16(status).unwrap_or(StatusCode::OK))
        .with_body("text/html; charset=utf-8", text)
        .with_header("x-robots-tag", "noindex")
        .with_header("cache-control", "no-store")
        .with_header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; frame-ancestors 'none'")
}
