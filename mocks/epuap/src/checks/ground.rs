//! Rules that hold for every call.

use poligon_institution::Provenance::{Observed, Official, Ours};
use poligon_soap::FaultCode;
use poligon_soap::checks::{Rule, Wire};

use super::client;

/// The path leads to a service.
pub static PATH: Rule = Rule::error(
    "EPUAP-GND-001",
    "The path is one of a service",
    Official,
    "WSDL of the services, soap:address; spec epuap §1a",
    client(2001, "Brak usługi pod tym adresem."),
    "Send to one of the addresses in mocks/epuap/README.md, or turn the knob epuap.paths.",
);

/// The body's element is one of the service's operations.
pub static OPERATION: Rule = Rule::error(
    "EPUAP-GND-002",
    "The child of soap:Body is the request of an operation of this service",
    Official,
    "WSDL of the services, document/literal; spec epuap §1c",
    client(2002, "Nieznana operacja."),
    "Send the element that the WSDL names for the operation, in its namespace, to the path of its service.",
);

/// It is built.
pub static NOT_BUILT: Rule = Rule::error(
    "EPUAP-GND-003",
    "The operation is built in this version of Poligon",
    Ours,
    "mocks/epuap/README.md, fidelity table",
    Wire { code: FaultCode::Server, kod: 2003, komunikat: "Operacja nie jest zbudowana (not built)." },
    "Do without it, or give canned answers by --epuap-wsdl DIR.",
);

/// The parts of the message are there and readable.
pub static SHAPE: Rule = Rule::error(
    "EPUAP-GND-004",
    "Every required part of the message is there, in no namespace, and has its type",
    Official,
    "obiektypk.xsd and the types of the WSDLs, no elementFormDefault; spec epuap §2.0",
    client(2004, "Niepoprawna struktura komunikatu."),
    "Write the part as the XSD says; children of the request element carry no prefix and xmlns=\"\".",
);

/// The headers of the operation are there and readable.
pub static HEADERS: Rule = Rule::error(
    "EPUAP-GND-005",
    "The SOAP headers that the operation cannot do without are there and readable",
    Official,
    "skrytka.wsdl, doreczyciel.wsdl: soap:header; spec epuap §2.1, §2.3",
    client(2005, "Brak wymaganego nagłówka komunikatu."),
    "Put the element into soap:Header, in namespace http://wsdl.epuap.gov.pl/obiekty/.",
);

/// Headers that the WSDL declares and clients leave out.
pub static HEADERS_ALL: Rule = Rule::warning(
    "EPUAP-GND-006",
    "All headers that the WSDL declares are there",
    Observed,
    "skrytka.wsdl, doreczyciel.wsdl declare them without minOccurs; OMB leaves some out and is served",
    client(2006, "Brak nagłówka zadeklarowanego w WSDL."),
    "Send every header of the WSDL; an empty one will do.",
);

/// The known podmiot.
pub static PODMIOT: Rule = Rule::error(
    "EPUAP-GND-007",
    "The identifier is that of a podmiot",
    Ours,
    "obiektypk.xsd: IdentyfikatorPodmiotuTyp; what the real system answers is not known",
    client(2007, "Nieznany identyfikator podmiotu."),
    "Use the identifier of a podmiot of the sandbox; Podmioty szukajPodmiot lists them.",
);

/// There is room.
pub static ROOM: Rule = Rule::error(
    "EPUAP-GND-008",
    "The sandbox has room for more",
    Ours,
    "a bound of Poligon: 200 000 documents, 512 MB of them, 1 GB of files",
    Wire { code: FaultCode::Server, kod: 2008, komunikat: "Brak miejsca w systemie." },
    "Reset the sandbox, or use another one.",
);

/// The method.
pub static METHOD: Rule = Rule::error(
    "EPUAP-GND-009",
    "The method is one that the address takes",
    Ours,
    "SOAP 1.1 §6: POST; WSDL and XSD by GET",
    client(2009, "Niedozwolona metoda HTTP."),
    "POST calls; GET the WSDL with ?wsdl.",
);

/// A defect of the machine.
pub static MACHINE: Rule = Rule::error(
    "EPUAP-GND-010",
    "Poligon itself does its work",
    Ours,
    "none: a defect of Poligon",
    Wire { code: FaultCode::Server, kod: 2010, komunikat: "Błąd wewnętrzny." },
    "Report it with the exchange from the journal.",
);

/// All rules of this file.
pub static RULES: &[&Rule] =
    &[&PATH, &OPERATION, &NOT_BUILT, &SHAPE, &HEADERS, &HEADERS_ALL, &PODMIOT, &ROOM, &METHOD, &MACHINE];
