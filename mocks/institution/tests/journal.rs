//! The journal under its bounds.

use http::{Method, StatusCode};
use poligon_institution::journal::{Bounds, Query};
use poligon_institution::{Answer, Body, ExchangeId, Journal, Request, Response};
use poligon_world::SandboxName;
use time::OffsetDateTime;

fn record(journal: &Journal, body: &[u8]) {
    let request = Request::new(Method::POST, "/x").with_body(body.to_vec());
    let answer = Answer { operation: None, response: Response::new(StatusCode::OK), findings: Vec::new() };
    journal.record(&SandboxName::default_name(), "toy", OffsetDateTime::UNIX_EPOCH, &request, &answer);
}

fn bounds() -> Bounds {
    Bounds { resident: 40_000, bodies: 40_000, body: 2_000, disk: 50_000_000 }
}

fn files(directory: &std::path::Path) -> usize {
    std::fs::read_dir(directory).map_or(0, Iterator::count)
}

#[test]
fn a_long_body_is_read_back_from_disk() {
    let directory = tempfile::tempdir().unwrap();
    let journal = Journal::new(bounds(), Some(directory.path().join("bodies")));
    let body: Vec<u8> = (0..5000).map(|n| u8::try_from(n % 251).unwrap()).collect();
    record(&journal, b"short");
    record(&journal, &body);
    record(&journal, &body);
    let exchange = journal.find(ExchangeId(3)).unwrap();
    assert!(matches!(exchange.request.body, Body::Spilled(_)));
    assert_eq!(exchange.request.body.kept().unwrap(), body);
    assert_eq!(exchange.request.body.cut(), None);
    assert_eq!(journal.tally().on_disk, 10_000);
}

#[test]
fn without_a_spool_a_long_body_is_cut_and_says_so() {
    let journal = Journal::new(bounds(), None);
    record(&journal, &[7; 9000]);
    let body = journal.find(ExchangeId(1)).unwrap().request.body.clone();
    assert_eq!(body.len(), 9000);
    assert_eq!(body.kept().unwrap().len(), 4096);
    assert_eq!(body.cut(), Some("it is too long to keep in memory, and there is no spool directory"));
}

#[test]
fn past_the_memory_bound_old_bodies_go_to_disk_and_nothing_is_lost() {
    let directory = tempfile::tempdir().unwrap();
    let journal = Journal::new(bounds(), Some(directory.path().into()));
    for n in 0..30_u8 {
        record(&journal, &[n; 1500]);
        assert!(journal.tally().resident <= 40_000);
    }
    assert_eq!(journal.tally().kept, 30);
    for n in 0..30_u8 {
        let exchange = journal.find(ExchangeId(u64::from(n) + 1)).unwrap();
        assert_eq!(exchange.request.body.kept().unwrap(), vec![n; 1500]);
    }
    assert!(matches!(journal.find(ExchangeId(1)).unwrap().request.body, Body::Spilled(_)));
    assert!(matches!(journal.find(ExchangeId(30)).unwrap().request.body, Body::Resident(_)));
}

#[test]
fn past_the_bound_of_bodies_the_oldest_go_to_disk() {
    let directory = tempfile::tempdir().unwrap();
    let journal = Journal::new(Bounds { bodies: 8_000, ..bounds() }, Some(directory.path().into()));
    for n in 0..12_u8 {
        record(&journal, &[n; 1500]);
    }
    let in_memory = |n| matches!(journal.find(ExchangeId(n)).unwrap().request.body, Body::Resident(_));
    let resident = (1..=12).filter(|n| in_memory(*n)).count();
    assert!((1..=5).contains(&resident) && in_memory(12), "{resident} bodies in memory");
    assert_eq!(journal.find(ExchangeId(1)).unwrap().request.body.kept().unwrap(), vec![0; 1500]);
}

