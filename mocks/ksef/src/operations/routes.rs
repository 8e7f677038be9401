//! From method and path to an operation. Every path is served under `/v2` and `/api/v2` (spec §0 R1), double slashes and a
//! slash at the end are tolerated (R2).

use std::sync::LazyLock;

use http::Method;
use matchit::Router;
use poligon_institution::{Evidence, Refused};

use crate::checks::ground;
use crate::desk::Call;
use crate::operations::catalogue::{self, Row};

/// Longest path that is looked at.
const LONGEST: usize = 2_000;

/// Where a request leads.
#[derive(Debug)]
pub enum Routed {
    /// To this operation.
    Found(&'static Row, Arguments),
    /// The path exists, with other methods.
    WrongMethod,
    /// Nowhere.
    Unknown,
}

/// The named parts of a path, percent-decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arguments(Vec<(String, String)>);

impl Arguments {
    /// The part of this name.
    pub fn named(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// All rows of one path template.
type Methods = Vec<&'static Row>;

static ROUTER: LazyLock<Router<Methods>> = LazyLock::new(|| {
    let mut templates: Vec<(&'static str, Methods)> = Vec::new();
    for row in catalogue::rows() {
        match templates.iter_mut().find(|(path, _)| *path == row.path) {
            Some((_, methods)) => methods.push(row),
            None => templates.push((row.path, vec![row])),
        }
    }
    let mut router = Router::new();
    for (path, methods) in templates {
        // The templates are ours; a conflict among them is caught by the test below.
        let _ = router.insert(path, methods);
    }
    router
});

/// Finds the operation of a request.
pub fn find(method: &Method, path: &str) -> Routed {
    let Some(path) = plain(path) else { return Routed::Unknown };
    let Ok(found) = ROUTER.at(&path) else { return Routed::Unknown };
    let Some(row) = found.value.iter().find(|row| row.method == method.as_str()) else {
        return Routed::WrongMethod;
    };
    let arguments = found.params.iter().map(|(name, value)| (name.to_owned(), decode(value))).collect();
    Routed::Found(row, Arguments(arguments))
}

/// The path without prefix, doubled slashes and slash at the end; `None` when the prefix is none of ours.
fn plain(path: &str) -> Option<String> {
    if path.len() > LONGEST {
        return None;
    }
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let rest = match segments.as_slice() {
        ["v2", rest @ ..] | ["api", "v2", rest @ ..] => rest,
        ["storage", ..] => segments.as_slice(),
        _ => return None,
    };
    Some(format!("/{}", rest.join("/")))
}

/// Percent-decodes; broken escapes and bytes that are no UTF-8 stay as they are written.
pub fn decode(text: &str) -> String {
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
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// Refuses a path that leads nowhere.
pub fn refuse_path(call: &mut Call<'_>) -> Refused {
    let got = format!("{} {}", call.request.method, shortened(&call.request.path));
    call.exam.refuse(
        &ground::ROUTE.check,
        vec![Evidence::values("method and path", "an operation under /v2 or /api/v2", got)],
    )
}

/// Refuses a method that the path does not take.
pub fn refuse_method(call: &mut Call<'_>) -> Refused {
    let path = plain(&call.request.path).unwrap_or_default();
    let takes: Vec<&str> = match ROUTER.at(&path) {
        Ok(found) => found.value.iter().map(|row| row.method).collect(),
        Err(_) => Vec::new(),
    };
    let evidence = Evidence::values("method", takes.join(", "), call.request.method.as_str());
    call.exam.refuse(&ground::METHOD.check, vec![evidence])
}

fn shortened(path: &str) -> String {
    path.chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(method: Method, path: &str) -> Option<&'static str> {
        match find(&method, path) {
            Routed::Found(row, _) => Some(row.operation.name),
            _ => None,
        }
    }

    #[test]
    fn every_row_of_the_catalogue_is_reached_by_its_own_template() {
        for row in catalogue::rows() {
            let method = Method::from_bytes(row.method.as_bytes()).unwrap();
            let concrete: String = row.path.replace(['{', '}', '*'], "x");
            let prefix = if row.path.starts_with("/storage") { "" } else { "/v2" };
            assert_eq!(name(method, &format!("{prefix}{concrete}")), Some(row.operation.name));
        }
    }

    #[test]
    fn both_prefixes_double_slashes_and_a_slash_at_the_end_are_tolerated() {
        for path in [
            "/v2/auth/challenge",
            "/api/v2/auth/challenge",
            "//v2//auth/challenge/",
            "/api/v2//auth//challenge",
        ] {
            assert_eq!(name(Method::POST, path), Some("ksef.auth.challenge"), "{path}");
        }
        assert_eq!(name(Method::POST, "/v1/auth/challenge"), None);
    }

    #[test]
    fn a_known_path_with_another_method_is_told_apart_from_an_unknown_one() {
        assert!(matches!(find(&Method::GET, "/v2/auth/token/redeem"), Routed::WrongMethod));
        assert!(matches!(find(&Method::GET, "/v2/nowhere"), Routed::Unknown));
    }

    #[test]
    fn broken_escapes_stay_as_they_are() {
        assert_eq!(decode("a%2Fb%zz%"), "a/b%zz%");
        assert_eq!(decode("%FF"), "%FF");
    }
}
