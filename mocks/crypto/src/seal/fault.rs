//! Faults as sentences.

use std::fmt;

use super::Fault;

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DigestMismatch(index) => write!(f, "the digest of reference {} differs", index + 1),
            Self::DuplicateId(id) => {
                write!(f, "two elements carry the id „{id}”; what is signed would be open, make ids unique")
            }
            Self::NoKey(why) => write!(f, "there is no key to verify with: {why}"),
            Self::NoSignature => write!(f, "there is no ds:Signature in the document"),
            Self::NoReference => write!(f, "ds:SignedInfo has no ds:Reference, so nothing is signed"),
            Self::NotCovered(why) => write!(f, "what is read is not what was signed: {why}"),
            Self::NotXades(why) => write!(f, "not a XAdES signature of an accepted profile: {why}"),
            Self::SeveralSignatures(count) => {
                write!(f, "there are {count} signatures in the document; send one")
            }
            Self::SignatureMismatch => {
                write!(
                    f,
                    "ds:SignatureValue is not this key's over ds:SignedInfo: another key, algorithm or SignedInfo"
                )
            }
            Self::SigningCertificateMismatch(why) => {
                write!(f, "the signing certificate is another one: {why}")
            }
            Self::Structure(why) => write!(f, "the signature is put together wrongly: {why}"),
            Self::Untrusted(error) => error.fmt(f),
            Self::Unreadable(error) => error.fmt(f),
            Self::Unresolved(why) => write!(f, "a reference leads nowhere: {why}"),
            Self::UnsupportedAlgorithm(uri) => write!(f, "algorithm „{uri}” is unknown or not allowed here"),
            Self::WeakKey(why) => write!(f, "the key is too small: {why}"),
        }
    }
}

impl std::error::Error for Fault {}
