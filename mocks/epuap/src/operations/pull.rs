//! pull: oczekujaceDokumenty, pobierzNastepny, potwierdzOdebranie (spec §2.2). First in, first out, box by box; fetching takes
//! nothing away, confirming does.

use poligon_crypto::{C14n, DigestAlgorithm, Document as Tree, Limits};
use poligon_institution::Provenance::Official;
use poligon_institution::{Evidence, Refused};
use poligon_soap::{QName, base64};

use super::services::{Op, Run};
use super::skrytka::recipient;
use crate::checks::skrytka as rules;
use crate::desk::{Call, Caller, Outcome};
use crate::ids::{BoxAddress, Number};
use crate::knobs;
use crate::state::State;
use crate::state::documents::Document;
use crate::wire::names::OB;
use crate::wire::obiekty::{self, Fetched, PodmiotData, Status};
use crate::wire::{Misread, Reading, Xml};

/// The operations.
pub static OPS: &[Op] = &[
    Op {
        name: "epuap.pull.oczekujaceDokumenty",
        request: QName::new(OB, "ZapytaniePullOczekujace"),
        action: "http://ws.epuap.gov.pl/pull/oczekujaceDokumenty",
        provenance: Official,
        run: Run::Signed(oczekujace),
        status: Some(|status| {
            obiekty::answer("OdpowiedzPullOczekujace", status, |xml| xml.element("oczekujace", "0"))
        }),
    },
    Op {
        name: "epuap.pull.pobierzNastepny",
        request: QName::new(OB, "ZapytaniePullPobierz"),
        action: "http://ws.epuap.gov.pl/pull/pobierzNastepny",
        provenance: Official,
        run: Run::Signed(pobierz),
        status: Some(|status| obiekty::answer("OdpowiedzPullPobierz", status, |xml| xml)),
    },
    Op {
        name: "epuap.pull.potwierdzOdebranie",
        request: QName::new(OB, "ZapytaniePullPotwierdz"),
        action: "http://ws.epuap.gov.pl/pull/potwierdzOdebranie",
        provenance: Official,
        run: Run::Signed(potwierdz),
        status: Some(|status| obiekty::answer("OdpowiedzPullPotwierdz", status, |xml| xml)),
    },
];

fn oczekujace(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let address = own_box(call, caller)?;
    let waiting = call.desk.state().boxes.find(&address).map_or(0, |skrytka| skrytka.queue.len());
    let status = Status::good("OK");
    Ok(obiekty::answer("OdpowiedzPullOczekujace", &status, |xml| {
        xml.element("oczekujace", waiting.to_string())
    })
    .into())
}

fn pobierz(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let address = own_box(call, caller)?;
    let fetched = {
        let state = call.desk.state();
        head(&state, &address).map(|document| fetched(&state, document))
    };
    let Some(fetched) = fetched else {
        let kod = i32::try_from(knobs::EMPTY_QUEUE.number(&call.desk.sandbox.settings)).unwrap_or(0);
        let status = Status { kod, komunikat: "Brak oczekujących dokumentów".to_owned() };
        // Nothing but the status: nil in the others breaks a client (spec §2.2).
        return Ok(obiekty::answer("OdpowiedzPullPobierz", &status, |xml| xml).into());
    };
    Ok(obiekty::answer("OdpowiedzPullPobierz", &Status::good("OK"), |xml| fetched.write(xml)).into())
}

fn potwierdz(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let address = own_box(call, caller)?;
    let digest = call.body().words("skrot");
    let digest = call.shaped(digest)?;
    let document =
        head(&call.desk.state(), &address).map(|document| (document.id, document.file.bytes.clone()));
    let (id, bytes) = call.exam.need(&rules::SOMETHING.check, document, || {
        vec![Evidence::text(format!("nothing waits in {address}"))]
    })?;
    let fits =
        [DigestAlgorithm::Sha1, DigestAlgorithm::Sha256].map(|one| base64::encode(&one.digest(&bytes)));
    let compact: String = digest.split_whitespace().collect();
    let holds = fits.contains(&compact);
    if !holds {
        let expected = format!("{} (SHA-1) or {} (SHA-256)", fits[0], fits[1]);
        return Err(call.refuse(&rules::DIGEST, "skrot", &expected, &digest));
    }
    call.exam.pass(&rules::DIGEST.check);
    let mut state = call.desk.state();
    if let Some(skrytka) = state.boxes.find_mut(&address) {
        skrytka.confirm();
    }
    state.documents.forget(id);
    Ok(obiekty::answer("OdpowiedzPullPotwierdz", &Status::good("OK"), |xml| xml).into())
}

