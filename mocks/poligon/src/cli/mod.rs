//! The command line: one file a subcommand.

mod certs;
mod check;
mod checks;
mod completions;
mod demo;
mod epuap;
mod exam;
mod exec;
mod journal;
mod lint;
mod out;
mod play;
mod reach;
mod replay;
mod reports;
mod schema;
mod up;
mod values;
mod wk;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::Trouble;

const AFTER: &str = "\
Examples:
  poligon up                            start; keys are kept in ~/.local/state/poligon
  poligon up --port-base 0 --ephemeral  start on free ports, keep nothing
  poligon exec -- pytest                run tests against the fakes, offline
  poligon replay                        play all shipped scenarios against the fakes, and judge
  poligon exam ksef/exams -- pytest     does my client do what it should when things go wrong?
  poligon check login.xml               why would this document be refused? (no server needed)
  poligon journal --failed              what did the running Poligon refuse, and why?
  poligon certs issue --profile ksef-seal --nip 5265877635 --out seal/
  poligon epuap system --podmiot gmina --role 'Rola domyślna' --out system/

Exit codes: 0 fine · 1 a verdict failed · 2 bad usage or bad file · 3 could not start, or no running Poligon reached
(poligon exec: the program's own; see `poligon exec --help`)";

/// Poligon stands in for the government systems that you integrate with, offline, and tells you why a message was refused.
#[derive(Debug, Parser)]
#[command(name = "poligon", version, after_help = AFTER, max_term_width = 110)]
#[command(arg_required_else_help = true, propagate_version = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the fake institutions; runs until Ctrl-C
    Up(Box<up::Up>),
    /// Run a program whose calls to the official hosts end at the fakes, and nowhere else
    Exec(Box<exec::Exec>),
    /// Play scenarios: the harness is the client, the fakes are its own, and everything is judged
    Replay(Box<replay::Replay>),
    /// Put a program through scenarios, and judge what it did
    Exam(Box<exam::Exam>),
    /// Look for mistakes in scenario files
    Lint(lint::Lint),
    /// Print the JSON Schema of scenarios, or what they can name: operations, actions, faults, views
    Schema(schema::Schema),
    /// Judge a document without any server: what is wrong with it, and why
    Check(Box<check::Check>),
    /// List everything that is checked, with the source of each rule
    Checks(checks::Checks),
    /// Show what a running Poligon received, what it answered, and why
    Journal(Box<journal::Journal>),
    /// Play a login, an invoice and three broken messages, and explain each
    Demo(demo::Demo),
    /// Make, list and revoke throwaway certificates
    Certs(Box<certs::Certs>),
    /// Apply for certificates at a running ePUAP, register systems, set boxes
    Epuap(Box<epuap::Epuap>),
    /// Register service providers of Węzeł Krajowy, and order logins without a browser
    Wk(Box<wk::Wk>),
    /// Print a completion script for your shell
    Completions(completions::Completions),
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Fine.
    Well,
    /// A verdict failed.
    Failed,
    /// With the status of the program that was run.
    Status(u8),
}

/// Runs the command line; errors are on stderr already.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(why) => {
            let _ = why.print();
            return ExitCode::from(u8::try_from(why.exit_code()).unwrap_or(2));
        }
    };
    match dispatch(cli.command) {
        Ok(Ended::Well) => ExitCode::SUCCESS,
        Ok(Ended::Failed) => ExitCode::from(1),
        Ok(Ended::Status(status)) => ExitCode::from(status),
        Err(why) => {
            out::progress(&format!("poligon: {why}"));
            why.exit_code()
        }
    }
}

fn dispatch(command: Command) -> Result<Ended, Trouble> {
    match command {
        Command::Up(up) => up.run(),
        Command::Exec(exec) => exec.run(),
        Command::Replay(replay) => replay.run(),
        Command::Exam(exam) => exam.run(),
        Command::Lint(lint) => lint.run(),
        Command::Schema(schema) => schema.run(),
        Command::Check(check) => check.run(),
        Command::Checks(checks) => checks.run(),
        Command::Journal(journal) => journal.run(),
        Command::Demo(demo) => demo.run(),
        Command::Certs(certs) => certs.run(),
        Command::Epuap(epuap) => epuap.run(),
        Command::Wk(wk) => wk.run(),
        Command::Completions(completions) => completions.run(),
    }
}

/// A runtime for commands that talk.
fn runtime() -> Result<tokio::runtime::Runtime, Trouble> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|why| Trouble::start(format!("the system gives no threads or event queue ({why})")))
}

/// Log lines on stderr; `POLIGON_LOG=debug` shows more.
fn logging() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("POLIGON_LOG").unwrap_or_else(|_| "warn".into());
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .without_time()
        .try_init();
}
