//! `poligon up`: what it tells, how it ends, what it refuses to start with.

use std::net::TcpListener;
use std::path::Path;

use poligon_tests::binary::{Ran, run};
use poligon_tests::up::Up;
use tempfile::tempdir;

/// A start that must fail; ports are free ones so that a mistake of the test is no clash.
fn refused(home: &Path, args: &[&str]) -> Ran {
    let ran = run(home, &[&["up", "--port-base", "0"], args].concat());
    assert_eq!(ran.stdout, "", "nothing for machines");
    ran
}

#[test]
fn ready_json_is_one_line_with_every_address() {
    let home = tempdir().unwrap();
    let up = Up::start(home.path(), &["--seed", "7", "--ephemeral", "--plain"]);
    let keys: Vec<&str> = up.ready().as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["console", "institutions", "plain", "ca", "sandbox", "seed", "pid"]);
    assert!(up.ksef().starts_with("https://localhost:"));
    assert!(up.told("/plain/ksef").starts_with("http://localhost:"));
    assert!(up.told("/console").starts_with("http://127.0.0.1:"));
    assert_eq!(up.told("/sandbox"), "default");
    assert_eq!(up.ready()["seed"], 7);
    assert!(Path::new(up.told("/ca")).is_file());
}

#[test]
fn the_table_for_people_is_on_stderr() {
    let home = tempdir().unwrap();
    let mut up = Up::start(home.path(), &["--ephemeral"]);
    let url = up.ksef().to_owned();
    let (_, stderr) = up.end("TERM");
    assert!(stderr.starts_with("Poligon is ready.\n"), "{stderr}");
    assert!(stderr.contains(&url) && stderr.contains("(random; --seed N repeats a run)"), "{stderr}");
}

#[test]
fn sigterm_and_ctrl_c_end_cleanly_and_leave_nothing() {
    for signal in ["TERM", "INT"] {
        let home = tempdir().unwrap();
        let mut up = Up::start(home.path(), &["--ephemeral"]);
        let ca = up.told("/ca").to_owned();
        let (status, _) = up.end(signal);
        assert_eq!(status.code(), Some(0), "{signal}");
        assert!(!Path::new(&ca).parent().unwrap().exists(), "{ca}");
    }
}

#[test]
fn the_ca_survives_a_restart() {
    let home = tempdir().unwrap();
    let ca = |args: &[&str]| {
        let up = Up::start(home.path(), args);
        assert_eq!(up.told("/ca"), home.path().join(".local/state/poligon/default/ca.pem").to_str().unwrap());
        std::fs::read(up.told("/ca")).unwrap()
    };
    assert_eq!(ca(&[]), ca(&["--only", "ksef"]));
}

#[test]
fn a_taken_port_is_named_with_a_remedy() {
    let home = tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let ran = run(home.path(), &["up", "--ephemeral", "--port-base", &port.to_string()]);
    assert_eq!(ran.code, 3);
    // Another test may hold the port of an institution, which follow this one.
    let stderr = (port..=port + 5).fold(ran.stderr, |said, port| said.replace(&port.to_string(), "PORT"));
    assert!(
        stderr.starts_with("poligon: port PORT on 127.0.0.1 is taken by another program; stop that program"),
        "{stderr}"
    );
    assert!(stderr.trim_end().ends_with("--port-base 0 for any free ports"), "{stderr}");
}

