//! Statuses that are not what they should be: stuck in progress, ended in an error, without the link to the UPO.

use poligon_institution::action::Arguments;
use poligon_institution::{Acts, Cue, Fault, Parameter, ParameterKind, Response};
use serde_json::{Value, json};

use super::spoil::{change, letterhead};
use crate::wire::errors::Entry;

const CODE: Parameter = Parameter {
    name: "code",
    about: "The code: of a login 415, 425, 450, 460, 470, 480, 500, 550; of a session 415, 440, 445, 500; of an invoice 405 to 550.",
    kind: ParameterKind::Number,
    required: true,
};
const DETAIL: Parameter =
    Parameter { name: "detail", about: "A line of details.", kind: ParameterKind::Text, required: false };

/// What the status of an operation tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Invoice,
    Login,
    Session,
}

/// What an invoice has only when it was accepted.
const OF_ACCEPTED: [&str; 6] = [
    "ksefNumber",
    "acquisitionDate",
    "permanentStorageDate",
    "upoDownloadUrl",
    "upoDownloadUrlExpirationDate",
    "invoicingMode",
];

/// Codes with the literal descriptions (spec §2).
const LOGIN: &[(u64, &str)] = &[
    (415, "Uwierzytelnianie zakończone niepowodzeniem"),
    (425, "Uwierzytelnienie unieważnione"),
    (450, "Uwierzytelnianie zakończone niepowodzeniem z powodu błędnego tokenu"),
    (460, "Uwierzytelnianie zakończone niepowodzeniem z powodu błędu certyfikatu"),
    (470, "Uwierzytelnianie zakończone niepowodzeniem"),
    (480, "Uwierzytelnienie zablokowane"),
    (500, "Nieznany błąd"),
    (550, "Operacja została anulowana przez system"),
];
const SESSION: &[(u64, &str)] = &[
    (415, "Błąd odszyfrowania dostarczonego klucza"),
    (440, "Sesja anulowana"),
    (445, "Błąd weryfikacji, brak poprawnych faktur"),
    (500, "Nieznany błąd (500)"),
];
const INVOICE: &[(u64, &str)] = &[
    (405, "Przetwarzanie anulowane z powodu błędu sesji"),
    (410, "Nieprawidłowy zakres uprawnień"),
    (415, "Brak możliwości wysyłania faktury z załącznikiem"),
    (430, "Błąd weryfikacji pliku faktury"),
    (435, "Błąd odszyfrowania pliku"),
    (440, "Duplikat faktury"),
    (450, "Błąd weryfikacji semantyki dokumentu faktury"),
    (500, "Nieznany błąd (500)"),
    (550, "Operacja została anulowana przez system"),
];

pub(super) fn faults() -> Vec<Fault> {
    vec![
        Fault {
            name: "ksef.status-stuck",
            about: "The status of the login, session or invoice says „in progress”, whatever it is.",
            takes: &[],
            acts: Acts::Spoils(stuck),
        },
        Fault {
            name: "ksef.status-error",
            about: "The status of the login, session or invoice says this error, whatever it is.",
            takes: &[CODE, DETAIL],
            acts: Acts::Spoils(failed),
        },
        Fault {
            name: "ksef.late-upo",
            about: "The UPO is not there yet: no link in statuses, 400/21178 for those who ask for it.",
            takes: &[],
            acts: Acts::Spoils(late_upo),
        },
    ]
}

fn of(cue: &Cue<'_>) -> Option<Of> {
    match cue.operation?.name {
        "ksef.auth.status" => Some(Of::Login),
        "ksef.sessions.status" => Some(Of::Session),
        "ksef.sessions.invoices.status" => Some(Of::Invoice),
        _ => None,
    }
}

fn stuck(cue: &Cue<'_>, _: &Arguments, response: &mut Response) {
    let Some(of) = of(cue).filter(|_| response.status == 200) else { return };
    let (code, description) = match of {
        Of::Invoice => (150, "Trwa przetwarzanie"),
        Of::Login => (100, "Uwierzytelnianie w toku"),
        Of::Session => (170, "Sesja interaktywna zamknięta"),
    };
    put(response, &json!({ "code": code, "description": description }));
}

fn failed(cue: &Cue<'_>, given: &Arguments, response: &mut Response) {
    let Some(of) = of(cue).filter(|_| response.status == 200) else { return };
    let table = match of {
        Of::Invoice => INVOICE,
        Of::Login => LOGIN,
        Of::Session => SESSION,
    };
    let code = given.number("code").unwrap_or(500);
    let known = table.iter().find(|(known, _)| *known == code).map(|(_, description)| *description);
    let description = known.map_or_else(|| format!("Nieznany błąd ({code})"), str::to_owned);
    let mut status = json!({ "code": code, "description": description });
    if let (Some(detail), Some(status)) = (given.text("detail"), status.as_object_mut()) {
        status.insert("details".to_owned(), json!([detail]));
    }
    put(response, &status);
}

/// Another status, and nothing of what only a good one has.
fn put(response: &mut Response, status: &Value) {
    change(response, |body| {
        let Some(body) = body.as_object_mut() else { return };
        body.insert("status".to_owned(), status.clone());
        body.shift_remove("upo");
        OF_ACCEPTED.iter().for_each(|name| {
            body.shift_remove(*name);
        });
    });
}

fn late_upo(cue: &Cue<'_>, _: &Arguments, response: &mut Response) {
    let name = cue.operation.map(|operation| operation.name).unwrap_or_default();
    if name.contains(".upo") || name == "ksef.storage.download" {
        let said = "UPO nie zostało jeszcze wygenerowane.".to_owned();
        let entry = Entry {
            code: 21178,
            description: "Nie znaleziono UPO dla podanych kryteriów.",
            details: vec![said],
        };
        *response = letterhead(cue, |head| head.bad_request(&[entry]));
        return;
    }
    change(response, |body| {
        let Some(body) = body.as_object_mut() else { return };
        for name in ["upo", "upoDownloadUrl", "upoDownloadUrlExpirationDate"] {
            body.shift_remove(name);
        }
    });
}
