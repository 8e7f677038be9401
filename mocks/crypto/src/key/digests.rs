//! From the digest as a value to the digest as a type of RustCrypto.

/// Runs an expression with `$digest` standing for the hash type of a [`crate::DigestAlgorithm`].
macro_rules! with_digest {
    ($algorithm:expr, $digest:ident => $body:expr) => {
        match $algorithm {
            $crate::DigestAlgorithm::Sha1 => {
                type $digest = ::sha1::Sha1;
                $body
            }
            $crate::DigestAlgorithm::Sha256 => {
                type $digest = ::sha2::Sha256;
                $body
            }
            $crate::DigestAlgorithm::Sha384 => {
                type $digest = ::sha2::Sha384;
                $body
            }
            $crate::DigestAlgorithm::Sha512 => {
                type $digest = ::sha2::Sha512;
                $body
            }
            $crate::DigestAlgorithm::Sha3_256 => {
                type $digest = ::sha3::Sha3_256;
                $body
            }
            $crate::DigestAlgorithm::Sha3_384 => {
                type $digest = ::sha3::Sha3_384;
                $body
            }
            $crate::DigestAlgorithm::Sha3_512 => {
                type $digest = ::sha3::Sha3_512;
                $body
            }
        }
    };
}

pub(super) use with_digest;
