//! Rules of delivery with confirmation (Doręczyciel).

use poligon_institution::Provenance::{Observed, Ours};
use poligon_soap::checks::Rule;

use super::client;

/// The document is signed.
pub static SIGNED: Rule = Rule::error(
    "EPUAP-DOR-001",
    "The document that is to be delivered carries a XAdES signature that verifies",
    Observed,
    "OldMusicBox.ePUAP.Client, comment on dorecz: unsigned documents are refused",
    client(2201, "Doręczany dokument nie jest poprawnie podpisany."),
    "Sign the document with XAdES (qualified or Trusted Profile) before you hand it over.",
);

/// The deadline lies ahead.
pub static DEADLINE: Rule = Rule::error(
    "EPUAP-DOR-002",
    "TerminDoreczenia, when given, lies in the future",
    Ours,
    "doreczyciel.wsdl: TerminDoreczenia; what the real system minds is not known",
    client(2202, "Termin doręczenia nie jest późniejszy niż chwila nadania."),
    "Give a moment after now by the sandbox's clock, or leave the header empty: 14 days then.",
);

/// The UPD is one of ours.
pub static UPD: Rule = Rule::error(
    "EPUAP-DOR-003",
    "The UPD is one that was sent out",
    Ours,
    "spec epuap §4.1; the code is Poligon's choice",
    client(2203, "Nieznane poświadczenie doręczenia."),
    "Sign and send back the UPD that pull gave you, all of it.",
);

/// The UPD is signed.
pub static UPD_SIGNED: Rule = Rule::error(
    "EPUAP-DOR-004",
    "The UPD carries a XAdES signature that verifies",
    Ours,
    "spec epuap §4.1: the addressee signs the UPD; the code is Poligon's choice",
    client(2204, "Poświadczenie doręczenia nie jest poprawnie podpisane."),
    "Sign the UPD with XAdES, enveloped, and do not change it afterwards.",
);

/// The UPD says what was sent out.
pub static UPD_SAME: Rule = Rule::error(
    "EPUAP-DOR-005",
    "The signed UPD says what the one that was sent out says",
    Ours,
    "spec epuap §4.1; the code is Poligon's choice",
    client(2205, "Treść poświadczenia doręczenia została zmieniona."),
    "Sign the UPD as it came; do not format it or fill anything in.",
);

/// It is the addressee's to sign.
pub static ADDRESSEE: Rule = Rule::error(
    "EPUAP-DOR-006",
    "The UPD is sent back by its addressee",
    Ours,
    "spec epuap §4.1; the code is Poligon's choice",
    client(2206, "Poświadczenie doręczenia odesłał inny podmiot niż adresat."),
    "Send it with a system of the podmiot whose box the UPD came to.",
);

/// It was not delivered before.
pub static ONCE: Rule = Rule::error(
    "EPUAP-DOR-007",
    "The document of the UPD was not delivered before",
    Ours,
    "spec epuap §4.1; the code is Poligon's choice",
    client(2207, "Dokument został już doręczony."),
    "Fetch the document by pull; it is in the addressee's box.",
);

/// All rules of this file.
pub static RULES: &[&Rule] = &[&SIGNED, &DEADLINE, &UPD, &UPD_SIGNED, &UPD_SAME, &ADDRESSEE, &ONCE];
