//! A house that keeps its sandboxes: what it does when a desk panics, the disk fails, or another writes beside it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use http::{Method, StatusCode};
use poligon_certs::Vault;
use poligon_institution::room::EDGE;
use poligon_institution::store::{Bounds, checks};
use poligon_institution::{
    Foundation, House, Overrides, Registry, Request, Response, Room, RoomError, Store,
};
use poligon_world::{Clock, SandboxName, Settings, Strictness};
use redb::StorageBackend;
use support::Toy;
use time::macros::datetime;

/// A disk in memory that outlives its store, and can be made to fail.
#[derive(Clone, Debug, Default)]
struct Disk(Arc<Mutex<(Vec<u8>, bool)>>);

impl Disk {
    fn fail(&self) {
        self.0.lock().unwrap().1 = true;
    }

    /// What a restart finds.
    fn after_the_failure(&self) -> Self {
        let bytes = self.0.lock().unwrap().0.clone();
        Self(Arc::new(Mutex::new((bytes, false))))
    }

    fn change<T>(&self, change: impl FnOnce(&mut Vec<u8>) -> T) -> Result<T, io::Error> {
        let mut disk = self.0.lock().unwrap();
        if disk.1 {
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        }
        Ok(change(&mut disk.0))
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> Result<u64, io::Error> {
        Ok(self.0.lock().unwrap().0.len() as u64)
    }
    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), io::Error> {
        let offset = offset as usize;
        out.copy_from_slice(&self.0.lock().unwrap().0[offset..offset + out.len()]);
        Ok(())
    }
    fn set_len(&self, len: u64) -> Result<(), io::Error> {
        self.change(|bytes| bytes.resize(len as usize, 0))
    }
    fn sync_data(&self) -> Result<(), io::Error> {
        self.change(drop_bytes)
    }
    fn write(&self, offset: u64, data: &[u8]) -> Result<(), io::Error> {
        let offset = offset as usize;
        self.change(|bytes| bytes[offset..offset + data.len()].copy_from_slice(data))
    }
}

fn drop_bytes(_: &mut Vec<u8>) {}

fn house(disk: &Disk, clock: Clock) -> House {
    let store = Store::on(disk.clone(), Bounds::default()).unwrap();
    let vault = Arc::new(Vault::in_memory(Some(1)));
    let foundation =
        Foundation { store: Some(Arc::new(store)), ..Foundation::new(1, clock, Settings::default(), vault) };
    House::new(Registry::new(vec![Arc::new(Toy)]), foundation)
}

fn frozen() -> Clock {
    Clock::frozen(datetime!(2026-03-02 8:00 UTC))
}

fn alfa() -> SandboxName {
    "alfa".parse().unwrap()
}

fn ask(room: &Room, body: &'static str) -> (u16, String) {
    let response = room.exchange("toy", Request::new(Method::POST, "/").with_body(body)).unwrap();
    (response.status.as_u16(), String::from_utf8_lossy(&response.body).into_owned())
}

#[test]
fn a_panic_is_played_again_too() {
    let disk = Disk::default();
    let first = house(&disk, frozen());
    let room = first.room(&alfa()).unwrap();
    ask(&room, "");
    assert!(catch_unwind(AssertUnwindSafe(|| ask(&room, "boom"))).is_err());
    assert!(ask(&room, "").1.starts_with("3 "));
    drop((first, room));
    let room = house(&disk, frozen()).room(&alfa()).unwrap();
    assert_eq!(room.journal.tally().recorded, 2);
    assert!(ask(&room, "").1.starts_with("4 "));
}

