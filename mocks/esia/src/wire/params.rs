//! Parameters of a request: query, then form, percent-decoded, in order, repeats kept.

use poligon_institution::Request;

/// Most parameters that are read.
const MOST: usize = 200;
/// Largest form that is read, bytes.
const MOST_FORM: usize = 1024 * 1024;

/// Decoded parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params {
    pairs: Vec<(String, String)>,
    /// Whether the body says that it is JSON: a usual mistake.
    pub json_body: bool,
}

impl Params {
    /// The parameters of a request.
    pub fn of(request: &Request) -> Self {
        let mut pairs = pairs(request.query.as_deref().unwrap_or_default());
        let kind = request.header("content-type").unwrap_or_default().to_ascii_lowercase();
        let json_body = kind.contains("json");
        let form = kind.contains("x-www-form-urlencoded") || kind.is_empty();
        if form && request.body.len() <= MOST_FORM {
            pairs.extend(self::pairs(&String::from_utf8_lossy(&request.body)));
        }
        pairs.truncate(MOST);
        Self { pairs, json_body }
    }

    /// Parameters of these pairs.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { pairs: pairs.into_iter().take(MOST).collect(), json_body: false }
    }

    /// The first value of this name; `None` when absent.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The first value that is not empty, else nothing.
    pub fn text(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    /// Names that come more than once with different values. The same value twice is harmless: a Ruby client sends
    /// `timestamp` in query and form.
    pub fn repeated(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for (name, value) in &self.pairs {
            let other = self.pairs.iter().any(|(known, other)| known == name && other != value);
            if other && !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        names
    }
}

fn pairs(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .take(MOST)
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

/// Percent-decodes, `+` as a space; broken escapes and bytes that are no UTF-8 stay as they are written.
pub fn decode(text: &str) -> String {
    let spaced = text.replace('+', " ");
    unescape(&spaced).unwrap_or(spaced)
}

/// Percent-decodes a part of a path.
pub fn unescape(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escaped = match (first, after) {
            (b'%', [high, low, tail @ ..]) => {
                hex(*high).zip(hex(*low)).map(|(high, low)| (high * 16 + low, tail))
            }
            _ => None,
        };
        let (byte, tail) = escaped.unwrap_or((*first, after));
        bytes.push(byte);
        rest = tail;
    }
    String::from_utf8(bytes).ok()
}

/// Percent-encodes all but the unreserved characters.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// An address with these parameters added to its query.
pub fn with_query(address: &str, pairs: &[(&str, &str)]) -> String {
    let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    let mark = if address.contains('?') { '&' } else { '?' };
    format!("{address}{mark}{}", query.join("&"))
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_decoded_and_repeats_are_noticed_when_they_differ() {
        let params = Params { pairs: pairs("a=1%2B2&b=x+y&a=1%2B2&c=1&c=2&d"), json_body: false };
        assert_eq!((params.text("a"), params.text("b"), params.find("d")), ("1+2", "x y", Some("")));
        assert_eq!(params.repeated(), ["c"]);
        assert_eq!(decode("100%"), "100%");
        assert_eq!(with_query("https://a/?x=1", &[("state", "ж")]), "https://a/?x=1&state=%D0%B6");
    }
}
