//! „Did you mean …?”

/// What follows a sentence about an unknown word: the nearest known one, or all of them when they are few.
pub(crate) fn instead<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    if let Some(near) = nearest(word, &known) {
        return format!("did you mean „{near}”?");
    }
    match known.as_slice() {
        [] => "there is none here".to_owned(),
        few if few.len() <= MOST_LISTED => format!("write one of {}", few.join(", ")),
        many => {
            let start = word.split('.').next().unwrap_or_default();
            let family: Vec<&str> =
                many.iter().copied().filter(|one| one.split('.').next() == Some(start)).collect();
            let listed = if family.is_empty() { many } else { &family };
            let shown: Vec<&str> = listed.iter().copied().take(MOST_LISTED).collect();
            let more = listed.len().saturating_sub(shown.len());
            let more = if more > 0 { format!(" … ({more} more)") } else { String::new() };
            format!("write one of {}{more}", shown.join(", "))
        }
    }
}

/// More are not listed.
const MOST_LISTED: usize = 16;

/// The known word that a typing mistake would make of this one.
fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    if word.chars().count() > 80 {
        return None;
    }
    let word = word.to_lowercase();
    let bound = (word.chars().count() / 3).clamp(1, 4);
    known
        .iter()
        .map(|one| (strsim::damerau_levenshtein(&word, &one.to_lowercase()), *one))
        .filter(|(distance, _)| *distance <= bound)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, one)| one)
        .or_else(|| by_last_part(&word, known))
}

/// The only known dotted name that ends like this one: `auth.challenge` means `ksef.auth.challenge`.
fn by_last_part<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let mut fits = known.iter().filter(|one| word.len() >= 4 && one.ends_with(&format!(".{word}")));
    match (fits.next(), fits.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::instead;

    #[test]
    fn a_typing_mistake_is_recognised() {
        assert_eq!(instead("stpes", ["steps", "script", "expect"]), "did you mean „steps”?");
        assert_eq!(
            instead("auth.challenge", ["ksef.auth.challenge", "ksef.auth.redeem"]),
            "did you mean „ksef.auth.challenge”?"
        );
    }

    #[test]
    fn a_strange_word_gets_the_list() {
        assert_eq!(instead("zzz", ["steps", "script"]), "write one of steps, script");
    }
}
