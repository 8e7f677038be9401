//! What the virtual clock brings about by itself: second UPDs and the fiction of delivery (spec §4.1). It happens when
//! somebody next asks.

use time::OffsetDateTime;

use super::EpuapDesk;
use super::post::{self, Letter};
use crate::documents::confirmation::{self, Named, Upp, moment};
use crate::state::deliveries::{Due, Order};

/// Does what is due by now.
pub fn settle(desk: &EpuapDesk, now: OffsetDateTime) {
    let due = desk.state().deliveries.settle(now);
    for one in due {
        match one {
            Due::SecondUpd(order) => second_upd(desk, order, now),
            Due::Fiction(order) => fiction(desk, &order, now),
        }
    }
}

fn second_upd(desk: &EpuapDesk, order: Order, now: OffsetDateTime) {
    let letter = Letter::of_epuap(order.addressee, "UPD.xml", order.upd_document);
    // A full sandbox has no room for a reminder; the fiction comes all the same.
    let _ = post::post(&mut desk.state(), letter, now);
}

/// The document comes out to the addressee, and the sender gets a confirmation that nobody signed but ePUAP.
fn fiction(desk: &EpuapDesk, order: &Order, now: OffsetDateTime) {
    let names = |id: &crate::ids::PodmiotId| {
        let state = desk.state();
        let name = state.podmioty.find(id).map(|podmiot| podmiot.name.clone());
        Named { name: name.unwrap_or_default(), id: id.to_string() }
    };
    let upp = Upp {
        id: format!("{}-fikcja", order.upd),
        addressee: names(order.addressee.podmiot()),
        sender: names(&order.sender),
        delivered: order.deadline,
        made: order.deadline,
        document: order.document.to_string(),
        notes: vec![(
            "Skutek doręczenia".to_owned(),
            format!("Uznano za doręczone z upływem terminu {}", moment(order.deadline)),
        )],
    };
    let sealed = confirmation::seal(&upp.xml(), &desk.sandbox.vault, order.deadline);
    let mut state = desk.state();
    post::deliver(&mut state, order.document, now);
    if let Ok(sealed) = sealed {
        let letter = Letter::of_epuap(order.reply_to.clone(), "UPD-fikcja.xml", sealed);
        let _ = post::post(&mut state, letter, now);
    }
}
