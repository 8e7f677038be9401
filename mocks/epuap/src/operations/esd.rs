//! EsdService: składy by a TGSID session, without WS-Security (spec §2.8).

use poligon_institution::Provenance::Official;
use poligon_institution::{Evidence, Refused};
use poligon_soap::QName;

use super::services::{Op, Run};
use crate::checks::files as rules;
use crate::desk::{Call, Outcome, Reply};
use crate::documents::signature;
use crate::ids::{Number, PodmiotId};
use crate::state::sklad::{DEFAULT, Details, Kept};
use crate::wire::esd::{self, TgsidDocument};
use crate::wire::names::FC;
use crate::wire::{Misread, Reading, Xml};

/// The operations.
pub static OPS: &[Op] = &[
    op("epuap.esd.pobierzListeSkladowPodmiotu", "tgsid", warehouses),
    op("epuap.esd.pobierzDomyslnySklad", "tgsid2", default_warehouse),
    op("epuap.esd.pobierzListeDokumentowSkladu", "TgsidWarehouse", documents),
    op("epuap.esd.pobierzDokument", "TgsidDocument", document),
    op("epuap.esd.wyslijDokument", "TgsidDocumentFile", send),
    op("epuap.esd.usunDokument", "TgsidDocument3", remove),
    op("epuap.esd.weryfikujPodpis", "TgsidDocument4", verify),
    op("epuap.esd.weryfikujPodpisKaskadowo", "TgsidDocument5", verify),
    op("epuap.esd.weryfikujZalacznik", "TgsidDocument6", verify),
];

const fn op(name: &'static str, local: &'static str, run: fn(&mut Call<'_>) -> Outcome) -> Op {
    let request = QName::new(FC, local);
    Op { name, request, action: "", provenance: Official, run: Run::Open(run), status: None }
}

fn warehouses(call: &mut Call<'_>) -> Outcome {
    let podmiot = own_session(call)?;
    let names = call.desk.state().sklady.names(&podmiot);
    let xml = Xml::root(FC, "ListaWarehouse").each(names.iter().enumerate(), |xml, (index, name)| {
        xml.nest("warehouseElement", |xml| {
            xml.element("id", warehouse_id(index))
                .element("name", name)
                .element("organizationId", podmiot.as_str())
        })
    });
    Ok(xml.end_root("ListaWarehouse").into())
}

fn default_warehouse(call: &mut Call<'_>) -> Outcome {
    own_session(call)?;
    Ok(esd::simple("WarehouseId", &warehouse_id(0)).into())
}

fn documents(call: &mut Call<'_>) -> Outcome {
    let (tgsid, id) = (call.body().words("tgsid"), call.body().words("warehouseId"));
    let tgsid = call.shaped(tgsid)?;
    let id = call.shaped(id)?;
    let podmiot = session(call, &tgsid)?;
    let sklad = warehouse(call, &podmiot, &id)?;
    let kept: Vec<Kept> = {
        let state = call.desk.state();
        state.sklady.contents(&podmiot, &sklad).cloned().collect()
    };
    let xml = Xml::root(FC, "ListaDocument").each(&kept, esd::document_element);
    Ok(xml.end_root("ListaDocument").into())
}

fn document(call: &mut Call<'_>) -> Outcome {
    let (podmiot, asked) = own_document(call)?;
    let id = Number(asked.document);
    let found = call.desk.state().sklady.find(id, &podmiot).cloned();
    let Some(kept) = found else { return Err(unknown(call, id)) };
    call.desk.state().sklady.read(id);
    let xml = Xml::root(FC, "PaczkaPlikow").base64("xml", &kept.bytes);
    // No stylesheets here: the documents' own addresses lead out of the sandbox.
    Ok(xml.nil("xslt").nil("html").end_root("PaczkaPlikow").into())
}

/// TgsidDocumentFile: tgsid, warehouseId, document, plik.
fn send(call: &mut Call<'_>) -> Outcome {
    let read = |body: Reading<'_>| -> Result<_, Misread> {
        let document = body.need("document")?;
        Ok((
            body.words("tgsid")?,
            body.words("warehouseId")?,
            document.text("documentName")?.unwrap_or_else(|| "dokument.xml".to_owned()),
            document.text("state")?,
            body.base64("plik")?.unwrap_or_default(),
        ))
    };
    let read = read(call.body());
    let (tgsid, warehouse_id, name, folder, bytes) = call.shaped(read)?;
    let podmiot = session(call, &tgsid)?;
    let sklad = warehouse(call, &podmiot, &warehouse_id)?;
    let details =
        Details { name, folder, sent: Some(call.now), created: Some(call.now), ..Details::default() };
    let mut state = call.desk.state();
    let id = state.counter.draw();
    let room = state.sklady.add(Kept { id, podmiot, sklad, details, bytes, read: false });
    drop(state);
    call.room(room)?;
    Ok(esd::simple("DocumentId", &id.to_string()).into())
}

