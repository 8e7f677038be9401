//! The cast and the clock's texts.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use poligon_world::{Cast, ClockSetting, RoleKind, World, span};
use time::Duration;

#[test]
fn the_default_cast_is_large_enough_and_repeats_with_the_seed() {
    let cast = Cast::built_in().unwrap();
    let world = World::new(&cast, 1);
    assert!(world.people().len() >= 8 && world.organisations().len() >= 5);
    assert_eq!(world.people(), World::new(&cast, 1).people());
    assert_ne!(world.people(), World::new(&cast, 2).people());
    let poziomka = world.organisation("poziomka").unwrap();
    assert_eq!(poziomka.nip.to_string(), "1111111111");
    assert_eq!(world.organisation_of(&poziomka.nip), Some(poziomka));
    let jan = world.person("jan").unwrap();
    assert_eq!(jan.full_name(), "Jan Wzorcowy");
    assert!(jan.is(RoleKind::Owner, "poziomka"));
    assert_eq!(jan.born().to_string(), "1980-02-29");
    assert_eq!(world.person_of(&jan.pesel), Some(jan));
}

fn refused(text: &str) -> String {
    Cast::parse("my.yaml", text).unwrap_err().to_string()
}

fn organisation(nip: &str) -> String {
    format!(
        "organisations:\n  - id: a\n    name: A\n    nip: \"{nip}\"\n    regon: auto\n    address: {{ street: s, postal_code: 00-000, city: c }}\n"
    )
}

#[test]
fn a_wrong_cast_names_file_line_and_column() {
    let wrong_nip = refused(&format!("{}people: []\n", organisation("1111111112")));
    assert!(wrong_nip.starts_with("my.yaml:4:10: ") && wrong_nip.contains("1 would fit"), "{wrong_nip}");
    let unknown_field = refused(&format!("{}people: []\ncolour: red\n", organisation("auto")));
    assert!(
        unknown_field.starts_with("my.yaml:8:1: ") && unknown_field.contains("colour"),
        "{unknown_field}"
    );
    let person = "people:\n  - id: x\n    names: [X]\n    surname: Y\n    pesel: auto\n";
    let no_sex = refused(&format!("{}{person}", organisation("auto")));
    assert!(no_sex.starts_with("my.yaml:11:12: ") && no_sex.contains("sex: female"), "{no_sex}");
    let role = "    sex: male\n    roles:\n      - { organisation: b, role: owner }\n";
    let nowhere = refused(&format!("{}{person}{role}", organisation("auto")));
    assert_eq!(nowhere, "my.yaml:14:25: there is no organisation „b”; write one of a");
}

#[test]
fn clock_texts_are_read_and_written_alike() {
    for text in
        ["frozen", "running", "frozen@2026-03-02T09:00:00+01:00", "running@2026-03-02T09:00:00Z", "+7200s"]
    {
        assert_eq!(text.parse::<ClockSetting>().unwrap().to_string(), text);
    }
    let frozen = "frozen@2026-03-02T09:00:00+01:00".parse::<ClockSetting>().unwrap().clock();
    assert!(frozen.reading().frozen);
    assert_eq!(frozen.now().to_string(), "2026-03-02 8:00:00.0 +00:00:00");
    let copy = frozen.copy();
    copy.advance(Duration::HOUR);
    assert_eq!(copy.now() - frozen.now(), Duration::HOUR);
    assert!("frozen@monday".parse::<ClockSetting>().unwrap_err().contains("2026-03-02T09:00:00+01:00"));
    assert!("stopped".parse::<ClockSetting>().unwrap_err().contains("running@TIME"));
}

#[test]
fn spans_are_iso_short_or_seconds() {
    for (text, seconds) in [
        ("PT1H30M", 5400),
        ("P1D", 86_400),
        ("P1DT1S", 86_401),
        ("-P1D", -86_400),
        ("90", 90),
        ("90s", 90),
        ("+2h", 7200),
    ] {
        assert_eq!(span::parse(text), Ok(Duration::seconds(seconds)), "{text}");
    }
    for text in [
        "",
        "P",
        "PT",
        "P1DT",
        "P1Y",
        "P1M",
        "1x",
        "PT1M1H",
        "-",
        "é",
        "99999999999999999999",
        "P99999999999D",
    ] {
        assert!(span::parse(text).is_err(), "{text}");
    }
}
