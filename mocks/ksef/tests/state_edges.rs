//! The edges of what KSeF remembers: the very moment at which something ends, who belongs to whom, what is not mixed up. Found
//! missing by `make mutants` (tests/mutants.md).
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use poligon_ksef::identity::{IdKind, Identifier, Method, Permission};
use poligon_ksef::ids::{ReferenceKind, ReferenceNumber};
use poligon_ksef::state::auth::{Auth, ChallengeFault, Event, KEPT, Login, Phase};
use poligon_ksef::state::invoices::index::moment;
use poligon_ksef::state::permissions::{Exists, Permissions, Person, Subject, SubjectKind};
use poligon_ksef::state::sessions::{Pace, Wait};
use poligon_ksef::state::traffic::{Counter, Exceeded, Rates, Traffic, Window};
use poligon_world::Entropy;
use serde_json::Value;
use time::macros::{date, datetime};
use time::{Duration, OffsetDateTime};

const NOON: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);
const NANOSECOND: Duration = Duration::nanoseconds(1);
const TRADER: &str = "5265877635";
const OTHER: &str = "7352765225";
const PESEL: &str = "44051401359";

fn pesel(value: &str) -> Identifier {
    Identifier::new(IdKind::Pesel, value)
}

fn person(is_bailiff: bool, is_deceased: bool) -> Person {
    Person { pesel: PESEL.to_owned(), is_bailiff, is_deceased, created: NOON }
}

fn subject(kind: SubjectKind, subunits: &[&str]) -> Subject {
    Subject { kind, subunits: subunits.iter().map(|nip| (*nip).to_owned()).collect(), created: NOON }
}

#[test]
fn a_sole_trader_owns_under_nip_and_pesel_and_nobody_else_does() {
    let mut permissions = Permissions::default();
    permissions.add_person(TRADER, person(false, false)).unwrap();
    let context = Identifier::nip(TRADER);
    for who in [Identifier::nip(TRADER), pesel(PESEL)] {
        let rights = permissions.rights(&who, &context);
        assert!(rights.owner && !rights.is_empty());
        assert_eq!((rights.permissions.len(), rights.roles), (0, vec!["Owner"]));
    }
    for who in [Identifier::nip(OTHER), pesel("02070803628"), Identifier::new(IdKind::Fingerprint, PESEL)] {
        assert!(permissions.rights(&who, &context).is_empty(), "{who:?}");
    }
    // A context that is no NIP has no owner, not even itself.
    assert!(permissions.rights(&pesel(PESEL), &pesel(PESEL)).is_empty());
}

#[test]
fn what_is_granted_to_one_name_of_a_trader_holds_for_the_other_and_makes_no_owner() {
    let mut permissions = Permissions::default();
    permissions.add_person(TRADER, person(false, false)).unwrap();
    permissions.grant(&Identifier::nip(OTHER), &pesel(PESEL), [Permission::InvoiceRead]);
    let rights = permissions.rights(&Identifier::nip(TRADER), &Identifier::nip(OTHER));
    assert!(!rights.owner && !rights.is_empty());
    assert_eq!(Vec::from_iter(rights.permissions), [Permission::InvoiceRead]);
    permissions.revoke(&Identifier::nip(OTHER), &pesel(PESEL));
    assert!(permissions.rights(&Identifier::nip(TRADER), &Identifier::nip(OTHER)).is_empty());
}

#[test]
fn a_peppol_provider_writes_in_its_own_context_only() {
    let permissions = Permissions::default();
    let (one, other) =
        (Identifier::new(IdKind::PeppolId, "PPL000001"), Identifier::new(IdKind::PeppolId, "PPL000002"));
    assert_eq!(Vec::from_iter(permissions.rights(&one, &one).permissions), [Permission::PefInvoiceWrite]);
    assert!(permissions.rights(&one, &other).is_empty());
    assert!(permissions.rights(&Identifier::nip(TRADER), &Identifier::nip(TRADER)).permissions.is_empty());
}