#[test]
fn equal_headers_and_findings_are_kept_once() {
    let journal = Journal::default();
    let mut sizes = Vec::new();
    for _ in 0..3 {
        record(&journal, b"");
        sizes.push(journal.tally().resident);
    }
    let long = Request::new(Method::POST, "/x").with_header("x-long", &"a".repeat(5_000));
    let answer = Answer { operation: None, response: Response::new(StatusCode::OK), findings: Vec::new() };
    for _ in 0..10 {
        let name = SandboxName::default_name();
        journal.record(&name, "toy", OffsetDateTime::UNIX_EPOCH, &long, &answer);
    }
    assert_eq!(sizes[2] - sizes[1], sizes[1] - sizes[0]);
    assert!(journal.tally().resident < 5_000 + 13 * 600, "{:?}", journal.tally());
    let last = journal.last(1)[0].request.headers.value("x-long").unwrap().len();
    assert_eq!(last, 5_000);
}

#[test]
fn without_a_spool_the_oldest_are_forgotten_and_numbers_go_on() {
    let journal = Journal::new(bounds(), None);
    for n in 0..100 {
        record(&journal, &[n; 1500]);
    }
    let tally = journal.tally();
    assert!(tally.resident <= 40_000 && tally.kept < 30, "{tally:?}");
    assert_eq!(tally.recorded, 100);
    assert!(journal.find(ExchangeId(1)).is_none());
    assert_eq!(journal.last(1).first().unwrap().id, ExchangeId(100));
}

#[test]
fn past_the_disk_bound_the_oldest_are_forgotten() {
    let directory = tempfile::tempdir().unwrap();
    let disk = 20_000_000;
    let journal = Journal::new(Bounds { disk, ..bounds() }, Some(directory.path().into()));
    for _ in 0..60 {
        record(&journal, &[1; 1_000_000]);
    }
    assert!(journal.tally().on_disk <= disk);
    assert!(journal.tally().kept >= 8, "{:?}", journal.tally());
    assert!(files(directory.path()) <= 4);
}

#[test]
fn spool_files_go_away_with_clear_and_with_the_journal() {
    let directory = tempfile::tempdir().unwrap();
    let journal = Journal::new(bounds(), Some(directory.path().into()));
    record(&journal, &[1; 5000]);
    assert_eq!(files(directory.path()), 1);
    journal.clear();
    assert_eq!(files(directory.path()), 0);
    record(&journal, &[1; 5000]);
    assert_eq!(journal.last(9).first().unwrap().id, ExchangeId(2));
    drop(journal);
    assert_eq!(files(directory.path()), 0);
}

#[test]
fn an_exchange_costs_at_most_two_kibibytes_beyond_its_bodies() {
    let journal = Journal::default();
    let journal_of = |headers: usize| {
        let mut request =
            Request::new(Method::POST, "/v2/sessions/online/20260302-SO-1234567890-ABCDEF1234-AB/invoices");
        for name in ["host", "user-agent", "accept", "content-type", "accept-encoding"].iter().take(headers) {
            request = request.with_header(name, "a value of some forty characters, as usual");
        }
        let token = "e".repeat(900);
        request.with_header("authorization", &token)
    };
    let response = Response::new(StatusCode::ACCEPTED).with_body("application/json", "");
    let answer = Answer { operation: None, response, findings: Vec::new() };
    journal.record(&SandboxName::default_name(), "ksef", OffsetDateTime::UNIX_EPOCH, &journal_of(5), &answer);
    assert!(journal.tally().resident <= 2048, "{:?}", journal.tally());
}

#[test]
fn many_threads_record_and_read_at_once() {
    let directory = tempfile::tempdir().unwrap();
    let journal = Journal::new(bounds(), Some(directory.path().into()));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for n in 0..200 {
                    record(&journal, &[n; 1900]);
                    journal.select(&Query { last: Some(3), ..Query::default() });
                }
            });
        }
    });
    let ids: Vec<u64> = journal.last(usize::MAX).iter().map(|exchange| exchange.id.0).collect();
    assert!(ids.windows(2).all(|pair| pair[0] + 1 == pair[1]));
    assert_eq!(ids.last(), Some(&800));
}