#[test]
fn an_exchange_that_cannot_be_kept_is_not_answered() {
    let disk = Disk::default();
    let first = house(&disk, frozen());
    let room = first.room(&alfa()).unwrap();
    assert_eq!(ask(&room, "").0, 200);
    disk.fail();
    let (status, text) = ask(&room, "");
    assert_eq!(status, 507, "{text}");
    assert!(
        text.starts_with("poligon: ") && text.contains("(STATE-001)") && text.contains("free some space"),
        "{text}"
    );
    assert_eq!(ask(&room, "").0, 507, "memory is ahead of the log, so nothing more is answered from it");
    assert_eq!(room.journal.tally().recorded, 1);
    assert!(
        room.change(|sandbox| sandbox.clock.freeze()).is_ok(),
        "nothing changed, so there is nothing to keep"
    );
    let disk = disk.after_the_failure();
    let room = house(&disk, frozen()).room(&alfa()).unwrap();
    assert_eq!(ask(&room, "").1, "2 2026-03-02 8:00:00.0 +00:00:00 faithful");
}

#[test]
fn what_changes_beside_the_room_is_kept_with_the_next_exchange() {
    let disk = Disk::default();
    let first = house(&disk, frozen());
    let room = first.room(&alfa()).unwrap();
    room.sandbox.settings.be(Strictness::Picky);
    room.sandbox.clock.advance(time::Duration::HOUR);
    let there = ask(&room, "");
    assert_eq!(there.1, "1 2026-03-02 9:00:00.0 +00:00:00 picky");
    drop((first, room));
    let room = house(&disk, frozen()).room(&alfa()).unwrap();
    assert_eq!(ask(&room, "").1, "2 2026-03-02 9:00:00.0 +00:00:00 picky");
}

#[test]
fn what_led_to_no_institution_comes_back_too() {
    let disk = Disk::default();
    let first = house(&disk, frozen());
    let room = first.room(&alfa()).unwrap();
    let request = Request::new(Method::CONNECT, "example.org:443");
    let forbidden = Response::new(StatusCode::FORBIDDEN).with_body("text/plain", "no");
    let answer = room.refuse(EDGE, &request, forbidden, &checks::ROOM, "it leads away");
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let shown = |room: &Room| format!("{:?}", room.journal.last(1));
    let there = shown(&room);
    assert!(there.contains("it leads away"), "{there}");
    drop((first, room));
    assert_eq!(shown(&house(&disk, frozen()).room(&alfa()).unwrap()), there);
}

#[test]
fn requests_at_once_have_one_order() {
    let disk = Disk::default();
    let first = house(&disk, Clock::running());
    let room = first.room(&alfa()).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..25).for_each(|_| drop(ask(&room, ""))));
        }
    });
    let bodies = |room: &Room| -> Vec<_> {
        room.journal.last(1000).iter().map(|exchange| exchange.response.body.kept().unwrap()).collect()
    };
    let there = bodies(&room);
    assert_eq!(there.len(), 100);
    drop((first, room));
    assert_eq!(bodies(&house(&disk, Clock::running()).room(&alfa()).unwrap()), there);
}

#[test]
fn requests_under_way_at_a_reset_end_in_the_old_sandbox() {
    let disk = Disk::default();
    let first = house(&disk, frozen());
    let old = first.room(&alfa()).unwrap();
    ask(&old, "");
    first.reset(&alfa()).unwrap();
    assert!(ask(&old, "").1.starts_with("2 "));
    drop((first, old));
    let room = house(&disk, frozen()).room(&alfa()).unwrap();
    assert!(ask(&room, "").1.starts_with("1 "), "the old sandbox leaves no trace");
}

#[test]
fn names_and_number_of_sandboxes_count_those_that_sleep() {
    let disk = Disk::default();
    drop(house(&disk, frozen()).room(&alfa()).unwrap());
    let mut second = house(&disk, frozen());
    assert!(matches!(second.create(&alfa(), &Overrides::default()), Err(RoomError::Exists(_))));
    assert_eq!(second.asleep().unwrap(), [("alfa".to_owned(), 0), ("default".to_owned(), 0)]);
    second = House::new(
        Registry::new(vec![Arc::new(Toy)]),
        Foundation { most_sandboxes: 2, ..second.foundation().clone() },
    );
    assert!(matches!(second.room(&"beta".parse().unwrap()), Err(RoomError::TooMany(_))));
    assert!(second.room(&alfa()).is_ok());
}
