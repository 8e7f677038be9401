//! What must hold of an invoice file (spec §7). A failure ends the invoice with a status; the exchange that sent it is
//! answered 202 all the same.

use poligon_institution::Provenance::{Official, Ours, Reconstructed};

use crate::checks::{Details, Rule, Wire};

const FILE: &str = "Błąd weryfikacji pliku faktury";
const MEANING: &str = "Błąd weryfikacji semantyki dokumentu faktury";

const fn status(code: u16, description: &'static str) -> Wire {
    Wire::Status { code, description, details: Details::Texts }
}

/// AES-CBC opens.
pub static DECRYPTS: Rule = Rule::error(
    "KSEF-INV-001",
    "The invoice decrypts with the key and the vector of its session",
    Official,
    "ksef-api: sesja-interaktywna.md, invoice status 435",
    Wire::Status {
        code: 435,
        description: "Błąd odszyfrowania pliku",
        details: Details::Fixed("Plik niepoprawnie zaszyfrowany"),
    },
    "Encrypt with AES-256-CBC, PKCS#7 padding, the session's key and vector; do not put the vector before the ciphertext.",
);

/// The plaintext has the declared size.
pub static SIZE: Rule = Rule::error(
    "KSEF-INV-002",
    "The decrypted invoice has the declared invoiceSize",
    Official,
    "ksef-api: sesja-interaktywna.md, invoice status 430",
    status(430, FILE),
    "Count the bytes of the file that is encrypted, not its characters.",
);

/// The plaintext has the declared hash.
pub static HASH: Rule = Rule::error(
    "KSEF-INV-003",
    "The decrypted invoice has the declared invoiceHash",
    Official,
    "ksef-api: sesja-interaktywna.md, invoice status 430",
    status(430, FILE),
    "Hash exactly the bytes that are encrypted: SHA-256, standard base64.",
);

/// Size limits.
pub static LIMIT: Rule = Rule::error(
    "KSEF-INV-004",
    "The invoice has at most 1 000 000 bytes, with an attachment at most 3 000 000",
    Official,
    "ksef-api: limity/limity.md",
    status(430, FILE),
    "Split the invoice or leave out white space.",
);

/// No byte order mark.
pub static BOM: Rule = Rule::error(
    "KSEF-INV-005",
    "The invoice has no byte order mark",
    Official,
    "ksef-api: faktury/weryfikacja-faktury.md, UTF-8 without BOM; status 430 reconstructed",
    status(430, FILE),
    "Write the file as UTF-8 without the bytes EF BB BF; .NET: new UTF8Encoding(false).",
);

/// UTF-8.
pub static ENCODING: Rule = Rule::error(
    "KSEF-INV-006",
    "The invoice is UTF-8 and its prolog, if any, says so",
    Reconstructed,
    "ksef-api: faktury/weryfikacja-faktury.md; which of 430 and 450 is not documented",
    status(450, MEANING),
    "Write the file as UTF-8 and declare encoding=\"UTF-8\" or nothing.",
);

/// XML.
pub static WELL_FORMED: Rule = Rule::error(
    "KSEF-INV-007",
    "The invoice is well-formed XML 1.0 within bounds",
    Official,
    "ksef-api: faktury/weryfikacja-faktury.md, invoice status 430",
    status(430, FILE),
    "Open the file in an XML editor; line and column are named in the evidence.",
);

/// No DTD.
pub static NO_DTD: Rule = Rule::error(
    "KSEF-INV-008",
    "The invoice has no document type declaration",
    Reconstructed,
    "ksef-api: faktury/weryfikacja-faktury.md; that a DTD is refused is inferred from the schema validation",
    status(450, MEANING),
    "Leave out <!DOCTYPE …>.",
);

/// No processing instructions.
pub static NO_INSTRUCTIONS: Rule = Rule::error(
    "KSEF-INV-009",
    "The invoice has no processing instructions",
    Official,
    "ksef-api: faktury/weryfikacja-faktury.md, since 10.04.2026 on TEST; status 450 reconstructed",
    status(450, MEANING),
    "Leave out <?xml-stylesheet …?> and the like; only the prolog <?xml …?> may stay.",
);

