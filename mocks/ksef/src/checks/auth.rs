//! Rules of authentication: what is refused at once (HTTP 400), and what an operation ends in.

use poligon_institution::Provenance::{Observed, Official, Ours, Reconstructed};

use crate::checks::{Details, Rule, Wire};

/// The body is XML.
pub static READABLE: Rule = Rule::error(
    "KSEF-AUTH-001",
    "The body is a well-formed XML document without a DTD",
    Official,
    "OpenAPI 2.7.0: POST /auth/xades-signature, 21001",
    Wire::exception(21001, "Nieczytelna treść.", Details::None),
    "Send the signed XML itself as application/xml: not base64, not a multipart form, no DTD.",
);

/// The body is UTF-8.
pub static ENCODING: Rule = Rule::error(
    "KSEF-AUTH-002",
    "The body is UTF-8",
    Official,
    "OpenAPI 2.7.0: POST /auth/xades-signature, 21217",
    Wire::exception(21217, "Nieprawidłowe kodowanie znaków.", Details::None),
    "Write the document in UTF-8 and let the XML declaration say so.",
);

/// No byte order mark.
pub static BOM: Rule = Rule::warning(
    "KSEF-AUTH-003",
    "No byte order mark stands before the document",
    Reconstructed,
    "spec: what the real system does with a byte order mark here was not seen",
    Wire::exception(21217, "Nieprawidłowe kodowanie znaków.", Details::None),
    "Write the document without EF BB BF in front; signatures of other parsers may fail for it.",
);

/// It is an AuthTokenRequest.
pub static DOCUMENT: Rule = Rule::error(
    "KSEF-AUTH-004",
    "The document is an AuthTokenRequest of version 2.0 or 2.1",
    Official,
    "OpenAPI 2.7.0: POST /auth/xades-signature, 9101",
    Wire::exception(9101, "Nieprawidłowy dokument.", Details::None),
    "Send AuthTokenRequest in the namespace http://ksef.mf.gov.pl/auth/token/2.0 or …/2.1, enveloping or enveloped.",
);

/// There is a signature.
pub static SIGNED: Rule = Rule::error(
    "KSEF-AUTH-005",
    "The document carries a signature",
    Official,
    "OpenAPI 2.7.0: POST /auth/xades-signature, 9102",
    Wire::exception(9102, "Brak podpisu.", Details::None),
    "Sign the document with XAdES, enveloped or enveloping, before sending it.",
);

/// There is one signature.
pub static SIGNED_ONCE: Rule = Rule::error(
    "KSEF-AUTH-006",
    "The document carries exactly one signature",
    Official,
    "OpenAPI 2.7.0: POST /auth/xades-signature, 9103",
    Wire::exception(9103, "Przekroczona liczba dozwolonych podpisów.", Details::None),
    "Send exactly one signature; countersignatures and second signatures are refused.",
);

/// What a signature by an algorithm that is not taken is answered with.
pub(super) const ALGORITHM_REFUSED: Wire = Wire::exception(
    9105,
    "Nieprawidłowy podpis.",
    Details::Fixed("Podpis złożony z użyciem niewspieranego algorytmu kryptograficznego."),
);

/// Algorithms and keys are accepted.
pub static SEAL_ALGORITHM: Rule = Rule::error(
    "KSEF-AUTH-007",
    "Algorithms and key sizes of the signature are accepted",
    Observed,
    "OpenAPI 2.7.0: POST /auth/xades-signature, 9105; detail seen in answers quoted by integrators",
    ALGORITHM_REFUSED,
    "Use RSA (2048 bits or more, PKCS#1 or PSS) or ECDSA (256 bits or more) with SHA-2 or SHA-3, and the transforms of the documentation.",
);

/// The profile is accepted.
pub static SEAL_PROFILE: Rule = Rule::error(
    "KSEF-AUTH-008",
    "The signature is XAdES: its SignedProperties are referenced and name the signing certificate",
    Observed,
    "KSeF documentation, podpis-xades, strict since 16.03.2026; detail seen in answers quoted by integrators",
    Wire::exception(
        9105,
        "Nieprawidłowy podpis.",
        Details::Fixed("Format podpisu niezgodny z akceptowanymi profilami XAdES."),
    ),
    "Sign with XAdES-BASELINE-B: a Reference of type SignedProperties, SigningCertificate(V2), not detached.",
);

