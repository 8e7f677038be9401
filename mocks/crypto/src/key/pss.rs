//! EMSA-PSS (RFC 8017 §9.1) with a salt of any length, and a source of random bytes that is no source of chance.

use crate::DigestAlgorithm;

/// Whether `block` (as long as the modulus) is a PSS encoding of `hash`, MGF1 with the same digest, salt of any length.
pub(super) fn is_encoding(digest: DigestAlgorithm, hash: &[u8], block: &[u8], modulus_bits: usize) -> bool {
    parts(digest, hash.len(), block, modulus_bits).is_some_and(|(salt, expected)| {
        let mut input = vec![0; 8];
        input.extend_from_slice(hash);
        input.extend_from_slice(&salt);
        digest.digest(&input) == expected
    })
}

/// Whether `block` is a PSS encoding of some digest of `length` bytes: its padding is whole.
pub(super) fn is_padded(digest: DigestAlgorithm, length: usize, block: &[u8], modulus_bits: usize) -> bool {
    parts(digest, length, block, modulus_bits).is_some()
}

/// The salt and H of an encoding.
fn parts(
    digest: DigestAlgorithm,
    length: usize,
    block: &[u8],
    modulus_bits: usize,
) -> Option<(Vec<u8>, &[u8])> {
    let bits = modulus_bits.checked_sub(1)?;
    let width = bits.div_ceil(8);
    let (lead, encoded) = block.split_at_checked(block.len().checked_sub(width)?)?;
    if lead.iter().any(|byte| *byte != 0) {
        return None;
    }
    let (body, trailer) = encoded.split_at_checked(width.checked_sub(1)?)?;
    if trailer != [0xbc] {
        return None;
    }
    let (masked, expected) = body.split_at_checked(body.len().checked_sub(length)?)?;
    let spare = 8 * width - bits;
    let top = 0xff_u8.checked_shr(u32::try_from(spare).ok()?)?;
    if masked.first()? & !top != 0 {
        return None;
    }
    let mut data: Vec<u8> =
        masked.iter().zip(mask(digest, expected, masked.len())).map(|(a, b)| a ^ b).collect();
    *data.first_mut()? &= top;
    let start = data.iter().position(|byte| *byte != 0)?;
    let (one, salt) = data.get(start..)?.split_first()?;
    if *one != 1 {
        return None;
    }
    Some((salt.to_vec(), expected))
}

/// MGF1.
fn mask(digest: DigestAlgorithm, seed: &[u8], length: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(length + 64);
    let mut counter: u32 = 0;
    while out.len() < length {
        let mut input = seed.to_vec();
        input.extend_from_slice(&counter.to_be_bytes());
        out.extend_from_slice(&digest.digest(&input));
        counter += 1;
    }
    out.truncate(length);
    out
}

/// Hands out given bytes, then zeros: the way to give RustCrypto a salt or a seed of our choice.
pub(crate) struct Fixed<'a> {
    rest: &'a [u8],
}

impl<'a> Fixed<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }
}

impl rsa::rand_core::RngCore for Fixed<'_> {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.fill_bytes(&mut bytes);
        u32::from_le_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.fill_bytes(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    fn fill_bytes(&mut self, out: &mut [u8]) {
        out.fill(0);
        let taken = out.len().min(self.rest.len());
        let (now, later) = self.rest.split_at(taken);
        for (to, from) in out.iter_mut().zip(now) {
            *to = *from;
        }
        self.rest = later;
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), rsa::rand_core::Error> {
        self.fill_bytes(out);
        Ok(())
    }
}

impl rsa::rand_core::CryptoRng for Fixed<'_> {}
