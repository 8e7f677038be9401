//! What a running Poligon tells when it is ready: a table for people, a line of JSON for machines.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use serde::Serialize;

/// The addresses of a running Poligon. Later keys may join; base URLs end before `/v2`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ready {
    /// The console: `http://127.0.0.1:8440`.
    pub console: String,
    /// By institution, over TLS: `https://localhost:8445`.
    pub institutions: BTreeMap<&'static str, String>,
    /// By institution, in clear text; empty without `--plain`.
    pub plain: BTreeMap<&'static str, String>,
    /// The file with the certificate to trust, PEM.
    pub ca: PathBuf,
    /// The sandbox of paths without prefix.
    pub sandbox: &'static str,
    /// The seed.
    pub seed: u64,
    /// The process.
    pub pid: u32,
    /// Where sandboxes are kept, for people; `None`: in memory.
    #[serde(skip)]
    pub kept: Option<String>,
}

impl Ready {
    /// One line of JSON, no line end.
    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The table for people.
    pub fn table(&self, seeded: bool) -> String {
        let mut text = String::from("Poligon is ready.\n\n");
        let mut row = |name: &str, value: &str| {
            let _ = writeln!(text, "  {name:<16} {value}");
        };
        row("console", &self.console);
        for (name, url) in &self.institutions {
            row(name, url);
        }
        for (name, url) in &self.plain {
            row(&format!("{name} (plain)"), url);
        }
        row("CA to trust", &self.ca.display().to_string());
        if let Some(kept) = &self.kept {
            row("sandboxes", kept);
        }
        let how = if seeded { "" } else { "  (random; --seed N repeats a run)" };
        row("seed", &format!("{}{how}", self.seed));
        text.push_str("\n  Put /@NAME after a URL to get a sandbox of that name. Ctrl-C ends.\n");
        text
    }
}
