//! `poligon check`.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use poligon_institution::{DocumentKind, Finding, Institution, explain};
use poligon_world::clock::wall_now;
use serde::Serialize;
use time::OffsetDateTime;

use super::{Ended, out, values};
use crate::{Trouble, institutions};

/// A document is never larger; KSeF's invoices end at 3 MB.
const LARGEST: u64 = 64 * 1024 * 1024;

const AFTER: &str = "\
Examples:
  poligon check login.xml
  poligon check - --as invoice --json < invoice.xml
  poligon check login.xml --at 2026-02-01T08:00:00Z    judge certificates at that time
  poligon check nadaj.xml --as soap --cert system.pem  a signed SOAP message and the certificates that may sign

Exit codes: 0 nothing failed · 1 something failed · 2 the file cannot be judged";

/// Judge a document without any server.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct Check {
    /// The document; „-” reads standard input
    file: PathBuf,
    /// What it is; recognised from its contents when left out
    #[arg(long = "as", value_name = "KIND")]
    kind: Option<String>,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// What the document should say, when the kind has such questions (challenge, nip …); may be repeated
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = values::pair)]
    params: Vec<(String, String)>,
    /// A PEM file with registered certificates, for the kinds that ask for them (soap); may be repeated
    #[arg(long = "cert", value_name = "PEM")]
    certs: Vec<PathBuf>,
    /// The time to judge at [default: now]
    #[arg(long, value_name = "TIME", value_parser = values::time)]
    at: Option<OffsetDateTime>,
}

#[derive(Serialize)]
struct Verdict<'a> {
    file: String,
    institution: &'static str,
    kind: &'static str,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    verdict: &'static str,
    findings: &'a [Finding],
}

impl Check {
    pub(crate) fn run(self) -> Result<Ended, Trouble> {
        let bytes = read(&self.file)?;
        let registry = institutions::registry(&institutions::all_built());
        let (institution, kind) = self.kind(&bytes, registry.all())?;
        let at = self.at.unwrap_or_else(wall_now);
        let mut params: BTreeMap<String, String> = self.params.into_iter().collect();
        for file in &self.certs {
            let pem = String::from_utf8_lossy(&read(file)?).into_owned();
            let all = params.entry("cert".to_owned()).or_default();
            all.push_str(&pem);
            all.push('\n');
        }
        let found = (kind.judge)(&bytes, at, &params);
        let failed = found.iter().any(Finding::failed);
        let verdict = if failed { "fail" } else { "pass" };
        let file = self.file.display().to_string();
        if self.json {
            let verdict = Verdict { file, institution, kind: kind.name, at, verdict, findings: &found };
            out::result(&serde_json::to_string_pretty(&verdict).unwrap_or_default());
        } else {
            out::result(&format!("{file}: {institution} {}: {verdict}", kind.name));
            out::result(&explain::findings(&found));
        }
        Ok(if failed { Ended::Failed } else { Ended::Well })
    }

    fn kind<'a>(
        &self,
        bytes: &[u8],
        all: &'a [Arc<dyn Institution>],
    ) -> Result<(&'static str, &'a DocumentKind), Trouble> {
        let kinds = || all.iter().flat_map(|one| one.documents().iter().map(|kind| (one.name(), kind)));
        let list = || {
            let list: Vec<String> =
                kinds().map(|(_, kind)| format!("\n  {:<20} {}", kind.name, kind.about)).collect();
            list.concat()
        };
        match &self.kind {
            Some(name) => kinds()
                .find(|(_, kind)| kind.name == name)
                .ok_or_else(|| Trouble::bad(format!("--as: there is no kind of document „{name}”; there are:{}", list()))),
            None => kinds().find(|(_, kind)| (kind.recognise)(bytes)).ok_or_else(|| {
                let file = self.file.display();
                Trouble::bad(format!("{file}: not recognised as any kind of document; if it is one, say which with --as KIND:{}", list()))
            }),
        }
    }
}

fn read(file: &Path) -> Result<Vec<u8>, Trouble> {
    let name = file.display();
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        std::io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|open| open.take(LARGEST + 1).read_to_end(&mut bytes))
    };
    read.map_err(|why| {
        Trouble::bad(format!("{name}: cannot be read ({why}); check the path and its permissions"))
    })?;
    if bytes.len() as u64 > LARGEST {
        return Err(Trouble::bad(format!(
            "{name}: larger than {} MiB, which no document here is; check that it is the right file",
            LARGEST >> 20
        )));
    }
    if bytes.is_empty() {
        return Err(Trouble::bad(format!("{name}: empty; check that it is the right file")));
    }
    Ok(bytes)
}
