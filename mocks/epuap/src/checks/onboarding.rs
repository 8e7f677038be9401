//! Rules of onboarding (spec §5): applications, certificates, registration of systems. What the real system says in each case is
//! not known; that the steps are these is.

use poligon_institution::Provenance::{Official, Ours};
use poligon_soap::checks::Rule;

use super::client;

const GUIDE: &str = "guide for integrators, as the seed quotes it; spec epuap §5";

/// The request is readable.
pub static REQUEST: Rule = Rule::error(
    "EPUAP-ONB-001",
    "The request to onboarding is complete and readable",
    Ours,
    GUIDE,
    client(2601, "Niepełny wniosek."),
    "Give every field that the sentence names.",
);

/// The account.
pub static ACCOUNT: Rule = Rule::error(
    "EPUAP-ONB-002",
    "There is such an account; a login is given once",
    Ours,
    GUIDE,
    client(2602, "Nieznane konto lub login zajęty."),
    "Open the account first, with another login if this one is taken.",
);

/// The application stands where it must.
pub static STEP: Rule = Rule::error(
    "EPUAP-ONB-003",
    "There is such an application, and it is at the step that comes before",
    Official,
    GUIDE,
    client(2603, "Wniosek nie jest na tym etapie."),
    "Apply, wait for approval, then fill in the form behind the link.",
);

/// The form equals the application.
pub static FORM: Rule = Rule::error(
    "EPUAP-ONB-004",
    "The form behind the link says what the application says",
    Official,
    GUIDE,
    client(2604, "Dane w formularzu różnią się od danych wniosku."),
    "Write the same institution, login, podmiot, system and host, letter for letter.",
);

/// The passwords.
pub static PASSWORDS: Rule = Rule::error(
    "EPUAP-ONB-005",
    "Both passwords have 8 to 128 characters",
    Ours,
    "that there are two: guide for integrators; their length is Poligon's choice",
    client(2605, "Hasło jest zbyt krótkie."),
    "Choose a longer password for revocation and one for the .p12.",
);

/// The revocation password.
pub static REVOCATION: Rule = Rule::error(
    "EPUAP-ONB-006",
    "The certificate was issued here and the revocation password is right",
    Official,
    GUIDE,
    client(2606, "Nieznany certyfikat lub błędne hasło unieważnienia."),
    "Use the serial number of the report and the revocation password of the form.",
);

/// PEM.
pub static PEM: Rule = Rule::error(
    "EPUAP-ONB-007",
    "What is pasted is a certificate in PEM",
    Ours,
    GUIDE,
    client(2607, "To nie jest certyfikat w formacie PEM."),
    "Paste the first block of certyfikat.txt, with its BEGIN and END lines.",
);

/// One certificate.
pub static ONE_PEM: Rule = Rule::warning(
    "EPUAP-ONB-008",
    "One certificate is pasted, the leaf",
    Official,
    "guide for integrators: the first of the four in certyfikat.txt; the first one is taken",
    client(2608, "Wklejono więcej niż jeden certyfikat."),
    "Paste the first block of certyfikat.txt only.",
);

/// Whose certificate.
pub static OWN_CERTIFICATE: Rule = Rule::error(
    "EPUAP-ONB-009",
    "The certificate was issued to the podmiot that registers it",
    Ours,
    GUIDE,
    client(2609, "Certyfikat wydano innemu podmiotowi."),
    "Register it with the podmiot that applied for it.",
);

/// Once only.
pub static NEW_CERTIFICATE: Rule = Rule::error(
    "EPUAP-ONB-010",
    "No system has this certificate yet",
    Ours,
    GUIDE,
    client(2610, "Certyfikat jest już zarejestrowany."),
    "Strike the old system off first, or apply for another certificate.",
);

/// In time.
pub static VALID_NOW: Rule = Rule::error(
    "EPUAP-ONB-011",
    "The certificate is valid now",
    Ours,
    GUIDE,
    client(2611, "Certyfikat jest nieważny."),
    "Apply for a new one; or look at the sandbox's clock.",
);

/// Not revoked.
pub static NOT_REVOKED: Rule = Rule::error(
    "EPUAP-ONB-012",
    "The certificate is not revoked",
    Ours,
    GUIDE,
    client(2612, "Certyfikat jest unieważniony."),
    "Apply for a new one.",
);

/// Roles.
pub static ROLES: Rule = Rule::error(
    "EPUAP-ONB-013",
    "The roles are „Rola domyślna” or „Instytucja_Publiczna”, at least one",
    Ours,
    "the two names are the only public ones; spec epuap §1a",
    client(2613, "Nieznana rola."),
    "Give one or both, letter for letter.",
);

/// The system.
pub static SYSTEM: Rule = Rule::error(
    "EPUAP-ONB-014",
    "There is such a system",
    Ours,
    GUIDE,
    client(2614, "Nieznany system."),
    "`poligon epuap systems` lists them.",
);

/// The box.
pub static BOX: Rule = Rule::error(
    "EPUAP-ONB-015",
    "The box belongs to a podmiot of the sandbox, and its settings fit together",
    Ours,
    "manual of the ePUAP administrator, box settings; spec epuap §4.1",
    client(2615, "Niepoprawne ustawienia skrytki."),
    "Give an address /podmiot/skrytka, and an http(s) URL for push.",
);

/// All rules of this file.
pub static RULES: &[&Rule] = &[
    &REQUEST,
    &ACCOUNT,
    &STEP,
    &FORM,
    &PASSWORDS,
    &REVOCATION,
    &PEM,
    &ONE_PEM,
    &OWN_CERTIFICATE,
    &NEW_CERTIFICATE,
    &VALID_NOW,
    &NOT_REVOKED,
    &ROLES,
    &SYSTEM,
    &BOX,
];
