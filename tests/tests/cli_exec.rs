//! `poligon exec`: the program's status, environment and signals, what its calls reach, and what is left behind.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests, outside of a test function"
)]

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use poligon_tests::binary;
use poligon_tests::up::Up;
use tempfile::{TempDir, tempdir};

/// A home whose temporary files can be counted.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let home = tempdir().unwrap();
        std::fs::create_dir(home.path().join("tmp")).unwrap();
        Self(home)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = binary::command(self.0.path());
        command.env("TMPDIR", self.0.path().join("tmp")).arg("exec").args(args);
        command
    }

    fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().unwrap())
    }

    /// Runs a shell script under `exec` with these options.
    fn script(&self, options: &[&str], script: &str) -> Ran {
        self.run(&[options, &["--", "sh", "-c", script]].concat())
    }

    /// Starts a script that says when it is ready, in a process group of its own: Ctrl-C in the terminal that these tests run in
    /// is not for it.
    fn start(&self, script: &str) -> Child {
        let mut command = self.command(&["--", "sh", "-c", script]);
        let command = command.stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n", "{}", stderr(&mut child));
        child
    }

    fn left_behind(&self) -> usize {
        std::fs::read_dir(self.0.path().join("tmp")).unwrap().count()
    }
}

#[derive(Debug)]
struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            code: output.status.code().unwrap(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    fn variable(&self, name: &str) -> &str {
        let mut lines = self.stdout.lines();
        lines
            .find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
            .unwrap_or_else(|| panic!("no {name}: {self:?}"))
    }
}

fn stderr(child: &mut Child) -> String {
    let mut text = String::new();
    child.stderr.as_mut().unwrap().read_to_string(&mut text).unwrap();
    text
}

fn send(signal: &str, child: &Child) {
    assert!(
        Command::new("kill")
            .arg(format!("-{signal}"))
            .arg(child.id().to_string())
            .status()
            .unwrap()
            .success()
    );
}

fn has(tool: &str) -> bool {
    let here = Command::new(tool).arg("--version").output().is_ok();
    if !here {
        eprintln!("NOT RUN: {tool} is not on PATH, so it has not talked to a fake under `poligon exec`");
    }
    here
}

#[test]
fn the_status_of_the_program_is_returned() {
    let desk = Desk::new();
    for status in [0, 1, 7, 255] {
        assert_eq!(desk.script(&[], &format!("exit {status}")).code, status);
    }
    assert_eq!(desk.script(&[], "kill -9 $$").code, 137);
    assert_eq!(desk.left_behind(), 0);
}

#[test]
fn output_and_input_are_the_programs_own() {
    let desk = Desk::new();
    let ran = desk.script(&["--seed", "7"], "echo out; echo err >&2");
    assert_eq!(ran.stdout, "out\n");
    assert_eq!(ran.stderr, "err\npoligon: 0 exchanges, 0 refused (seed 7)\n");
}

#[test]
fn a_program_that_does_not_start_has_the_status_of_a_shell() {
    let desk = Desk::new();
    let ran = desk.run(&["--", "no-such-program"]);
    assert_eq!(ran.code, 127);
    insta::assert_snapshot!(ran.stderr, @"poligon: there is no program „no-such-program”; check its name and PATH");
    let file = desk.0.path().join("notes.txt");
    std::fs::write(&file, "no program").unwrap();
    let ran = desk.run(&["--", file.to_str().unwrap()]);
    assert_eq!(ran.code, 126, "{}", ran.stderr);
    assert!(ran.stderr.contains("cannot be executed"), "{}", ran.stderr);
    assert_eq!(desk.run(&["--"]).code, 2);
    assert_eq!(desk.left_behind(), 0);
}