fn remove(call: &mut Call<'_>) -> Outcome {
    let (podmiot, asked) = own_document(call)?;
    let removed = call.desk.state().sklady.remove(Number(asked.document), &podmiot);
    Ok(esd::simple("UsunDokument", if removed { "true" } else { "false" }).into())
}

/// All three kinds of verification look at the signatures of the one document; attachments are not opened.
fn verify(call: &mut Call<'_>) -> Outcome {
    let read = |body: Reading<'_>| -> Result<_, Misread> {
        let document = match body.child("document")? {
            Some(document) => document.number::<i32>("id")?,
            None => body.number("DocumentId")?,
        };
        Ok((body.words("tgsid")?, document, body.base64("plik")?))
    };
    let read = read(call.body());
    let (tgsid, document, file) = call.shaped(read)?;
    let podmiot = session(call, &tgsid)?;
    let bytes = match (file, document) {
        (Some(bytes), _) if !bytes.is_empty() => bytes,
        (_, Some(id)) => {
            let id = Number(id);
            let found = call.desk.state().sklady.find(id, &podmiot).map(|kept| kept.bytes.clone());
            let Some(bytes) = found else { return Err(unknown(call, id)) };
            bytes
        }
        _ => return Err(unknown(call, Number(0))),
    };
    let report = signature::verify(&bytes, call.now);
    let said = match report.failed_stage() {
        None => "podpis poprawny".to_owned(),
        Some(stage) => format!("podpis niepoprawny: {}", stage.detail),
    };
    let local = "CompositeDocumentVerificationResult";
    let xml = Xml::root(FC, local).nest("verificationResult", |xml| {
        xml.element("masterPart", "true")
            .element("partNumber", "0")
            .nil("partName")
            .nest("verificationResult", |xml| xml.element("tgsid", &tgsid).base64("result", said.as_bytes()))
    });
    Ok(Reply::from(xml.end_root(local)))
}

/// The request element is the tgsid itself.
fn own_session(call: &mut Call<'_>) -> Result<PodmiotId, Refused> {
    let tgsid = call.body().own_text();
    session(call, &tgsid)
}

fn own_document(call: &mut Call<'_>) -> Result<(PodmiotId, TgsidDocument), Refused> {
    let read = esd::read_document(call.body());
    let asked = call.shaped(read)?;
    let podmiot = session(call, &asked.tgsid)?;
    Ok((podmiot, asked))
}

fn session(call: &mut Call<'_>, tgsid: &str) -> Result<PodmiotId, Refused> {
    let podmiot = call.desk.state().sklady.session(tgsid.trim()).cloned();
    call.exam.need(&rules::SESSION.check, podmiot, || {
        vec![Evidence::values("tgsid", "an open session", tgsid.chars().take(60).collect::<String>())]
    })
}

/// Składy have names; their numbers are their places, from 1.
fn warehouse_id(index: usize) -> String {
    (index + 1).to_string()
}

fn warehouse(call: &mut Call<'_>, podmiot: &PodmiotId, id: &str) -> Result<String, Refused> {
    let names = call.desk.state().sklady.names(podmiot);
    let index = id.parse::<usize>().ok().and_then(|id| id.checked_sub(1));
    let name = index.and_then(|index| names.get(index)).cloned();
    let known = || format!("1 to {} ({DEFAULT} first)", names.len());
    call.exam.need(&rules::SKLAD.check, name, || {
        vec![Evidence::values("warehouseId", known(), id.chars().take(40).collect::<String>())]
    })
}

fn unknown(call: &mut Call<'_>, id: Number) -> Refused {
    call.refuse(&rules::SKLAD, "DocumentId", "a document of the session's podmiot", &id.to_string())
}
