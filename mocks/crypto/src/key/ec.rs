//! EC keys on P-256, P-384, P-521.

use std::sync::OnceLock;

use aws_lc_rs::signature::{self as fast, EcdsaVerificationAlgorithm, ParsedPublicKey};
use ecdsa::elliptic_curve::generic_array::ArrayLength;
use ecdsa::elliptic_curve::ops::{Invert, Reduce};
use ecdsa::elliptic_curve::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _, EncodePublicKey as _};
use ecdsa::elliptic_curve::sec1::ToEncodedPoint as _;
use ecdsa::elliptic_curve::subtle::CtOption;
use ecdsa::elliptic_curve::{
    AffinePoint, CurveArithmetic, Field as _, FieldBytes, PrimeCurve, PrimeField as _, PublicKey, Scalar,
    SecretKey,
};
use ecdsa::hazmat::{SignPrimitive, VerifyPrimitive, sign_prehashed};
use ecdsa::{Signature, SignatureSize};
use signature::hazmat::PrehashVerifier as _;

use super::{KeyError, nonce};
use crate::DigestAlgorithm;

/// An EC public key, with the last fast form used kept.
pub(super) struct Public {
    key: Curve<PublicKey<p256::NistP256>, PublicKey<p384::NistP384>, PublicKey<p521::NistP521>>,
    point: Vec<u8>,
    kept: OnceLock<(DigestAlgorithm, ParsedPublicKey)>,
}

/// An EC private key.
pub(super) struct Secret {
    key: Curve<SecretKey<p256::NistP256>, SecretKey<p384::NistP384>, SecretKey<p521::NistP521>>,
}

enum Curve<A, B, C> {
    P256(A),
    P384(B),
    P521(C),
}

/// How aws-lc-rs takes the value of a curve and digest: it has fixed-width forms for some pairs and DER forms for more.
enum Fast {
    Der(&'static EcdsaVerificationAlgorithm),
    Fixed(&'static EcdsaVerificationAlgorithm),
}

impl Public {
    pub(super) fn from_spki(der: &[u8]) -> Option<Self> {
        let (key, point) = if let Ok(key) = PublicKey::<p256::NistP256>::from_public_key_der(der) {
            let point = key.to_encoded_point(false);
            (Curve::P256(key), point.as_bytes().to_vec())
        } else if let Ok(key) = PublicKey::<p384::NistP384>::from_public_key_der(der) {
            let point = key.to_encoded_point(false);
            (Curve::P384(key), point.as_bytes().to_vec())
        } else {
            let key = PublicKey::<p521::NistP521>::from_public_key_der(der).ok()?;
            let point = key.to_encoded_point(false);
            (Curve::P521(key), point.as_bytes().to_vec())
        };
        Some(Self { key, point, kept: OnceLock::new() })
    }

    pub(super) fn bits(&self) -> usize {
        match self.key {
            Curve::P256(_) => 256,
            Curve::P384(_) => 384,
            Curve::P521(_) => 521,
        }
    }

    pub(super) fn verifies(&self, digest: DigestAlgorithm, message: &[u8], signature: &[u8]) -> bool {
        if signature.len() != 2 * self.bits().div_ceil(8) {
            return false;
        }
        let Some(fast) = self.fast(digest) else {
            return self.verifies_slowly(&digest.digest(message), signature);
        };
        let (parameters, value) = match fast {
            Fast::Fixed(parameters) => (parameters, signature.to_vec()),
            Fast::Der(parameters) => match self.to_der(signature) {
                Some(der) => (parameters, der),
                None => return false,
            },
        };
        if let Some((kept, parsed)) = self.kept.get()
            && *kept == digest
        {
            return parsed.verify_sig(message, &value).is_ok();
        }
        let Ok(parsed) = ParsedPublicKey::new(parameters, &self.point) else { return false };
        let holds = parsed.verify_sig(message, &value).is_ok();
        let _ = self.kept.set((digest, parsed));
        holds
    }

    fn verifies_slowly(&self, hash: &[u8], signature: &[u8]) -> bool {
        match &self.key {
            Curve::P256(key) => verify(key, hash, signature),
            Curve::P384(key) => verify(key, hash, signature),
            Curve::P521(key) => verify(key, hash, signature),
        }
    }

    fn fast(&self, digest: DigestAlgorithm) -> Option<Fast> {
        use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};
        match (&self.key, digest) {
            (Curve::P256(_), Sha1) => Some(Fast::Der(&fast::ECDSA_P256_SHA1_ASN1)),
            (Curve::P256(_), Sha256) => Some(Fast::Fixed(&fast::ECDSA_P256_SHA256_FIXED)),
            (Curve::P256(_), Sha384) => Some(Fast::Der(&fast::ECDSA_P256_SHA384_ASN1)),
            (Curve::P256(_), Sha512) => Some(Fast::Der(&fast::ECDSA_P256_SHA512_ASN1)),
            (Curve::P384(_), Sha256) => Some(Fast::Der(&fast::ECDSA_P384_SHA256_ASN1)),
            (Curve::P384(_), Sha384) => Some(Fast::Fixed(&fast::ECDSA_P384_SHA384_FIXED)),
            (Curve::P384(_), Sha512) => Some(Fast::Der(&fast::ECDSA_P384_SHA512_ASN1)),
            (Curve::P521(_), Sha1) => Some(Fast::Fixed(&fast::ECDSA_P521_SHA1_FIXED)),
            (Curve::P521(_), Sha256) => Some(Fast::Fixed(&fast::ECDSA_P521_SHA256_FIXED)),
            (Curve::P521(_), Sha384) => Some(Fast::Fixed(&fast::ECDSA_P521_SHA384_FIXED)),
            (Curve::P521(_), Sha512) => Some(Fast::Fixed(&fast::ECDSA_P521_SHA512_FIXED)),
            _ => None,
        }
    }

    fn to_der(&self, signature: &[u8]) -> Option<Vec<u8>> {
        Some(match self.key {
            Curve::P256(_) => {
                p256::ecdsa::Signature::from_slice(signature).ok()?.to_der().as_bytes().to_vec()
            }
            Curve::P384(_) => {
                p384::ecdsa::Signature::from_slice(signature).ok()?.to_der().as_bytes().to_vec()
            }
            Curve::P521(_) => {
                p521::ecdsa::Signature::from_slice(signature).ok()?.to_der().as_bytes().to_vec()
            }
        })
    }
}

impl Secret {
    /// The key and the SPKI of its public half.
    pub(super) fn from_pkcs8(der: &[u8]) -> Option<(Self, Vec<u8>)> {
        let (key, spki) = if let Ok(key) = SecretKey::<p256::NistP256>::from_pkcs8_der(der) {
            let spki = key.public_key().to_public_key_der().ok()?;
            (Curve::P256(key), spki)
        } else if let Ok(key) = SecretKey::<p384::NistP384>::from_pkcs8_der(der) {
            let spki = key.public_key().to_public_key_der().ok()?;
            (Curve::P384(key), spki)
        } else {
            let key = SecretKey::<p521::NistP521>::from_pkcs8_der(der).ok()?;
            let spki = key.public_key().to_public_key_der().ok()?;
            (Curve::P521(key), spki)
        };
        Some((Self { key }, spki.into_vec()))
    }

