//! Sandboxes that are kept: what comes back after a restart is what was there, byte for byte, and it goes on alike.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod player;

use std::path::Path;
use std::sync::Arc;

use http::Method;
use player::fake::{self, Fake};
use player::moves::{self, Move};
use player::{BEGIN, Player};
use poligon_institution::store::Bounds;
use poligon_institution::{Foundation, Request, Store};
use poligon_world::{Clock, Strictness};
use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::tempdir;
use time::{Duration, OffsetDateTime};

fn kept_in(directory: &Path, bounds: Bounds) -> Foundation {
    let store = Store::open(directory, bounds).unwrap();
    Foundation {
        store: Some(Arc::new(store)),
        edge: poligon_gateway::checks::ALL,
        ..fake::seeded(7, Strictness::Faithful)
    }
}

fn start(directory: &Path) -> Fake {
    Fake::of(kept_in(directory, Bounds::default()))
}

/// What a sandbox shows: journal, clock, settings.
fn shown(fake: &Fake) -> Value {
    let parts = ["", "/knobs"].map(|part| fake.shown(&format!("/sandboxes/alfa{part}")));
    json!([fake.journal("alfa"), parts])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_restart_changes_nothing(before in moves::any_moves(), after in moves::any_moves()) {
        let directory = tempdir().unwrap();
        let first = start(directory.path());
        let mut player = Player::new(&first, "alfa");
        player.play_all(&before);
        first.ask(Request::new(Method::GET, "/@alfa/v2/end"));
        let there = shown(&first);
        let known = player.knowledge();
        drop(first);

        let second = start(directory.path());
        prop_assert_eq!(&there, &shown(&second));
        let mut player = Player::knowing(&second, "alfa", known);
        player.play_all(&after);

        // What goes on after the restart is what goes on without one.
        let whole = Fake::new(7);
        let mut player = Player::new(&whole, "alfa");
        player.play_all(&before);
        whole.ask(Request::new(Method::GET, "/@alfa/v2/end"));
        player.play_all(&after);
        prop_assert_eq!(whole.journal("alfa"), second.journal("alfa"));
    }
}

#[test]
fn a_clock_that_runs_is_played_back_at_the_times_that_it_showed() {
    let directory = tempdir().unwrap();
    let running =
        || Foundation { clock: Clock::running_from(BEGIN), ..kept_in(directory.path(), Bounds::default()) };
    let first = Fake::of(running());
    let mut player = Player::new(&first, "alfa");
    player.play_all(&moves::entry(false));
    player.play_all(&moves::course(1));
    first.admin("POST", "/sandboxes/alfa/clock/advance", &json!({ "by": "P3D" }));
    player.play(&Move::PublicKeys);
    let there = first.journal("alfa");
    drop(first);
    let second = Fake::of(running());
    assert_eq!(second.journal("alfa"), there);
    let now = second.shown("/sandboxes/alfa/clock")["now"].as_str().unwrap().to_owned();
    let now = OffsetDateTime::parse(&now, &time::format_description::well_known::Rfc3339).unwrap();
    assert!(now > BEGIN + Duration::days(3), "the clock runs on: {now}");
}

#[test]
fn what_the_edge_refused_is_in_the_journal_after_a_restart() {
    let directory = tempdir().unwrap();
    let first = start(directory.path());
    first.ask(Request::new(Method::GET, "/@UPPER/v2"));
    let there = first.journal("default");
    assert_eq!(there[0]["findings"][0]["check"]["id"], "EDGE-003");
    drop(first);
    assert_eq!(start(directory.path()).journal("default"), there);
}

#[test]
fn a_reset_a_clear_and_a_deletion_last() {
    let directory = tempdir().unwrap();
    let first = start(directory.path());
    for sandbox in ["alfa", "beta", "gamma"] {
        Player::new(&first, sandbox).play_all(&moves::entry(false));
    }
    assert_eq!(first.admin("POST", "/sandboxes/alfa/reset", &Value::Null).status, 200);
    assert_eq!(first.admin("DELETE", "/sandboxes/beta/journal", &Value::Null).status, 204);
    assert_eq!(first.admin("DELETE", "/sandboxes/gamma", &Value::Null).status, 204);
    drop(first);
    let second = start(directory.path());
    let list = second.shown("/sandboxes");
    assert_eq!(list["sandboxes"], json!([]));
    assert_eq!(
        list["asleep"],
        json!([{ "name": "alfa", "events": 0 }, { "name": "beta", "events": 7 }, { "name": "default", "events": 0 }])
    );
    assert!(second.journal("alfa").is_empty());
    assert_eq!(second.shown("/sandboxes/beta")["journal"]["recorded"], 6);
    assert!(second.journal("beta").is_empty());
    assert_eq!(second.admin("GET", "/sandboxes/gamma", &Value::Null).status, 404);
}

