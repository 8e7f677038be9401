//! Private keys.

/// What kind of key to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyKind {
    /// RSA, 2048 bits.
    Rsa2048,
    /// RSA, 4096 bits.
    Rsa4096,
    /// EC P-256.
    EcP256,
}

/// A private key. Its `Debug` shows no secret.
#[derive(Clone)]
pub struct Key {
    kind: KeyKind,
    pkcs8: Vec<u8>,
}

impl Key {
    /// Its kind.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// PKCS#8 DER.
    pub fn pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    /// SubjectPublicKeyInfo DER.
    pub fn spki(&self) -> Vec<u8> {
        todo!()
    }

    /// PKCS#8 as PEM.
    pub fn pem(&self) -> String {
        todo!()
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key({:?}, …)", self.kind)
    }
}
