//! Keys of GOST R 34.10-2012, their encodings, and values.

use num_bigint::BigUint;
use streebog::{Streebog256, Streebog512};
use thiserror::Error;

use super::parameters::{ParameterSet, Size};
use super::point::{Affine, Curve};
use crate::asn1::{self, Tlv};
use crate::key::nonce;

/// Why bytes are not a GOST key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("not a GOST R 34.10-2012 key: {0}")]
pub struct GostError(pub String);

/// A public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    set: ParameterSet,
    point: Affine,
}

/// A private key that signs. Its `Debug` shows no secret.
#[derive(Clone)]
pub struct SigningKey {
    secret: BigUint,
    public: PublicKey,
}

/// Most bytes of a key in DER.
const MOST_BYTES: usize = 1_024;

impl PublicKey {
    /// A key from SubjectPublicKeyInfo DER (RFC 9215 §4.2).
    ///
    /// # Errors
    /// When it is none, or its point is not on its curve.
    pub fn from_spki(der: &[u8]) -> Result<Self, GostError> {
        let (algorithm, bits) = two(der, "a SubjectPublicKeyInfo")?;
        let set = parameters(&algorithm)?;
        let [0, octets @ ..] = bits.content else {
            return Err(GostError("the public key's bits are not whole bytes".to_owned()));
        };
        let octets = first(octets)?;
        let half = set.size().bytes();
        if octets.tag != asn1::OCTET_STRING || octets.content.len() != 2 * half {
            return Err(GostError(format!("the public key must be an OCTET STRING of {} bytes", 2 * half)));
        }
        let (x, y) = octets.content.split_at(half);
        let point = Affine { x: BigUint::from_bytes_le(x), y: BigUint::from_bytes_le(y) };
        if !Curve::of(set).has(&point) {
            return Err(GostError(format!("the point is not on the curve {}", set.name())));
        }
        Ok(Self { set, point })
    }

    /// SubjectPublicKeyInfo DER.
    pub fn spki(&self) -> Vec<u8> {
        let half = self.set.size().bytes();
        let octets = [le(&self.point.x, half), le(&self.point.y, half)].concat();
        let bits = asn1::write(asn1::BIT_STRING, &[&[0], &asn1::write(asn1::OCTET_STRING, &[&octets])]);
        asn1::write(asn1::SEQUENCE, &[&algorithm(self.set), &bits])
    }

    /// Its parameter set.
    pub fn parameter_set(&self) -> ParameterSet {
        self.set
    }

    /// Its width.
    pub fn size(&self) -> Size {
        self.set.size()
    }

    /// Whether `signature` (`s‖r`, big-endian) is this key's over the Streebog digest of `message`.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.verifies_digest(&super::digest(self.size(), message), signature)
    }

    /// The same with the digest at hand, in the order that Streebog prints it.
    pub fn verifies_digest(&self, digest: &[u8], signature: &[u8]) -> bool {
        self.holds(&BigUint::from_bytes_le(digest), signature).unwrap_or(false)
    }

    /// GOST R 34.10-2012 §6.2 (RFC 7091 §6.2); `hash` is the digest as a number.
    pub(super) fn holds(&self, hash: &BigUint, signature: &[u8]) -> Option<bool> {
        let half = self.size().bytes();
        if signature.len() != 2 * half {
            return None;
        }
        let (s, r) = signature.split_at(half);
        let (s, r) = (BigUint::from_bytes_be(s), BigUint::from_bytes_be(r));
        let curve = Curve::of(self.set);
        let q = &curve.q;
        let zero = BigUint::ZERO;
        if s == zero || r == zero || &s >= q || &r >= q {
            return None;
        }
        let inverse = exponent(hash, q).modinv(q)?;
        let k = s * &inverse % q;
        let l = (q - &r) * inverse % q;
        Some(curve.combine(&k, &l, &self.point)?.x % q == r)
    }
}

impl SigningKey {
    /// The key of this secret number, reduced into 1..q; `None` when that leaves zero.
    pub fn from_secret(set: ParameterSet, big_endian: &[u8]) -> Option<Self> {
        let curve = Curve::of(set);
        let secret = BigUint::from_bytes_be(big_endian) % &curve.q;
        let point = curve.times_base(&secret)?;
        Some(Self { secret, public: PublicKey { set, point } })
    }