#[test]
fn the_environment_leads_every_kind_of_client_to_the_fakes() {
    let desk = Desk::new();
    let ran = desk.script(&[], "env; ls -A $SSL_CERT_DIR | wc -l; cat $SSL_CERT_FILE");
    let console = ran.variable("POLIGON_CONSOLE");
    assert!(console.starts_with("http://127.0.0.1:"), "{console}");
    for name in ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy"] {
        assert_eq!(ran.variable(name), console);
    }
    for name in ["NO_PROXY", "no_proxy"] {
        assert_eq!(ran.variable(name), "localhost,127.0.0.1,::1");
    }
    let ca = ran.variable("POLIGON_CA");
    for name in [
        "SSL_CERT_FILE",
        "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE",
        "NODE_EXTRA_CA_CERTS",
        "GIT_SSL_CAINFO",
        "AWS_CA_BUNDLE",
    ] {
        assert_eq!(ran.variable(name), ca);
    }
    assert!(ran.variable("POLIGON_KSEF_URL").starts_with("https://localhost:"));
    assert_eq!(ran.variable("POLIGON_SANDBOX"), "default");
    assert_eq!(ran.variable("NODE_USE_ENV_PROXY"), "1");
    let java = ran.variable("JAVA_TOOL_OPTIONS");
    assert!(java.contains("-Dhttps.proxyHost=127.0.0.1 ") && java.contains("trustStore="), "{java}");
    assert_eq!(ran.stdout.matches("BEGIN CERTIFICATE").count(), 1, "nothing but the throwaway CA is trusted");
    assert!(ran.stdout.contains("\n0\n"), "the directory of certificates is empty: {}", ran.stdout);
}

#[test]
fn a_sandbox_is_the_proxys_user_and_a_prefix() {
    let desk = Desk::new();
    let ran = desk.script(&["--sandbox", "alfa"], "env");
    assert!(ran.variable("HTTPS_PROXY").starts_with("http://alfa:x@127.0.0.1:"), "{ran:?}");
    assert!(ran.variable("POLIGON_KSEF_URL").ends_with("/@alfa"));
    assert_eq!(ran.variable("POLIGON_SANDBOX"), "alfa");
}

#[test]
fn signals_are_passed_on_and_nothing_is_left_behind() {
    for (signal, number) in [("TERM", 15), ("HUP", 1), ("INT", 2)] {
        let desk = Desk::new();
        let script =
            format!("trap 'echo got {signal}; exit 5' {signal}; echo ready; while :; do sleep 0.05; done");
        let mut child = desk.start(&script);
        assert_eq!(desk.left_behind(), 2, "trust files and spool, while it runs");
        send(signal, &child);
        assert_eq!(child.wait().unwrap().code(), Some(5), "its own status, {number}");
        let mut said = String::new();
        child.stdout.as_mut().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(said, format!("got {signal}\n"));
        assert_eq!(desk.left_behind(), 0);

        let mut child = desk.start("echo ready; exec sleep 60");
        send(signal, &child);
        assert_eq!(child.wait().unwrap().code(), Some(128 + number));
    }
}

#[test]
fn the_second_signal_kills_a_program_that_ignores_the_first() {
    let desk = Desk::new();
    let mut child = desk.start("trap 'echo ignored >&2' TERM; echo ready; while :; do sleep 0.05; done");
    send("TERM", &child);
    // Signals of one kind that are not taken yet are one signal: wait until the program has had the first.
    let mut line = String::new();
    BufReader::new(child.stderr.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "ignored\n");
    send("TERM", &child);
    assert_eq!(child.wait().unwrap().code(), Some(137));
    assert_eq!(desk.left_behind(), 0);
}

#[test]
fn a_call_to_an_official_host_ends_at_the_fake() {
    if !has("curl") {
        return;
    }
    let desk = Desk::new();
    let script = "curl -sSi -X POST https://api-test.ksef.mf.gov.pl/v2/auth/challenge; curl -sS -X POST http://api-demo.ksef.mf.gov.pl/v2/auth/challenge";
    let ran = desk.script(&["--clock", "frozen@2026-02-03T04:05:06Z", "--sandbox", "alfa"], script);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.stdout.matches("\"challenge\":\"20260203-CR-").count(), 2, "{ran:?}");
    assert!(ran.stderr.starts_with("poligon: 2 exchanges, 0 refused (seed "), "{ran:?}");
}

#[test]
fn the_fakes_own_urls_work_beside_the_proxy() {
    if !has("curl") {
        return;
    }
    let desk = Desk::new();
    let script = "curl -sS -X POST $POLIGON_KSEF_URL/v2/auth/challenge && curl -sS --noproxy '' -X POST $POLIGON_KSEF_URL/v2/auth/challenge && curl -sS $POLIGON_CONSOLE/health";
    let ran = desk.script(&["--sandbox", "alfa"], script);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stderr.starts_with("poligon: 2 exchanges, 0 refused"), "{ran:?}");
}