#[test]
fn a_context_has_the_roles_that_the_registers_say() {
    let unit = Identifier::nip(OTHER);
    for (kind, own, of_a_member, operations) in [
        (SubjectKind::EnforcementAuthority, "EnforcementAuthority", None, true),
        (SubjectKind::Jst, "LocalGovernmentUnit", Some("LocalGovernmentSubUnit"), false),
        (SubjectKind::VatGroup, "VatGroupUnit", Some("VatGroupSubUnit"), false),
    ] {
        let mut permissions = Permissions::default();
        permissions.add_subject(TRADER, subject(kind, &[OTHER])).unwrap();
        let context = Identifier::nip(TRADER);
        assert_eq!(permissions.roles(&context), [own]);
        assert_eq!(permissions.roles(&unit), Vec::from_iter(of_a_member));
        assert!(permissions.roles(&Identifier::nip("1111111111")).is_empty());
        // The same digits as something else than a NIP mean nothing.
        assert!(permissions.roles(&Identifier::new(IdKind::InternalId, TRADER)).is_empty());
        let rights = permissions.rights(&context, &context);
        assert_eq!(rights.permissions.contains(&Permission::EnforcementOperations), operations);
        let stranger = permissions.rights(&unit, &context);
        assert!(stranger.permissions.is_empty() && stranger.roles == [own]);
        permissions.remove_subject(TRADER);
        assert!(permissions.roles(&context).is_empty() && permissions.roles(&unit).is_empty());
    }
    let mut permissions = Permissions::default();
    permissions.add_person(TRADER, person(true, false)).unwrap();
    permissions.add_person(OTHER, person(false, false)).unwrap();
    assert_eq!(permissions.roles(&Identifier::nip(TRADER)), ["CourtBailiff"]);
    assert!(permissions.roles(&Identifier::nip(OTHER)).is_empty());
    let owner = permissions.rights(&Identifier::nip(TRADER), &Identifier::nip(TRADER));
    assert!(owner.permissions.contains(&Permission::EnforcementOperations));
}

#[test]
fn the_dead_are_known_under_both_names_and_under_no_other() {
    let mut permissions = Permissions::default();
    permissions.add_person(TRADER, person(false, true)).unwrap();
    for (who, dead) in [
        (Identifier::nip(TRADER), true),
        (pesel(PESEL), true),
        (Identifier::nip(OTHER), false),
        (pesel("02070803628"), false),
        (Identifier::new(IdKind::Fingerprint, TRADER), false),
    ] {
        assert_eq!(permissions.is_deceased(&who), dead, "{who:?}");
    }
    permissions.remove_person(TRADER);
    permissions.add_person(TRADER, person(false, false)).unwrap();
    assert!(!permissions.is_deceased(&Identifier::nip(TRADER)) && !permissions.is_deceased(&pesel(PESEL)));
}

#[test]
fn a_record_is_replaced_by_a_younger_one_only() {
    let mut permissions = Permissions::default();
    let at = |created| {
        (Person { created, ..person(false, true) }, Subject { created, ..subject(SubjectKind::Jst, &[]) })
    };
    for (created, taken) in
        [(NOON, true), (NOON, false), (NOON - NANOSECOND, false), (NOON + NANOSECOND, true)]
    {
        let (person, subject) = at(created);
        let expected = if taken { Ok(()) } else { Err(Exists) };
        assert_eq!(permissions.add_person(TRADER, person), expected);
        assert_eq!(permissions.add_subject(TRADER, subject), expected);
    }
}

#[test]
fn a_person_who_is_struck_off_loses_what_was_granted_to_both_names_and_nobody_else_does() {
    let mut permissions = Permissions::default();
    let context = Identifier::nip("1111111111");
    permissions.add_person(TRADER, person(false, false)).unwrap();
    for who in [Identifier::nip(TRADER), pesel(PESEL), Identifier::nip(OTHER)] {
        permissions.grant(&context, &who, [Permission::InvoiceWrite]);
    }
    permissions.remove_person(TRADER);
    assert!(permissions.rights(&Identifier::nip(TRADER), &context).is_empty());
    assert!(permissions.rights(&pesel(PESEL), &context).is_empty());
    assert!(!permissions.rights(&Identifier::nip(OTHER), &context).is_empty());
}

