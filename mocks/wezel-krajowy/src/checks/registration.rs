//! The registration record (spec §6, §9.6). What COI checks is known only from what its guide asks for.

use super::{Wire, catalogue};

catalogue! {
    ISSUER = "REG-01", Error, Reconstructed, "spec §2.1: any string, no Format",
        Wire::Json(422), "The issuer is a name of 1 to 200 printable characters", "Give a name without white space at its ends: a word or a URL.";
    UNIQUE = "REG-02", Error, Ours, "Poligon: one record an issuer",
        Wire::Json(409), "The issuer is not registered yet", "Choose another name, or remove the record.";
    ACS = "REG-03", Error, Reconstructed, "spec §6.1: return addresses, plural",
        Wire::Json(422), "There is an ACS, and each is an absolute URL", "Give at least one URL with scheme and host, no fragment.";
    ACS_HTTPS = "REG-04", Warning, Reconstructed, "spec §9.6",
        Wire::Json(422), "Each ACS is https, or a local address", "Serve it over TLS.";
    DISTINCT = "REG-05", Warning, Observed, "spec §6.1: two certificates; two clients use one for both",
        Wire::Json(422), "Signing and encryption have certificates of their own", "Order two certificates with two keys.";
    CURVE = "REG-06", Error, Reconstructed, "spec §6.1, §6.2: EC P-256, no RSA (knob wezel-krajowy.rsa-signatures lets RSA in)",
        Wire::Json(422), "The certificates are of EC P-256", "Order certificates with keys on the curve P-256 (prime256v1).";
    KEY_USAGE = "REG-07", Error, Reconstructed, "spec §6.1: KeyUsage of COI's samples",
        Wire::Json(422), "KeyUsage fits: digitalSignature to sign, keyAgreement to decrypt", "Order the signing certificate with digitalSignature, the encryption certificate with keyAgreement.";
    VALIDITY = "REG-08", Error, Reconstructed, "spec §6.2",
        Wire::Json(422), "The certificates are in time", "Order new ones.";
    SP_TYPE = "REG-09", Error, Reconstructed, "spec §2.2",
        Wire::Json(422), "SPType is public or private", "Say sp_type: public or private.";
    PROVIDER_NAME = "REG-10", Note, Observed, "spec §2.1: fixed at registration, enforced on integration and production",
        Wire::Nothing, "ProviderName is set", "Set it before integration: the node refuses requests without it there.";
    LEVEL = "REG-11", Error, Reconstructed, "spec §6.1",
        Wire::Json(422), "The level is low, substantial or high", "Say level: low, substantial or high.";
    STEP = "REG-12", Error, Reconstructed, "spec §6.2: the steps of COI's guide",
        Wire::Json(409), "The next step can be taken", "Do what the sentence names first.";
}
