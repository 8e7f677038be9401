//! Taking a multipart body apart (RFC 2046 section 5.1), and the parameters of Content-Type.

/// One part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part<'b> {
    /// Its Content-ID without angle brackets; `""` without one.
    pub(super) id: &'b str,
    /// Its Content-Type.
    pub(super) media: &'b str,
    /// Its Content-Transfer-Encoding.
    pub(super) encoding: &'b str,
    /// Its bytes.
    pub(super) bytes: &'b [u8],
}

/// Most bytes of one part's headers.
const MOST_HEADER: usize = 4_096;

/// A parameter of a Content-Type, unquoted: `boundary`, `start`.
pub(super) fn parameter(content_type: &str, wanted: &str) -> Option<String> {
    let mut rest = content_type.split_once(';')?.1;
    loop {
        let (name, value) = rest.split_once('=')?;
        let value = value.trim_start();
        let (value, after) = match value.strip_prefix('"') {
            Some(quoted) => {
                let (value, after) = quoted.split_once('"')?;
                (value, after.split_once(';').map_or("", |(_, after)| after))
            }
            None => {
                let (value, after) = value.split_once(';').unwrap_or((value, ""));
                (value.trim_end(), after)
            }
        };
        if name.trim().eq_ignore_ascii_case(wanted) {
            return Some(value.to_owned());
        }
        rest = after;
    }
}

/// The parts of a body; the error is one sentence.
pub(super) fn parts<'b>(body: &'b [u8], boundary: &str, most: usize) -> Result<Vec<Part<'b>>, String> {
    if boundary.is_empty() || boundary.len() > 70 {
        return Err("the boundary of Content-Type must have 1 to 70 characters".to_owned());
    }
    let delimiter = format!("--{boundary}");
    let mut rest = after_delimiter(body, delimiter.as_bytes())
        .ok_or_else(|| format!("no line of the body is {delimiter}"))?;
    let mut parts = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Ok(parts);
        }
        if parts.len() == most {
            return Err(format!("there are more than {most} parts"));
        }
        let inside = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"));
        let inside = inside.ok_or_else(|| format!("something follows {delimiter} on its line"))?;
        let end = find_line(inside, delimiter.as_bytes())
            .ok_or_else(|| format!("the last part is not closed by {delimiter}--"))?;
        parts.push(part(inside.get(..end.start).unwrap_or_default())?);
        rest = inside.get(end.end..).unwrap_or_default();
    }
}

/// What follows the first delimiter, which may stand at the very start.
fn after_delimiter<'b>(body: &'b [u8], delimiter: &[u8]) -> Option<&'b [u8]> {
    body.strip_prefix(delimiter).or_else(|| body.get(find_line(body, delimiter)?.end..))
}

/// The next line break with the delimiter behind it.
fn find_line(bytes: &[u8], delimiter: &[u8]) -> Option<std::ops::Range<usize>> {
    let mut from = 0;
    while let Some(found) = bytes.get(from..)?.iter().position(|byte| *byte == b'\n') {
        let at = from + found;
        if bytes.get(at + 1..)?.starts_with(delimiter) {
            let before = at.checked_sub(1).filter(|before| bytes.get(*before) == Some(&b'\r'));
            return Some(before.unwrap_or(at)..at + 1 + delimiter.len());
        }
        from = at + 1;
    }
    None
}

fn part(bytes: &[u8]) -> Result<Part<'_>, String> {
    let (headers, content) = split(bytes)
        .ok_or_else(|| format!("a part has no blank line after at most {MOST_HEADER} bytes of headers"))?;
    let headers =
        std::str::from_utf8(headers).map_err(|_| "the headers of a part are not text".to_owned())?;
    let header = |wanted: &str| {
        let mut lines = headers.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted)).map_or("", |(_, value)| value.trim())
    };
    let id = header("content-id");
    let id = id.strip_prefix('<').and_then(|id| id.strip_suffix('>')).unwrap_or(id);
    Ok(Part {
        id,
        media: header("content-type"),
        encoding: header("content-transfer-encoding"),
        bytes: content,
    })
}

/// Headers and content, which a blank line separates; it comes at once where there are no headers.
fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    for blank in [&b"\r\n"[..], b"\n"] {
        if let Some(content) = bytes.strip_prefix(blank) {
            return Some((&[], content));
        }
    }
    let window = bytes.get(..MOST_HEADER.min(bytes.len()))?;
    let (end, blank) = [&b"\r\n\r\n"[..], b"\n\n"]
        .into_iter()
        .filter_map(|blank| {
            Some((window.windows(blank.len()).position(|found| found == blank)?, blank.len()))
        })
        .min()?;
    Some((bytes.get(..end)?, bytes.get(end + blank..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_quoted_or_not() {
        let header = "Multipart/Related; boundary=\"a;b\"; type=\"application/xop+xml\"; Start=\"<x@y>\"; start-info=text/xml";
        assert_eq!(parameter(header, "boundary").as_deref(), Some("a;b"));
        assert_eq!(parameter(header, "start").as_deref(), Some("<x@y>"));
        assert_eq!(parameter(header, "start-info").as_deref(), Some("text/xml"));
        assert_eq!(parameter(header, "charset"), None);
        assert_eq!(parameter("text/xml", "boundary"), None);
    }

    #[test]
    fn parts_are_separated_by_their_delimiters_only() {
        let body = b"preamble\r\n--b\r\nContent-ID: <r>\r\nContent-Type: x\r\n\r\n<a/>\r\n--b\r\ncontent-id: p\r\n\r\n\r\n-b\r\n--b--\r\n";
        let found = parts(body, "b", 5).expect("parts");
        assert_eq!(
            found.iter().map(|part| (part.id, part.bytes)).collect::<Vec<_>>(),
            [("r", &b"<a/>"[..]), ("p", b"\r\n-b"),]
        );
        assert_eq!(found.first().map(|part| part.media), Some("x"));
        assert!(parts(body, "b", 1).is_err());
        assert!(parts(body, "c", 5).is_err());
        assert!(parts(b"--b\r\nx: y\r\n\r\nopen", "b", 5).is_err());
        assert!(parts(b"--b\r\nno blank line\r\n--b--", "b", 5).is_err());
    }
}
