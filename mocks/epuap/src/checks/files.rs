//! Rules of FileRepoService and of składy.

use poligon_institution::Provenance::{Observed, Official, Ours};
use poligon_soap::checks::Rule;

use super::client;

/// There is such a file.
pub static FILE: Rule = Rule::error(
    "EPUAP-FIL-001",
    "The file was stored and its id is right",
    Ours,
    "filerepo.wsdl: downloadFile; the code is Poligon's choice",
    client(2401, "Nie znaleziono pliku."),
    "Use the id that uploadFile answered, or the whole address with fileId=.",
);

/// It may be fetched once more.
pub static ONCE: Rule = Rule::error(
    "EPUAP-FIL-002",
    "The file was not fetched before, where files are given once",
    Observed,
    "EpuapBrokerLib, comment: a file can be downloaded once only; knob epuap.download-once",
    client(2402, "Plik został już pobrany."),
    "Keep what you fetch; ask the sender for the file again.",
);

/// Not too large.
pub static SIZE: Rule = Rule::error(
    "EPUAP-FIL-003",
    "The file is not larger than FileRepoService takes",
    Official,
    "public manual on large files: 500 MB; spec epuap §2.4; knob epuap.file-bytes",
    client(2403, "Plik jest zbyt duży."),
    "Split the file.",
);

/// The skład is the caller's.
pub static SKLAD: Rule = Rule::error(
    "EPUAP-FIL-004",
    "There is such a skład or document, and it belongs to the podmiot",
    Ours,
    "ZarzadzanieDokumentami.wsdl declares no fault; the code is Poligon's choice",
    client(2404, "Nie znaleziono dokumentu lub składu."),
    "Use the number that dodajDokument answered; zawartoscSkladu lists a skład.",
);

/// The folder's word.
pub static FOLDER: Rule = Rule::error(
    "EPUAP-FIL-005",
    "folder is RECEIVED, SENT, DRAFT or nothing",
    Observed,
    "EpuapBrokerLib: folder; spec epuap §2.7",
    client(2405, "Nieznany folder."),
    "Write RECEIVED, SENT or DRAFT; nothing means draft.",
);

/// A TGSID session.
pub static SESSION: Rule = Rule::error(
    "EPUAP-FIL-006",
    "tgsid is an open session",
    Observed,
    "esd.wsdl: tgsid authorises; spec epuap §2.8",
    client(2406, "Nieprawidłowy identyfikator sesji (TGSID)."),
    "Take the TGSID of a login; `poligon epuap session --podmiot ID` opens one.",
);

/// All rules of this file.
pub static RULES: &[&Rule] = &[&FILE, &ONCE, &SIZE, &SKLAD, &FOLDER, &SESSION];
