//! ZarzadzanieDokumentami: dodajDokument, pobierzDokument, usunDokument, zawartoscSkladu (spec §2.7).

use poligon_institution::Evidence;
use poligon_institution::Provenance::Official;
use poligon_institution::Refused;
use poligon_soap::QName;

use super::services::{Op, Run};
use crate::checks::files as rules;
use crate::desk::{Call, Caller, Outcome};
use crate::ids::Number;
use crate::knobs;
use crate::state::sklad::Kept;
use crate::wire::names::ZD;
use crate::wire::sklad::{self, SkladRef};
use crate::wire::{Misread, Reading, Xml};

/// The operations.
pub static OPS: &[Op] = &[
    op("epuap.zarzadzanie-dokumentami.dodajDokument", "dodajDokument", dodaj),
    op("epuap.zarzadzanie-dokumentami.pobierzDokument", "pobierzDokument", pobierz),
    op("epuap.zarzadzanie-dokumentami.usunDokument", "usunDokument", usun),
    op("epuap.zarzadzanie-dokumentami.zawartoscSkladu", "zawartoscSkladu", zawartosc),
];

const FOLDERS: [&str; 3] = ["RECEIVED", "SENT", "DRAFT"];

const fn op(name: &'static str, local: &'static str, run: fn(&mut Call<'_>, &Caller) -> Outcome) -> Op {
    let request = QName::new(ZD, local);
    Op { name, request, action: "", provenance: Official, run: Run::Signed(run), status: None }
}

fn dodaj(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let body = call.body();
    let read = body.need("sklad").and_then(sklad::read_sklad);
    let document = body.need("dokument");
    let sklad = call.shaped(read)?;
    let document = call.shaped(document)?;
    let (details, bytes) = (
        document.need("szczegolyDokumentu").and_then(sklad::read_details),
        document.need("tresc").and_then(|content| content.own_base64()),
    );
    let mut details = call.shaped(details)?;
    let bytes = call.shaped(bytes)?;
    own(call, caller, &sklad)?;
    let folder = details.folder.clone();
    let known = folder.as_deref().is_none_or(|folder| FOLDERS.contains(&folder));
    call.exam.require(&rules::FOLDER.check, known, || {
        let got: String = folder.unwrap_or_default().chars().take(60).collect();
        vec![Evidence::values("szczegolyDokumentu/folder", FOLDERS.join(", "), got)]
    })?;
    details.created.get_or_insert(call.now);
    let mut state = call.desk.state();
    let id = state.counter.draw();
    let kept = Kept { id, podmiot: caller.podmiot.clone(), sklad: sklad.name, details, bytes, read: false };
    let room = state.sklady.add(kept);
    drop(state);
    call.room(room)?;
    Ok(answer("dodajDokument", |xml| xml.element("dodajDokumentResult", id.to_string())))
}

fn pobierz(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let id = asked(call, caller)?;
    let found = call.desk.state().sklady.find(id, &caller.podmiot).cloned();
    let kept = found.ok_or(id).or_else(|id| missing(call, id))?;
    call.desk.state().sklady.read(id);
    let swapped = knobs::SWAPPED_FORM.is_on(&call.desk.sandbox.settings);
    Ok(answer("pobierzDokument", |xml| {
        xml.nest("pobierzDokumentResult", |xml| {
            xml.nest("szczegolyDokumentu", |xml| sklad::write_details(xml, kept.id, &kept.details, swapped))
                .base64("tresc", &kept.bytes)
        })
    }))
}

fn usun(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let id = asked(call, caller)?;
    let removed = call.desk.state().sklady.remove(id, &caller.podmiot);
    Ok(answer("usunDokument", |xml| {
        xml.element("usunDokumentResult", if removed { "true" } else { "false" })
    }))
}

fn zawartosc(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let read = call.body().need("sklad").and_then(sklad::read_sklad);
    let sklad = call.shaped(read)?;
    own(call, caller, &sklad)?;
    let kept: Vec<Kept> = {
        let state = call.desk.state();
        state.sklady.contents(&caller.podmiot, &sklad.name).cloned().collect()
    };
    let swapped = knobs::SWAPPED_FORM.is_on(&call.desk.sandbox.settings);
    Ok(answer("zawartoscSkladu", |xml| {
        xml.nest("zawartoscSkladu", |xml| {
            // The element really carries the name of its type (spec §2.7).
            xml.each(&kept, |xml, kept| {
                xml.nest("SzczegolyDokumentuTyp", |xml| {
                    sklad::write_details(xml, kept.id, &kept.details, swapped)
                })
            })
        })
    }))
}

fn own(call: &mut Call<'_>, caller: &Caller, sklad: &SkladRef) -> Result<(), Refused> {
    call.own_podmiot(caller, "sklad/podmiot", &sklad.podmiot).map(|_| ())
}

/// idDokumentu and podmiot, which may be nil.
fn asked(call: &mut Call<'_>, caller: &Caller) -> Result<Number, Refused> {
    let read = |body: Reading<'_>| -> Result<(i32, Option<String>), Misread> {
        let id = body.number("idDokumentu")?;
        let id = id.ok_or_else(|| Misread::at(body.0, "an element idDokumentu", "none"))?;
        Ok((id, body.text("podmiot")?.filter(|podmiot| !podmiot.is_empty())))
    };
    let read = read(call.body());
    let (id, podmiot) = call.shaped(read)?;
    if let Some(podmiot) = podmiot {
        call.own_podmiot(caller, "podmiot", &podmiot)?;
    }
    Ok(Number(id))
}

fn missing(call: &mut Call<'_>, id: Number) -> Result<Kept, Refused> {
    Err(call.refuse(&rules::SKLAD, "idDokumentu", "a document of the podmiot", &id.to_string()))
}

fn answer(operation: &str, content: impl FnOnce(Xml) -> Xml) -> crate::desk::Reply {
    let local = format!("{operation}Response");
    content(Xml::root(ZD, &local)).end_root(&local).into()
}
