//! The Russian cast and its numbers.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use poligon_world::russia::{InnLe, InnPerson, Ogrn, OgrnIp, Russia, Snils};
use poligon_world::{Entropy, NumberError};
use proptest::prelude::*;

#[test]
fn the_cast_is_read_and_a_seed_repeats_it() {
    assert_eq!(Russia::trouble(), None);
    let russia = Russia::new(7);
    assert_eq!(russia, Russia::new(7));
    assert_ne!(russia.citizens[0].snils, Russia::new(8).citizens[0].snils);
    assert_eq!(russia.citizen_named("ivan").unwrap().oid, 1_000_300_890);
    for citizen in &russia.citizens {
        for post in &citizen.posts {
            assert!(russia.organisation(&post.organisation).is_some(), "{}", post.organisation);
        }
    }
    for system in &russia.systems {
        assert!(russia.organisation(&system.organisation).is_some());
    }
}

/// Published examples: СНИЛС of the pension fund's instruction, ИНН and ОГРН of the tax service and of Сбербанк's pages.
#[test]
fn known_numbers_are_taken_and_wrong_digits_are_named() {
    assert_eq!("11223344595".parse::<Snils>().unwrap().dashed(), "112-233-445 95");
    assert!("00000060001".parse::<Snils>().is_ok(), "old numbers carry no check digits");
    assert!("7707083893".parse::<InnLe>().is_ok());
    assert!("500100732259".parse::<InnPerson>().is_ok());
    assert!("1027700132195".parse::<Ogrn>().is_ok());
    assert!("304500116000157".parse::<OgrnIp>().is_ok());
    let wrong = "7707083894".parse::<InnLe>().unwrap_err();
    assert!(matches!(wrong, NumberError::CheckDigit { digit: 3, .. }), "{wrong}");
    assert!("11223344596".parse::<Snils>().is_err());
    assert!("1027700132196".parse::<Ogrn>().is_err());
}

proptest! {
    #[test]
    fn a_made_up_number_is_valid_and_nobodys(seed: u64) {
        let entropy = Entropy::new(seed, "numbers");
        let snils = Snils::fictional(&entropy).to_string();
        prop_assert!(snils.parse::<Snils>().is_ok() && snils.starts_with("000"));
        let inn = InnLe::fictional(&entropy).to_string();
        prop_assert!(inn.parse::<InnLe>().is_ok() && inn.starts_with("00"), "{}", inn);
        let inn = InnPerson::fictional(&entropy).to_string();
        prop_assert!(inn.parse::<InnPerson>().is_ok() && inn.starts_with("00"));
        prop_assert!(Ogrn::fictional(&entropy).to_string().parse::<Ogrn>().is_ok());
        prop_assert!(OgrnIp::fictional(&entropy).to_string().parse::<OgrnIp>().is_ok());
    }
}
