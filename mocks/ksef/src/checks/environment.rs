//! What only some of the environments ask (spec §6): rules of login beyond those of TEST.

use poligon_institution::Provenance::{Observed, Reconstructed};

use crate::checks::{Details, Rule, Wire};

/// Somebody issued the certificate.
pub static ISSUED: Rule = Rule::error(
    "KSEF-AUTH-034",
    "The certificate was issued by an authority, where the environment is not TEST",
    Reconstructed,
    "ksef-api: uwierzytelnianie.md, self-signed certificates on TEST only; OpenAPI 2.7.0: POST /auth/xades-signature, 21115",
    Wire::exception(21115, "Nieprawidłowy certyfikat.", Details::None),
    "Sign with a qualified certificate or one of KSeF: `poligon certs issue --profile ksef-seal` makes one that Poligon trusts.",
);

/// No SHA-1 in production.
pub static SEAL_SHA1_PRODUCTION: Rule = Rule::error(
    "KSEF-AUTH-035",
    "In production the signature does not rest on SHA-1",
    Observed,
    "CIRFMF/ksef-client-csharp issue 215: TEST takes SHA-1, production answers 9105",
    super::auth::ALGORITHM_REFUSED,
    "Sign with SHA-256.",
);

/// All rules of this file.
pub static RULES: &[&Rule] = &[&ISSUED, &SEAL_SHA1_PRODUCTION];
