//! Doreczyciel: dorecz, odbierz (spec §2.3, §4.1).

use poligon_institution::Provenance::Official;
use poligon_institution::{Evidence, Refused, seal};
use poligon_soap::QName;
use time::Duration;

use super::services::{Op, Run};
use super::skrytka::recipient;
use crate::checks::{delivery as rules, ground, skrytka as boxes};
use crate::desk::post::{self, Letter, named};
use crate::desk::{Call, Caller, Outcome};
use crate::documents::confirmation::{self, Upd};
use crate::documents::{same, signature};
use crate::ids::BoxAddress;
use crate::knobs;
use crate::state::deliveries::{Order, Stage};
use crate::wire::Misread;
use crate::wire::names::OB;
use crate::wire::obiekty::{self, Status};

/// The operations.
pub static OPS: &[Op] = &[
    Op {
        name: "epuap.doreczyciel.dorecz",
        request: QName::new(OB, "Dokument"),
        action: "http://ws.epuap.gov.pl/doreczyciel/dorecz",
        provenance: Official,
        run: Run::Signed(dorecz),
        status: Some(|status| {
            obiekty::answer("OdpowiedzDoreczyciela", status, |xml| {
                xml.nil("identyfikatorDokumentu").nil("identyfikatorZlecenia")
            })
        }),
    },
    Op {
        name: "epuap.doreczyciel.odbierz",
        request: QName::new(OB, "UPD"),
        action: "http://ws.epuap.gov.pl/doreczyciel/odbierz",
        provenance: Official,
        run: Run::Signed(odbierz),
        status: Some(|status| obiekty::bare_status("StatusDoreczyciela", status)),
    },
];

/// Clients leave some out and write them in any order, so nothing is refused for that (spec §2.3).
const HEADERS: [&str; 9] = [
    "IdentyfikatorPodmiotu",
    "AdresSkrytki",
    "AdresOdpowiedzi",
    "TerminDoreczenia",
    "CzyProbne",
    "IdentyfikatorDokumentu",
    "IdentyfikatorSprawy",
    "DaneDodatkowe",
    "UPD",
];

fn dorecz(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let file = obiekty::read_file(call.body());
    let file = call.shaped(file)?;
    call.declared_headers(&HEADERS)?;
    let id = call.need_header("IdentyfikatorPodmiotu")?;
    let sender = call.own_podmiot(caller, "/Envelope/Header/IdentyfikatorPodmiotu", &id)?;
    let address = call.need_header("AdresSkrytki")?;
    let (addressee, _) = recipient(call, &address)?;
    let reply_to = own_reply_box(call, caller)?;
    let trial = call.read_header("CzyProbne", |header| header.own_switch())?.flatten().unwrap_or(false);
    let extra = call.read_header("DaneDodatkowe", |header| header.own_base64())?.unwrap_or_default();
    let deadline = deadline(call)?;
    let most =
        usize::try_from(knobs::DOCUMENT_BYTES.number(&call.desk.sandbox.settings)).unwrap_or(usize::MAX);
    call.exam.require(&boxes::SIZE.check, file.bytes.len() <= most, || {
        vec![Evidence::values("bytes of zawartosc", format!("at most {most}"), file.bytes.len().to_string())]
    })?;
    let report = signature::verify(&file.bytes, call.now);
    call.exam.require(&rules::SIGNED.check, report.holds(), || seal::evidence(&report))?;
    if trial {
        let status = Status::good("Dokument próbny jest poprawny i nie został doręczony");
        return Ok(answer(&status, "0", "0").into());
    }
    let addressee_podmiot = call.podmiot(addressee.podmiot().as_str())?;
    let case = call.header_text("IdentyfikatorSprawy");
    let own_number = call.header_text("IdentyfikatorDokumentu");
    let mut state = call.desk.state();
    let letter = Letter {
        sender: Some(caller.podmiot.clone()),
        system: caller.system.clone(),
        to: addressee.clone(),
        reply_to: Some(reply_to.clone()),
        file,
        extra,
    };
    let document = post::keep(&mut state, letter, call.now);
    let order = state.counter.draw();
    drop(state);
    let Some(document) = document else { return call.room(false).map(|()| String::new().into()) };
    let upd = Upd {
        id: format!("ePUAP-UPD{order}"),
        issuer: named(&sender),
        addressee: named(&addressee_podmiot),
        received: call.now,
        made: call.now,
        case,
        document: if own_number.is_empty() { document.to_string() } else { own_number },
        notes: vec![("Uwaga".to_owned(), "Poświadczenie ze środowiska ćwiczebnego Poligon".to_owned())],
    };
    let upd_document = bytes::Bytes::from(upd.xml().into_bytes());
    let mut state = call.desk.state();
    let sent = post::post(
        &mut state,
        Letter::of_epuap(addressee.clone(), "UPD.xml", upd_document.clone()),
        call.now,
    );
    let kept = state.deliveries.add(Order {
        id: order,
        document,
        sender: caller.podmiot.clone(),
        reply_to,
        addressee,
        upd: upd.id,
        upd_document,
        sent: call.now,
        deadline,
        reminded: false,
        stage: Stage::Awaiting,
    });
    drop(state);
    call.room(kept && sent.is_some())?;
    let status = Status::good("Przyjęto do doręczenia");
    Ok(answer(&status, &document.to_string(), &order.to_string()).into())
}

