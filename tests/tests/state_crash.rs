//! A Poligon that keeps its sandboxes is killed with `kill -9` at any moment of a load, 200 times over. Whatever it answered
//! before is there when it comes back, and at most the exchange that was under way is missing.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use std::io;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use poligon_certs::{Credential, KeyKind, Order, Profile, Vault};
use poligon_ksef::actions::login::{self, Shape};
use poligon_ksef::identity::Identifier;
use poligon_tests::plain::Plain;
use poligon_tests::up::Up;
use poligon_world::Entropy;
use serde_json::Value;
use tempfile::tempdir;
use time::OffsetDateTime;
use time::macros::datetime;

const KILLS: usize = 200;
/// A sandbox is reset after so many, so that its log does not make the later ones slow.
const LIFE: usize = 10;
/// The longest that a load is left alone, microseconds: waking and the first answers are well within.
const LONGEST: u64 = 50_000;

const BEGIN: OffsetDateTime = datetime!(2026-03-02 8:00 UTC);
const NIP: &str = "5265877635";

/// What was answered.
enum Acknowledged {
    /// An exchange, with the body of its answer.
    Exchange(Vec<u8>),
    /// The clock was moved by a second.
    Second,
}

/// What must be there.
#[derive(Default)]
struct Past {
    bodies: Vec<Vec<u8>>,
    seconds: i64,
}

#[test]
fn what_was_answered_survives_any_kill() {
    let home = tempdir().unwrap();
    let seal = seal();
    let moments = Entropy::new(42, "moments of kills");
    let mut past = Past::default();
    let (mut exchanges, mut unanswered) = (0, 0);
    let mut up = start(home.path());
    for kill in 0..KILLS {
        if kill % LIFE == 0 {
            console(&up).ask("POST", "/sandboxes/default/reset", &[], b"").unwrap();
            past = Past::default();
        }
        let before = past.bodies.len();
        let (told, acknowledged) = channel();
        let urls = [up.told("/plain/ksef").to_owned(), up.told("/console").to_owned()];
        let load = thread::spawn({
            let seal = seal.clone();
            move || drop(load(&urls, &seal, &told))
        });
        thread::sleep(Duration::from_micros(moments.below(LONGEST)));
        drop(up);
        load.join().unwrap();
        past.add(acknowledged);
        exchanges += past.bodies.len() - before;
        up = start(home.path());
        unanswered += past.compare(&up, before);
    }
    eprintln!(
        "{KILLS} kills: {exchanges} answered exchanges survived, and {unanswered} whose answer did not arrive"
    );
    assert!(exchanges > KILLS, "the load gets somewhere between the kills: {exchanges} exchanges");
}

fn start(home: &Path) -> Up {
    Up::start(home, &["--state", "state", "--plain", "--clock", "frozen@2026-03-02T08:00:00Z"])
}

fn console(up: &Up) -> Plain {
    Plain::connect(up.told("/console")).unwrap()
}

fn seal() -> Credential {
    let order = Order {
        key: KeyKind::EcP256,
        self_signed: true,
        nip: Some(NIP.to_owned()),
        organization: Some("Fikcja Sp. z o.o.".to_owned()),
        ..Order::new(Profile::KsefSeal)
    };
    Vault::in_memory(Some(7)).issue(&order, BEGIN).unwrap().as_ref().clone()
}

/// Logs in over and over, moves the clock between, until the connection breaks.
fn load([ksef, console]: &[String; 2], seal: &Credential, told: &Sender<Acknowledged>) -> io::Result<()> {
    let (mut ksef, mut console) = (Plain::connect(ksef)?, Plain::connect(console)?);
    let mut exchange = |method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]| {
        let (_, answer) = ksef.ask(method, path, headers, body)?;
        let value: Value = serde_json::from_slice(&answer).unwrap_or_default();
        told.send(Acknowledged::Exchange(answer)).map_err(io::Error::other)?;
        Ok::<_, io::Error>(value)
    };
    loop {
        let challenge = exchange("POST", "/v2/auth/challenge", &[], b"")?;
        let request = login::Request::new(challenge["challenge"].as_str().unwrap(), Identifier::nip(NIP));
        let signed = request.signed(seal, Shape::Python, BEGIN).unwrap();
        let begun =
            exchange("POST", "/v2/auth/xades-signature", &[("Content-Type", "application/xml")], &signed)?;
        let bearer = format!("Bearer {}", begun["authenticationToken"]["token"].as_str().unwrap_or("none"));
        let path = format!("/v2/auth/{}", begun["referenceNumber"].as_str().unwrap_or("none"));
        exchange("GET", &path, &[("Authorization", &bearer)], b"")?;
        exchange("GET", "/v2/nowhere", &[], b"")?;
        console.ask("POST", "/sandboxes/default/clock/advance", &[], b"{\"by\":1}")?;
        told.send(Acknowledged::Second).map_err(io::Error::other)?;
    }
}

impl Past {
    fn add(&mut self, acknowledged: Receiver<Acknowledged>) {
        for one in acknowledged {
            match one {
                Acknowledged::Exchange(body) => self.bodies.push(body),
                Acknowledged::Second => self.seconds += 1,
            }
        }
    }

    /// Compares with what came back, takes over what was under way, and counts that. Looks at bodies from `from` on: what
    /// lies before was compared then.
    fn compare(&mut self, up: &Up, from: usize) -> usize {
        let mut console = console(up);
        let mut shown = |path: &str| {
            let (status, body) = console.ask("GET", &format!("/sandboxes/default{path}"), &[], b"").unwrap();
            assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
            serde_json::from_slice::<Value>(&body).unwrap()
        };
        let list = shown("/journal?last=10000");
        let ids: Vec<u64> =
            list["exchanges"].as_array().unwrap().iter().map(|line| line["id"].as_u64().unwrap()).collect();
        assert!(ids.iter().copied().eq(1..=ids.len() as u64), "the numbers have no gap: {ids:?}");
        assert!(
            ids.len() >= self.bodies.len(),
            "of {} answered exchanges {} are there",
            self.bodies.len(),
            ids.len()
        );
        let under_way = ids.len() - self.bodies.len();
        assert!(under_way <= 1, "{under_way} exchanges were under way at once");
        let now = shown("/clock")["now"].as_str().unwrap().to_owned();
        let now = OffsetDateTime::parse(&now, &time::format_description::well_known::Rfc3339).unwrap();
        let seconds = (now - BEGIN).whole_seconds();
        let moved = seconds - self.seconds;
        assert!((0..=1).contains(&moved), "the clock was moved {} times and shows {seconds}", self.seconds);
        assert!(under_way == 0 || moved == 0, "one client has one thing under way");
        self.seconds = seconds;
        for id in ids.iter().skip(from) {
            let exchange = shown(&format!("/journal/{id}"));
            let body = exchange["response"]["body"]["text"].as_str().unwrap().as_bytes();
            match self.bodies.get(*id as usize - 1) {
                Some(answered) => assert_eq!(body, answered, "exchange {id} is the one that was answered"),
                None => self.bodies.push(body.to_vec()),
            }
        }
        under_way
    }
}
