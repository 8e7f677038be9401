//! Where reports go.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::Args;
use poligon_scenarios::report::{self, Look, Report};

use super::out;
use crate::Trouble;

/// Writes a report in one form.
type Writer = fn(&Report) -> String;

/// The forms in which a report is written, beside the terminal.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reports")]
pub(crate) struct Reports {
    /// As JUnit XML, for CI servers
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// As JSON, every character kept
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// As Markdown, for a pull-request comment
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
    /// As one HTML page that needs no network
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

impl Reports {
    /// Writes them, and shows the terminal's on stdout.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub(crate) fn write(&self, report: &Report) -> Result<(), Trouble> {
        out::raw(report::terminal(report, look()).as_bytes());
        let forms: [(&Option<PathBuf>, Writer); 4] = [
            (&self.junit, report::junit),
            (&self.json, report::json),
            (&self.markdown, report::markdown),
            (&self.html, report::html),
        ];
        for (file, form) in forms {
            if let Some(file) = file {
                put(file, &form(report))?;
            }
        }
        Ok(())
    }
}

/// What stdout is.
fn look() -> Look {
    let terminal = std::io::stdout().is_terminal();
    let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let width = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    Look { colour: terminal && wanted, width: width.unwrap_or(Look::default().width) }
}

fn put(file: &Path, text: &str) -> Result<(), Trouble> {
    std::fs::write(file, text)
        .map_err(|why| Trouble::bad(format!("{}: the report cannot be written ({why})", file.display())))
}
