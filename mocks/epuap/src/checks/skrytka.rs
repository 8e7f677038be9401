//! Rules of boxes: sending to them (Skrytka) and fetching from them (pull).

use poligon_institution::Provenance::{Observed, Official, Ours};
use poligon_soap::checks::Rule;

use super::client;

/// There is such a box.
pub static ADDRESS: Rule = Rule::error(
    "EPUAP-BOX-001",
    "The address is that of a box",
    Ours,
    "that there is one: spec epuap §2.1; whether the real system answers a Fault or a status is not known (§9, 3)",
    client(2101, "Nie znaleziono skrytki o podanym adresie."),
    "Send to /podmiot/skrytka of the sandbox, case as written; Podmioty listaSkrytek lists them.",
);

/// The answer goes to a box of the sender.
pub static REPLY_ADDRESS: Rule = Rule::error(
    "EPUAP-BOX-002",
    "The address for answers is a box of the sender",
    Ours,
    "spec epuap §2.1: AdresOdpowiedzi is the sender's box; the refusal is Poligon's choice",
    client(2102, "Adres odpowiedzi nie jest skrytką nadawcy."),
    "Put one of the sender's own boxes into AdresOdpowiedzi.",
);

/// The box is the caller's.
pub static OWN: Rule = Rule::error(
    "EPUAP-BOX-003",
    "The box that is fetched from belongs to the podmiot that asks",
    Ours,
    "spec epuap §2.2; the refusal is Poligon's choice",
    client(2103, "Skrytka nie należy do podmiotu."),
    "Ask with the podmiot that owns the box.",
);

/// nazwaSkrytki is the name in adresSkrytki.
pub static NAME: Rule = Rule::warning(
    "EPUAP-BOX-004",
    "nazwaSkrytki is the name that adresSkrytki ends in",
    Ours,
    "obiektypk.xsd: ZapytaniePullTyp has both; nobody says which one counts when they differ",
    client(2104, "Nazwa skrytki nie zgadza się z adresem."),
    "Write the last part of adresSkrytki into nazwaSkrytki.",
);

/// XML only.
pub static XML_ONLY: Rule = Rule::error(
    "EPUAP-BOX-005",
    "The box takes XML only, and the document is XML",
    Official,
    "manual of the ePUAP administrator, box settings; spec epuap §4.1",
    client(2105, "Skrytka przyjmuje wyłącznie dokumenty XML."),
    "Send well-formed XML in UTF-8, or to another box.",
);

/// Signed only.
pub static SIGNED: Rule = Rule::error(
    "EPUAP-BOX-006",
    "The box asks for a signature, and the document carries one that verifies",
    Official,
    "manual of the ePUAP administrator, box settings; spec epuap §4.1",
    client(2106, "Dokument nie jest poprawnie podpisany."),
    "Sign the document with XAdES (qualified or Trusted Profile) and do not change it afterwards.",
);

/// By template only.
pub static TEMPLATE: Rule = Rule::error(
    "EPUAP-BOX-007",
    "The box asks for a document of a known template, and the document fits it",
    Official,
    "spec epuap §4.1: XML must be based on a template from CRWD where checks are on",
    client(2107, "Dokument nie jest zgodny z wzorem."),
    "Write the document as its template says; pismo ogólne is the one that Poligon knows.",
);

/// Not too large for a box.
pub static SIZE: Rule = Rule::error(
    "EPUAP-BOX-008",
    "The document is not larger than a box takes",
    Observed,
    "public manuals: 3.5 to 5 MB; spec epuap §2.4; knob epuap.document-bytes",
    client(2108, "Dokument jest zbyt duży."),
    "Put large attachments into FileRepoService and send their ids.",
);

/// A mark before the XML declaration.
pub static BOM: Rule = Rule::note(
    "EPUAP-BOX-009",
    "The XML does not begin with a byte order mark",
    Observed,
    "spec epuap §7: a pain point of integrators",
    "Write UTF-8 without a byte order mark; many readers choke on it.",
);

/// Something can be confirmed.
pub static SOMETHING: Rule = Rule::error(
    "EPUAP-BOX-010",
    "There is a document to confirm",
    Ours,
    "pull.wsdl: potwierdzOdebranie; the code is Poligon's choice",
    client(2110, "Brak dokumentu do potwierdzenia."),
    "Fetch a document by pobierzNastepny before you confirm it.",
);

/// The digest is that of the document at the head.
pub static DIGEST: Rule = Rule::error(
    "EPUAP-BOX-011",
    "skrot is the digest of the document that pobierzNastepny gave",
    Observed,
    "base64 of SHA-1 of the decoded zawartosc in EBL, OMB and ESODA, of SHA-256 in ESP; the code is Poligon's choice",
    client(2111, "Skrót dokumentu nie jest zgodny."),
    "Send base64(SHA-1(zawartosc)) of the decoded bytes, of the document fetched last.",
);

/// All rules of this file.
pub static RULES: &[&Rule] =
    &[&ADDRESS, &REPLY_ADDRESS, &OWN, &NAME, &XML_ONLY, &SIGNED, &TEMPLATE, &SIZE, &BOM, &SOMETHING, &DIGEST];