/// The signature is whole.
pub static SEAL_STRUCTURE: Rule = Rule::error(
    "KSEF-AUTH-009",
    "The signature has all its parts, and they lead somewhere",
    Observed,
    "OpenAPI 2.7.0: POST /auth/xades-signature, 9105; detail seen in answers quoted by integrators",
    Wire::exception(9105, "Nieprawidłowy podpis.", Details::Fixed("Nieprawidłowa treść podpisu.")),
    "Put the certificate into KeyInfo/X509Data, give every Id once, and let every Reference lead to an element.",
);

/// The signature verifies.
pub static SEAL_VERIFIES: Rule = Rule::error(
    "KSEF-AUTH-010",
    "The signature verifies, and covers the document",
    Observed,
    "OpenAPI 2.7.0: POST /auth/xades-signature, 9105; detail seen in answers quoted by integrators",
    Wire::exception(9105, "Nieprawidłowy podpis.", Details::Fixed("Podpis zweryfikowany negatywnie.")),
    "Change nothing after signing, not even white space; the evidence names the failed stage and what would verify.",
);

/// No SHA-1.
pub static SEAL_SHA1: Rule = Rule::warning(
    "KSEF-AUTH-011",
    "The signature does not rest on SHA-1",
    Observed,
    "CIRFMF/ksef-client-csharp issue 215: TEST takes SHA-1, production answers 9105",
    ALGORITHM_REFUSED,
    "Sign with SHA-256: production refuses what TEST takes.",
);

/// The request fits the schema.
pub static SCHEMA: Rule = Rule::error(
    "KSEF-AUTH-012",
    "The AuthTokenRequest fits its schema",
    Official,
    "authv2.xsd 2.0, 2.1; OpenAPI 2.7.0: POST /auth/xades-signature, 21401",
    Wire::exception(21401, "Dokument nie jest zgodny ze schemą (xsd).", Details::Texts),
    "Write Challenge, ContextIdentifier, SubjectIdentifierType, AuthorizationPolicy in this order and in these shapes.",
);

/// The challenge is ours, unused and in time.
pub static CHALLENGE: Rule = Rule::error(
    "KSEF-AUTH-013",
    "The challenge was issued here, is unused, and is not older than ten minutes",
    Official,
    "OpenAPI 2.7.0: POST /auth/xades-signature, 21111",
    Wire::exception(21111, "Nieprawidłowe wyzwanie autoryzacyjne.", Details::None),
    "Fetch a new challenge (POST /auth/challenge) for every login and use it at once.",
);

/// The certificate says who it is.
pub static CERTIFICATE: Rule = Rule::error(
    "KSEF-AUTH-014",
    "The certificate names a person or an organisation as KSeF reads it",
    Reconstructed,
    "OpenAPI 2.7.0: POST /auth/xades-signature, 21115; official C# tests: refusal is synchronous, its code is not asserted",
    Wire::exception(21115, "Nieprawidłowy certyfikat.", Details::None),
    "Seal: O, CN, C and organizationIdentifier VATPL-NIP, no given name. Person: GN, SN, CN, C and serialNumber PNOPL-PESEL or TINPL-NIP.",
);

/// Subject and context fit.
pub static CONTEXT: Rule = Rule::error(
    "KSEF-AUTH-015",
    "The kind of subject fits the kind of context",
    Reconstructed,
    "OpenAPI 2.7.0: POST /auth/xades-signature, 21117; which pairs are refused is not documented",
    Wire::exception(
        21117,
        "Nieprawidłowy identyfikator podmiotu dla wskazanego typu kontekstu.",
        Details::None,
    ),
    "Log in to a PeppolId with the seal of that provider, to a NipVatUe with certificateFingerprint.",
);

/// The fingerprint is needed.
pub static FINGERPRINT_NEEDED: Rule = Rule::warning(
    "KSEF-AUTH-016",
    "certificateFingerprint is used for certificates without NIP and PESEL",
    Reconstructed,
    "OpenAPI 2.7.0: POST /auth/xades-signature, 21406; when exactly it is raised is not documented",
    Wire::exception(21406, "Konflikt podpisu i typu uwierzytelnienia.", Details::None),
    "Use certificateSubject for certificates that name a NIP or PESEL.",
);