    /// A key from PKCS#8 DER: the number as gost-engine writes it (bare, little-endian), inside another OCTET STRING, or as an
    /// INTEGER.
    ///
    /// # Errors
    /// When it is none.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, GostError> {
        let fields = fields(der)?;
        let [_, algorithm, secret, ..] = fields.as_slice() else {
            return Err(GostError("PKCS#8 has a version, an algorithm and the key".to_owned()));
        };
        let set = parameters(algorithm)?;
        let half = set.size().bytes();
        let inner = asn1::read(secret.content).ok().map(|(inner, _)| inner);
        let number = match inner {
            _ if secret.content.len() == half => BigUint::from_bytes_le(secret.content),
            Some(inner) if inner.tag == asn1::OCTET_STRING && inner.content.len() == half => {
                BigUint::from_bytes_le(inner.content)
            }
            Some(inner) if inner.tag == asn1::INTEGER => BigUint::from_bytes_be(inner.content),
            _ => return Err(GostError(format!("the private key must have {half} bytes"))),
        };
        Self::from_secret(set, &number.to_bytes_be())
            .ok_or_else(|| GostError("the private key is zero".to_owned()))
    }

    /// PKCS#8 DER as gost-engine writes it.
    pub fn pkcs8(&self) -> Vec<u8> {
        let set = self.public.set;
        let octets = asn1::write(asn1::OCTET_STRING, &[&le(&self.secret, set.size().bytes())]);
        asn1::write(asn1::SEQUENCE, &[&asn1::write_unsigned(&[0]), &algorithm(set), &octets])
    }

    /// Its public key.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Signs the Streebog digest of `message`: `s‖r`, big-endian. Deterministic, the nonce as in RFC 6979 with HMAC-Streebog.
    ///
    /// # Errors
    /// When no nonce is found in 64 tries, which does not happen.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, GostError> {
        let hash = BigUint::from_bytes_le(&super::digest(self.public.size(), message));
        self.sign_number(&hash).ok_or_else(|| GostError("no nonce was found".to_owned()))
    }

    fn sign_number(&self, hash: &BigUint) -> Option<Vec<u8>> {
        let curve = Curve::of(self.public.set);
        let e = exponent(hash, &curve.q);
        let width = usize::try_from(curve.q.bits().div_ceil(8)).ok()?;
        let (secret, reduced) = (be(&self.secret, width), be(&e, width));
        let bits = usize::try_from(curve.q.bits()).ok()?;
        let accept = |candidate: &[u8]| self.value(&e, &BigUint::from_bytes_be(candidate));
        match self.public.size() {
            Size::Bits256 => nonce::draw_with::<Streebog256, _>(bits, &secret, &reduced, accept),
            Size::Bits512 => nonce::draw_with::<Streebog512, _>(bits, &secret, &reduced, accept),
        }
    }

    /// GOST R 34.10-2012 §6.1 (RFC 7091 §6.1) with this nonce; `None` when another one must be taken.
    fn value(&self, e: &BigUint, k: &BigUint) -> Option<Vec<u8>> {
        let curve = Curve::of(self.public.set);
        let q = &curve.q;
        if *k == BigUint::ZERO || k >= q {
            return None;
        }
        let r = curve.times_base(k)?.x % q;
        let s = (&r * &self.secret + k * e) % q;
        if r == BigUint::ZERO || s == BigUint::ZERO {
            return None;
        }
        let half = self.public.size().bytes();
        Some([be(&s, half), be(&r, half)].concat())
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "gost::SigningKey({}, …)", self.public.set.name())
    }
}

/// The digest as the exponent e: reduced, and 1 in place of 0.
fn exponent(hash: &BigUint, q: &BigUint) -> BigUint {
    let e = hash % q;
    if e == BigUint::ZERO { BigUint::from(1_u8) } else { e }
}

/// AlgorithmIdentifier with the parameters of the key.
fn algorithm(set: ParameterSet) -> Vec<u8> {
    let size = set.size();
    let digest = if set.names_digest() { asn1::write_oid(size.digest_oid()) } else { Vec::new() };
    let parameters = asn1::write(asn1::SEQUENCE, &[&asn1::write_oid(set.oid()), &digest]);
    asn1::write(asn1::SEQUENCE, &[&asn1::write_oid(size.key_oid()), &parameters])
}

fn parameters(algorithm: &Tlv<'_>) -> Result<ParameterSet, GostError> {
    let parts = asn1::children(algorithm.content).map_err(|why| GostError(why.to_string()))?;
    let [key, parameters, ..] = parts.as_slice() else {
        return Err(GostError("the algorithm carries no parameters".to_owned()));
    };
    let key = asn1::oid(key).unwrap_or_default();
    let size = [Size::Bits256, Size::Bits512]
        .into_iter()
        .find(|size| size.key_oid() == key)
        .ok_or_else(|| GostError(format!("its algorithm is {key}")))?;
    let named = asn1::oid(&first(parameters.content)?).unwrap_or_default();
    ParameterSet::of_oid(&named)
        .filter(|set| set.size() == size)
        .ok_or_else(|| GostError(format!("the parameter set {named} is not one of {} bits", size.bits())))
}

