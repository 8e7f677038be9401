//! Rules of the API-Key call (spec §3). No public text lists its errors: codes and statuses are Poligon's, and the answers say so
//! in `X-Mock-Error`.

use poligon_institution::Provenance::{Official, Ours};

use super::{Rule, Wire};

macro_rules! rule {
    ($name:ident $id:literal $status:literal $code:literal $title:literal $cites:literal $remedy:literal) => {
        #[doc = $title]
        pub static $name: Rule = Rule::error(
            $id,
            $title,
            Ours,
            $cites,
            Wire::Data { status: $status, code: $code, message: $title },
            $remedy,
        );
    };
}

rule! { KNOWN "ESIA-KEY-001" 404 "ESIA-MOCK-KEY-404" "The API-Key is known" "spec/esia.md §3.4"
"Form a key first (POST /lab/keys); the key is a UUID." }
rule! { ACTIVE "ESIA-KEY-002" 403 "ESIA-MOCK-KEY-BLOCKED" "The API-Key is active" "spec/esia.md §3.3, §3.4"
"Form a new key: this one was blocked or deleted." }
rule! { POWER "ESIA-KEY-003" 403 "ESIA-MOCK-KEY-POWER" "The organisation holds the power to form keys of the system" "spec/esia.md §3.3"
"Let the vendor grant the power (полномочие) to the organisation again." }
rule! { ATTORNEY "ESIA-KEY-004" 403 "ESIA-MOCK-KEY-ATTORNEY" "The доверенность of the employee is in force" "spec/esia.md §3.3"
"Let the head of the organisation issue a new доверенность." }
rule! { SIGNATURE_THERE "ESIA-KEY-005" 400 "ESIA-MOCK-KEY-SIGNATURE" "signature is base64url of a CMS" "spec/esia.md §3.1"
"Send ?signature= with urlSafeBase64, without padding, of the DER of a detached CAdES-BES." }
rule! { SIGNATURE "ESIA-KEY-006" 403 "ESIA-MOCK-KEY-WRONG" "The signature is over the text of the key" "spec/esia.md §3.1, §3.4"
"Sign the key exactly as it stands in the path, UTF-8, no line end." }
rule! { ORGANISATION "ESIA-KEY-007" 403 "ESIA-MOCK-KEY-NO-ORG" "The certificate carries ОГРН or ИННЮЛ" "spec/esia.md §3.1: forbidden since guide 3.3"
"Sign with a certificate of the organisation or of its employee, not with a private person's." }
rule! { SAME_ORGANISATION "ESIA-KEY-008" 403 "ESIA-MOCK-KEY-OTHER-ORG" "The certificate is that of the key's organisation" "spec/esia.md §3.4"
"Sign with a certificate that carries the ОГРН of the organisation that formed the key." }
rule! { EMPLOYEE "ESIA-KEY-009" 403 "ESIA-MOCK-KEY-OTHER-EMPLOYEE" "The certificate's СНИЛС, if it has one, is that of the key's employee" "spec/esia.md §3.4"
"Sign with the certificate of the employee for whom the key was formed, or with the depersonalised one." }
rule! { IN_TIME "ESIA-KEY-010" 403 "ESIA-MOCK-KEY-TIME" "The certificate is valid now" "spec/esia.md §3.4"
"Sign with a certificate whose time has come and has not passed." }
rule! { TRUSTED "ESIA-KEY-011" 403 "ESIA-MOCK-KEY-TRUST" "The certificate leads to the stand's authority" "spec/esia.md §3.4"
"Issue it with poligon certs issue --profile esia-employee, and send the authorities above it along." }

/// CAdES attributes.
pub static CADES: Rule = Rule {
    check: poligon_institution::Check {
        id: "ESIA-KEY-012",
        title: "The signature is CAdES-BES",
        provenance: Official,
        citation: "spec/esia.md §3.1: consumer guide 3.3; whether plain CMS is refused is unknown (§10)",
        severity: poligon_institution::Severity::Warning,
        remedy: "Add signingCertificateV2 (openssl cms -cades).",
    },
    wire: Wire::Data { status: 400, code: "ESIA-MOCK-KEY-CADES", message: "The signature is not CAdES-BES" },
};

/// The rules above.
pub static RULES: &[&Rule] = &[
    &KNOWN,
    &ACTIVE,
    &POWER,
    &ATTORNEY,
    &SIGNATURE_THERE,
    &SIGNATURE,
    &ORGANISATION,
    &SAME_ORGANISATION,
    &EMPLOYEE,
    &IN_TIME,
    &TRUSTED,
    &CADES,
];
