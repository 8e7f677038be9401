//! WSS-001 to WSS-012: the signature of a message, before anybody asks whose it is (epuap.md §3.1–3.3, §3.5).

use poligon_institution::Provenance::{Observed, Official, Ours};

use super::{Rule, Wire};
use crate::fault::FaultCode::{Wsse, Wsu};

/// The rules of this file, in the order in which they are looked at.
pub const RULES: &[&Rule] = &[
    &HEADER,
    &HEADER_ONCE,
    &SIGNED,
    &ENCRYPTED,
    &STRUCTURE,
    &TOKEN,
    &TOKEN_KIND,
    &ALGORITHM,
    &REFERENCES,
    &VERIFIES,
    &BODY_SIGNED,
    &SHA1,
    &KEY_SIZE,
    &TOKEN_FIRST,
    &TIMESTAMP,
    &FRESH,
    &NCNAMES,
];

const WSS: &str = "WS-Security 1.1 (OASIS, 2006-02-01)";

/// There is a Security header.
pub static HEADER: Rule = Rule::error(
    "WSS-001",
    "The Header holds a wsse:Security for this receiver",
    Observed,
    "epuap.md §3.1: every client of the 14 services sends one; §3.5 row 1",
    Wire::new(Wsse("InvalidSecurity"), 1001, "Brak nagłówka wsse:Security, komunikat nie jest podpisany."),
    "Sign soap:Body and put wsse:Security with token and signature directly into soap:Header, without actor.",
);

/// It is the only one.
pub static HEADER_ONCE: Rule = Rule::error(
    "WSS-002",
    "There is one wsse:Security for this receiver",
    Official,
    "WS-Security 1.1 (OASIS, 2006-02-01), section 5: at most one without actor",
    Wire::new(Wsse("InvalidSecurity"), 1002, "Komunikat zawiera więcej niż jeden nagłówek wsse:Security."),
    "Send one wsse:Security; put everything for this receiver into it.",
);

/// The header holds one signature.
pub static SIGNED: Rule = Rule::error(
    "WSS-003",
    "wsse:Security holds exactly one ds:Signature",
    Observed,
    "epuap.md §3.1 and §3.5 row 1: all clients send one signature over soap:Body",
    Wire::new(Wsse("InvalidSecurity"), 1003, "Element soap:Body nie jest podpisany."),
    "Put one ds:Signature directly into wsse:Security.",
);

/// Nothing is encrypted.
pub static ENCRYPTED: Rule = Rule::error(
    "WSS-004",
    "The Body is not encrypted",
    Observed,
    "epuap.md §3.1: no encryption, no UsernameToken",
    Wire::new(Wsse("UnsupportedAlgorithm"), 1004, "Szyfrowanie komunikatu nie jest obsługiwane."),
    "Turn encryption off (WSS4J: action Signature only; WCF: protection level Sign); TLS protects the transport.",
);

/// The signature is put together well.
pub static STRUCTURE: Rule = Rule::error(
    "WSS-005",
    "The signature is put together as XML-DSig says",
    Official,
    "XML Signature Syntax and Processing 1.1 (W3C, 2013-04-11), sections 4.2–4.5",
    Wire::new(Wsse("FailedCheck"), 1005, "Podpis komunikatu ma niepoprawną budowę."),
    "ds:Signature holds SignedInfo, SignatureValue and KeyInfo once each; SignedInfo has CanonicalizationMethod, SignatureMethod and at least one Reference.",
);

/// The key reference leads to a certificate.
pub static TOKEN: Rule = Rule::error(
    "WSS-006",
    "ds:KeyInfo leads to a certificate",
    Observed,
    "epuap.md §3.3 and §3.5: direct reference, key identifiers, IssuerSerial, X509Data; token not found",
    Wire::new(Wsse("SecurityTokenUnavailable"), 1006, "Nie odnaleziono certyfikatu wskazanego w podpisie."),
    "Let wsse:SecurityTokenReference/wsse:Reference point at the wsu:Id of the wsse:BinarySecurityToken with your certificate.",
);

/// The token is a certificate.
pub static TOKEN_KIND: Rule = Rule::error(
    "WSS-007",
    "The security token is one X.509 certificate in base64",
    Observed,
    "epuap.md §3.1: ValueType …#X509v3, EncodingType …#Base64Binary, one certificate, no chain",
    Wire::new(Wsse("InvalidSecurityToken"), 1007, "Token bezpieczeństwa nie jest certyfikatem X.509."),
    "Put the DER of the one system certificate, base64 without PEM lines, into wsse:BinarySecurityToken (WSS4J: useSingleCertificate=true).",
);

/// The algorithms are known.
pub static ALGORITHM: Rule = Rule::error(
    "WSS-008",
    "Digests, signature, canonicalization and transforms use accepted algorithms",
    Observed,
    "epuap.md §3.1: exc-c14n, rsa-sha256 and SHA-256; §3.3: others of that family are taken",
    Wire::new(Wsse("UnsupportedAlgorithm"), 1008, "Algorytm użyty w podpisie nie jest obsługiwany."),
    "Use http://www.w3.org/2001/04/xmldsig-more#rsa-sha256, http://www.w3.org/2001/04/xmlenc#sha256 and http://www.w3.org/2001/10/xml-exc-c14n#.",
);

