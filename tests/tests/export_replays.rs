//! A talk that was exported as a scenario passes the linter, and passes when it is replayed: to the byte in the world that it was
//! held in, signatures included.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod player;

use std::sync::Arc;

use poligon_institution::Registry;
use poligon_ksef::Ksef;
use poligon_scenarios::export::{Talk, scenario};
use poligon_scenarios::report::{Look, Mode, Verdict, terminal};
use poligon_scenarios::run::{replay, report};
use poligon_scenarios::{Folder, Ground, Known, Loaded, lint};
use poligon_world::Strictness;

use player::Player;
use player::fake::{Fake, seeded};
use player::moves::{Bad, Move, course, entry};

const SEED: u64 = 7;

#[test]
fn a_login_an_invoice_and_its_upo_pass_again() {
    passes_again(&[entry(true), course(1)].concat());
}

#[test]
fn refusals_are_expected_as_they_were() {
    let bad =
        [Move::Send(1), Move::SendAgain, Move::SendBad(Bad::Seller), Move::SendBad(Bad::Hash), Move::Invoice];
    let odd = [
        Move::Malformed(b"{".to_vec()),
        Move::Unknown("/v2/nothing".to_owned()),
        Move::Logins,
        Move::Refresh,
    ];
    passes_again(&[&entry(false)[..], &bad, &odd].concat());
}

fn passes_again(moves: &[Move]) {
    let fake = Fake::new(SEED);
    Player::new(&fake, "default").play_all(moves);
    let journal = fake.journal("default");
    assert!(journal.len() >= moves.len(), "{} exchanges", journal.len());
    let talk =
        Talk::read(&fake.shown("/sandboxes/default"), &fake.shown("/sandboxes/default/knobs"), &journal)
            .unwrap();
    let exported = scenario(&talk, "ksef/talk").unwrap();
    assert_eq!(exported.notes, [""; 0]);
    assert!(exported.yaml.contains("${"), "what came back is referred to");
    let loaded = Loaded::parse("ksef/talk.yaml", exported.yaml.clone(), Folder::Disk("ksef".into())).unwrap();
    let known = Known { registry: Registry::new(vec![Arc::new(Ksef)]), checks: Vec::new() };
    assert_eq!(lint(std::slice::from_ref(&loaded), &known), [], "{}", exported.yaml);
    let ground = Ground { known, vault: Arc::new(|seed| seeded(seed, Strictness::Faithful).vault) };
    let done = report("0", Mode::Replay, &ground, vec![replay(&loaded, &ground)]);
    assert_eq!(done.verdict(), Verdict::Pass, "{}\n{}", terminal(&done, Look::default()), exported.yaml);
}
