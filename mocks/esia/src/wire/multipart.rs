//! `multipart/form-data` (RFC 7578), as far as ЕПГУ takes it.

use poligon_institution::Request;

/// Most parts of a form.
const MOST: usize = 32;

/// One part of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub content: &'a [u8],
}

/// The parts of a request's body; `None` when it is no such form.
pub fn read(request: &Request) -> Option<Vec<Part<'_>>> {
    let kind = request.header("content-type")?;
    let (essence, rest) = kind.split_once(';')?;
    essence.trim().eq_ignore_ascii_case("multipart/form-data").then_some(())?;
    let boundary = rest.split(';').find_map(|part| part.trim().strip_prefix("boundary="))?.trim_matches('"');
    (!boundary.is_empty() && boundary.len() <= 70).then_some(())?;
    let mark = format!("--{boundary}");
    let mut parts = Vec::new();
    let mut rest = after(&request.body, mark.as_bytes())?;
    while let Some(body) = rest.strip_prefix(b"\r\n") {
        let end = find(body, format!("\r\n{mark}").as_bytes())?;
        parts.push(part(body.get(..end)?)?);
        if parts.len() > MOST {
            return None;
        }
        rest = after(body.get(end..)?, mark.as_bytes())?;
    }
    rest.starts_with(b"--").then_some(parts)
}

fn part(bytes: &[u8]) -> Option<Part<'_>> {
    let head = find(bytes, b"\r\n\r\n")?;
    let text = String::from_utf8_lossy(bytes.get(..head)?).into_owned();
    let disposition =
        text.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let name = disposition.split(';').find_map(|field| field.trim().strip_prefix("name="))?;
    Some(Part { name: name.trim_matches('"').to_owned(), content: bytes.get(head + 4..)? })
}

fn after<'a>(bytes: &'a [u8], mark: &[u8]) -> Option<&'a [u8]> {
    bytes.get(find(bytes, mark)? + mark.len()..)
}

/// Where `needle` begins. Looks for its first byte, so that a body of megabytes takes one pass.
fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    let first = needle.first()?;
    let mut from = 0;
    loop {
        let rest = bytes.get(from..)?;
        let at = from + rest.iter().position(|byte| byte == first)?;
        if bytes.get(at..)?.starts_with(needle) {
            return Some(at);
        }
        from = at + 1;
    }
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;

    #[test]
    fn parts_are_found_and_broken_forms_are_none() {
        let body = "--B\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{}\r\n\
                    --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.zip\"\r\n\r\nPK\r\n\r\n--B--\r\n";
        let request = |body: &str| {
            Request::new(Method::POST, "/")
                .with_header("content-type", "multipart/form-data; boundary=B")
                .with_body(body.to_owned())
        };
        let whole = request(body);
        let parts = read(&whole).unwrap();
        let seen: Vec<_> = parts.iter().map(|part| (part.name.as_str(), part.content)).collect();
        assert_eq!(seen, [("meta", &b"{}"[..]), ("file", b"PK\r\n")]);
        for end in 0..body.len() - 4 {
            assert_eq!(read(&request(&body[..end])), None, "{end}");
        }
    }
}
