//! Running the built binary to its end.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// How a run ended.
#[derive(Debug)]
pub struct Ran {
    /// The exit code; -1 when a signal ended it.
    pub code: i32,
    /// What it printed for machines.
    pub stdout: String,
    /// What it printed for people.
    pub stderr: String,
}

/// Where the built binary is.
///
/// # Panics
/// When it was not built.
pub fn path() -> PathBuf {
    let here = std::env::current_exe().unwrap_or_default();
    let built = here.ancestors().nth(2).unwrap_or(Path::new(".")).join("poligon");
    assert!(built.is_file(), "{} is missing; run `cargo build -p poligon` first", built.display());
    built
}

/// The binary with a home of its own and nothing of the caller's environment.
pub fn command(home: &Path) -> Command {
    let mut command = Command::new(path());
    command.env_remove("XDG_STATE_HOME").env("HOME", home).env("XDG_CACHE_HOME", home.join("cache"));
    for name in ["POLIGON_STATE", "POLIGON_CONSOLE", "POLIGON_ADMIN_TOKEN", "POLIGON_LOG"] {
        command.env_remove(name);
    }
    command.current_dir(home).stdin(Stdio::null());
    command
}

/// Runs it to its end.
///
/// # Panics
/// When it cannot be run.
#[allow(clippy::expect_used, reason = "a test helper")]
pub fn run(home: &Path, args: &[&str]) -> Ran {
    let done = command(home).args(args).output().expect("the binary can be run");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&home.display().to_string(), "HOME");
    Ran { code: done.status.code().unwrap_or(-1), stdout: text(&done.stdout), stderr: text(&done.stderr) }
}
