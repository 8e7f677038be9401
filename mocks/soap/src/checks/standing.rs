//! WSS-020 and on: whose certificate it is, and what its system may do (epuap.md §3.5, §5).

use poligon_institution::Provenance::{Observed, Ours, Reconstructed};

use super::{Rule, Wire};
use crate::fault::FaultCode::{Client, Wsse};

/// The rules of this file, in the order in which they are looked at.
pub const RULES: &[&Rule] = &[&REGISTERED, &ISSUER, &IN_TIME, &NOT_REVOKED, &ROLE, &PODMIOT];

/// The certificate is a system's.
pub static REGISTERED: Rule = Rule::error(
    "WSS-020",
    "The certificate is registered with a System",
    Reconstructed,
    "epuap.md §3.3: the whole leaf is matched with the registered certificates; §3.5",
    Wire::new(Wsse("FailedAuthentication"), 1020, "Certyfikat nie jest przypisany do żadnego systemu."),
    "Register the leaf (the first PEM of certyfikat.txt, no other) as the certificate of a System.",
);

/// The certificate was issued by whom it should.
pub static ISSUER: Rule = Rule::error(
    "WSS-021",
    "The certificate was issued by the authority that issues system certificates",
    Ours,
    "epuap.md §3.5: not issued by the mock CA, where that check is on",
    Wire::new(Wsse("InvalidSecurityToken"), 1021, "Certyfikat wystawiony przez niezaufany urząd."),
    "Use the certificate that came with certyfikat.txt, or turn the check off.",
);

/// The certificate is valid now.
pub static IN_TIME: Rule = Rule::error(
    "WSS-022",
    "The certificate is within its time",
    Reconstructed,
    "epuap.md §3.5: expired or not yet valid",
    Wire::new(Wsse("InvalidSecurityToken"), 1022, "Certyfikat utracił ważność lub jeszcze nie jest ważny."),
    "Apply for a new certificate and register it; the times are judged by the sandbox's clock.",
);

/// The certificate is not revoked.
pub static NOT_REVOKED: Rule = Rule::error(
    "WSS-023",
    "The certificate is not revoked",
    Reconstructed,
    "epuap.md §3.5 and §5",
    Wire::new(Wsse("InvalidSecurityToken"), 1023, "Certyfikat został unieważniony."),
    "Apply for a new certificate and register it.",
);

/// The system has the role.
pub static ROLE: Rule = Rule::error(
    "WSS-024",
    "The system has a role that the service asks for",
    Observed,
    "epuap.md §1a and §3.5: clients tell of „401” for missing permissions; which service asks for which role is ours",
    Wire::new(Client, 401, "Brak uprawnień systemu do wywołania usługi."),
    "Give the System the role in account management > Systems; the evidence has the roles that would do.",
);

/// The podmiot is the system's.
pub static PODMIOT: Rule = Rule::error(
    "WSS-025",
    "The podmiot named in the message is the one of the system that signed",
    Ours,
    "epuap.md §3.3 last rule and §3.6: the headers are unsigned, so the certificate says who calls",
    Wire::new(Client, 1025, "Podmiot wskazany w komunikacie nie jest podmiotem systemu."),
    "Put the identifier of the podmiot that registered the certificate into IdentyfikatorPodmiotu (podmiot, subject).",
);
