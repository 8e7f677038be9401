//! The nonce of deterministic ECDSA (RFC 6979 §3.2), for any curve and any digest.
//!
//! The `rfc6979` crate of this generation wants order and digest of one length and whole bytes; P-521 and mixed pairs
//! (P-256 with SHA-512) need the general form.

use hmac::digest::Digest;
use hmac::{Mac, SimpleHmac};

use super::digests::with_digest;
use crate::DigestAlgorithm;

/// Draws candidates until `accept` takes one. `secret` is int2octets(x) and `reduced` bits2octets(h1), both as long as the
/// order; `order_bits` is qlen. `None` after 64 refused candidates (never seen; a bound beats a loop).
pub(super) fn draw<T>(
    digest: DigestAlgorithm,
    order_bits: usize,
    secret: &[u8],
    reduced: &[u8],
    accept: impl Fn(&[u8]) -> Option<T>,
) -> Option<T> {
    with_digest!(digest, D => draw_with::<D, T>(order_bits, secret, reduced, accept))
}

/// As [`draw`], the digest as a type; GOST keys draw with Streebog.
pub(crate) fn draw_with<D, T>(
    order_bits: usize,
    secret: &[u8],
    reduced: &[u8],
    accept: impl Fn(&[u8]) -> Option<T>,
) -> Option<T>
where
    D: Digest + hmac::digest::core_api::BlockSizeUser,
{
    let length = <D as Digest>::output_size();
    let width = order_bits.div_ceil(8);
    let mut value = vec![1_u8; length];
    let mut key = vec![0_u8; length];
    key = mac::<D>(&key, &[&value, &[0], secret, reduced])?;
    value = mac::<D>(&key, &[&value])?;
    key = mac::<D>(&key, &[&value, &[1], secret, reduced])?;
    value = mac::<D>(&key, &[&value])?;
    for _ in 0..64 {
        let mut candidate = Vec::with_capacity(width + length);
        while candidate.len() < width {
            value = mac::<D>(&key, &[&value])?;
            candidate.extend_from_slice(&value);
        }
        candidate.truncate(width);
        shift_right(&mut candidate, 8 * width - order_bits);
        if let Some(accepted) = accept(&candidate) {
            return Some(accepted);
        }
        key = mac::<D>(&key, &[&value, &[0]])?;
        value = mac::<D>(&key, &[&value])?;
    }
    None
}

fn mac<D>(key: &[u8], parts: &[&[u8]]) -> Option<Vec<u8>>
where
    D: Digest + hmac::digest::core_api::BlockSizeUser,
{
    let mut mac = <SimpleHmac<D> as Mac>::new_from_slice(key).ok()?;
    for part in parts {
        mac.update(part);
    }
    Some(mac.finalize().into_bytes().to_vec())
}

/// Shifts a big-endian number right by fewer than eight bits.
fn shift_right(bytes: &mut [u8], bits: usize) {
    if bits == 0 {
        return;
    }
    let mut carry = 0;
    for byte in bytes {
        let low = *byte << (8 - bits);
        *byte = (*byte >> bits) | carry;
        carry = low;
    }
}
