//! The readers of CMS, BER and GOST keys: any bytes give a report or an error, and BER that is read becomes DER.

#![no_main]

use libfuzzer_sys::fuzz_target;
use poligon_crypto::gost::{PublicKey, SigningKey};
use poligon_crypto::{asn1, cms};

fuzz_target!(|bytes: &[u8]| {
    let report = cms::verify(bytes, b"content", &[], &cms::twins(b"content"));
    assert!(report.holds() || report.failed_step().is_some());
    if let Ok(der) = asn1::to_der(bytes) {
        assert_eq!(asn1::to_der(&der).as_ref(), Ok(&der));
    }
    let _ = PublicKey::from_spki(bytes);
    let _ = SigningKey::from_pkcs8(bytes);
});