/// What ZapytaniePullTyp says.
struct Asked {
    podmiot: String,
    name: String,
    address: String,
}

fn asked(body: Reading<'_>) -> Result<Asked, Misread> {
    Ok(Asked {
        podmiot: body.words("podmiot")?,
        name: body.text("nazwaSkrytki")?.unwrap_or_default(),
        address: body.words("adresSkrytki")?,
    })
}

/// The box that is asked for, which must be the caller's.
fn own_box(call: &mut Call<'_>, caller: &Caller) -> Result<BoxAddress, Refused> {
    let read = asked(call.body());
    let asked = call.shaped(read)?;
    call.own_podmiot(caller, "podmiot", &asked.podmiot)?;
    let (address, _) = recipient(call, &asked.address)?;
    call.exam.require(&rules::OWN.check, *address.podmiot() == caller.podmiot, || {
        vec![Evidence::values("adresSkrytki", format!("a box of {}", caller.podmiot), address.to_string())]
    })?;
    call.exam.require(&rules::NAME.check, asked.name.is_empty() || asked.name == address.name(), || {
        vec![Evidence::values(
            "nazwaSkrytki",
            address.name(),
            asked.name.chars().take(100).collect::<String>(),
        )]
    })?;
    Ok(address)
}

fn head<'s>(state: &'s State, address: &BoxAddress) -> Option<&'s Document> {
    state.documents.find(state.boxes.find(address)?.head()?)
}

fn fetched(state: &State, document: &Document) -> Fetched {
    let sender = document.sender.as_ref().and_then(|id| state.podmioty.find(id));
    let podmiot = match sender {
        Some(podmiot) => PodmiotData {
            id: podmiot.id.to_string(),
            kind: podmiot.kind(),
            name: podmiot.name.clone(),
            nip: podmiot.nip.clone(),
            regon: podmiot.regon.clone(),
            consent: true,
        },
        None => PodmiotData {
            id: "ePUAP".to_owned(),
            kind: "P",
            name: "ePUAP (Poligon)".to_owned(),
            nip: None,
            regon: None,
            consent: true,
        },
    };
    Fetched {
        podmiot,
        system: document.system.clone(),
        sent: document.at,
        box_name: document.to.name().to_owned(),
        address: document.to.to_string(),
        reply_to: document.reply_to.as_ref().map(ToString::to_string),
        extra: extra(document.id, &document.extra).into_bytes().into(),
        file: document.file.clone(),
    }
}

/// daneDodatkowe: what the sender said, if it is XML, then the number in the last element IdentyfikatorDokumentu without
/// namespace, which is where OMB looks for it.
pub fn extra(id: Number, of_sender: &[u8]) -> String {
    let said = Tree::parse(of_sender, Limits::MESSAGE).ok();
    let said = said.and_then(|tree| tree.root().canonical(C14n::Exclusive, &[]).ok());
    let said = said.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    Xml::new()
        .nest("DaneDodatkowe", |xml| xml.raw(&said).element("IdentyfikatorDokumentu", id.to_string()))
        .into_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_stands_last_whatever_the_sender_said() {
        let none = "<DaneDodatkowe><IdentyfikatorDokumentu>7</IdentyfikatorDokumentu></DaneDodatkowe>";
        assert_eq!(extra(Number(7), b""), none);
        assert_eq!(extra(Number(7), b"no xml"), none);
        let said = extra(
            Number(7),
            b"<?xml version='1.0'?><x><IdentyfikatorDokumentu>6</IdentyfikatorDokumentu></x>",
        );
        assert!(
            said.ends_with("<IdentyfikatorDokumentu>7</IdentyfikatorDokumentu></DaneDodatkowe>"),
            "{said}"
        );
        assert!(said.contains(">6<"));
    }
}
