//! Request heads that are no HTTP/1.1, or too large: the sentence, the answer, and the request as far as it can be shown.

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use poligon_institution::Response;

use crate::{Refusal, checks};

/// Characters of a head that a sentence shows.
const SHOWN: usize = 80;

/// The status of an answer that hyper wrote by itself: a head of 400, 414 or 431, and an empty body.
pub(crate) fn bare_status(written: &[u8]) -> Option<StatusCode> {
    let status = match written.get(..13)? {
        b"HTTP/1.1 400 " | b"HTTP/1.0 400 " => StatusCode::BAD_REQUEST,
        b"HTTP/1.1 414 " | b"HTTP/1.0 414 " => StatusCode::URI_TOO_LONG,
        b"HTTP/1.1 431 " | b"HTTP/1.0 431 " => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
        _ => return None,
    };
    let text = std::str::from_utf8(written).ok()?;
    (text.ends_with("\r\n\r\n") && text.contains("\r\ncontent-length: 0\r\n")).then_some(status)
}

/// Why such a head is refused.
pub(crate) fn refusal(status: StatusCode, head: &[u8]) -> Refusal {
    let begins = match shown(head) {
        text if text.is_empty() => String::new(),
        text => format!("; it begins with „{text}”"),
    };
    match status {
        StatusCode::URI_TOO_LONG => {
            Refusal::new(status, &checks::URI_LENGTH, format!("path and query are too long{begins}."))
        }
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => {
            let sentence = format!("the request head has too many bytes or header fields{begins}.");
            Refusal::new(status, &checks::HEAD_SIZE, sentence)
        }
        _ => Refusal::new(status, &checks::HEAD_FORM, format!("the request head is not HTTP/1.1{begins}.")),
    }
}

/// The answer as bytes, since hyper makes none with a body.
pub(crate) fn answer(response: &Response) -> Bytes {
    let status = response.status;
    let mut head =
        format!("HTTP/1.1 {} {}\r\n", status.as_u16(), status.canonical_reason().unwrap_or_default());
    for (name, value) in &response.headers {
        head.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap_or_default()));
    }
    head.push_str(&format!("connection: close\r\ncontent-length: {}\r\n\r\n", response.body.len()));
    [head.as_bytes(), &response.body].concat().into()
}

/// Method, path and query as far as the request line tells them, for the journal.
pub(crate) fn line(head: &[u8]) -> (Method, String, Option<String>) {
    let line = head.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let mut words = line.split(' ');
    let method = words.next().and_then(|word| Method::from_bytes(word.as_bytes()).ok());
    let target = words.next().filter(|word| word.starts_with('/')).unwrap_or("/");
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (target, None),
    };
    (method.unwrap_or_default(), path.to_owned(), query)
}

/// The headers, as far as they can be read.
pub(crate) fn headers(head: &[u8]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let lines = head.split(|byte| *byte == b'\n').skip(1).take(100);
    for line in lines {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let name = http::HeaderName::from_bytes(line.get(..colon).unwrap_or_default());
        let value = http::HeaderValue::from_bytes(line.get(colon + 1..).unwrap_or_default().trim_ascii());
        if let (Ok(name), Ok(value)) = (name, value) {
            headers.append(name, value);
        }
    }
    headers
}

/// The first line, with what is not visible ASCII escaped.
fn shown(head: &[u8]) -> String {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let mut text: String = line.trim_ascii_end().escape_ascii().to_string().chars().take(SHOWN + 1).collect();
    if text.len() > SHOWN {
        text.truncate(SHOWN);
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_bare_answer_is_taken_for_one() {
        let bare = b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        assert_eq!(bare_status(bare), Some(StatusCode::BAD_REQUEST));
        assert_eq!(bare_status(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 2\r\n\r\n"), None);
        assert_eq!(bare_status(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"), None);
        assert_eq!(bare_status(b""), None);
    }

    #[test]
    fn what_can_be_read_of_a_line_is_shown() {
        assert_eq!(line(b"PUT /a?b HTTP/9\r\n"), (Method::PUT, "/a".to_owned(), Some("b".to_owned())));
        assert_eq!(line(b"\x16\x03\x01"), (Method::GET, "/".to_owned(), None));
        assert_eq!(shown(b"\x16\x03 <b>\r\nx"), "\\x16\\x03 <b>");
    }
}
