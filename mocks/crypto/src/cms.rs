//! CMS SignedData (RFC 5652) with RSA, EC and GOST keys, with and without signed attributes, CAdES-BES, detached and attached.
//! Verification returns evidence.
//!
//! The typed crate `cms` refuses BER and sorts signed attributes anew; what was signed are the bytes as they came, so the
//! message is read element by element.

mod algorithm;
mod explain;
mod read;
mod sign;
mod verify;

pub use algorithm::Digest;
pub use explain::twins;
pub use read::{CmsError, Message, SignerId};
pub use sign::{Plan, Signer, sign};
pub use verify::{Report, verify};

/// `1.2.840.113549.1.7.2`, SignedData.
pub(crate) const SIGNED_DATA: &str = "1.2.840.113549.1.7.2";
/// `1.2.840.113549.1.7.1`, data.
pub(crate) const DATA: &str = "1.2.840.113549.1.7.1";
pub(crate) const CONTENT_TYPE: &str = "1.2.840.113549.1.9.3";
pub(crate) const MESSAGE_DIGEST: &str = "1.2.840.113549.1.9.4";
pub(crate) const SIGNING_TIME: &str = "1.2.840.113549.1.9.5";
/// signingCertificateV2 (RFC 5035), which makes CAdES-BES of a CMS.
pub(crate) const SIGNING_CERTIFICATE_V2: &str = "1.2.840.113549.1.9.16.2.47";

/// Whether the bytes begin as a CMS message does, BER or DER.
pub fn looks_like(bytes: &[u8]) -> bool {
    let oid = crate::asn1::write_oid(SIGNED_DATA);
    bytes.first() == Some(&crate::asn1::SEQUENCE)
        && bytes.get(..24).unwrap_or(bytes).windows(oid.len()).any(|window| window == oid)
}
