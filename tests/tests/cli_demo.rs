//! `poligon demo`: the whole way once, over HTTPS, with every cause named.

use poligon_tests::binary::run;
use tempfile::tempdir;

#[test]
fn the_demo_gets_its_upo_and_names_three_causes() {
    let home = tempdir().unwrap();
    let ran = run(home.path(), &["demo"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("✓ UPO"), "{}", ran.stdout);
    assert_eq!(ran.stdout.matches("It would verify if").count(), 3, "{}", ran.stdout);
    assert!(ran.stdout.lines().all(|line| line.chars().count() <= 130), "too wide for a projector");
}
