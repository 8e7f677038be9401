//! GOST R 34.10-2012 signatures with GOST R 34.11-2012 (Streebog) digests: keys, values, encodings.
//!
//! **Not constant in time, and no certified cryptography**: a fake on loopback with throwaway keys has no secret that its user
//! does not hold. Nothing here may sign anything that counts.
//!
//! Byte orders, all checked against OpenSSL with its GOST engine: a signature value is `s‖r`, each big-endian, in X.509, CMS,
//! JWS and `openssl dgst`; CryptoPro CSP hands out the same bytes reversed as a whole. A public key is `X‖Y`, each
//! little-endian. A digest becomes a number little-endian.

mod curves;
mod explain;
mod key;
mod parameters;
mod point;

use std::fmt::Write as _;

use hmac::digest::Digest as _;

pub use explain::{Alternative, RawReport, verify_raw};
pub use key::{GostError, PublicKey, SigningKey};
pub use parameters::{ParameterSet, Size};

/// Streebog of these bytes, 32 or 64 bytes, in the order that `gost12sum` and OpenSSL print.
pub fn digest(size: Size, bytes: &[u8]) -> Vec<u8> {
    match size {
        Size::Bits256 => streebog::Streebog256::digest(bytes).to_vec(),
        Size::Bits512 => streebog::Streebog512::digest(bytes).to_vec(),
    }
}

/// Streebog-256 in upper-case hex, as `client_certificate_hash` and `x5t#St256` write it.
pub fn hex_digest(size: Size, bytes: &[u8]) -> String {
    digest(size, bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02X}");
        text
    })
}
