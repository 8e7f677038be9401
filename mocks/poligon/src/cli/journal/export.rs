//! `poligon journal export`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use poligon_scenarios::export::{Talk, har, scenario};
use serde_json::Value;

use crate::Trouble;
use crate::cli::reach::Reach;
use crate::cli::{Ended, out};

const AFTER: &str = "\
Examples:
  poligon journal export --as scenario --out scenarios/ksef/my-bug.yaml
  poligon journal export --as har --last 50 > talk.har

A scenario repeats a login only with the keys that it was made with:
start Poligon with --seed N, and use the sandbox „default”.";

/// Take what a client did out of a running Poligon.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Export {
    /// As what: a scenario that does the same again, or an HTTP archive (HAR 1.2)
    #[arg(long = "as", value_name = "FORM", value_enum)]
    form: Form,
    /// How many exchanges, the newest
    #[arg(long, value_name = "N", default_value_t = 400, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    last: u32,
    /// Into this file [default: stdout]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The scenario's name [default: the path of --out below „scenarios”, or exported/SANDBOX]
    #[arg(long, value_name = "FOLDER/NAME")]
    name: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    Scenario,
    Har,
}

impl Export {
    pub(super) fn run(self, reach: &Reach) -> Result<Ended, Trouble> {
        let talk = crate::cli::runtime()?.block_on(self.talk(reach))?;
        let text = match self.form {
            Form::Har => har(&talk, env!("CARGO_PKG_VERSION")),
            Form::Scenario => {
                let exported = scenario(&talk, &self.name(reach)).map_err(Trouble::bad)?;
                for note in &exported.notes {
                    out::progress(&format!("note: {note}"));
                }
                exported.yaml
            }
        };
        match &self.out {
            None => out::raw(text.as_bytes()),
            Some(file) => {
                std::fs::write(file, text).map_err(|why| {
                    Trouble::bad(format!(
                        "{}: cannot be written ({why}); check the path, and that its folder is there",
                        file.display()
                    ))
                })?;
                out::progress(&format!("{}: {} exchanges", file.display(), talk.exchanges.len()));
            }
        }
        Ok(Ended::Well)
    }

    async fn talk(&self, reach: &Reach) -> Result<Talk, Trouble> {
        let sandbox = reach.read("").await?.json();
        let knobs = reach.read("/knobs").await?.json();
        let list = reach.read(&format!("/journal?last={}", self.last)).await?.json();
        let numbers = list.get("exchanges").and_then(Value::as_array).into_iter().flatten();
        let numbers: Vec<u64> = numbers.filter_map(|one| one.get("id")?.as_u64()).collect();
        let mut exchanges = Vec::with_capacity(numbers.len());
        for number in numbers {
            exchanges.push(reach.read(&format!("/journal/{number}")).await?.json());
        }
        Talk::read(&sandbox, &knobs, &exchanges).map_err(Trouble::start)
    }

    fn name(&self, reach: &Reach) -> String {
        let of_file = |file: &PathBuf| {
            let parts: Vec<String> =
                file.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
            let below = parts.iter().rposition(|part| part == "scenarios").map_or(0, |at| at + 1);
            let below: &[String] =
                if below > 0 { parts.get(below..)? } else { parts.last().map(std::slice::from_ref)? };
            (!below.is_empty()).then(|| below.join("/"))
        };
        let given = self.name.clone().or_else(|| self.out.as_ref().and_then(of_file));
        given.unwrap_or_else(|| Path::new("exported").join(reach.sandbox.as_str()).display().to_string())
    }
}