#[test]
fn a_snapshot_is_the_sandbox_at_its_moment() {
    let directory = tempdir().unwrap();
    let first = start(directory.path());
    let mut player = Player::new(&first, "alfa");
    player.play_all(&moves::entry(false));
    let snapshots = "/sandboxes/alfa/snapshots";
    let taken = first.admin("POST", snapshots, &json!({ "name": "entered" }));
    assert_eq!(taken.status, 201);
    let (there, known) = (shown(&first), player.knowledge());
    player.play_all(&moves::course(1));
    let once = first.journal("alfa");

    drop(first);
    let second = start(directory.path());
    assert_eq!(second.shown(snapshots)["snapshots"][0]["events"], 6);
    let restore = format!("{snapshots}/entered/restore");
    assert_eq!(second.admin("POST", &restore, &Value::Null).status, 200);
    assert_eq!(shown(&second), there);
    Player::knowing(&second, "alfa", known).play_all(&moves::course(1));
    assert_eq!(second.journal("alfa"), once, "it goes on as it went on then");

    for (method, path, body, status) in [
        ("POST", snapshots, json!({ "name": "entered" }), 409),
        ("POST", snapshots, json!({ "name": "No Name" }), 400),
        ("POST", "/sandboxes/nobody/snapshots", json!({ "name": "a" }), 404),
        ("POST", "/sandboxes/alfa/snapshots/other/restore", Value::Null, 404),
        ("DELETE", "/sandboxes/alfa/snapshots/entered", Value::Null, 204),
        ("DELETE", "/sandboxes/alfa/snapshots/entered", Value::Null, 404),
        ("POST", &restore, Value::Null, 404),
    ] {
        assert_eq!(second.admin(method, path, &body).status, status, "{method} {path} {body}");
    }
}

#[test]
fn snapshots_are_few_and_short() {
    let directory = tempdir().unwrap();
    let bounds = Bounds { snapshots: 2, snapshot_bytes: 3000, ..Bounds::default() };
    let fake = Fake::of(kept_in(directory.path(), bounds));
    let take = |sandbox: &str, name: &str| {
        fake.admin("POST", &format!("/sandboxes/{sandbox}/snapshots"), &json!({ "name": name })).status
    };
    Player::new(&fake, "alfa").play(&Move::Challenge);
    assert_eq!([take("alfa", "a"), take("alfa", "b"), take("alfa", "c")], [201, 201, 429]);
    Player::new(&fake, "beta").play_all(&moves::entry(false));
    assert_eq!(take("beta", "a"), 409);
    assert_eq!(fake.admin("DELETE", "/sandboxes/alfa", &Value::Null).status, 204);
    Player::new(&fake, "alfa").play(&Move::Challenge);
    assert_eq!(
        fake.shown("/sandboxes/alfa/snapshots"),
        json!({ "snapshots": [] }),
        "they went with the sandbox"
    );
}

#[test]
fn without_a_state_directory_there_are_no_snapshots() {
    let fake = Fake::new(7);
    let answer = fake.admin("POST", "/sandboxes/default/snapshots", &json!({ "name": "a" }));
    assert_eq!(answer.status, 409);
    assert!(String::from_utf8_lossy(&answer.body).contains("--state DIR"));
}

#[test]
fn a_full_log_is_refused_until_a_reset() {
    let directory = tempdir().unwrap();
    let fake = Fake::of(kept_in(directory.path(), Bounds { events: 3, ..Bounds::default() }));
    let ask = || fake.ask(Request::new(Method::POST, "/@alfa/v2/auth/challenge"));
    assert_eq!([ask().status, ask().status, ask().status], [200, 200, 200]);
    let refused = ask();
    assert_eq!(
        (refused.status.as_u16(), &refused.headers["x-poligon-refused-by"]),
        (507, &"STATE-002".parse().unwrap())
    );
    assert_eq!(fake.admin("POST", "/sandboxes/alfa/reset", &Value::Null).status, 200);
    assert_eq!(ask().status, 200);
}

#[test]
fn another_past_is_refused_with_the_remedy() {
    let directory = tempdir().unwrap();
    let first = start(directory.path());
    let mut player = Player::new(&first, "alfa");
    player.play_all(&moves::entry(false));
    player.play(&Move::PublicKeys);
    Player::new(&first, "beta").play(&Move::Challenge);
    drop(first);
    // A vault of other keys answers otherwise, as another version would.
    let other = fake::seeded(8, Strictness::Faithful).vault;
    let second = Fake::of(Foundation { vault: other, ..kept_in(directory.path(), Bounds::default()) });
    let asked = second.ask(Request::new(Method::GET, "/@alfa/v2/security/public-key-certificates"));
    let text = String::from_utf8_lossy(&asked.body).into_owned();
    assert_eq!(asked.status, 503, "{text}");
    for part in
        ["exchange 7 of sandbox „alfa”", "is answered otherwise", "/sandboxes/NAME/reset", "STATE-003"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(second.admin("GET", "/sandboxes/alfa/journal", &Value::Null).status, 409);
    assert_eq!(second.shown("/sandboxes/beta")["journal"]["kept"], 1, "the others are not harmed");
    assert_eq!(second.admin("POST", "/sandboxes/alfa/reset", &Value::Null).status, 200);
    assert_eq!(second.shown("/sandboxes/alfa")["journal"]["kept"], 0);
}
