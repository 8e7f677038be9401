//! NIP, PESEL and REGON: known numbers, made-up numbers, and what a wrong digit does.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use poligon_world::{Entropy, Nip, NumberError, Pesel, Regon, Sex};
use proptest::prelude::*;
use time::{Date, Month};

fn with_digit(text: &str, index: usize, plus: u8) -> String {
    let mut bytes = text.as_bytes().to_vec();
    bytes[index] = b'0' + (bytes[index] - b'0' + plus) % 10;
    String::from_utf8(bytes).unwrap()
}

#[test]
fn known_numbers_are_taken() {
    // Examples of the ministry's and Wikipedia's pages, and the repeated digits that testers use.
    for nip in ["1234563218", "1111111111", "9999999999"] {
        assert_eq!(nip.parse::<Nip>().unwrap().to_string(), nip);
    }
    for regon in ["123456785", "12345678512347"] {
        assert_eq!(regon.parse::<Regon>().unwrap().to_string(), regon);
    }
    let pesel: Pesel = "44051401359".parse().unwrap();
    assert_eq!(pesel.born(), Date::from_calendar_date(1944, Month::May, 14).unwrap());
    assert_eq!(pesel.sex(), Sex::Male);
}

#[test]
fn a_wrong_number_says_what_is_wrong() {
    assert_eq!(
        "1234563217".parse::<Nip>().unwrap_err().to_string(),
        "NIP „1234563217” has a wrong check digit: 8 would fit; correct the number or write „auto” where that is allowed"
    );
    for text in ["123-456-32-18", "PL1234563218", "", "123456321", "１２３４５６３２１８"] {
        assert!(matches!(text.parse::<Nip>(), Err(NumberError::Digits { .. })), "{text}");
    }
    assert!(matches!("0234563218".parse::<Nip>(), Err(NumberError::Impossible { .. })));
    assert!(matches!("44053201359".parse::<Pesel>(), Err(NumberError::Date { .. })));
    assert!(matches!("1234567".parse::<Regon>(), Err(NumberError::Digits { .. })));
    assert!(matches!("12345678412347".parse::<Regon>(), Err(NumberError::Impossible { .. })));
}

proptest! {
    #[test]
    fn a_made_up_number_is_valid_and_nobodys(seed: u64) {
        let entropy = Entropy::new(seed, "numbers");
        let nip = Nip::fictional(&entropy);
        prop_assert_eq!(nip.to_string().parse::<Nip>(), Ok(nip));
        prop_assert!(nip.to_string().starts_with("999"));
        let regon = Regon::fictional(&entropy);
        prop_assert_eq!(regon.to_string().parse::<Regon>(), Ok(regon));
        let unit = regon.unit(12);
        prop_assert!(unit.is_unit());
        prop_assert_eq!(unit.to_string().parse::<Regon>(), Ok(unit));
    }

    #[test]
    fn a_made_up_pesel_states_birth_and_sex(seed: u64, year in 1800..2300_i32, day in 1..366_u16, male: bool) {
        let born = Date::from_ordinal_date(year, day).unwrap();
        let sex = if male { Sex::Male } else { Sex::Female };
        let pesel = Pesel::fictional(born, sex, &Entropy::new(seed, "pesel"));
        prop_assert_eq!(pesel.to_string().parse::<Pesel>(), Ok(pesel));
        prop_assert_eq!(pesel.born(), born);
        prop_assert_eq!(pesel.sex(), sex);
    }

    #[test]
    fn one_wrong_digit_is_noticed(seed: u64, index in 0..9_usize, plus in 1..10_u8) {
        let entropy = Entropy::new(seed, "numbers");
        prop_assert!(with_digit(&Nip::fictional(&entropy).to_string(), index, plus).parse::<Nip>().is_err());
        let born = Date::from_ordinal_date(1980, 60).unwrap();
        let pesel = Pesel::fictional(born, Sex::Female, &entropy).to_string();
        prop_assert!(with_digit(&pesel, index, plus).parse::<Pesel>().is_err());
    }

    #[test]
    fn no_text_makes_a_parser_panic(text: String, digits in "[0-9]{0,15}") {
        for text in [&text, &digits] {
            let _ = (text.parse::<Nip>(), text.parse::<Pesel>(), text.parse::<Regon>());
            let _ = (poligon_world::span::parse(text), text.parse::<poligon_world::ClockSetting>());
        }
    }
}
