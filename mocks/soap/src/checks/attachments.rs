//! MTOM-…: multipart messages and what their xop:Include elements name.

use poligon_institution::Provenance::{Official, Ours};

use super::{Rule, Wire};
use crate::fault::FaultCode::Client;

/// The rules of this file.
pub const RULES: &[&Rule] = &[&MULTIPART, &ROOT, &INCLUDED, &PARTS_BOUNDED];

/// The multipart body can be taken apart.
pub static MULTIPART: Rule = Rule::error(
    "MTOM-001",
    "A multipart/related body is made of parts as its boundary says",
    Official,
    "RFC 2046 section 5.1, RFC 2387; XOP 1.0 section 4",
    Wire::new(Client, 1201, "Komunikat wieloczęściowy ma niepoprawną budowę."),
    "Separate the parts by --boundary lines ended by CRLF, close with --boundary--, and name the boundary in Content-Type.",
);

/// The root part is there.
pub static ROOT: Rule = Rule::error(
    "MTOM-002",
    "The root part of a multipart message is the envelope",
    Official,
    "RFC 2387 section 3.2: start names the root part, else it is the first; XOP 1.0 section 4.1: application/xop+xml",
    Wire::new(Client, 1202, "Brak części głównej komunikatu wieloczęściowego."),
    "Let start= of the Content-Type name the Content-ID of the part with the envelope, type application/xop+xml; type=\"text/xml\".",
);

/// Every xop:Include leads to a part.
pub static INCLUDED: Rule = Rule::error(
    "MTOM-003",
    "Every xop:Include is the only content of its element and names a part by cid:",
    Official,
    "XOP 1.0 sections 2.1 and 3.2",
    Wire::new(Client, 1203, "Odwołanie xop:Include nie wskazuje żadnej części komunikatu."),
    "Give each part a Content-ID <id> and refer to it by href=\"cid:id\", percent-encoded.",
);

/// Bounds.
pub static PARTS_BOUNDED: Rule = Rule::error(
    "MTOM-004",
    "A multipart message is within the bounds of parts and size",
    Ours,
    "no bound of the real gateway is published; the message with its parts inlined must fit the bound of SOAP-002",
    Wire::new(Client, 1204, "Komunikat wieloczęściowy przekracza dopuszczalny rozmiar."),
    "Send fewer or smaller attachments; refer to each part once.",
);