    pub(super) fn sign(&self, digest: DigestAlgorithm, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let hash = digest.digest(message);
        let value = match &self.key {
            Curve::P256(key) => sign(key, digest, &hash, 256),
            Curve::P384(key) => sign(key, digest, &hash, 384),
            Curve::P521(key) => sign(key, digest, &hash, 521),
        };
        value.ok_or_else(|| KeyError::Unreadable("the EC key does not sign".to_owned()))
    }
}

fn verify<C>(key: &PublicKey<C>, hash: &[u8], signature: &[u8]) -> bool
where
    C: PrimeCurve + CurveArithmetic,
    AffinePoint<C>: VerifyPrimitive<C>
        + ecdsa::elliptic_curve::sec1::FromEncodedPoint<C>
        + ecdsa::elliptic_curve::sec1::ToEncodedPoint<C>,
    ecdsa::elliptic_curve::FieldBytesSize<C>: ecdsa::elliptic_curve::sec1::ModulusSize,
    SignatureSize<C>: ArrayLength<u8>,
{
    let Ok(signature) = Signature::<C>::from_slice(signature) else { return false };
    ecdsa::VerifyingKey::from(key).verify_prehash(&widened::<C>(hash), &signature).is_ok()
}

fn sign<C>(secret: &SecretKey<C>, digest: DigestAlgorithm, hash: &[u8], order_bits: usize) -> Option<Vec<u8>>
where
    C: PrimeCurve + CurveArithmetic,
    Scalar<C>: Invert<Output = CtOption<Scalar<C>>> + SignPrimitive<C>,
    SignatureSize<C>: ArrayLength<u8>,
{
    let wide = widened::<C>(hash);
    let mut z = FieldBytes::<C>::default();
    for (to, from) in z.iter_mut().zip(wide) {
        *to = from;
    }
    let scalar = secret.to_nonzero_scalar();
    let reduced = <Scalar<C> as Reduce<C::Uint>>::reduce_bytes(&z).to_repr();
    let k = nonce::draw(digest, order_bits, scalar.to_repr().as_ref(), reduced.as_ref(), |candidate| {
        let mut bytes = FieldBytes::<C>::default();
        for (to, from) in bytes.iter_mut().zip(candidate) {
            *to = *from;
        }
        Option::<Scalar<C>>::from(Scalar::<C>::from_repr(bytes)).filter(|k| !bool::from(k.is_zero()))
    })?;
    let (signature, _) = sign_prehashed::<C, Scalar<C>>(scalar.as_ref(), k, &z).ok()?;
    Some(signature.to_bytes().to_vec())
}

/// The digest as the field takes it: its leftmost bytes when longer, zeros before it when shorter (RFC 6979 bits2int).
fn widened<C: PrimeCurve>(hash: &[u8]) -> Vec<u8> {
    let width = FieldBytes::<C>::default().len();
    let mut wide = vec![0; width.saturating_sub(hash.len())];
    wide.extend(hash.iter().take(width));
    wide
}

/// The fixed-width form R‖S of an ECDSA value in DER (as certificates carry it), for a field of `bits`.
pub(crate) fn fixed_of_der(value: &[u8], bits: usize) -> Option<Vec<u8>> {
    use der::{Decode as _, Reader as _};
    let width = bits.div_ceil(8);
    let mut reader = der::SliceReader::new(value).ok()?;
    let pair = reader
        .sequence(|inner| Ok((der::asn1::UintRef::decode(inner)?, der::asn1::UintRef::decode(inner)?)))
        .ok()?;
    if !reader.is_finished() {
        return None;
    }
    let mut fixed = Vec::with_capacity(2 * width);
    for number in [pair.0, pair.1] {
        let bytes = number.as_bytes();
        fixed.resize(fixed.len() + width.checked_sub(bytes.len())?, 0);
        fixed.extend_from_slice(bytes);
    }
    Some(fixed)
}