/// Discouraged characters.
pub static CHARACTERS: Rule = Rule::error(
    "KSEF-INV-010",
    "The invoice has none of the discouraged characters (U+007F–84, U+0086–9F, U+FDD0–FDEF, U+xFFFE–xFFFF)",
    Official,
    "ksef-api: faktury/weryfikacja-faktury.md; XML 1.0 §2.2; status 450 reconstructed, X-System-Warning xml-002 observed",
    status(450, MEANING),
    "Take control characters and non-characters out of names and descriptions before writing the invoice.",
);

/// The form.
pub static FORM: Rule = Rule::error(
    "KSEF-INV-011",
    "Root element, namespace and KodFormularza are those of the session's formCode",
    Official,
    "ksef-api: faktury/weryfikacja-faktury.md, invoice status 450",
    status(450, MEANING),
    "Open the session with the formCode of the invoice, or write the invoice in the form of the session.",
);

/// Mandatory elements.
pub static STRUCTURE: Rule = Rule::error(
    "KSEF-INV-012",
    "The elements that KSeF reads are there: header, parties, dates, number, kind, amounts",
    Official,
    "schemat_FA(2)_v1-0E.xsd, schemat_FA(3)_v1-0E.xsd; the wording is .NET's, observed",
    status(450, MEANING),
    "Validate the file against the official XSD; the place is named in the evidence. (Full schema validity is not built.)",
);

/// Values of the right shape.
pub static VALUES: Rule = Rule::error(
    "KSEF-INV-013",
    "The values that KSeF reads have the shape of their type: dates, amounts, NIP, codes",
    Official,
    "schemat_FA(2)_v1-0E.xsd, schemat_FA(3)_v1-0E.xsd; the wording is .NET's, observed",
    status(450, MEANING),
    "Write dates as YYYY-MM-DD, amounts with a point and at most two decimals, a NIP as ten digits without dashes.",
);

/// P_1.
pub static ISSUE_DATE: Rule = Rule::error(
    "KSEF-INV-014",
    "P_1 is not later than the day of acceptance in Warsaw",
    Official,
    "ksef-api: faktury/weryfikacja-faktury.md, invoice status 450",
    status(450, MEANING),
    "Send the invoice on its day of issue or later; mind that the day changes in Warsaw, not in UTC.",
);

/// DataWytworzeniaFa.
pub static CREATED: Rule = Rule::error(
    "KSEF-INV-015",
    "DataWytworzeniaFa lies in the range of its form (FA(3): from 2025-09-01, FA(2): from 2022-01-01, both to 2050-01-01)",
    Official,
    "schemat_FA(3)_v1-0E.xsd: DataWytworzeniaFa minInclusive; asserted by the official C# tests",
    status(450, MEANING),
    "Write the moment at which the file is made.",
);

/// Attachments.
pub static ATTACHMENT: Rule = Rule::error(
    "KSEF-INV-016",
    "An invoice with an attachment is not sent in an online session",
    Official,
    "ksef-api: faktury/zalaczniki.md, invoice status 415",
    Wire::Status {
        code: 415,
        description: "Brak możliwości wysyłania faktury z załącznikiem",
        details: Details::None,
    },
    "Send it in a batch session, with the consent for attachments (batch sessions are not built).",
);

/// Who may send.
pub static SELLER: Rule = Rule::error(
    "KSEF-INV-017",
    "The context is the seller, or is authorized by the seller",
    Official,
    "ksef-api: uprawnienia.md, invoice status 410",
    status(410, "Nieprawidłowy zakres uprawnień"),
    "Log in to the context of the NIP in Podmiot1, or let the seller grant the authorization first.",
);

/// Duplicates.
pub static DUPLICATE: Rule = Rule::error(
    "KSEF-INV-018",
    "No accepted invoice has the same seller NIP, RodzajFaktury and P_2 (ten years from the end of the year)",
    Official,
    "ksef-api: faktury/weryfikacja-faktury.md, invoice status 440; asserted by the official Java tests",
    status(440, "Duplikat faktury"),
    "Give the invoice a number of its own; if it was sent already, take its KSeF number from the extensions.",
);

