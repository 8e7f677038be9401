//! Parameter sets by name and object identifier.

use super::curves::{self, Constants};

/// Width of keys, digests and halves of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Size {
    /// 256 bits.
    Bits256,
    /// 512 bits.
    Bits512,
}

/// A curve with its object identifier. Several identifiers name one curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParameterSet {
    /// CryptoPro A (RFC 4357), the usual one.
    CryptoProA,
    /// CryptoPro B (RFC 4357).
    CryptoProB,
    /// CryptoPro C (RFC 4357).
    CryptoProC,
    /// CryptoPro XchA: the curve of A under the identifier that key containers carry.
    XchA,
    /// CryptoPro XchB: the curve of C.
    XchB,
    /// tc26 256 A (RFC 7836), a curve with cofactor 4.
    Tc26A,
    /// tc26 256 B: the curve of CryptoPro A.
    Tc26B,
    /// tc26 256 C: the curve of CryptoPro B.
    Tc26C,
    /// tc26 256 D: the curve of CryptoPro C.
    Tc26D,
    /// tc26 512 A (RFC 7836).
    Tc26A512,
    /// tc26 512 B (RFC 7836).
    Tc26B512,
    /// tc26 512 C (RFC 7836), a curve with cofactor 4.
    Tc26C512,
    /// The curve of the first example of RFC 7091. For tests.
    Example256,
    /// The curve of the second example of RFC 7091. For tests.
    Example512,
}

impl Size {
    /// Bytes of a digest, a private key, or half a signature value.
    pub fn bytes(self) -> usize {
        match self {
            Self::Bits256 => 32,
            Self::Bits512 => 64,
        }
    }

    /// The identifier of the digest (RFC 9215).
    pub fn digest_oid(self) -> &'static str {
        match self {
            Self::Bits256 => "1.2.643.7.1.1.2.2",
            Self::Bits512 => "1.2.643.7.1.1.2.3",
        }
    }

    /// The identifier of a public key.
    pub fn key_oid(self) -> &'static str {
        match self {
            Self::Bits256 => "1.2.643.7.1.1.1.1",
            Self::Bits512 => "1.2.643.7.1.1.1.2",
        }
    }

    /// The identifier of a signature with its digest, as certificates carry it.
    pub fn signature_oid(self) -> &'static str {
        match self {
            Self::Bits256 => "1.2.643.7.1.1.3.2",
            Self::Bits512 => "1.2.643.7.1.1.3.3",
        }
    }

    /// Bits.
    pub fn bits(self) -> usize {
        8 * self.bytes()
    }
}

impl ParameterSet {
    /// All that keys are made with.
    pub const ALL: [Self; 12] = [
        Self::CryptoProA,
        Self::CryptoProB,
        Self::CryptoProC,
        Self::XchA,
        Self::XchB,
        Self::Tc26A,
        Self::Tc26B,
        Self::Tc26C,
        Self::Tc26D,
        Self::Tc26A512,
        Self::Tc26B512,
        Self::Tc26C512,
    ];

    /// The set of this identifier, the examples' included.
    pub fn of_oid(dotted: &str) -> Option<Self> {
        Self::ALL.into_iter().chain([Self::Example256, Self::Example512]).find(|set| set.oid() == dotted)
    }

    /// The set of this [`name`](Self::name).
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|set| set.name() == name)
    }

    /// `gost-256-a`: after the words of gost-engine's `paramset`, A, B, C, XA, XB, TCA, TCB, TCC, TCD.
    pub fn name(self) -> &'static str {
        match self {
            Self::CryptoProA => "gost-256-a",
            Self::CryptoProB => "gost-256-b",
            Self::CryptoProC => "gost-256-c",
            Self::XchA => "gost-256-xa",
            Self::XchB => "gost-256-xb",
            Self::Tc26A => "gost-256-tca",
            Self::Tc26B => "gost-256-tcb",
            Self::Tc26C => "gost-256-tcc",
            Self::Tc26D => "gost-256-tcd",
            Self::Tc26A512 => "gost-512-a",
            Self::Tc26B512 => "gost-512-b",
            Self::Tc26C512 => "gost-512-c",
            Self::Example256 => "gost-256-example",
            Self::Example512 => "gost-512-example",
        }
    }

    /// Its identifier.
    pub fn oid(self) -> &'static str {
        match self {
            Self::CryptoProA => "1.2.643.2.2.35.1",
            Self::CryptoProB => "1.2.643.2.2.35.2",
            Self::CryptoProC => "1.2.643.2.2.35.3",
            Self::XchA => "1.2.643.2.2.36.0",
            Self::XchB => "1.2.643.2.2.36.1",
            Self::Tc26A => "1.2.643.7.1.2.1.1.1",
            Self::Tc26B => "1.2.643.7.1.2.1.1.2",
            Self::Tc26C => "1.2.643.7.1.2.1.1.3",
            Self::Tc26D => "1.2.643.7.1.2.1.1.4",
            Self::Tc26A512 => "1.2.643.7.1.2.1.2.1",
            Self::Tc26B512 => "1.2.643.7.1.2.1.2.2",
            Self::Tc26C512 => "1.2.643.7.1.2.1.2.3",
            Self::Example256 => "1.2.643.2.2.35.0",
            Self::Example512 => "1.2.643.7.1.2.1.2.0",
        }
    }

    /// Its width.
    pub fn size(self) -> Size {
        match self {
            Self::Tc26A512 | Self::Tc26B512 | Self::Tc26C512 | Self::Example512 => Size::Bits512,
            _ => Size::Bits256,
        }
    }

    /// Whether the parameters of a key name the digest too: those of RFC 4357 do, the tc26 ones leave it out (RFC 9215 §4.2).
    pub(super) fn names_digest(self) -> bool {
        !self.oid().starts_with("1.2.643.7.")
    }

    pub(super) fn constants(self) -> &'static Constants {
        match self {
            Self::CryptoProA | Self::XchA | Self::Tc26B => &curves::CRYPTO_PRO_A,
            Self::CryptoProB | Self::Tc26C => &curves::CRYPTO_PRO_B,
            Self::CryptoProC | Self::XchB | Self::Tc26D => &curves::CRYPTO_PRO_C,
            Self::Tc26A => &curves::TC26_256_A,
            Self::Tc26A512 => &curves::TC26_512_A,
            Self::Tc26B512 => &curves::TC26_512_B,
            Self::Tc26C512 => &curves::TC26_512_C,
            Self::Example256 => &curves::EXAMPLE_256,
            Self::Example512 => &curves::EXAMPLE_512,
        }
    }
}