/// The certificate is in time.
pub static VALIDITY: Rule = Rule::error(
    "KSEF-AUTH-017",
    "The certificate is valid at the time of the login",
    Reconstructed,
    "OpenAPI 2.7.0: GET /auth/{referenceNumber}, status table, 460; that TEST looks at the dates of a self-signed certificate is assumed",
    Wire::Status {
        code: 460,
        description: "Uwierzytelnianie zakończone niepowodzeniem z powodu błędu certyfikatu",
        details: Details::Fixed("Nieważny certyfikat"),
    },
    "Renew the certificate, or set the clock of the sandbox into its time.",
);

/// The chain is trusted.
pub static CHAIN_TRUSTED: Rule = Rule::error(
    "KSEF-AUTH-018",
    "The certificate was issued by a trusted authority (verifyCertificateChain=true)",
    Official,
    "OpenAPI 2.7.0: GET /auth/{referenceNumber}, status table, 460",
    Wire::Status {
        code: 460,
        description: "Uwierzytelnianie zakończone niepowodzeniem z powodu błędu certyfikatu",
        details: Details::Fixed("Niezaufany łańcuch certyfikatów"),
    },
    "Use a certificate of an authority that the sandbox trusts, or leave verifyCertificateChain out on TEST.",
);

/// The chain is whole.
pub static CHAIN_WHOLE: Rule = Rule::error(
    "KSEF-AUTH-019",
    "Every certificate of the chain was properly issued by the next (verifyCertificateChain=true)",
    Official,
    "OpenAPI 2.7.0: GET /auth/{referenceNumber}, status table, 460",
    Wire::Status {
        code: 460,
        description: "Uwierzytelnianie zakończone niepowodzeniem z powodu błędu certyfikatu",
        details: Details::Fixed("Błąd weryfikacji łańcucha certyfikatów"),
    },
    "Send the intermediate certificates in KeyInfo, and check that they are the right ones.",
);

/// The certificate is not revoked.
pub static NOT_REVOKED: Rule = Rule::error(
    "KSEF-AUTH-020",
    "No certificate of the chain was revoked (verifyCertificateChain=true)",
    Official,
    "OpenAPI 2.7.0: GET /auth/{referenceNumber}, status table, 460",
    Wire::Status {
        code: 460,
        description: "Uwierzytelnianie zakończone niepowodzeniem z powodu błędu certyfikatu",
        details: Details::Fixed("Certyfikat odwołany"),
    },
    "Log in with another certificate; this one was revoked.",
);

/// The subject may do something.
pub static ANY_PERMISSION: Rule = Rule::error(
    "KSEF-AUTH-021",
    "The subject has at least one permission in the context",
    Official,
    "OpenAPI 2.7.0: GET /auth/{referenceNumber}, status table, 415",
    Wire::Status {
        code: 415,
        description: "Uwierzytelnianie zakończone niepowodzeniem",
        details: Details::Fixed("Brak przypisanych uprawnień"),
    },
    "Log in as owner (the certificate names the NIP of the context), or have a permission granted: POST /testdata/permissions.",
);

/// The context is open.
pub static NOT_BLOCKED: Rule = Rule::error(
    "KSEF-AUTH-022",
    "The context is not blocked",
    Official,
    "OpenAPI 2.7.0: GET /auth/{referenceNumber}, status table, 480",
    Wire::Status {
        code: 480,
        description: "Uwierzytelnienie zablokowane",
        details: Details::Fixed(
            "Podejrzenie incydentu bezpieczeństwa. Skontaktuj się z Ministerstwem Finansów przez formularz zgłoszeniowy.",
        ),
    },
    "Lift the block with POST /testdata/context/unblock.",
);

/// The subject lives.
pub static ALIVE: Rule = Rule::error(
    "KSEF-AUTH-023",
    "The subject is not on record as dead",
    Official,
    "OpenAPI 2.7.0: GET /auth/{referenceNumber}, status table, 470",
    Wire::Status {
        code: 470,
        description: "Uwierzytelnianie zakończone niepowodzeniem",
        details: Details::Fixed("Próba wykorzystania metod autoryzacyjnych osoby zmarłej"),
    },
    "Log in as somebody else, or record the person anew: POST /testdata/person.",
);

