//! GOST keys and values: vectors that are not ours, round trips, and mistakes that are named.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use poligon_crypto::gost::{self, Alternative, ParameterSet, PublicKey, SigningKey, Size};
use poligon_crypto::microscope::Hypothesis;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn key(set: ParameterSet) -> SigningKey {
    SigningKey::from_secret(set, &[0x5A; 32]).unwrap()
}

/// RFC 6986 §10.1 (message M1), in the order in which gost12sum prints.
#[test]
fn streebog_of_the_published_message() {
    let message = b"012345678901234567890123456789012345678901234567890123456789012";
    assert_eq!(
        hex(&gost::digest(Size::Bits256, message)),
        "9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500"
    );
    assert_eq!(
        hex(&gost::digest(Size::Bits512, message)),
        "1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48"
    );
}

#[test]
fn every_parameter_set_signs_repeatably_and_verifies() {
    for set in ParameterSet::ALL {
        let key = key(set);
        let value = key.sign(b"openid2026").unwrap();
        assert_eq!(value, key.sign(b"openid2026").unwrap());
        assert_eq!(value.len(), 2 * set.size().bytes());
        assert!(key.public().verifies(b"openid2026", &value), "{}", set.name());
        assert!(!key.public().verifies(b"openid2027", &value), "{}", set.name());
        let mut changed = value.clone();
        changed[5] ^= 1;
        assert!(!key.public().verifies(b"openid2026", &changed), "{}", set.name());
        assert!(!key.public().verifies(b"openid2026", &value[1..]), "{}", set.name());
    }
}

#[test]
fn keys_come_back_from_their_encodings() {
    for set in ParameterSet::ALL {
        let key = key(set);
        let read = SigningKey::from_pkcs8(&key.pkcs8()).unwrap();
        assert_eq!(read.public(), key.public());
        assert_eq!(&PublicKey::from_spki(&key.public().spki()).unwrap(), key.public());
        assert_eq!(ParameterSet::of_oid(set.oid()), Some(set));
        assert_eq!(ParameterSet::named(set.name()), Some(set));
    }
}

#[test]
fn a_point_beside_the_curve_and_cut_keys_are_refused() {
    let mut spki = key(ParameterSet::CryptoProA).public().spki();
    let last = spki.len() - 1;
    spki[last] ^= 1;
    assert!(PublicKey::from_spki(&spki).unwrap_err().to_string().contains("not on the curve"));
    let whole = key(ParameterSet::Tc26A512).pkcs8();
    for end in 0..whole.len() {
        assert!(SigningKey::from_pkcs8(&whole[..end]).is_err());
        let _ = PublicKey::from_spki(&whole[..end]);
    }
}

fn named(message: &[u8], signature: &[u8], alternatives: &[Alternative]) -> Vec<&'static str> {
    let report = gost::verify_raw(key(ParameterSet::CryptoProA).public(), message, signature, alternatives);
    assert_eq!(report.holds(), report.hypotheses.is_empty() && report.steps.len() == 2);
    report.hypotheses.iter().map(|hypothesis| hypothesis.id).collect()
}

#[test]
fn a_value_written_wrongly_is_named() {
    let value = key(ParameterSet::CryptoProA).sign(b"message").unwrap();
    let reversed: Vec<u8> = value.iter().rev().copied().collect();
    let swapped = [&value[32..], &value[..32]].concat();
    assert_eq!(named(b"message", &value, &[]), [""; 0]);
    assert_eq!(named(b"message", &reversed, &[]), ["reversed-value"]);
    assert_eq!(named(b"message", &swapped, &[]), ["swapped-halves"]);
    let integer = |half: &[u8]| poligon_crypto::asn1::write_unsigned(half);
    let der = poligon_crypto::asn1::write(0x30, &[&integer(&value[32..]), &integer(&value[..32])]);
    assert_eq!(named(b"message", &der, &[]), ["der-value"]);
}

#[test]
fn another_message_is_named_also_when_the_value_is_reversed() {
    let hypothesis = Hypothesis::new("v1-string", "the string of version 3 had been signed", "Sign that.");
    let other = Alternative { hypothesis, message: b"other".to_vec() };
    let value = key(ParameterSet::CryptoProA).sign(b"other").unwrap();
    let reversed: Vec<u8> = value.iter().rev().copied().collect();
    assert_eq!(named(b"message", &value, std::slice::from_ref(&other)), ["v1-string"]);
    assert_eq!(named(b"message", &reversed, &[other]), ["v1-string", "reversed-value"]);
}
