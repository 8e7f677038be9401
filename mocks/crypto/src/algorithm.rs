//! Algorithm identifiers of XML-DSig as values: digests, signatures, transforms.

use sha3::Digest as _;

use crate::C14n;

/// A digest algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DigestAlgorithm {
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
    /// SHA3-256.
    Sha3_256,
    /// SHA3-384.
    Sha3_384,
    /// SHA3-512.
    Sha3_512,
}

/// A signature algorithm: scheme and digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SignatureAlgorithm {
    /// RSA PKCS#1 v1.5.
    RsaPkcs1(DigestAlgorithm),
    /// RSA-PSS with MGF1 of the same digest and a salt of the digest's length (`…/2007/05/xmldsig-more#…-rsa-MGF1`).
    RsaPss(DigestAlgorithm),
    /// ECDSA, value R‖S of fixed width.
    Ecdsa(DigestAlgorithm),
}

/// One transform of a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transform {
    /// `…xmldsig#enveloped-signature`.
    Enveloped,
    /// `…xmldsig#base64`.
    Base64,
    /// A canonicalization, with its InclusiveNamespaces PrefixList (exclusive only).
    C14n(C14n, Vec<String>),
    /// XPath 1.0 `not(ancestor-or-self::ds:Signature)`, whatever the prefix.
    XPathNotSignature,
    /// XPath 1.0 `not(ancestor-or-self::*[local-name()="Signature"])`: elements of that name in any namespace.
    XPathNotNamedSignature,
    /// XPath 1.0 with `here()`, the enveloped-signature transform as XML-DSig section 6.6.4 spells it out.
    XPathEnveloped,
    /// XPath Filter 2.0 that subtracts all signatures (`/descendant::ds:Signature` or `//ds:Signature`).
    Filter2SubtractSignature,
}

impl DigestAlgorithm {
    /// All digests, the usual first.
    pub const ALL: [Self; 7] = [
        Self::Sha256,
        Self::Sha1,
        Self::Sha512,
        Self::Sha384,
        Self::Sha3_256,
        Self::Sha3_384,
        Self::Sha3_512,
    ];

    /// The algorithm of a DigestMethod URI.
    pub fn of_uri(uri: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.uri() == uri)
    }

    /// Its DigestMethod URI.
    pub fn uri(self) -> &'static str {
        match self {
            Self::Sha1 => "http://www.w3.org/2000/09/xmldsig#sha1",
            Self::Sha256 => "http://www.w3.org/2001/04/xmlenc#sha256",
            Self::Sha384 => "http://www.w3.org/2001/04/xmldsig-more#sha384",
            Self::Sha512 => "http://www.w3.org/2001/04/xmlenc#sha512",
            Self::Sha3_256 => "http://www.w3.org/2007/05/xmldsig-more#sha3-256",
            Self::Sha3_384 => "http://www.w3.org/2007/05/xmldsig-more#sha3-384",
            Self::Sha3_512 => "http://www.w3.org/2007/05/xmldsig-more#sha3-512",
        }
    }

    /// The digest of these bytes.
    pub fn digest(self, bytes: &[u8]) -> Vec<u8> {
        use aws_lc_rs::digest;
        let of = |algorithm| digest::digest(algorithm, bytes).as_ref().to_vec();
        match self {
            Self::Sha1 => of(&digest::SHA1_FOR_LEGACY_USE_ONLY),
            Self::Sha256 => of(&digest::SHA256),
            Self::Sha384 => of(&digest::SHA384),
            Self::Sha512 => of(&digest::SHA512),
            Self::Sha3_256 => sha3::Sha3_256::digest(bytes).to_vec(),
            Self::Sha3_384 => sha3::Sha3_384::digest(bytes).to_vec(),
            Self::Sha3_512 => sha3::Sha3_512::digest(bytes).to_vec(),
        }
    }
}

impl SignatureAlgorithm {
    /// The algorithm of a SignatureMethod URI.
    pub fn of_uri(uri: &str) -> Option<Self> {
        let schemes = [Self::RsaPkcs1, Self::RsaPss, Self::Ecdsa];
        schemes
            .into_iter()
            .flat_map(|scheme| DigestAlgorithm::ALL.into_iter().map(scheme))
            .find(|algorithm| algorithm.uri() == uri)
    }