/// The subject still lives.
pub static ALIVE_STILL: Rule = Rule::error(
    "KSEF-AUTH-024",
    "The subject is not on record as dead when tokens are fetched",
    Official,
    "OpenAPI 2.7.0: POST /auth/token/redeem, /auth/token/refresh, 21308",
    Wire::exception(21308, "Próba wykorzystania metod autoryzacyjnych osoby zmarłej.", Details::None),
    "Log in as somebody else, or record the person anew: POST /testdata/person.",
);

/// The operation exists.
pub static OPERATION: Rule = Rule::error(
    "KSEF-AUTH-025",
    "The authentication operation exists and is the one of the token",
    Official,
    "OpenAPI 2.7.0: GET /auth/{referenceNumber}, 21304",
    Wire::exception(
        21304,
        "Brak uwierzytelnienia.",
        Details::Got("Operacja uwierzytelniania o numerze referencyjnym {} nie została znaleziona."),
    ),
    "Ask with the reference number and the authenticationToken of the same answer.",
);

/// Tokens are fetched once.
pub static REDEEM_ONCE: Rule = Rule::error(
    "KSEF-AUTH-026",
    "The tokens of a login are fetched once only",
    Official,
    "OpenAPI 2.7.0: POST /auth/token/redeem, 21301",
    Wire::exception(
        21301,
        "Brak autoryzacji.",
        Details::Got("Tokeny dla operacji uwierzytelniania {} zostały już pobrane."),
    ),
    "Keep the tokens of the first redeem; when they are lost, log in anew.",
);

/// The login succeeded.
pub static REDEEM_STATUS: Rule = Rule::error(
    "KSEF-AUTH-027",
    "The login has succeeded when its tokens are fetched",
    Official,
    "OpenAPI 2.7.0: POST /auth/token/redeem, 21301",
    Wire::exception(
        21301,
        "Brak autoryzacji.",
        Details::Got("Status uwierzytelniania ({}) nie pozwala na pobranie tokenów."),
    ),
    "Poll GET /auth/{referenceNumber} until its status is 200, then redeem.",
);

/// The login is in force.
pub static REFRESH_STATUS: Rule = Rule::error(
    "KSEF-AUTH-028",
    "The login is in force when an access token is refreshed",
    Observed,
    "official Java test, 21301 after revocation",
    Wire::exception(
        21301,
        "Brak autoryzacji.",
        Details::Got("Status uwierzytelnienia ({}) nie pozwala na odświeżenie tokenu dostępowego."),
    ),
    "Log in anew: the session of this refresh token was revoked or never redeemed.",
);

/// The key is known.
pub static KEY_ID: Rule = Rule::error(
    "KSEF-AUTH-029",
    "publicKeyId names a key that is published here",
    Official,
    "OpenAPI 2.7.0: POST /auth/ksef-token, 21470",
    Wire::exception(
        21470,
        "Przesłany identyfikator klucza jest nieznany lub wskazuje na wycofany klucz.",
        Details::Got("Klucz o identyfikatorze {} nie jest wspierany."),
    ),
    "Send the publicKeyId of GET /security/public-key-certificates that you encrypted with, or none.",
);

/// The token opens.
pub static TOKEN_SEALED: Rule = Rule::error(
    "KSEF-AUTH-030",
    "encryptedToken opens with the key of usage KsefTokenEncryption",
    Official,
    "OpenAPI 2.7.0: GET /auth/{referenceNumber}, status table, 450",
    Wire::Status {
        code: 450,
        description: "Uwierzytelnianie zakończone niepowodzeniem z powodu błędnego tokenu",
        details: Details::Fixed("Nieprawidłowe szyfrowanie tokena"),
    },
    "Encrypt with RSA-OAEP (SHA-256, MGF1-SHA-256) and the certificate whose usage is KsefTokenEncryption.",
);