/// Offline by date.
pub static OFFLINE_BY_DATE: Rule = Rule::note(
    "KSEF-INV-019",
    "An invoice sent after its day of issue counts as offline, whatever offlineMode says",
    Official,
    "ksef-api: offline/automatyczne-okreslanie-trybu-offline.md",
    "Send the invoice on the day of P_1 if it is to count as online.",
);

/// The corrected invoice is known.
pub static CORRECTED_KNOWN: Rule = Rule::warning(
    "KSEF-INV-020",
    "hashOfCorrectedInvoice is the hash of an invoice that this sandbox rejected",
    Ours,
    "ksef-api: offline/korekta-techniczna.md names no answer for an unknown hash; Poligon takes it",
    status(450, MEANING),
    "Give the SHA-256 of the rejected invoice's file, base64, as it was sent in invoiceHash.",
);

/// Check digits of NIPs.
pub static CHECK_DIGITS: Rule = Rule::error(
    "KSEF-INV-021",
    "In production every NIP of the invoice has the right check digit",
    Reconstructed,
    "ksef-api: faktury/weryfikacja-faktury.md, production only; status and words are not documented",
    status(450, MEANING),
    "Correct the NIP: weights 6, 5, 7, 2, 3, 4, 5, 6, 7, sum modulo 11 is the tenth digit.",
);

/// The session holds while its invoices are processed.
pub static SESSION_HOLDS: Rule = Rule::error(
    "KSEF-INV-022",
    "The session does not fail while its invoices are processed",
    Official,
    "OpenAPI 2.7.0: invoice status 405; when it comes is not documented, here the knob ksef.invoice-outcome asks for it",
    status(405, "Przetwarzanie anulowane z powodu błędu sesji"),
    "Nothing is wrong with the invoice: send it again in a new session.",
);

/// The system does not fail.
pub static SYSTEM_SOUND: Rule = Rule::error(
    "KSEF-INV-023",
    "The system does not fail while it processes the invoice",
    Official,
    "OpenAPI 2.7.0: invoice status 500; here the knob ksef.invoice-outcome asks for it",
    status(500, "Nieznany błąd (500)"),
    "Nothing is wrong with the invoice: ask by its number whether it was taken before you send it again.",
);

/// The system does not cancel.
pub static NOT_CANCELLED: Rule = Rule::error(
    "KSEF-INV-024",
    "The system does not cancel the processing of the invoice",
    Official,
    "OpenAPI 2.7.0: invoice status 550; here the knob ksef.invoice-outcome asks for it",
    status(550, "Operacja została anulowana przez system"),
    "Nothing is wrong with the invoice: send it again.",
);

/// All rules of this file.
pub static RULES: &[&Rule] = &[
    &DECRYPTS,
    &SIZE,
    &HASH,
    &LIMIT,
    &BOM,
    &ENCODING,
    &WELL_FORMED,
    &NO_DTD,
    &NO_INSTRUCTIONS,
    &CHARACTERS,
    &FORM,
    &STRUCTURE,
    &VALUES,
    &ISSUE_DATE,
    &CREATED,
    &ATTACHMENT,
    &SELLER,
    &DUPLICATE,
    &OFFLINE_BY_DATE,
    &CORRECTED_KNOWN,
    &CHECK_DIGITS,
    &SESSION_HOLDS,
    &SYSTEM_SOUND,
    &NOT_CANCELLED,
    &UPO_SOUND,
    &UPO_SEAL,
];

/// Structure of a UPO.
pub static UPO_SOUND: Rule = Rule::error(
    "KSEF-UPO-001",
    "The UPO has the elements of its schema in their order",
    Official,
    "upo-v4-3.xsd",
    Wire::Nothing,
    "Keep the bytes of the UPO as they were downloaded.",
);

/// Seal of a UPO.
pub static UPO_SEAL: Rule = Rule::error(
    "KSEF-UPO-002",
    "The UPO carries one XAdES seal that covers all of it and verifies",
    Reconstructed,
    "ksef-api: upo.md; the published examples have their signatures removed",
    Wire::Nothing,
    "Keep the bytes of the UPO as they were downloaded; do not re-indent or re-encode them.",
);
