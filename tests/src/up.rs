//! `poligon up` for the length of a test.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests, outside of a test function"
)]

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};

use serde_json::Value;

use crate::binary;

/// A running `poligon up --ready-json`; killed when dropped.
#[derive(Debug)]
pub struct Up {
    child: Child,
    stderr: Option<JoinHandle<String>>,
    ready: Value,
}

#[allow(clippy::expect_used, reason = "a test helper")]
impl Up {
    /// Starts it on free ports with these further arguments, and waits until it is ready.
    ///
    /// # Panics
    /// When it ends instead.
    pub fn start(home: &Path, args: &[&str]) -> Self {
        let mut command = binary::command(home);
        command.args(["up", "--port-base", "0", "--ready-json"]).args(args);
        Self::run(command)
    }

    /// Runs a command that ends in `poligon up --ready-json`, and waits until that is ready.
    ///
    /// # Panics
    /// When it ends instead.
    pub fn run(mut command: Command) -> Self {
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary can be run");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("stdout is a pipe");
        BufReader::new(stdout).read_line(&mut line).expect("stdout can be read");
        // Read all the time: a full pipe would stop whoever writes a log line.
        let stderr = child.stderr.take().map(|mut stderr| {
            thread::spawn(move || {
                let mut text = Vec::new();
                let _ = stderr.read_to_end(&mut text);
                String::from_utf8_lossy(&text).into_owned()
            })
        });
        let mut up = Self { child, stderr, ready: Value::Null };
        up.ready = match serde_json::from_str(&line) {
            Ok(ready) => ready,
            Err(_) => panic!("poligon did not get ready: {}", up.end("KILL").1),
        };
        up
    }

    /// The line of `--ready-json`.
    pub fn ready(&self) -> &Value {
        &self.ready
    }

    /// A member of the line as text, by JSON pointer.
    ///
    /// # Panics
    /// When there is none.
    pub fn told(&self, pointer: &str) -> &str {
        self.ready
            .pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_else(|| panic!("no {pointer} in {}", self.ready))
    }

    /// The URL of KSeF.
    pub fn ksef(&self) -> &str {
        self.told("/institutions/ksef")
    }

    /// Sends a signal, waits for the end, and returns how it ended and what it printed on stderr.
    pub fn end(&mut self, signal: &str) -> (ExitStatus, String) {
        let pid = self.child.id().to_string();
        let _ = Command::new("kill").args([&format!("-{signal}"), &pid]).status();
        let status = self.child.wait().expect("the child can be waited for");
        let text = self.stderr.take().and_then(|stderr| stderr.join().ok()).unwrap_or_default();
        (status, text)
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
