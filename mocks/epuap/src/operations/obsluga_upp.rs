//! obslugaUpp: dajUpp, dajUppPrzeslij (spec §2.5). The types are public, the binding is not.

use poligon_institution::Provenance::{Observed, Reconstructed};
use poligon_soap::QName;

use super::services::{Op, Run};
use super::skrytka::{admit, recipient, sealed};
use crate::desk::post::{self, Letter, named};
use crate::desk::{Call, Caller, Outcome};
use crate::documents::confirmation::Named;
use crate::state::documents::File;
use crate::wire::names::OB;
use crate::wire::obiekty::{self, Status};
use crate::wire::{Misread, Reading};

/// The operations.
pub static OPS: &[Op] = &[
    Op {
        name: "epuap.obslugaUpp.dajUpp",
        request: QName::new(OB, "ZapytanieDajUpp"),
        action: "http://ws.epuap.gov.pl/obslugaUpp/dajUpp",
        // OMB calls it so; its WSDL was not found.
        provenance: Observed,
        run: Run::Signed(daj),
        status: Some(status_only),
    },
    Op {
        name: "epuap.obslugaUpp.dajUppPrzeslij",
        request: QName::new(OB, "ZapytanieDajUppPrzeslij"),
        action: "http://ws.epuap.gov.pl/obslugaUpp/dajUppPrzeslij",
        provenance: Reconstructed,
        run: Run::Signed(daj_przeslij),
        status: Some(status_only),
    },
];

/// UzytkownikTyp of ZapytanieDajUpp.
struct User {
    id: String,
    name: String,
}

fn user(body: Reading<'_>) -> Result<User, Misread> {
    let sender = body.need("nadawca")?;
    Ok(User { id: sender.words("identyfikator")?, name: sender.text("nazwa")?.unwrap_or_default() })
}

fn daj(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let (podmiot, sender, file) = (call.body().words("podmiot"), user(call.body()), document(call.body()));
    let podmiot = call.shaped(podmiot)?;
    let sender = call.shaped(sender)?;
    let file = call.shaped(file)?;
    let podmiot = call.own_podmiot(caller, "podmiot", &podmiot)?;
    let sender =
        Named { name: if sender.name.is_empty() { sender.id.clone() } else { sender.name }, id: sender.id };
    // The document is not ePUAP's, so its name stands for its number.
    let upp = call.desk.upp(named(&podmiot), sender, &file.name, &file.bytes, call.now);
    let (_, upp) = sealed(call, upp)?;
    Ok(answer(&upp).into())
}

/// The same, and document and UPP go into boxes.
fn daj_przeslij(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let body = call.body();
    let read =
        (body.words("podmiot"), body.words("adresSkrytki"), body.words("adresOdpowiedzi"), document(body));
    let podmiot = call.shaped(read.0)?;
    let address = call.shaped(read.1)?;
    let reply_address = call.shaped(read.2)?;
    let file = call.shaped(read.3)?;
    let podmiot = call.own_podmiot(caller, "podmiot", &podmiot)?;
    let (to, rules) = recipient(call, &address)?;
    let (reply_to, _) = recipient(call, &reply_address)?;
    admit(call, &file, &rules)?;
    let addressee = call.podmiot(to.podmiot().as_str())?;
    let letter = Letter {
        sender: Some(caller.podmiot.clone()),
        system: caller.system.clone(),
        to,
        reply_to: Some(reply_to.clone()),
        file: file.clone(),
        extra: bytes::Bytes::new(),
    };
    let posted = post::post(&mut call.desk.state(), letter, call.now);
    call.room(posted.is_some())?;
    let number = posted.map(|id| id.to_string()).unwrap_or_default();
    let upp = call.desk.upp(named(&addressee), named(&podmiot), &number, &file.bytes, call.now);
    let (_, upp) = sealed(call, upp)?;
    let letter = Letter::of_epuap(reply_to, &upp.name, upp.bytes.clone());
    let posted = post::post(&mut call.desk.state(), letter, call.now).is_some();
    call.room(posted)?;
    Ok(answer(&upp).into())
}

fn document(body: Reading<'_>) -> Result<File, Misread> {
    obiekty::read_file(body.need("dokument")?)
}

fn answer(upp: &File) -> String {
    obiekty::answer("OdpowiedzDajUpp", &Status::good("OK"), |xml| obiekty::write_file(xml, "upp", upp))
}

fn status_only(status: &Status) -> String {
    obiekty::answer("OdpowiedzDajUpp", status, |xml| xml)
}
