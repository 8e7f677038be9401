//! Asking with curl: an HTTP client that we did not write.

use std::process::Command;

/// What curl got.
#[derive(Debug)]
pub struct Got {
    /// The status; 0 when there was no answer.
    pub status: u16,
    /// `2` or `1.1`.
    pub version: String,
    /// Head and body as they came.
    pub text: String,
}

/// Runs curl with these arguments; the answer is there even when it is an error.
///
/// # Panics
/// When curl is not installed.
#[allow(clippy::expect_used, reason = "a test helper")]
pub fn curl(args: &[&str]) -> Got {
    let mut command = Command::new("curl");
    command.args([
        "--silent",
        "--include",
        "--noproxy",
        "*",
        "--max-time",
        "10",
        "--write-out",
        "\n%{http_code} %{http_version}",
    ]);
    let done = command.args(args).output().expect("curl is installed (apt-get install curl)");
    let whole = String::from_utf8_lossy(&done.stdout).into_owned();
    let (text, tail) = whole.rsplit_once('\n').unwrap_or(("", "0 0"));
    let (status, version) = tail.split_once(' ').unwrap_or(("0", "0"));
    Got { status: status.parse().unwrap_or(0), version: version.to_owned(), text: text.to_owned() }
}
