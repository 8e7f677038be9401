//! What must hold of requests about sessions and invoices (spec §1.5, §1.7, §1.8, §3.3).

use poligon_institution::Provenance::{Observed, Official, Ours, Reconstructed};

use crate::checks::{Details, Rule, Wire};

/// The form is known.
pub static FORM_CODE: Rule = Rule::error(
    "KSEF-SES-001",
    "formCode is one of the forms of this environment",
    Official,
    "open-api 2.7.0: POST /sessions/online, formCode",
    Wire::exception(21405, "Błąd walidacji danych wejściowych.", Details::Texts),
    "Write systemCode, schemaVersion and value of one line of the table, with the space before the parenthesis: „FA (3)”, „1-0E”, „FA”.",
);

/// The environment takes the form.
pub static FORM_TAKEN: Rule = Rule::error(
    "KSEF-SES-022",
    "formCode is a form that the environment takes",
    Official,
    "ksef-api: srodowiska.md, FA(2) on TEST only; the code is that of an unknown form",
    Wire::exception(21405, "Błąd walidacji danych wejściowych.", Details::Texts),
    "Send FA(3): „FA (3)”, „1-0E”, „FA”.",
);

/// The vector's length.
pub static VECTOR: Rule = Rule::error(
    "KSEF-SES-002",
    "initializationVector is base64 of 16 bytes",
    Observed,
    "spec §3.3, 21405 as integrators report it",
    Wire::exception(21405, "Błąd walidacji danych wejściowych.", Details::Texts),
    "Send the 16 bytes of the vector once, base64; do not encode them twice.",
);

/// The named key is known.
pub static KEY_ID: Rule = Rule::error(
    "KSEF-SES-003",
    "publicKeyId names a public key of usage SymmetricKeyEncryption",
    Official,
    "open-api 2.7.0: POST /sessions/online, 21470",
    Wire::exception(
        21470,
        "Przesłany identyfikator klucza jest nieznany lub wskazuje na wycofany klucz.",
        Details::Got("Klucz o identyfikatorze {} nie jest wspierany."),
    ),
    "Take publicKeyId from GET /security/public-key-certificates of this instance, or leave it out.",
);

/// The wrapped key opens.
pub static KEY_OPENS: Rule = Rule::error(
    "KSEF-SES-004",
    "encryptedSymmetricKey opens with a key of usage SymmetricKeyEncryption and holds 32 bytes",
    Official,
    "ksef-api: sesja-interaktywna.md, session status 415",
    Wire::Status {
        code: 415,
        description: "Błąd odszyfrowania dostarczonego klucza",
        details: Details::Fixed("Rozszyfrowania klucza symetrycznego zakończone błędem"),
    },
    "Wrap 32 random bytes with RSA-OAEP, SHA-256 both as digest and in MGF1, for this instance's own certificate.",
);

/// The session exists.
pub static SESSION: Rule = Rule::error(
    "KSEF-SES-005",
    "The session exists",
    Official,
    "open-api 2.7.0: GET /sessions/{referenceNumber}, 21173",
    Wire::exception(
        21173,
        "Brak sesji o wskazanym numerze referencyjnym.",
        Details::Got("Sesja o numerze referencyjnym {} nie została znaleziona."),
    ),
    "Use the referenceNumber that opening the session answered.",
);

/// The same, as sending and closing word it.
pub static SESSION_ONLINE: Rule = Rule::error(
    "KSEF-SES-006",
    "The online session exists",
    Official,
    "open-api 2.7.0: POST /sessions/online/{referenceNumber}/invoices, 21173",
    Wire::exception(
        21173,
        "Brak sesji o wskazanym numerze referencyjnym.",
        Details::Got("Sesja o numerze referencyjnym {} nie została odnaleziona."),
    ),
    "Use the referenceNumber that opening the session answered.",
);

/// Open for sending.
pub static OPEN_FOR_SENDING: Rule = Rule::error(
    "KSEF-SES-007",
    "The session is open (status 100)",
    Official,
    "open-api 2.7.0: POST /sessions/online/{referenceNumber}/invoices, 21180; the parentheses are observed",
    Wire::exception(
        21180,
        "Status sesji nie pozwala na wykonanie operacji.",
        Details::Got("Status sesji ({}) uniemożliwia wysyłkę faktur."),
    ),
    "Open a new session: one closes 12 hours after its opening by itself.",
);

