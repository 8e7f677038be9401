//! The signature of an AuthnRequest, an ArtifactResolve or a LogoutRequest (spec §2.3).

use super::{Wire, catalogue};

catalogue! {
    PRESENT = "WK-R41", Error, Observed, "spec §2.3, §2.4: unsigned is a page, 403",
        Wire::Page(403), "The message is signed", "Sign it: enveloped, ecdsa-sha256, right after saml2:Issuer.";
    ONE = "WK-R42", Error, Ours, "spec §9.6; saml-core-2.0-os, 5.4: one signature a message",
        Wire::Page(403), "There is one signature in the document", "Send the message with its own signature and no other.";
    POSITION = "WK-R43", Warning, Reconstructed, "spec §2.1: directly after Issuer; the schema of SAML",
        Wire::Page(403), "The signature stands right after Issuer", "Put ds:Signature right after saml2:Issuer.";
    REFERENCE = "WK-R44", Error, Reconstructed, "saml-core-2.0-os, 5.4.2: one reference",
        Wire::Page(403), "The signature has one reference", "Sign the message by one reference to its ID.";
    URI = "WK-R45", Warning, Observed, "spec §2.3: one client signs an empty URI; saml-core-2.0-os, 5.4.2",
        Wire::Page(403), "The reference names the ID of the message", "Write URI=\"#\" and the ID of the message.";
    TRANSFORMS = "WK-R46", Warning, Observed, "spec §2.3; saml-core-2.0-os, 5.4.4",
        Wire::Page(403), "The transforms are enveloped-signature and exclusive c14n", "Use these two, in this order.";
    C14N = "WK-R47", Warning, Observed, "spec §2.3",
        Wire::Page(403), "SignedInfo is in exclusive c14n", "Write CanonicalizationMethod http://www.w3.org/2001/10/xml-exc-c14n#.";
    ALGORITHM = "WK-R48", Error, Observed, "spec §2.3: ecdsa-sha256; RSA by the knob wezel-krajowy.rsa-signatures",
        Wire::Page(403), "The signature algorithm is ecdsa-sha256", "Sign with EC P-256: http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256.";
    DIGEST = "WK-R49", Error, Observed, "spec §2.3",
        Wire::Page(403), "The digest is SHA-256", "Write DigestMethod http://www.w3.org/2001/04/xmlenc#sha256.";
    SHA1 = "WK-R50", Error, Reconstructed, "spec §9.6",
        Wire::Page(403), "Nothing rests on SHA-1", "Use SHA-256 for digest and signature.";
    VALUE = "WK-R51", Error, Observed, "spec §2.3: r and s, 64 bytes, not DER",
        Wire::Page(403), "The value of an ECDSA signature is r‖s in 64 bytes", "Convert the DER value of your library to r‖s of 32 bytes each.";
    KEY_INFO = "WK-R52", Note, Observed, "spec §2.3: a hint only",
        Wire::Nothing, "A certificate in KeyInfo is a registered one", "Nothing must change: the registered certificate counts. But another one in KeyInfo is confusing.";
    VERIFIES = "WK-R53", Error, Observed, "spec §2.3, §2.4: over the received bytes, by a registered certificate",
        Wire::Page(403), "The signature verifies with a registered certificate of the issuer", "Sign last, change nothing after signing, and use the key whose certificate is registered in this environment.";
    ROLE = "WK-R54", Note, Observed, "spec §2.3: two clients sign with the encryption key; strict by the knob wezel-krajowy.signing-certificate",
        Wire::Nothing, "The signing certificate signed", "Sign with the key of …_sig_ec; that of …_enc_ec is for decrypting.";
    ROLE_STRICT = "WK-R55", Error, Ours, "spec §2.3: strict mode",
        Wire::Page(403), "The signing certificate signed (strict)", "Sign with the key of …_sig_ec, or set wezel-krajowy.signing-certificate=any.";
    VALIDITY = "WK-R56", Error, Ours, "spec §2.4: an expired certificate is a page, 403",
        Wire::Page(403), "The certificate that signed is in time", "Register a new pair of certificates.";
}
