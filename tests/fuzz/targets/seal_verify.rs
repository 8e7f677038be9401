//! The verifier of seals with the microscope: any bytes give a report, and a report that does not hold says why.

#![no_main]

use libfuzzer_sys::fuzz_target;
use poligon_crypto::Policy;
use poligon_crypto::seal;
use time::macros::datetime;

fuzz_target!(|bytes: &[u8]| {
    let policy = Policy { xades: true, explain: true, ..Policy::document(datetime!(2026-11-24 12:00 UTC)) };
    let report = seal::verify(bytes, &policy);
    assert!(report.holds() || (report.fault.is_some() && report.failed_stage().is_some()), "{report:?}");
});