/// Open for closing.
pub static OPEN_FOR_CLOSING: Rule = Rule::error(
    "KSEF-SES-008",
    "The session is not closed yet (status 100)",
    Official,
    "open-api 2.7.0: POST /sessions/online/{referenceNumber}/close, 21180; the parentheses are observed",
    Wire::exception(
        21180,
        "Status sesji nie pozwala na wykonanie operacji.",
        Details::Got("Status sesji ({}) uniemożliwia jej zamknięcie."),
    ),
    "Close a session once; ask for its status afterwards.",
);

/// Room for one more.
pub static ROOM: Rule = Rule::error(
    "KSEF-SES-009",
    "The session has room for one more invoice",
    Official,
    "open-api 2.7.0: POST /sessions/online/{referenceNumber}/invoices, 21155",
    Wire::exception(21155, "Przekroczono dozwoloną liczbę faktur w sesji.", Details::Texts),
    "Close this session and open another.",
);

/// The ciphertext has the declared size.
pub static CIPHERTEXT_SIZE: Rule = Rule::error(
    "KSEF-SES-010",
    "encryptedInvoiceContent has encryptedInvoiceSize bytes",
    Official,
    "open-api 2.7.0: POST /sessions/online/{referenceNumber}/invoices, 21402",
    Wire::exception(
        21402,
        "Nieprawidłowy rozmiar pliku.",
        Details::Fixed("Długość treści nie zgadza się z rozmiarem pliku."),
    ),
    "Count the bytes of the ciphertext before base64.",
);

/// The ciphertext has the declared hash.
pub static CIPHERTEXT_HASH: Rule = Rule::error(
    "KSEF-SES-011",
    "encryptedInvoiceContent has encryptedInvoiceHash",
    Official,
    "open-api 2.7.0: POST /sessions/online/{referenceNumber}/invoices, 21403",
    Wire::exception(
        21403,
        "Nieprawidłowy skrót pliku.",
        Details::Fixed("Skrót treści nie zgadza się ze skrótem pliku."),
    ),
    "Hash the ciphertext before base64: SHA-256, standard base64.",
);

/// A technical correction is offline.
pub static CORRECTION_OFFLINE: Rule = Rule::error(
    "KSEF-SES-012",
    "hashOfCorrectedInvoice comes with offlineMode true",
    Reconstructed,
    "ksef-api: offline/korekta-techniczna.md; the code is not documented",
    Wire::exception(21405, "Błąd walidacji danych wejściowych.", Details::Texts),
    "Send a technical correction with offlineMode: true.",
);

/// No second technical correction.
pub static CORRECTION_FREE: Rule = Rule::error(
    "KSEF-SES-013",
    "The corrected invoice has no good technical correction yet",
    Official,
    "open-api 2.7.0: POST /sessions/online/{referenceNumber}/invoices, 21166",
    Wire::exception(
        21166,
        "Korekta techniczna niedostępna.",
        Details::Fixed("Faktura posiada już przetworzoną prawidłowo korektę techniczną."),
    ),
    "Take the KSeF number of the correction that was accepted.",
);

/// The corrected invoice was rejected.
pub static CORRECTION_STATUS: Rule = Rule::error(
    "KSEF-SES-014",
    "The corrected invoice was not accepted",
    Official,
    "open-api 2.7.0: POST /sessions/online/{referenceNumber}/invoices, 21167",
    Wire::exception(
        21167,
        "Status faktury nie pozwala na korektę techniczną.",
        Details::Fixed("Nie można wysłać korekty technicznej do prawidłowo przetworzonej faktury."),
    ),
    "Correct an accepted invoice with a correcting invoice (RodzajFaktury KOR).",
);

/// The invoice of a session exists.
pub static SESSION_INVOICE: Rule = Rule::error(
    "KSEF-SES-015",
    "The session exists and has an invoice of this reference number",
    Ours,
    "open-api 2.7.0 documents no code but 21405 for GET /sessions/{referenceNumber}/invoices/{invoiceReferenceNumber}",
    Wire::exception(21405, "Błąd walidacji danych wejściowych.", Details::Texts),
    "Use the referenceNumber that sending the invoice answered, with its own session's.",
);