#[test]
fn an_unknown_institution_is_refused_with_the_list() {
    let home = tempdir().unwrap();
    let ran = refused(home.path(), &["--only", "mordor"]);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(ran.stderr, @r"
    error: invalid value 'mordor' for '--only <NAME,…>': there is no institution „mordor” (built: epuap, wezel-krajowy, esia, ksef; not built yet: profil-zaufany)

    For more information, try '--help'.
    ");
}

#[test]
fn an_institution_that_is_not_built_says_so() {
    let home = tempdir().unwrap();
    let ran = refused(home.path(), &["--only", "ksef,profil-zaufany"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("institution „profil-zaufany” is not built"), "{}", ran.stderr);
}

#[test]
fn a_foreign_directory_is_left_alone() {
    let home = tempdir().unwrap();
    std::fs::create_dir(home.path().join("foreign")).unwrap();
    std::fs::write(home.path().join("foreign/notes.txt"), "mine").unwrap();
    let ran = refused(home.path(), &["--state", "foreign"]);
    assert_eq!(ran.code, 3);
    insta::assert_snapshot!(ran.stderr, @"poligon: foreign: not a state directory of Poligon: it holds „notes.txt” and no poligon-state.json; choose an empty or a new directory (nothing was changed)");
    assert_eq!(std::fs::read_dir(home.path().join("foreign")).unwrap().count(), 1);
}

#[test]
fn a_directory_of_another_seed_is_refused() {
    let home = tempdir().unwrap();
    drop(Up::start(home.path(), &["--state", "keys"]));
    let ran = refused(home.path(), &["--state", "keys", "--seed", "5"]);
    assert_eq!(ran.code, 3);
    insta::assert_snapshot!(ran.stderr, @"poligon: keys/poligon-state.json: made without a seed, its keys are random; leave --seed out or choose another directory");
}

#[cfg(unix)]
#[test]
fn keys_that_others_can_read_are_refused() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempdir().unwrap();
    drop(Up::start(home.path(), &["--state", "keys"]));
    let key = std::fs::read_dir(home.path().join("keys/keys")).unwrap().next().unwrap().unwrap().path();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    let ran = refused(home.path(), &["--state", "keys"]);
    assert_eq!(ran.code, 3);
    assert!(
        ran.stderr.contains(": private keys can be read by others; run `chmod 600 keys/keys/"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_state_path_that_is_a_file_is_refused() {
    let home = tempdir().unwrap();
    std::fs::write(home.path().join("keys"), "mine").unwrap();
    let ran = refused(home.path(), &["--state", "keys"]);
    assert_eq!(ran.code, 3);
    assert!(ran.stderr.starts_with("poligon: keys: "), "{}", ran.stderr);
    assert_eq!(std::fs::read(home.path().join("keys")).unwrap(), b"mine");
}

#[test]
fn exposing_without_a_token_is_refused() {
    let home = tempdir().unwrap();
    let ran = refused(home.path(), &["--ephemeral", "--expose", "0.0.0.0"]);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(ran.stderr, @"poligon: --expose 0.0.0.0 lets others reach the admin API; protect it with --admin-token TOKEN (`openssl rand -hex 16` makes one)");
}

#[test]
fn a_short_token_and_a_loopback_exposure_are_refused() {
    let home = tempdir().unwrap();
    let short = refused(home.path(), &["--ephemeral", "--expose", "0.0.0.0", "--admin-token", "short"]);
    assert_eq!(short.code, 2);
    assert!(short.stderr.contains("16 to 256 visible ASCII characters"), "{}", short.stderr);
    let loopback =
        refused(home.path(), &["--ephemeral", "--expose", "127.0.0.1", "--admin-token", "0123456789abcdef"]);
    assert_eq!(loopback.code, 2);
    assert!(loopback.stderr.contains("leave --expose away"), "{}", loopback.stderr);
}

#[test]
fn an_address_of_another_machine_cannot_be_exposed() {
    let home = tempdir().unwrap();
    let ran =
        refused(home.path(), &["--ephemeral", "--expose", "192.0.2.1", "--admin-token", "0123456789abcdef"]);
    assert_eq!(ran.code, 3);
    insta::assert_snapshot!(ran.stderr, @"poligon: 192.0.2.1 is no address of this machine; --expose takes one that `ip address` shows, or 0.0.0.0 for all");
}

#[test]
fn bad_flag_values_say_what_is_taken() {
    let home = tempdir().unwrap();
    for (args, sentence) in [
        (["--strictness", "nice"], "strictness „nice” is not known; write lenient, faithful or picky"),
        (["--clock", "yesterday"], "clock „yesterday” is not understood; write frozen@"),
        (["--seed", "seven"], "invalid digit found in string"),
        (["--public-url", "ftp://x"], "write a URL with scheme and host"),
        (["--public-url", "profil-zaufany=https://x"], "institution „profil-zaufany” is not built"),
        (["--knob", "nothing"], "write NAME=VALUE"),
        (["--knob", "ksef.nothing=1"], "--knob: there is no knob „ksef.nothing”; there are: epuap."),
        (
            ["--knob", "ksef.processing-polls=x"],
            "knob ksef.processing-polls does not take „x”; it takes a whole number from",
        ),
    ] {
        let ran = refused(home.path(), &[&["--ephemeral"], args.as_slice()].concat());
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.stderr.contains(sentence), "{}", ran.stderr);
    }
}
