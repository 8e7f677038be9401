//! A knob: a named switch of one behaviour of an institution, with a documented default.

use poligon_world::Settings;
use serde::Serialize;

/// A knob. Its value is text, so that command line, YAML and admin API turn it alike.
#[derive(Debug, Serialize)]
pub struct Knob {
    /// `institution.name`: `ksef.processing-polls`.
    pub name: &'static str,
    /// What it changes, one sentence.
    pub about: &'static str,
    /// The value it stands at when nobody turned it.
    pub default: &'static str,
    /// What it takes.
    pub takes: Takes,
}

/// The values a knob takes.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Takes {
    /// `true` or `false`.
    Bool,
    /// A whole number in this range (both ends included).
    Number {
        /// Least.
        from: u64,
        /// Most.
        to: u64,
    },
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Any text.
    Text,
}

impl Knob {
    /// The value in force.
    pub fn value(&self, settings: &Settings) -> String {
        settings.turned(self.name).unwrap_or_else(|| self.default.to_owned())
    }

    /// The value in force as a number; the default's when it is none (which [`turn`](Self::turn) does not let in).
    pub fn number(&self, settings: &Settings) -> u64 {
        let fallback = self.default.parse().unwrap_or(0);
        self.value(settings).parse().unwrap_or(fallback)
    }

    /// The value in force as a switch.
    pub fn is_on(&self, settings: &Settings) -> bool {
        self.value(settings) == "true"
    }

    /// Turns the knob, or says what it takes.
    pub fn turn(&self, settings: &Settings, value: &str) -> Result<(), String> {
        let fits = match &self.takes {
            Takes::Bool => matches!(value, "true" | "false"),
            Takes::Number { from, to } => value.parse().is_ok_and(|n: u64| (*from..=*to).contains(&n)),
            Takes::OneOf(words) => words.contains(&value),
            Takes::Text => true,
        };
        if !fits {
            return Err(format!(
                "knob {} does not take „{value}”; it takes {}",
                self.name,
                self.takes.describe()
            ));
        }
        settings.turn(self.name, value);
        Ok(())
    }
}

impl Takes {
    /// The values in words.
    pub fn describe(&self) -> String {
        match self {
            Self::Bool => "true or false".to_owned(),
            Self::Number { from, to } => format!("a whole number from {from} to {to}"),
            Self::OneOf(words) => words.join(", "),
            Self::Text => "any text".to_owned(),
        }
    }
}