fn fields(der: &[u8]) -> Result<Vec<Tlv<'_>>, GostError> {
    if der.len() > MOST_BYTES {
        return Err(GostError(format!("{} bytes are more than any such key has", der.len())));
    }
    let outer = first(der)?;
    asn1::children(outer.content).map_err(|why| GostError(why.to_string()))
}

fn two<'a>(der: &'a [u8], what: &str) -> Result<(Tlv<'a>, Tlv<'a>), GostError> {
    match fields(der)?.as_slice() {
        [one, other] => Ok((*one, *other)),
        _ => Err(GostError(format!("{what} has two fields"))),
    }
}

fn first(bytes: &[u8]) -> Result<Tlv<'_>, GostError> {
    asn1::read(bytes).map(|(element, _)| element).map_err(|why| GostError(why.to_string()))
}

fn be(number: &BigUint, width: usize) -> Vec<u8> {
    let digits = number.to_bytes_be();
    let mut out = vec![0; width.saturating_sub(digits.len())];
    out.extend(digits);
    out
}

fn le(number: &BigUint, width: usize) -> Vec<u8> {
    let mut out = be(number, width);
    out.reverse();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(hex: &str) -> BigUint {
        BigUint::parse_bytes(hex.as_bytes(), 16).unwrap()
    }

    fn example(set: ParameterSet, d: &str, e: &str, k: &str, r: &str, s: &str, x: &str) {
        let half = set.size().bytes();
        let key = SigningKey::from_secret(set, &number(d).to_bytes_be()).unwrap();
        assert_eq!(key.public.point.x, number(x));
        let value = key.value(&number(e), &number(k)).unwrap();
        assert_eq!(value, [be(&number(s), half), be(&number(r), half)].concat());
        assert_eq!(key.public.holds(&number(e), &value), Some(true));
        assert_eq!(key.public.holds(&(number(e) + 1_u32), &value), Some(false));
    }

    /// RFC 7091 §7.1.
    #[test]
    fn the_first_example_of_the_standard_holds() {
        example(
            ParameterSet::Example256,
            "7A929ADE789BB9BE10ED359DD39A72C11B60961F49397EEE1D19CE9891EC3B28",
            "2DFBC1B372D89A1188C09C52E0EEC61FCE52032AB1022E8E67ECE6672B043EE5",
            "77105C9B20BCD3122823C8CF6FCC7B956DE33814E95B7FE64FED924594DCEAB3",
            "41AA28D2F1AB148280CD9ED56FEDA41974053554A42767B83AD043FD39DC0493",
            "1456C64BA4642A1653C235A98A60249BCD6D3F746B631DF928014F6C5BF9C40",
            "7F2B49E270DB6D90D8595BEC458B50C58585BA1D4E9B788F6689DBD8E56FD80B",
        );
    }

    /// GOST R 34.10-2012, appendix A.2.
    #[test]
    fn the_second_example_of_the_standard_holds() {
        example(
            ParameterSet::Example512,
            "BA6048AADAE241BA40936D47756D7C93091A0E8514669700EE7508E508B102072E8123B2200A0563322DAD2827E2714A2636B7BFD18AADFC62967821FA18DD4",
            "3754F3CFACC9E0615C4F4A7C4D8DAB531B09B6F9C170C533A71D147035B0C5917184EE536593F4414339976C647C5D5A407ADEDB1D560C4FC6777D2972075B8C",
            "359E7F4B1410FEACC570456C6801496946312120B39D019D455986E364F365886748ED7A44B3E794434006011842286212273A6D14CF70EA3AF71BB1AE679F1",
            "2F86FA60A081091A23DD795E1E3C689EE512A3C82EE0DCC2643C78EEA8FCACD35492558486B20F1C9EC197C90699850260C93BCBCD9C5C3317E19344E173AE36",
            "1081B394696FFE8E6585E7A9362D26B6325F56778AADBC081C0BFBE933D52FF5823CE288E8C4F362526080DF7F70CE406A6EEB1F56919CB92A9853BDE73E5B4A",
            "115DC5BC96760C7B48598D8AB9E740D4C4A85A65BE33C1815B5C320C854621DD5A515856D13314AF69BC5B924C8B4DDFF75C45415C1D9DD9DD33612CD530EFE1",
        );
    }
}