#[test]
fn a_foreign_host_is_refused_with_a_sentence_and_a_finding() {
    if !has("curl") {
        return;
    }
    let desk = Desk::new();
    let script = "curl -sS http://www.example.com/; curl -sS https://www.example.com/ 2>/dev/null || echo refused; curl -sS \"$POLIGON_CONSOLE/sandboxes/default/journal?failed=true&format=text\"";
    let ran = desk.script(&[], script);
    let sentence =
        "poligon: the program asked for www.example.com:80, and the proxy leads to nothing but the fakes";
    assert!(ran.stdout.contains(sentence) && ran.stdout.contains("\nrefused\n"), "{ran:?}");
    assert!(ran.stdout.contains("CONNECT www.example.com:443 → 403 no operation\n✗ EDGE-010"), "{ran:?}");
    assert!(ran.stderr.contains("poligon: 2 exchanges, 2 refused"), "{ran:?}");
    assert!(
        ran.stderr.contains("  ✗ default #2 CONNECT www.example.com:443 → 403\n      EDGE-010  "),
        "{ran:?}"
    );
    assert_eq!(ran.code, 0, "a refusal is no failure unless that was asked for");
}

#[test]
fn a_refusal_fails_the_run_when_asked_to() {
    if !has("curl") {
        return;
    }
    let desk = Desk::new();
    let refused = "curl -sS http://www.example.com/";
    assert_eq!(desk.script(&["--fail-on-refusal"], refused).code, 1);
    assert_eq!(
        desk.script(&["--fail-on-refusal"], &format!("{refused}; exit 9")).code,
        9,
        "its own comes first"
    );
    assert_eq!(
        desk.script(&["--fail-on-refusal"], "curl -sS $POLIGON_KSEF_URL/v2/security/public-key-certificates")
            .code,
        0
    );
}

#[test]
fn java_reaches_the_fake_through_its_own_trust_store() {
    if !has("java") {
        return;
    }
    let desk = Desk::new();
    let source = desk.0.path().join("Ask.java");
    std::fs::write(&source, JAVA).unwrap();
    let ran = desk.run(&["--sandbox", "alfa", "--", "java", source.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.stdout, "200\n", "{ran:?}");
    assert!(ran.stderr.contains("poligon: 2 exchanges, 1 refused"), "{ran:?}");
    assert!(
        ran.stderr.contains("✗ alfa #2 CONNECT www.example.com:443"),
        "no user name, yet its sandbox: {ran:?}"
    );
}

const JAVA: &str = r#"
import java.io.IOException;
import java.net.URL;
import javax.net.ssl.HttpsURLConnection;

public class Ask {
    public static void main(String[] arguments) throws IOException {
        System.out.println(ask("https://api-test.ksef.mf.gov.pl/v2/auth/challenge"));
        try {
            ask("https://www.example.com/");
        } catch (IOException expected) {
            System.err.println(expected.getMessage());
        }
    }

    static int ask(String url) throws IOException {
        HttpsURLConnection connection = (HttpsURLConnection) new URL(url).openConnection();
        connection.setRequestMethod("POST");
        return connection.getResponseCode();
    }
}
"#;

#[test]
fn without_impersonation_official_names_are_refused_with_the_remedy() {
    if !has("curl") {
        return;
    }
    let home = tempdir().unwrap();
    let ask = |options: &[&str]| {
        let up = Up::start(home.path(), options);
        through(up.told("/console"), up.told("/ca"))
    };
    let refused = ask(&["--ephemeral"]);
    assert!(refused.starts_with("HTTP/1.1 403 Forbidden by Poligon, EDGE-013: "), "{refused}");
    assert!(refused.contains("under `poligon exec` or with --impersonate only"), "{refused}");
    let played = ask(&["--ephemeral", "--impersonate"]);
    assert!(played.contains("\"challenge\""), "{played}");
}

fn through(proxy: &str, ca: &str) -> String {
    let url = "https://api-test.ksef.mf.gov.pl/v2/auth/challenge";
    let done = Command::new("curl")
        .args(["-sSi", "--noproxy", "", "--proxy", proxy, "--cacert", ca, "-X", "POST", url])
        .output()
        .unwrap();
    String::from_utf8_lossy(&done.stdout).into_owned()
}

#[test]
fn a_ca_file_is_there_while_the_program_runs_and_gone_after() {
    let desk = Desk::new();
    let ran = desk.script(&[], "test -s $POLIGON_CA && echo $POLIGON_CA");
    let ca = ran.stdout.trim();
    assert!(ca.starts_with(desk.0.path().to_str().unwrap()) && !Path::new(ca).exists(), "{ran:?}");
}
