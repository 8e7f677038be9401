//! `poligon wk`: service providers of Węzeł Krajowy in a running Poligon.

use poligon_tests::binary::run;
use poligon_tests::up::Up;
use serde_json::Value;
use tempfile::tempdir;

#[test]
fn a_provider_is_registered_with_one_command_and_its_keys_are_files() {
    let home = tempdir().unwrap();
    let up = Up::start(home.path(), &["--ephemeral", "--only", "wezel-krajowy"]);
    let (url, ca) = (up.told("/institutions/wezel-krajowy"), up.told("/ca"));
    let out = home.path().join("wk");
    let out = out.to_str().unwrap();
    let wk = |args: &[&str]| run(home.path(), &[&["wk"], args, &["--url", url, "--ca", ca]].concat());
    let add = [
        "sp",
        "add",
        "--issuer",
        "https://moj.example/sp",
        "--acs",
        "https://localhost:8000/acs",
        "--out",
        out,
    ];
    let ran = wk(&add);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let told: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(told["provider"]["stage"], "symulator-testy");
    assert!(!ran.stdout.contains("PRIVATE KEY"));
    for name in ["sig_ec.key.pem", "sig_ec.cert.pem", "enc_ec.p12", "enc_ec.legacy.p12"] {
        let path = format!("{out}/https---moj-example-sp_symulator_{name}");
        assert!(std::path::Path::new(&path).exists(), "{path}");
    }
    assert!(std::path::Path::new(&format!("{out}/wezel-krajowy_symulator.pem")).exists());
    let ran = wk(&add);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.starts_with("poligon: REG-02 (409): issuer: expected one that is not registered"),
        "{}",
        ran.stderr
    );
    assert_eq!(wk(&["sp", "advance", "--issuer", "https://moj.example/sp"]).code, 0);
    let ran = wk(&["sp", "advance", "--issuer", "https://moj.example/sp"]);
    assert!(ran.stderr.contains("REG-12") && ran.stderr.contains("ProviderName"), "{}", ran.stderr);
    assert!(wk(&["sp", "list"]).stdout.contains("\"wniosek-int\""));
    assert_eq!(wk(&["next-login", "jan", "--outcome", "cancel"]).code, 0);
    assert_eq!(wk(&["next-login", "nobody"]).code, 2);
    assert_eq!(wk(&["sp", "remove", "--issuer", "https://moj.example/sp"]).code, 0);
}

#[test]
fn without_a_running_poligon_the_command_says_so() {
    let home = tempdir().unwrap();
    let ran = run(home.path(), &["wk", "sp", "list", "--port", "1"]);
    assert_eq!(ran.code, 3);
    assert!(ran.stderr.contains("is Poligon running (`poligon up`)"), "{}", ran.stderr);
}