/// The token is written as wanted.
pub static TOKEN_WRITTEN: Rule = Rule::error(
    "KSEF-AUTH-031",
    "The encrypted text is „token|timestampMs” in UTF-8",
    Official,
    "OpenAPI 2.7.0: GET /auth/{referenceNumber}, status table, 450",
    Wire::Status {
        code: 450,
        description: "Uwierzytelnianie zakończone niepowodzeniem z powodu błędnego tokenu",
        details: Details::Fixed("Nieprawidłowe kodowanie tokena"),
    },
    "Encrypt the UTF-8 bytes of the token, „|”, and timestampMs of the challenge as a whole number.",
);

/// The time is the challenge's.
pub static TOKEN_TIME: Rule = Rule::error(
    "KSEF-AUTH-032",
    "The time in the encrypted text is that of the challenge",
    Official,
    "OpenAPI 2.7.0: GET /auth/{referenceNumber}, status table, 450",
    Wire::Status {
        code: 450,
        description: "Uwierzytelnianie zakończone niepowodzeniem z powodu błędnego tokenu",
        details: Details::Fixed("Nieprawidłowy czas tokena"),
    },
    "Copy timestampMs of the challenge; do not compute it from timestamp in local time.",
);

/// The token is known.
pub static TOKEN_KNOWN: Rule = Rule::error(
    "KSEF-AUTH-033",
    "The KSeF token was issued here",
    Official,
    "OpenAPI 2.7.0: GET /auth/{referenceNumber}, status table, 450",
    Wire::Status {
        code: 450,
        description: "Uwierzytelnianie zakończone niepowodzeniem z powodu błędnego tokenu",
        details: Details::Fixed("Nieprawidłowy token"),
    },
    "KSeF tokens are not built in this version of Poligon: no token can be known. Log in with XAdES.",
);

/// The login exists.
pub static LOGIN: Rule = Rule::error(
    "KSEF-AUTH-036",
    "The login that is to be revoked exists",
    Ours,
    "OpenAPI 2.7.0 documents no code but 21405 for DELETE /auth/sessions/{referenceNumber}",
    Wire::exception(21405, "Błąd walidacji danych wejściowych.", Details::Texts),
    "Use a referenceNumber of GET /auth/sessions.",
);

/// The system does not fail.
pub static SYSTEM_SOUND: Rule = Rule::error(
    "KSEF-AUTH-037",
    "The system does not fail while it processes the login",
    Official,
    "OpenAPI 2.7.0: GET /auth/{referenceNumber}, status table, 500; here the knob ksef.login-outcome asks for it",
    Wire::Status { code: 500, description: "Nieznany błąd", details: Details::None },
    "Nothing is wrong with the request: log in again.",
);

/// The system does not cancel.
pub static NOT_CANCELLED: Rule = Rule::error(
    "KSEF-AUTH-038",
    "The system does not cancel the login",
    Official,
    "OpenAPI 2.7.0: GET /auth/{referenceNumber}, status table, 550; here the knob ksef.login-outcome asks for it",
    Wire::Status {
        code: 550,
        description: "Operacja została anulowana przez system",
        details: Details::Fixed(
            "Przetwarzanie zostało przerwane z przyczyn wewnętrznych systemu. Spróbuj ponownie",
        ),
    },
    "Nothing is wrong with the request: log in again.",
);

/// All rules of this file.
pub static RULES: &[&Rule] = &[
    &READABLE,
    &ENCODING,
    &BOM,
    &DOCUMENT,
    &SIGNED,
    &SIGNED_ONCE,
    &SEAL_ALGORITHM,
    &SEAL_PROFILE,
    &SEAL_STRUCTURE,
    &SEAL_VERIFIES,
    &SEAL_SHA1,
    &SCHEMA,
    &CHALLENGE,
    &CERTIFICATE,
    &CONTEXT,
    &FINGERPRINT_NEEDED,
    &VALIDITY,
    &CHAIN_TRUSTED,
    &CHAIN_WHOLE,
    &NOT_REVOKED,
    &ANY_PERMISSION,
    &NOT_BLOCKED,
    &ALIVE,
    &ALIVE_STILL,
    &OPERATION,
    &REDEEM_ONCE,
    &REDEEM_STATUS,
    &REFRESH_STATUS,
    &KEY_ID,
    &TOKEN_SEALED,
    &TOKEN_WRITTEN,
    &TOKEN_TIME,
    &TOKEN_KNOWN,
    &LOGIN,
    &SYSTEM_SOUND,
    &NOT_CANCELLED,
];
