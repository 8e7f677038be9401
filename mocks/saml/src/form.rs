//! Forms of the binding HTTP-POST: `application/x-www-form-urlencoded`.

/// Most fields that are read.
const MOST: usize = 100;

/// The fields of a form or a query, decoded, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// Reads a form. Broken escapes stay as they are written, bytes that are no UTF-8 become replacement characters.
    pub fn read(text: &[u8]) -> Self {
        let pairs = text.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).take(MOST);
        Self(
            pairs
                .map(|pair| {
                    let at = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
                    let (name, value) = pair.split_at_checked(at).unwrap_or((pair, &[]));
                    (decode(name), decode(value.get(1..).unwrap_or_default()))
                })
                .collect(),
        )
    }

    /// The first value of this name, case respected.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// How often the name comes.
    pub fn count(&self, name: &str) -> usize {
        self.0.iter().filter(|(known, _)| known == name).count()
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }
}

/// A form of these fields.
pub fn write(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    pairs.join("&")
}

/// Percent-encodes everything but the unreserved characters.
pub fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(char::from(byte))
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
        encoded
    })
}

fn decode(text: &[u8]) -> String {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        let escaped = match (first, after) {
            (b'%', [high, low, tail @ ..]) => {
                digit(*high).zip(digit(*low)).map(|(high, low)| (high * 16 + low, tail))
            }
            (b'+', tail) => Some((b' ', tail)),
            _ => None,
        };
        let (byte, tail) = escaped.unwrap_or((*first, after));
        bytes.push(byte);
        rest = tail;
    }
    String::from_utf8(bytes).unwrap_or_else(|bad| String::from_utf8_lossy(bad.as_bytes()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded_in_order() {
        let form = Form::read(b"SAMLRequest=a%2Bb%3D&RelayState=x+y&RelayState=z&%zz=1&empty");
        assert_eq!(form.value("SAMLRequest"), Some("a+b="));
        assert_eq!((form.value("RelayState"), form.count("RelayState")), (Some("x y"), 2));
        assert_eq!(form.value("%zz"), Some("1"));
        assert_eq!(form.value("empty"), Some(""));
        assert_eq!(form.value("relaystate"), None);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text = write(&[("RelayState", "ż & <\"'+%")]);
        assert_eq!(Form::read(text.as_bytes()).value("RelayState"), Some("ż & <\"'+%"));
    }
}
