//! From method and path to an operation. Double slashes and a slash at the end are tolerated (spec §4).

use std::sync::LazyLock;

use http::Method;
use matchit::Router;
use poligon_institution::{Evidence, Refused};

use crate::checks::ground;
use crate::desk::Call;
use crate::operations::catalogue::{self, Row};
use crate::wire::params;

/// Longest path that is looked at.
const LONGEST: usize = 4_000;

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

static ROUTER: LazyLock<Router<Vec<&'static Row>>> = LazyLock::new(|| {
    let mut templates: Vec<(&'static str, Vec<&'static Row>)> = Vec::new();
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
    if path.len() > LONGEST {
        return Routed::Unknown;
    }
    let path = plain(path);
    let Ok(found) = ROUTER.at(&path) else { return Routed::Unknown };
    let Some(row) = found.value.iter().find(|row| row.method == method.as_str()) else {
        return Routed::WrongMethod;
    };
    let decoded = |value: &str| params::unescape(value).unwrap_or_else(|| value.to_owned());
    let arguments = found.params.iter().map(|(name, value)| (name.to_owned(), decoded(value)));
    Routed::Found(row, Arguments(arguments.collect()))
}

fn plain(path: &str) -> String {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    format!("/{}", segments.join("/"))
}

/// Refuses a path that leads nowhere.
pub fn refuse_path(call: &mut Call<'_>) -> Refused {
    let path: String = call.request.path.chars().take(200).collect();
    let got = format!("{} {path}", call.request.method);
    let evidence = Evidence::values("method and path", "an operation of ESIA or of ЕПГУ", got);
    call.exam.refuse(&ground::ROUTE.check, vec![evidence])
}

/// Refuses a method that the path does not take.
pub fn refuse_method(call: &mut Call<'_>) -> Refused {
    let path = plain(&call.request.path);
    let takes: Vec<&str> = match ROUTER.at(&path) {
        Ok(found) => found.value.iter().map(|row| row.method).collect(),
        Err(_) => Vec::new(),
    };
    let evidence = Evidence::values("method", takes.join(", "), call.request.method.as_str());
    call.exam.refuse(&ground::METHOD.check, vec![evidence])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_reached_by_its_own_template_also_with_odd_slashes() {
        for row in catalogue::rows() {
            let method = Method::from_bytes(row.method.as_bytes()).unwrap();
            let concrete = row.path.replace(['{', '}'], "x");
            for path in [concrete.clone(), format!("{concrete}/"), format!("/{concrete}")] {
                match find(&method, &path) {
                    Routed::Found(found, _) => assert_eq!(found.operation.name, row.operation.name),
                    other => panic!("{path}: {other:?}"),
                }
            }
        }
    }
}