/// The UPO exists.
pub static UPO: Rule = Rule::error(
    "KSEF-SES-016",
    "There is a UPO for what was asked",
    Official,
    "open-api 2.7.0: GET /sessions/{referenceNumber}/upo/{upoReferenceNumber}, 21178",
    Wire::exception(21178, "Nie znaleziono UPO dla podanych kryteriów.", Details::Texts),
    "Wait until the invoice or the session has status 200.",
);

/// The UPO of an invoice exists.
pub static UPO_OF_INVOICE: Rule = Rule::error(
    "KSEF-SES-023",
    "The invoice of this reference number has a UPO",
    Ours,
    "open-api 2.7.0 documents no code but 21405 for GET /sessions/{referenceNumber}/invoices/{invoiceReferenceNumber}/upo",
    Wire::exception(21405, "Błąd walidacji danych wejściowych.", Details::Texts),
    "Wait until the invoice has status 200; a rejected one never gets a UPO.",
);

/// The invoice exists.
pub static INVOICE: Rule = Rule::error(
    "KSEF-SES-017",
    "An invoice of this KSeF number exists",
    Official,
    "open-api 2.7.0: GET /invoices/ksef/{ksefNumber}, 21164",
    Wire::exception(
        21164,
        "Faktura o podanym identyfikatorze nie istnieje.",
        Details::Got("Faktura o numerze KSeF {} nie została znaleziona."),
    ),
    "Use the ksefNumber of the invoice's status, metadata or UPO.",
);

/// The invoice is stored.
pub static STORED: Rule = Rule::error(
    "KSEF-SES-018",
    "The invoice is stored for good",
    Official,
    "open-api 2.7.0: GET /invoices/ksef/{ksefNumber}, 21165",
    Wire::exception(21165, "Faktura o podanym numerze KSeF nie jest jeszcze dostępna.", Details::Texts),
    "Ask again when the invoice's status has a permanentStorageDate.",
);

/// Within the data.
pub static WITHIN_DATA: Rule = Rule::error(
    "KSEF-SES-019",
    "dateRange.from is not later than the high-water mark, when the range is restricted to it",
    Official,
    "open-api 2.7.0: POST /invoices/query/metadata, 21183",
    Wire::exception(
        21183,
        "Zakres filtrowania wykracza poza dostępny zakres danych.",
        Details::Fixed(
            "Parametr dateRange.from jest późniejszy niż PermanentStorageHwmDate przy włączonym restrictToPermanentStorageHwmDate.",
        ),
    ),
    "Start from the permanentStorageHwmDate of the last answer.",
);

/// A storage link.
pub static LINK: Rule = Rule::error(
    "KSEF-SES-020",
    "The storage link was issued here, is unchanged and has not expired",
    Reconstructed,
    "links of TEST carry a shared access signature (spec §1.7); the answer to a bad one is Azure's, 403",
    Wire::Bare(403),
    "Ask for the status again: links are made anew with each answer.",
);

/// Something is behind a storage link.
pub static LINKED: Rule = Rule::error(
    "KSEF-SES-021",
    "The document behind the storage link exists",
    Reconstructed,
    "links of TEST (spec §1.7)",
    Wire::Bare(404),
    "Ask for the status again.",
);

/// All rules of this file.
pub static RULES: &[&Rule] = &[
    &FORM_CODE,
    &VECTOR,
    &KEY_ID,
    &KEY_OPENS,
    &SESSION,
    &SESSION_ONLINE,
    &OPEN_FOR_SENDING,
    &OPEN_FOR_CLOSING,
    &ROOM,
    &CIPHERTEXT_SIZE,
    &CIPHERTEXT_HASH,
    &CORRECTION_OFFLINE,
    &CORRECTION_FREE,
    &CORRECTION_STATUS,
    &SESSION_INVOICE,
    &UPO,
    &INVOICE,
    &STORED,
    &WITHIN_DATA,
    &LINK,
    &LINKED,
    &FORM_TAKEN,
    &UPO_OF_INVOICE,
];
