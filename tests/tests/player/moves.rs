//! What a client may do, and any sequence of it.

use poligon_ksef::actions::login::Shape;
use proptest::prelude::*;

/// One thing that a client or the admin does.
#[derive(Clone, Debug)]
pub enum Move {
    Advance(u32),
    ByNumber,
    Challenge,
    Close,
    Invoice,
    Knob(u8),
    Login { rsa: bool, shape: Shape },
    Logins,
    Malformed(Vec<u8>),
    Open,
    Poll,
    PublicKeys,
    Query,
    Redeem,
    Refresh,
    Reset,
    Send(u8),
    SendAgain,
    SendBad(Bad),
    Session,
    Sessions,
    Strictness(&'static str),
    Unknown(String),
    Upo,
}

/// What is wrong with an invoice.
#[derive(Clone, Copy, Debug)]
pub enum Bad {
    Hash,
    Seller,
    Size,
    Xml,
}

/// A login to its end and an open session: most moves need one to get anywhere.
pub fn entry(rsa: bool) -> Vec<Move> {
    let shape = if rsa { Shape::CSharp } else { Shape::Python };
    vec![Move::Challenge, Move::Login { rsa, shape }, Move::Poll, Move::Poll, Move::Redeem, Move::Open]
}

/// An invoice from being sent to its UPO.
pub fn course(number: u8) -> Vec<Move> {
    vec![
        Move::Send(number),
        Move::Invoice,
        Move::Invoice,
        Move::Close,
        Move::Session,
        Move::Session,
        Move::Session,
        Move::Upo,
        Move::ByNumber,
        Move::Query,
    ]
}

/// Any sequence: whole passages among single moves in any order.
pub fn any_moves() -> impl Strategy<Value = Vec<Move>> {
    let passage = prop_oneof![
        1 => any::<bool>().prop_map(entry),
        1 => (0_u8..4).prop_map(course),
        6 => any_move().prop_map(|one| vec![one]),
    ];
    proptest::collection::vec(passage, 1..24).prop_map(|passages| passages.concat())
}

fn any_move() -> impl Strategy<Value = Move> {
    let shape =
        prop_oneof![Just(Shape::CSharp), Just(Shape::Enveloping), Just(Shape::Java), Just(Shape::Python)];
    let bad = prop_oneof![Just(Bad::Hash), Just(Bad::Seller), Just(Bad::Size), Just(Bad::Xml)];
    let level = prop_oneof![Just("lenient"), Just("faithful"), Just("picky")];
    let simple = prop_oneof![
        Just(Move::ByNumber),
        Just(Move::Challenge),
        Just(Move::Close),
        Just(Move::Invoice),
        Just(Move::Logins),
        Just(Move::Open),
        Just(Move::Poll),
        Just(Move::PublicKeys),
        Just(Move::Query),
        Just(Move::Redeem),
        Just(Move::Refresh),
        Just(Move::SendAgain),
        Just(Move::Session),
        Just(Move::Sessions),
        Just(Move::Upo),
    ];
    prop_oneof![
        12 => simple,
        2 => (any::<bool>(), shape).prop_map(|(rsa, shape)| Move::Login { rsa, shape }),
        3 => (0_u8..4).prop_map(Move::Send),
        2 => bad.prop_map(Move::SendBad),
        1 => (0_u32..4000).prop_map(Move::Advance),
        1 => (0_u8..3).prop_map(Move::Knob),
        1 => level.prop_map(Move::Strictness),
        1 => Just(Move::Reset),
        1 => "[a-z/]{0,12}".prop_map(Move::Unknown),
        1 => proptest::collection::vec(any::<u8>(), 0..40).prop_map(Move::Malformed),
    ]
}