/// The addressee sends the signed UPD back; the document is his then, and the sender gets the UPD.
fn odbierz(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let file = obiekty::read_file(call.body());
    let file = call.shaped(file)?;
    let named = call.need_header("IdentyfikatorPodmiotu")?;
    call.own_podmiot(caller, "/Envelope/Header/IdentyfikatorPodmiotu", &named)?;
    let trial = call.read_header("CzyProbne", |header| header.own_switch())?.flatten().unwrap_or(false);
    let identifier = confirmation::identifier(&file.bytes);
    let order = identifier.as_deref().and_then(|id| call.desk.state().deliveries.of_upd(id).cloned());
    let order = call.exam.need(&rules::UPD.check, order, || {
        let got = identifier.unwrap_or_else(|| "no UPD".to_owned());
        vec![Evidence::values(
            "IdentyfikatorPoswiadczenia",
            "one of a UPD that was sent out",
            got.chars().take(100).collect::<String>(),
        )]
    })?;
    call.exam.require(&rules::ADDRESSEE.check, *order.addressee.podmiot() == caller.podmiot, || {
        vec![Evidence::values("podmiot", order.addressee.podmiot().as_str(), caller.podmiot.as_str())]
    })?;
    call.must(
        &rules::ONCE,
        order.stage == Stage::Awaiting,
        &format!("the order stands at {:?}", order.stage),
    )?;
    let report = signature::verify(&file.bytes, call.now);
    call.exam.require(&rules::UPD_SIGNED.check, report.holds(), || seal::evidence(&report))?;
    let difference = same::difference(&order.upd_document, &file.bytes);
    call.exam.require(&rules::UPD_SAME.check, difference.is_none(), || {
        let place = difference.unwrap_or_default();
        vec![Evidence::text(format!("the first difference stands at {place}"))]
    })?;
    if trial {
        let status = Status::good("Poświadczenie próbne jest poprawne");
        return Ok(obiekty::bare_status("StatusDoreczyciela", &status).into());
    }
    let mut state = call.desk.state();
    state.deliveries.sign(order.id, call.now);
    let letter = Letter {
        sender: Some(caller.podmiot.clone()),
        system: caller.system.clone(),
        ..Letter::of_epuap(order.reply_to, "UPD.xml", file.bytes)
    };
    let delivered = post::deliver(&mut state, order.document, call.now);
    let posted = post::post(&mut state, letter, call.now).is_some();
    drop(state);
    call.room(delivered && posted)?;
    Ok(obiekty::bare_status("StatusDoreczyciela", &Status::good("Poświadczenie przyjęte")).into())
}

fn answer(status: &Status, document: &str, order: &str) -> String {
    obiekty::answer("OdpowiedzDoreczyciela", status, |xml| {
        xml.element("identyfikatorDokumentu", document).element("identyfikatorZlecenia", order)
    })
}

/// The signed UPD must go somewhere, so here the address is needed.
fn own_reply_box(call: &mut Call<'_>, caller: &Caller) -> Result<BoxAddress, Refused> {
    call.need_header("AdresOdpowiedzi")?;
    match super::skrytka::reply_address(call, caller)? {
        Some(address) => Ok(address),
        // Lenient sandboxes go on with the box that every podmiot has.
        None => {
            let address = BoxAddress::of(&caller.podmiot, crate::state::boxes::DEFAULT).ok();
            call.exam.need(&boxes::REPLY_ADDRESS.check, address, || vec![Evidence::text("there is no box")])
        }
    }
}

fn deadline(call: &mut Call<'_>) -> Result<time::OffsetDateTime, Refused> {
    let days = i64::try_from(knobs::FICTION_DAYS.number(&call.desk.sandbox.settings)).unwrap_or(14);
    let usual = call.now.saturating_add(Duration::days(days));
    let text = call.header_text("TerminDoreczenia");
    if text.is_empty() {
        call.exam.skip(&rules::DEADLINE.check, "TerminDoreczenia is empty");
        return Ok(usual);
    }
    let Some(given) = poligon_world::warsaw::read(&text) else {
        let misread = Misread {
            place: "/Envelope/Header/TerminDoreczenia".to_owned(),
            expected: "a dateTime like 2026-11-24T12:00:00+01:00".to_owned(),
            got: text.chars().take(60).collect(),
        };
        return Err(call.misread(&ground::HEADERS, misread));
    };
    let (now, later) = (call.now, given > call.now);
    call.exam.require(&rules::DEADLINE.check, later, || {
        let expected = format!("after {}", confirmation::moment(now));
        vec![Evidence::values("TerminDoreczenia", expected, confirmation::moment(given))]
    })?;
    Ok(if later { given } else { usual })
}