    /// The digest in it.
    pub fn digest(self) -> DigestAlgorithm {
        match self {
            Self::RsaPkcs1(digest) | Self::RsaPss(digest) | Self::Ecdsa(digest) => digest,
        }
    }

    /// Its SignatureMethod URI. PKCS#1 v1.5 with SHA-3 has none in RFC 9231; the URI here is by analogy and nobody sends it.
    pub fn uri(self) -> &'static str {
        use DigestAlgorithm::{Sha1, Sha3_256, Sha3_384, Sha3_512, Sha256, Sha384, Sha512};
        match self {
            Self::RsaPkcs1(Sha1) => "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
            Self::RsaPkcs1(Sha256) => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            Self::RsaPkcs1(Sha384) => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
            Self::RsaPkcs1(Sha512) => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
            Self::RsaPkcs1(Sha3_256) => "http://www.w3.org/2007/05/xmldsig-more#rsa-sha3-256",
            Self::RsaPkcs1(Sha3_384) => "http://www.w3.org/2007/05/xmldsig-more#rsa-sha3-384",
            Self::RsaPkcs1(Sha3_512) => "http://www.w3.org/2007/05/xmldsig-more#rsa-sha3-512",
            Self::RsaPss(Sha1) => "http://www.w3.org/2007/05/xmldsig-more#sha1-rsa-MGF1",
            Self::RsaPss(Sha256) => "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
            Self::RsaPss(Sha384) => "http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1",
            Self::RsaPss(Sha512) => "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1",
            Self::RsaPss(Sha3_256) => "http://www.w3.org/2007/05/xmldsig-more#sha3-256-rsa-MGF1",
            Self::RsaPss(Sha3_384) => "http://www.w3.org/2007/05/xmldsig-more#sha3-384-rsa-MGF1",
            Self::RsaPss(Sha3_512) => "http://www.w3.org/2007/05/xmldsig-more#sha3-512-rsa-MGF1",
            Self::Ecdsa(Sha1) => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1",
            Self::Ecdsa(Sha256) => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
            Self::Ecdsa(Sha384) => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
            Self::Ecdsa(Sha512) => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512",
            Self::Ecdsa(Sha3_256) => "http://www.w3.org/2021/04/xmldsig-more#ecdsa-sha3-256",
            Self::Ecdsa(Sha3_384) => "http://www.w3.org/2021/04/xmldsig-more#ecdsa-sha3-384",
            Self::Ecdsa(Sha3_512) => "http://www.w3.org/2021/04/xmldsig-more#ecdsa-sha3-512",
        }
    }
}

impl Transform {
    /// Its Transform URI.
    pub fn uri(&self) -> &'static str {
        match self {
            Self::Enveloped => "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
            Self::Base64 => "http://www.w3.org/2000/09/xmldsig#base64",
            Self::C14n(method, _) => method.uri(),
            Self::XPathNotSignature | Self::XPathNotNamedSignature | Self::XPathEnveloped => {
                "http://www.w3.org/TR/1999/REC-xpath-19991116"
            }
            Self::Filter2SubtractSignature => "http://www.w3.org/2002/06/xmldsig-filter2",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_lead_back_to_their_algorithms() {
        for digest in DigestAlgorithm::ALL {
            assert_eq!(DigestAlgorithm::of_uri(digest.uri()), Some(digest));
            for scheme in
                [SignatureAlgorithm::RsaPkcs1, SignatureAlgorithm::RsaPss, SignatureAlgorithm::Ecdsa]
            {
                assert_eq!(SignatureAlgorithm::of_uri(scheme(digest).uri()), Some(scheme(digest)));
            }
        }
        for method in C14n::ALL {
            assert_eq!(C14n::of_uri(method.uri()), Some(method));
        }
        assert_eq!(DigestAlgorithm::of_uri("http://www.w3.org/2001/04/xmldsig-more#md5"), None);
        assert_eq!(SignatureAlgorithm::of_uri("http://www.w3.org/2000/09/xmldsig#hmac-sha1"), None);
    }

    #[test]
    fn digests_of_nothing_are_the_published_ones() {
        let hex = |bytes: Vec<u8>| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert_eq!(hex(DigestAlgorithm::Sha1.digest(b"")), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
        let sha3 = "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a";
        assert_eq!(hex(DigestAlgorithm::Sha3_256.digest(b"")), sha3);
    }
}
