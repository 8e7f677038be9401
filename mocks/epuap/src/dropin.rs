//! The drop-in (`--epuap-wsdl DIR`): an institution that holds the WSDL and answers of a service lays them into a folder, and
//! they are served behind WS-Security, by path and QName. `DIR/epuap-wsdl.json`:
//!
//! ```json
//! [{ "path": "/podmioty/services/Podmioty", "wsdl": "podmioty.wsdl", "schemas": ["typy.xsd"], "role": "Rola domyślna",
//!    "answers": [{ "namespace": "http://…", "element": "szukaj", "body": "szukaj-odpowiedz.xml" }] }]
//! ```

use std::fs;
use std::path::{Component, Path};

use poligon_crypto::{Document, Limits};
use poligon_soap::QName;
use poligon_soap::wsdl::Service;
use serde::Deserialize;

/// The operation of canned answers.
pub const NAME: &str = "epuap.drop-in";
/// The list.
const LIST: &str = "epuap-wsdl.json";
/// Most bytes of one file, and most services.
const MOST_BYTES: u64 = 4 << 20;
const MOST_SERVICES: usize = 100;

/// What was laid into the folder.
#[derive(Clone, Debug, Default)]
pub struct DropIn {
    services: Vec<Service>,
    answers: Vec<Canned>,
}

/// One canned answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canned {
    /// The path of its service.
    pub path: String,
    /// The namespace of the request's element.
    pub namespace: Option<String>,
    /// Its local name.
    pub element: String,
    /// The role that the service asks for.
    pub role: Option<String>,
    /// The child of soap:Body to answer.
    pub body: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    path: String,
    #[serde(default)]
    wsdl: Option<String>,
    #[serde(default)]
    schemas: Vec<String>,
    #[serde(default)]
    role: Option<String>,
    #[serde(default)]
    answers: Vec<AnswerEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerEntry {
    #[serde(default)]
    namespace: Option<String>,
    element: String,
    body: String,
}

impl DropIn {
    /// Reads the folder.
    ///
    /// # Errors
    /// One sentence that names the file and what is wrong with it.
    pub fn read(dir: &Path) -> Result<Self, String> {
        let text = file(dir, LIST)?;
        let list = dir.join(LIST);
        let entries: Vec<Entry> =
            serde_json::from_str(&text).map_err(|why| format!("{}: {why}", list.display()))?;
        if entries.len() > MOST_SERVICES {
            return Err(format!("{}: more than {MOST_SERVICES} services", list.display()));
        }
        let mut dropin = Self::default();
        for entry in entries {
            dropin.add(dir, entry)?;
        }
        Ok(dropin)
    }

    fn add(&mut self, dir: &Path, entry: Entry) -> Result<(), String> {
        if !entry.path.starts_with('/') {
            return Err(format!("{LIST}: the path „{}” does not begin with a slash", entry.path));
        }
        if let Some(name) = &entry.wsdl {
            let mut schemas = Vec::new();
            for schema in &entry.schemas {
                schemas.push((schema.clone().into(), file(dir, schema)?.into()));
            }
            self.services.push(Service {
                path: entry.path.clone().into(),
                file: format!("wsdl/{name}").into(),
                wsdl: file(dir, name)?.into(),
                schemas,
            });
        }
        for answer in entry.answers {
            let text = file(dir, &answer.body)?;
            let document = Document::parse(text.as_bytes(), Limits::MESSAGE)
                .map_err(|why| format!("{}: {why}", dir.join(&answer.body).display()))?;
            let body = document.root().canonical(poligon_crypto::C14n::Exclusive, &[]);
            let body = body.map_err(|why| format!("{}: {why}", dir.join(&answer.body).display()))?;
            self.answers.push(Canned {
                path: entry.path.clone(),
                namespace: answer.namespace,
                element: answer.element,
                role: entry.role.clone(),
                body: String::from_utf8_lossy(&body).into_owned(),
            });
        }
        Ok(())
    }

    /// The canned answer for a request's element at a path.
    pub fn find(&self, path: &str, name: QName<'_>) -> Option<&Canned> {
        let path = path.trim_end_matches('/');
        self.answers.iter().find(|canned| {
            canned.path == path
                && canned.element == name.local
                && canned.namespace.as_deref() == name.namespace
        })
    }

    /// Whether a path is one of the folder's.
    pub fn has_path(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        self.answers.iter().any(|canned| canned.path == path)
    }

    /// WSDL and XSD of the folder.
    pub fn services(&self) -> &[Service] {
        &self.services
    }
}

/// A file right in the folder.
fn file(dir: &Path, name: &str) -> Result<String, String> {
    let path = dir.join(name);
    let plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    if !plain {
        return Err(format!("{}: names of files stay inside the folder", path.display()));
    }
    let large = fs::metadata(&path).is_ok_and(|about| about.len() > MOST_BYTES);
    if large {
        return Err(format!("{}: more than {MOST_BYTES} bytes", path.display()));
    }
    fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))
}
