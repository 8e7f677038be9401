//! Rules of the eight services whose schemas are not public (spec §2.6). All of it is reconstructed.

use poligon_institution::Provenance::Reconstructed;
use poligon_soap::checks::Rule;

use super::client;

/// A dictionary or an entry of one.
pub static DICTIONARY: Rule = Rule::error(
    "EPUAP-REC-001",
    "There is such a dictionary, version or entry",
    Reconstructed,
    "none is public; spec epuap §2.6, SlownikiReferencyjne",
    client(2501, "Nie znaleziono słownika lub pozycji."),
    "listaSlownikow lists the dictionaries.",
);

/// A service of the catalogue.
pub static SERVICE: Rule = Rule::error(
    "EPUAP-REC-002",
    "There is such a service in the catalogue, and it is the caller's where it is to be changed",
    Reconstructed,
    "none is public; spec epuap §2.6, KupWebServices",
    client(2502, "Nie znaleziono usługi."),
    "listaUslug lists the services; an institution changes its own.",
);

/// An amount.
pub static AMOUNT: Rule = Rule::error(
    "EPUAP-REC-003",
    "The amount is one in złote with at most two decimals",
    Reconstructed,
    "none is public; spec epuap §2.6, Platnosci",
    client(2503, "Niepoprawna kwota."),
    "Write 12.50.",
);

/// A payment or an obligation.
pub static PAYMENT: Rule = Rule::error(
    "EPUAP-REC-004",
    "There is such a payment or obligation, it is the caller's, and it can still be changed",
    Reconstructed,
    "none is public; spec epuap §2.6, Platnosci and PLService",
    client(2504, "Nie znaleziono płatności lub nie można jej zmienić."),
    "Use the number that the service answered; a payment that ended stays as it is.",
);

/// A return address.
pub static RETURN_URL: Rule = Rule::error(
    "EPUAP-REC-005",
    "urlPowrotu is an address with http or https",
    Reconstructed,
    "none is public; spec epuap §2.6, Platnosci",
    client(2505, "Niepoprawny adres powrotu."),
    "Give the whole address, with https://.",
);

/// A search with something to search for.
pub static SEARCH: Rule = Rule::error(
    "EPUAP-REC-006",
    "The search names something to look for",
    Reconstructed,
    "none is public; spec epuap §2.6, Podmioty",
    client(2506, "Podaj kryterium wyszukiwania."),
    "Give nazwa, regon or nip.",
);

/// All rules of this file.
pub static RULES: &[&Rule] = &[&DICTIONARY, &SERVICE, &AMOUNT, &PAYMENT, &RETURN_URL, &SEARCH];