#[test]
fn attachments_end_on_their_day_and_a_block_is_lifted() {
    let mut permissions = Permissions::default();
    let (before, day, after) = (date!(2026 - 03 - 01), date!(2026 - 03 - 02), date!(2026 - 03 - 03));
    permissions.end_attachments(TRADER, day);
    assert!(!permissions.attachments_allowed(TRADER, before), "nobody had allowed them");
    permissions.allow_attachments(TRADER);
    assert!(permissions.attachments_allowed(TRADER, after) && !permissions.attachments_allowed(OTHER, after));
    permissions.end_attachments(TRADER, day);
    let allowed = [before, day, after].map(|today| permissions.attachments_allowed(TRADER, today));
    assert_eq!(allowed, [true, false, false]);
    permissions.block(Identifier::nip(TRADER));
    assert!(
        permissions.is_blocked(&Identifier::nip(TRADER)) && !permissions.is_blocked(&Identifier::nip(OTHER))
    );
    permissions.unblock(&Identifier::nip(TRADER));
    assert!(!permissions.is_blocked(&Identifier::nip(TRADER)));
}

#[test]
fn a_challenge_is_good_once_and_until_the_moment_at_which_it_expires() {
    let (mut auth, entropy) = (Auth::default(), Entropy::new(7, "test"));
    let mut issue = || {
        let challenge = ReferenceNumber::mint(ReferenceKind::Challenge, &entropy, NOON);
        auth.issue(&challenge, NOON, Duration::MINUTE);
        challenge.to_string()
    };
    let (early, late) = (issue(), issue());
    let end = NOON + Duration::MINUTE;
    assert_eq!(auth.spend(&late, end).unwrap_err(), ChallengeFault::Expired(end));
    assert!(auth.spend(&early, end - NANOSECOND).is_ok());
    assert_eq!(auth.spend(&early, NOON).unwrap_err(), ChallengeFault::Used);
    assert_eq!(
        auth.spend("20261124-CR-0000000000-0000000000-00", NOON).unwrap_err(),
        ChallengeFault::Unknown
    );
}

fn login(entropy: &Entropy, subject: &str, context: &str, started: OffsetDateTime) -> Login {
    Login {
        reference: ReferenceNumber::mint(ReferenceKind::Authentication, entropy, started),
        started,
        method: Method::QualifiedSeal,
        subject: Identifier::nip(subject),
        subject_details: Value::Null,
        context: Identifier::nip(context),
        document_hash: Some("hash".to_owned()),
        allowed_ips: None,
        phase: Phase::Succeeded,
    }
}

#[test]
fn active_are_the_logins_of_this_subject_in_this_context_newest_first() {
    let (mut auth, entropy) = (Auth::default(), Entropy::new(7, "test"));
    let mut begin = |subject, context, started| {
        let login = login(&entropy, subject, context, started);
        let reference = login.reference.clone();
        auth.begin(login);
        reference
    };
    let old = begin(TRADER, OTHER, NOON);
    let new = begin(TRADER, OTHER, NOON + Duration::SECOND);
    begin(OTHER, OTHER, NOON);
    begin(TRADER, TRADER, NOON);
    let revoked = begin(TRADER, OTHER, NOON);
    auth.step(&revoked, Event::Revoke, NOON).unwrap().unwrap();
    let active = auth.active(&Identifier::nip(TRADER), &Identifier::nip(OTHER), NOON + Duration::MINUTE);
    assert_eq!(Vec::from_iter(active.iter().map(|login| &login.reference)), [&new, &old]);
    assert_eq!(auth.document_hash(&old).as_deref(), Some("hash"));
}

