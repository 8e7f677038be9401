//! Seeded randomness: every id, nonce, serial and shuffle of a sandbox comes from a named stream, so that the same seed
//! and the same requests give the same bytes.

use std::sync::{Arc, Mutex, PoisonError};

use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use sha2::{Digest, Sha256};

/// One named stream of a seed; clones share the position. Streams of different labels are independent, so that one
/// institution's requests do not shift another's ids.
#[derive(Clone, Debug)]
pub struct Entropy {
    key: [u8; 32],
    stream: Arc<Mutex<ChaCha20Rng>>,
}

impl Entropy {
    /// The stream `label` of `seed`.
    pub fn new(seed: u64, label: &str) -> Self {
        Self::keyed(derive(&seed.to_be_bytes(), label))
    }

    /// An independent stream under this one. Depends on the labels only, not on how far this stream was read.
    pub fn fork(&self, label: &str) -> Self {
        Self::keyed(derive(&self.key, label))
    }

    fn keyed(key: [u8; 32]) -> Self {
        Self { key, stream: Arc::new(Mutex::new(ChaCha20Rng::from_seed(key))) }
    }

    /// Fills `bytes` from the stream.
    pub fn fill(&self, bytes: &mut [u8]) {
        self.stream.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
    }

    /// The next `N` bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// The next number in `0..bound`; 0 when `bound` is 0. The bias of the remainder is below 2⁻³² for the bounds in use.
    pub fn below(&self, bound: u64) -> u64 {
        u64::from_be_bytes(self.bytes()).checked_rem(bound).unwrap_or(0)
    }

    /// The next `count` bytes as upper-case hexadecimal digits (two a byte).
    pub fn hex(&self, count: usize) -> String {
        let mut bytes = vec![0; count];
        self.fill(&mut bytes);
        bytes.iter().map(|byte| format!("{byte:02X}")).collect()
    }

    /// The next random UUID (version 4, lower case, 36 characters).
    pub fn uuid(&self) -> String {
        let mut number = u128::from_be_bytes(self.bytes());
        number = (number & !(0xf << 76)) | (0x4 << 76);
        number = (number & !(0x3 << 62)) | (0x2 << 62);
        let hex = format!("{number:032x}");
        let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default().to_owned();
        [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
    }
}

fn derive(parent: &[u8], label: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"poligon entropy v1\0");
    hash.update(parent);
    hash.update([0]);
    hash.update(label.as_bytes());
    hash.finalize().into()
}
