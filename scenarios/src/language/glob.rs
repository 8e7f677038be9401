//! Names with stars: `epuap.pull.*`, `WSS-*`.

use std::fmt;
use std::str::FromStr;

use super::text::from_text;

/// A name in which `*` stands for any characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob(String);

impl Glob {
    /// Whether a name fits.
    pub fn fits(&self, name: &str) -> bool {
        let mut parts = self.0.split('*');
        let first = parts.next().unwrap_or_default();
        let Some(mut rest) = name.strip_prefix(first) else { return false };
        let Some(last) = parts.next_back() else { return rest.is_empty() };
        for part in parts {
            match rest.find(part) {
                Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
                None => return false,
            }
        }
        rest.ends_with(last)
    }

    /// Whether it has a star.
    pub fn is_open(&self) -> bool {
        self.0.contains('*')
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Glob {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let ordinary = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '*');
        if text.is_empty() || text.len() > 120 || text.matches('*').count() > 8 || !text.chars().all(ordinary)
        {
            let text: String = text.chars().take(40).collect();
            return Err(format!(
                "„{text}” is no name; write a name like ksef.auth.challenge, or with stars ksef.auth.*"
            ));
        }
        Ok(Self(text.to_owned()))
    }
}

from_text!(Glob, "Name", "a name like ksef.auth.challenge, or with stars ksef.auth.*", { "type": "string" });

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::Glob;

    #[test]
    fn stars_stand_for_anything() {
        for (glob, name, fits) in [
            ("ksef.auth.challenge", "ksef.auth.challenge", true),
            ("ksef.auth.challenge", "ksef.auth.challenge2", false),
            ("ksef.*", "ksef.auth.challenge", true),
            ("ksef.*", "epuap.pull", false),
            ("*.close", "ksef.sessions.online.close", true),
            ("ksef.*.online.*", "ksef.sessions.online.close", true),
            ("a*a", "a", false),
            ("*", "", true),
        ] {
            assert_eq!(glob.parse::<Glob>().unwrap().fits(name), fits, "{glob} {name}");
        }
    }
}