#[test]
fn a_login_is_active_until_the_moment_at_which_it_or_its_token_ends() {
    let entropy = Entropy::new(7, "test");
    let succeeded = login(&entropy, TRADER, TRADER, NOON);
    let redeemed = Login { phase: Phase::Redeemed { refreshed: None, until: NOON }, ..succeeded.clone() };
    let failed = Login { phase: Phase::Pending { polls: 1, then: None }, ..succeeded.clone() };
    for (login, end) in [(&succeeded, NOON + KEPT), (&redeemed, NOON)] {
        let active = [end - NANOSECOND, end, end + NANOSECOND].map(|now| login.is_active(now));
        assert_eq!(active, [true, false, false]);
    }
    assert!(!failed.is_active(NOON));
}

#[test]
fn a_result_shows_after_its_polls_or_at_its_time_whichever_is_first() {
    let mut wait = Pace { polls: 2 }.start(NOON);
    assert_eq!(wait, Wait { polls: 2, due: NOON + Duration::seconds(4) });
    let over = [wait.due - NANOSECOND, wait.due, wait.due + NANOSECOND].map(|now| wait.is_over(now));
    assert_eq!(over, [false, true, true]);
    assert_eq!([wait.poll(NOON), wait.poll(NOON), wait.poll(NOON)], [false, false, true]);
    assert!(wait.is_over(NOON));
}

#[test]
fn moments_before_and_after_the_years_that_a_key_can_hold_fall_on_its_ends() {
    assert_eq!(moment(datetime!(1600-01-01 0:00 UTC)), i64::MIN);
    assert_eq!(moment(datetime!(2300-01-01 0:00 UTC)), i64::MAX);
    assert_eq!(moment(OffsetDateTime::UNIX_EPOCH), 0);
    assert_eq!(moment(NOON), 1_795_521_600_000_000_000);
}

#[test]
fn a_window_has_room_again_at_the_moment_that_was_told() {
    let counter = || Counter { context: None, peer: std::net::Ipv4Addr::LOCALHOST.into(), of: "a" };
    let rates = |per_second, per_minute, per_hour| Rates { per_second, per_minute, per_hour };
    for (rates, window, length) in [
        (rates(1, None, None), Window::Second, 1),
        (rates(9, Some(1), None), Window::Minute, 60),
        (rates(9, None, Some(1)), Window::Hour, 3_600),
    ] {
        let mut traffic = Traffic::default();
        let end = NOON + Duration::seconds(length);
        assert_eq!(traffic.admit(counter(), rates, NOON), Ok(()));
        for (now, wait) in [
            (NOON, length),
            // A second that has begun is waited for as a whole one.
            (NOON + NANOSECOND, length),
            (NOON + Duration::milliseconds(1), length),
            (end - NANOSECOND, 1),
        ] {
            assert_eq!(
                traffic.admit(counter(), rates, now),
                Err(Exceeded { limit: 1, window, wait }),
                "{now}"
            );
        }
        assert_eq!(traffic.admit(counter(), rates, end), Ok(()));
    }
}

#[test]
fn a_limit_of_several_is_counted_from_the_one_that_leaves_first() {
    let counter = || Counter { context: None, peer: std::net::Ipv4Addr::LOCALHOST.into(), of: "a" };
    let three = Rates { per_second: 9, per_minute: Some(3), per_hour: None };
    let mut traffic = Traffic::default();
    let at = |seconds| NOON + Duration::seconds(seconds);
    for second in [0, 10, 20] {
        assert_eq!(traffic.admit(counter(), three, at(second)), Ok(()));
    }
    let wait = |now| traffic.admit(counter(), three, now).map_err(|it| it.wait);
    let mut wait = wait;
    assert_eq!(wait(at(30)), Err(30));
    assert_eq!(wait(at(59)), Err(1));
    assert_eq!(wait(at(60)), Ok(()));
    assert_eq!(wait(at(60)), Err(10));
}
