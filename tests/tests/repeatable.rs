//! Same seed, same frozen clock, same requests: the same journal and the same certificates, byte for byte.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod player;

use player::fake::Fake;
use player::moves::{self, Move};
use player::{BEGIN, Player};
use poligon_certs::KsefUsage;
use poligon_world::Strictness;
use proptest::prelude::*;
use serde_json::Value;

/// Everything that a run leaves behind, as text: a difference then shows its place.
fn traces(seed: u64, strictness: Strictness, played: &[Move]) -> String {
    let fake = Fake::strict(seed, strictness);
    Player::new(&fake, "alfa").play_all(played);
    // A run of one reset leaves a sandbox with an empty journal.
    fake.ask(poligon_institution::Request::new(http::Method::GET, "/@alfa/v2/end"));
    let left = [Value::from(fake.journal("alfa")), fake.certificates(), fake.shown("/sandboxes/alfa")];
    serde_json::to_string_pretty(&left).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_moves_leave_the_same_bytes(played in moves::any_moves()) {
        let once = traces(7, Strictness::Faithful, &played);
        prop_assert_eq!(&once, &traces(7, Strictness::Faithful, &played));
    }

    #[test]
    fn a_sandbox_depends_on_its_own_requests_only(
        alfa in moves::any_moves(),
        beta in moves::any_moves(),
        turns in proptest::collection::vec(any::<bool>(), 0..80),
    ) {
        let alone = Fake::new(7);
        Player::new(&alone, "alfa").play_all(&alfa);
        let shared = Fake::new(7);
        let mut players = [Player::new(&shared, "alfa"), Player::new(&shared, "beta")];
        let mut left = [alfa.iter(), beta.iter()];
        let turns = turns.into_iter().map(usize::from).chain([0, 1].into_iter().cycle().take(400));
        for turn in turns {
            if let Some(one) = left[turn].next() {
                players[turn].play(one);
            }
        }
        let end = || poligon_institution::Request::new(http::Method::GET, "/@alfa/v2/end");
        alone.ask(end());
        shared.ask(end());
        prop_assert_eq!(alone.journal("alfa"), shared.journal("alfa"));
    }
}

#[test]
fn a_whole_course_reaches_its_end_in_both_kinds_of_key() {
    for rsa in [false, true] {
        let fake = Fake::new(7);
        let mut player = Player::new(&fake, "alfa");
        player.play_all(&moves::entry(rsa));
        player.play_all(&moves::course(1));
        let failed: Vec<Value> =
            fake.journal("alfa").into_iter().filter(|exchange| exchange["failed"] == true).collect();
        assert!(failed.is_empty(), "the moves of the property test get somewhere: {failed:#?}");
    }
}

#[test]
fn another_seed_leaves_other_bytes() {
    let played = moves::entry(false);
    let [seven, eight] = [7, 8].map(|seed| traces(seed, Strictness::Faithful, &played));
    assert_ne!(seven, eight);
    let key = |seed: u64| {
        let fake = Fake::new(seed);
        fake.vault().ksef_public_key(KsefUsage::SymmetricKeyEncryption, 0, BEGIN).unwrap().certificate.clone()
    };
    assert_ne!(key(7), key(8));
}

/// How many of five polls of each of some invoices say „in progress” in a picky sandbox.
fn waits(seed: u64) -> Vec<usize> {
    let fake = Fake::strict(seed, Strictness::Picky);
    let mut player = Player::new(&fake, "alfa");
    player.play_all(&moves::entry(false));
    let before = fake.journal("alfa").len();
    for number in 0..12 {
        player.play(&Move::Send(number));
        player.play_all(&[Move::Invoice, Move::Invoice, Move::Invoice, Move::Invoice, Move::Invoice]);
    }
    let waits = |exchange: &Value| {
        let body: Value =
            serde_json::from_str(exchange["response"]["body"]["text"].as_str().unwrap()).unwrap();
        body["status"]["code"].as_u64().is_some_and(|code| code < 200)
    };
    let journal = fake.journal("alfa");
    journal[before..].chunks(6).map(|invoice| invoice.iter().filter(|one| waits(one)).count()).collect()
}

#[test]
fn a_picky_sandbox_varies_by_its_seed_only() {
    let seven = waits(7);
    assert_eq!(seven, waits(7));
    assert_ne!(seven, waits(8), "picky sandboxes of two seeds hold back alike");
    assert!(seven.iter().any(|wait| *wait != seven[0]), "a picky sandbox holds back now more, now less");
}
