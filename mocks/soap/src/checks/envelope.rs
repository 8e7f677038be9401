//! SOAP-…: the bytes are a SOAP 1.1 message for this service.

use poligon_institution::Provenance::{Observed, Official, Ours, Reconstructed};

use super::{Rule, Wire};
use crate::fault::FaultCode::{Client, MustUnderstand, VersionMismatch};

/// The rules of this file.
pub const RULES: &[&Rule] = &[
    &POSTED,
    &BOUNDED,
    &NO_DTD,
    &ENCODING,
    &READABLE,
    &BOM,
    &VERSION,
    &SHAPE,
    &ONE_CHILD,
    &UNDERSTOOD,
    &CONTENT_TYPE,
    &ACTION,
    &ADDRESS,
    &OPERATION,
];

const SOAP: &str = "SOAP 1.1 (W3C Note of 2000-05-08), section 4";

/// The method is POST.
pub static POSTED: Rule = Rule::error(
    "SOAP-001",
    "The message is sent with POST",
    Official,
    "SOAP 1.1 (W3C Note of 2000-05-08), section 6",
    Wire::new(Client, 1101, "Komunikat SOAP należy przesłać metodą POST."),
    "Send the envelope as the body of a POST.",
);

/// Bounds.
pub static BOUNDED: Rule = Rule::error(
    "SOAP-002",
    "The message is within the bounds of size, depth and number of nodes",
    Ours,
    "no bound of the real gateway is published; ours keep memory and time in hand",
    Wire::new(Client, 1102, "Komunikat przekracza dopuszczalny rozmiar lub zagnieżdżenie."),
    "Send a smaller or flatter message; files above the bound go through FileRepoService.",
);

/// No DTD.
pub static NO_DTD: Rule = Rule::error(
    "SOAP-003",
    "The message has no DTD",
    Official,
    "SOAP 1.1 (W3C Note of 2000-05-08), section 3: a SOAP message MUST NOT contain a Document Type Declaration",
    Wire::new(Client, 1103, "Komunikat zawiera deklarację DTD."),
    "Send the envelope without <!DOCTYPE …> and without entities of your own.",
);

/// UTF-8.
pub static ENCODING: Rule = Rule::error(
    "SOAP-004",
    "The message is UTF-8",
    Ours,
    "all known clients send UTF-8; what the real gateway does with another encoding is not known",
    Wire::new(Client, 1104, "Komunikat nie jest zapisany w kodowaniu UTF-8."),
    "Write the envelope in UTF-8 and say so in the XML declaration, or leave the declaration away.",
);

/// Well-formed.
pub static READABLE: Rule = Rule::error(
    "SOAP-005",
    "The message is well-formed XML",
    Official,
    SOAP,
    Wire::new(Client, 1105, "Komunikat nie jest poprawnym dokumentem XML."),
    "Write the envelope with an XML library; the evidence has line and column.",
);

/// No byte order mark.
pub static BOM: Rule = Rule::warning(
    "SOAP-006",
    "The message starts without a byte order mark",
    Observed,
    "epuap.md §3.3: a BOM before the XML declaration is tolerated; §7: BOM inside XML is a known trouble",
    Wire::new(Client, 1106, "Komunikat zaczyna się znacznikiem BOM."),
    "Write UTF-8 without a byte order mark (.NET: new UTF8Encoding(false)).",
);

/// SOAP 1.1, not 1.2.
pub static VERSION: Rule = Rule::error(
    "SOAP-007",
    "The envelope is of SOAP 1.1",
    Official,
    "SOAP 1.1 (W3C Note of 2000-05-08), section 4.1.2; epuap.md §1: all services are SOAP 1.1, no client uses 1.2",
    Wire::new(VersionMismatch, 1107, "Usługa przyjmuje wyłącznie komunikaty SOAP 1.1."),
    "Use the envelope namespace http://schemas.xmlsoap.org/soap/envelope/ (WCF: basicHttpBinding or Soap11, zeep: the soap:binding, not soap12).",
);

/// Header and Body where they belong.
pub static SHAPE: Rule = Rule::error(
    "SOAP-008",
    "The envelope holds at most one Header, then exactly one Body",
    Official,
    SOAP,
    Wire::new(Client, 1108, "Koperta SOAP ma niepoprawną budowę."),
    "Write soap:Envelope with soap:Header first, then one soap:Body, and nothing else of those names beside them.",
);

/// One child of the Body.
pub static ONE_CHILD: Rule = Rule::error(
    "SOAP-009",
    "The Body holds exactly one element",
    Reconstructed,
    "WSDL of the services: document/literal with one part; epuap.md §1c: the first child of the Body names the operation",
    Wire::new(Client, 1109, "Element soap:Body musi zawierać dokładnie jeden element."),
    "Put the one element of the operation into soap:Body.",
);

/// Headers that must be understood are.
pub static UNDERSTOOD: Rule = Rule::warning(
    "SOAP-010",
    "Every header with mustUnderstand=\"1\" is one that this service knows",
    Official,
    "SOAP 1.1 (W3C Note of 2000-05-08), section 4.2.3; whether the real gateway obeys it is not known",
    Wire::new(MustUnderstand, 1110, "Nagłówek oznaczony mustUnderstand nie jest obsługiwany."),
    "Leave mustUnderstand away, or the header (WS-Addressing of WCF, for example).",
);

/// The content type of SOAP 1.1.
pub static CONTENT_TYPE: Rule = Rule::warning(
    "SOAP-011",
    "The Content-Type is text/xml, or multipart/related with MTOM",
    Official,
    "SOAP 1.1 (W3C Note of 2000-05-08), section 6; epuap.md §1c: text/xml without charset is common",
    Wire::new(Client, 1111, "Nagłówek Content-Type nie odpowiada SOAP 1.1."),
    "Send Content-Type: text/xml; charset=utf-8 (application/soap+xml belongs to SOAP 1.2).",
);

/// SOAPAction agrees.
pub static ACTION: Rule = Rule::note(
    "SOAP-012",
    "SOAPAction, where it is sent, names the operation of the Body",
    Observed,
    "epuap.md §1c: OMB sends none, others send it quoted or not; the operation is chosen by path and Body",
    "Take the soapAction from the WSDL of the operation, or send none.",
);

/// There is a service at this path.
pub static ADDRESS: Rule = Rule::error(
    "SOAP-013",
    "There is a service at this address",
    Reconstructed,
    "epuap.md §1a: the paths of the services",
    Wire::new(Client, 1113, "Pod tym adresem nie ma usługi."),
    "Take the path from the WSDL; the host and port are Poligon's.",
);

/// The service has this operation.
pub static OPERATION: Rule = Rule::error(
    "SOAP-014",
    "The service at this address has an operation for the element in the Body",
    Reconstructed,
    "epuap.md §1c: dispatch by path and by the qualified name of the first child of the Body",
    Wire::new(Client, 1114, "Usługa nie udostępnia wskazanej operacji."),
    "Compare namespace and name of the Body's child with the WSDL (children are unqualified, the root is qualified).",
);