/// References lead somewhere, to one place each.
pub static REFERENCES: Rule = Rule::error(
    "WSS-009",
    "Every reference leads to one element of the message, and no id stands twice",
    Official,
    "WS-Security 1.1 (OASIS, 2006-02-01), section 4: ids are unique in the message; epuap.md §3.3 (wrapping defence)",
    Wire::new(
        Wsse("FailedCheck"),
        1009,
        "Odwołanie w podpisie nie wskazuje jednoznacznie elementu komunikatu.",
    ),
    "Give soap:Body an id that nothing else carries (wsu:Id, Id, ID or xml:id) and let the reference name it.",
);

/// Digests and signature value verify.
pub static VERIFIES: Rule = Rule::error(
    "WSS-010",
    "The signature verifies: every digest and the signature value",
    Observed,
    "epuap.md §3.3 and §3.5: signature or digest mismatch, tampered body, bad canonicalization",
    Wire::new(Wsse("FailedCheck"), 1010, "Weryfikacja podpisu nie powiodła się."),
    "See the proved causes in the evidence; send the very bytes that were signed.",
);

/// The Body is what is signed.
pub static BODY_SIGNED: Rule = Rule::error(
    "WSS-011",
    "A verified reference leads to the soap:Body that is read",
    Observed,
    "epuap.md §3.3: the target must be the Body child of the Envelope itself; §3.5 row 1",
    Wire::new(Wsse("InvalidSecurity"), 1011, "Element soap:Body nie jest podpisany."),
    "Sign soap:Body by its id (Reference URI=\"#id\") with canonicalization as the only transform.",
);

/// No SHA-1.
pub static SHA1: Rule = Rule::error(
    "WSS-012",
    "No SHA-1 in digests and signature",
    Observed,
    "epuap.md §3.1: all clients moved to SHA-256 in 2018–2020, SHA-1 is refused unless the knob allows it",
    Wire::new(Wsse("UnsupportedAlgorithm"), 1012, "Algorytm SHA-1 nie jest akceptowany."),
    "Set rsa-sha256 and sha256 explicitly (zeep: signature_method=RSA_SHA256, digest_method=SHA256; CXF: ws-security.asymmetric.signature.algorithm).",
);

/// The key is large enough.
pub static KEY_SIZE: Rule = Rule::error(
    "WSS-013",
    "The RSA key has enough bits",
    Ours,
    "epuap.md §5: keys are made with 2048 bits; a minimum at the service is not known (§9.7)",
    Wire::new(Wsse("InvalidSecurityToken"), 1013, "Klucz certyfikatu jest za krótki."),
    "Use an RSA key of 2048 bits or more.",
);

/// Token before signature.
pub static TOKEN_FIRST: Rule = Rule::warning(
    "WSS-014",
    "wsse:BinarySecurityToken stands before ds:Signature",
    Observed,
    "django-epuap-esp 1.2.1 reorders what zeep makes; one source only (epuap.md §3.1)",
    Wire::new(Wsse("InvalidSecurity"), 1014, "Element wsse:BinarySecurityToken musi poprzedzać podpis."),
    "Move wsse:BinarySecurityToken in front of ds:Signature (zeep appends it behind).",
);

/// The timestamp is readable.
pub static TIMESTAMP: Rule = Rule::error(
    "WSS-015",
    "wsu:Timestamp, where there is one, is there once and holds times",
    Official,
    "WS-Security 1.1 (OASIS, 2006-02-01), section 10: at most one, Created and Expires as xsd:dateTime, at most one each",
    Wire::new(Wsse("InvalidSecurity"), 1015, "Element wsu:Timestamp ma niepoprawną budowę."),
    "Write Created and Expires in UTC, like 2026-03-02T08:00:00Z, or leave the timestamp away.",
);

/// The timestamp is of now.
pub static FRESH: Rule = Rule::error(
    "WSS-016",
    "wsu:Timestamp, where there is one, is of now",
    Official,
    "WS-Security 1.1 (OASIS, 2006-02-01), section 10; the tolerated skew is ours (epuap.md §3.3: ±5 minutes)",
    Wire::new(Wsu("MessageExpired"), 1016, "Komunikat utracił ważność (wsu:Timestamp)."),
    "Set the machine's clock, send at once after signing; the sandbox's clock may differ from yours (GET /sandboxes/NAME/clock).",
);

/// Ids are names.
pub static NCNAMES: Rule = Rule::note(
    "WSS-017",
    "Ids are XML names that do not start with a digit",
    Official,
    WSS,
    "Start ids with a letter; a strict parser refuses others (zeep gives its SecurityTokenReference a bare number).",
);
