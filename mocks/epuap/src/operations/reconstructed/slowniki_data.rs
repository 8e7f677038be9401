//! Made-up dictionaries. The codes look like those of TERYT and mean nothing.

/// One dictionary: identifier, name, version, entries (code and name).
pub type Dictionary = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

/// All dictionaries.
pub const DICTIONARIES: &[Dictionary] = &[
    (
        "WOJEWODZTWA",
        "Województwa (ćwiczebne)",
        "1",
        &[("90", "Zmyślone"), ("92", "Przykładowe"), ("94", "Nieistniejące"), ("96", "Umowne")],
    ),
    (
        "POWIATY",
        "Powiaty (ćwiczebne)",
        "1",
        &[("9001", "zmyśliński"), ("9002", "niebyły"), ("9201", "przykładowski"), ("9601", "umowny")],
    ),
    (
        "GMINY",
        "Gminy (ćwiczebne)",
        "1",
        &[
            ("9001011", "Zmyślin"),
            ("9001022", "Zmyślin-Wieś"),
            ("9201011", "Przykładowo"),
            ("9601013", "Umowa"),
        ],
    ),
    (
        "KRAJE",
        "Kraje",
        "1",
        &[("CZ", "Czechy"), ("DE", "Niemcy"), ("PL", "Polska"), ("SK", "Słowacja"), ("UA", "Ukraina")],
    ),
    (
        "RODZAJE_PISM",
        "Rodzaje pism",
        "1",
        &[("SKARGA", "Skarga"), ("WNIOSEK", "Wniosek"), ("ZAPYTANIE", "Zapytanie"), ("INNE", "Inne pismo")],
    ),
];
