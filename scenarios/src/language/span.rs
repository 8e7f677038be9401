//! Spans of time: `800ms`, `2s`, `15m`, `1d`, `PT1H30M`; a bare number counts seconds.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::bounds;
use super::text::from_text;

/// A span of time, 0 or more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span(pub Duration);

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let span = match text.strip_suffix("ms").map(str::parse) {
            Some(Ok(millis)) => Duration::from_millis(millis),
            _ => poligon_world::span::parse(text)
                .map_err(|_| wrong(text))?
                .try_into()
                .map_err(|_| format!("„{}” is less than nothing; a span here is 0 or more", cut(text)))?,
        };
        if span > bounds::SPAN {
            return Err(format!("„{}” is more than a hundred years; write a shorter span", cut(text)));
        }
        Ok(Self(span))
    }
}

fn wrong(text: &str) -> String {
    format!("„{}” is no span of time; write 800ms, 2s, 15m, 1h, 1d or PT1H30M", cut(text))
}

fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}

/// The shortest of the forms that can be read back.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.subsec_nanos() == 0 {
            return write!(f, "{}s", self.0.as_secs());
        }
        write!(f, "{}ms", self.0.as_millis())
    }
}

from_text!(Span, "Span", "a span of time like 800ms, 2s, 15m, 1h or 1d", { "type": ["string", "integer"] });
