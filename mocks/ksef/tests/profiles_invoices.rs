//! What the environments make of invoices and name themselves in UPOs.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod office;

use office::*;

/// A NIP of the right shape whose check digit is wrong.
const WRONG: &str = "7352765226";

#[test]
fn only_production_looks_at_check_digits() {
    for (profile, expected) in [("test", 200), ("demo", 200), ("prd", 450)] {
        let office = Office::new();
        office.sandbox.settings.turn("ksef.profile", profile);
        let wrong = sample("FA/1").xml().replace(BUYER, WRONG);
        let (status, findings) = office.judged(wrong.as_bytes());
        assert_eq!(status["status"]["code"], expected, "{profile}");
        assert_eq!(failed(&findings).contains(&"KSEF-INV-021"), expected == 450);
        assert_eq!(office.judged(sample("FA/2").xml().as_bytes()).0["status"]["code"], 200, "{profile}");
    }
}

#[test]
fn a_upo_names_the_ministry_as_the_environment_does() {
    for (profile, name) in [
        ("test", "Ministerstwo Finansów - środowisko testowe (TE)"),
        ("demo", "Ministerstwo Finansów - środowisko przedprodukcyjne (TR)"),
        ("prd", "Ministerstwo Finansów"),
    ] {
        let office = Office::new();
        office.sandbox.settings.turn("ksef.profile", profile);
        let token = office.owner(SELLER);
        let session = office.open(&token);
        let number = office.accepted(&token, &session, &sample("FA/1"));
        let upo = office.get(&format!("/v2/sessions/{session}/invoices/ksef/{number}/upo"), &token);
        let expected = format!("<NazwaPodmiotuPrzyjmujacego>{name}</NazwaPodmiotuPrzyjmujacego>");
        assert!(text(&upo).contains(&expected), "{profile}");
    }
}
