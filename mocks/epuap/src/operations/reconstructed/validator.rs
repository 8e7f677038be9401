//! ValidatorWS: waliduj — a document against its template and its signature.

use poligon_crypto::{Document, Limits};

use super::shape::{answer, op};
use crate::desk::{Call, Caller, Outcome};
use crate::documents::{confirmation, pismo, signature};
use crate::operations::services::Op;
use crate::wire::obiekty;

const NS: &str = "http://ws.epuap.gov.pl/ValidatorWS/";

/// The operations.
pub static OPS: &[Op] = &[op("epuap.validator.waliduj", NS, "waliduj", validate)];

/// One `blad`.
struct Flaw {
    line: usize,
    code: &'static str,
    what: String,
}

fn validate(call: &mut Call<'_>, _: &Caller) -> Outcome {
    let (file, wanted) =
        (call.body().need("dokument").and_then(obiekty::read_file), call.body().text("identyfikatorWzoru"));
    let file = call.shaped(file)?;
    let wanted = call.shaped(wanted)?.filter(|wanted| !wanted.is_empty());
    let flaws = flaws(&file.bytes, wanted.as_deref(), call.now);
    let sound = if flaws.is_empty() { "true" } else { "false" };
    Ok(answer(call, |xml| {
        xml.element("poprawny", sound).each(flaws, |xml, flaw| {
            xml.nest("blad", |xml| {
                xml.element("linia", flaw.line.to_string())
                    .element("kod", flaw.code)
                    .element("opis", flaw.what)
            })
        })
    }))
}

fn flaws(bytes: &[u8], wanted: Option<&str>, now: time::OffsetDateTime) -> Vec<Flaw> {
    let document = match Document::parse(bytes, Limits::MESSAGE) {
        Ok(document) => document,
        Err(why) => return vec![Flaw { line: 1, code: "XML", what: why.to_string() }],
    };
    let root = document.root();
    let mut flaws = Vec::new();
    if let Some(wanted) = wanted
        && root.namespace() != Some(wanted)
    {
        let got = root.namespace().unwrap_or("no namespace");
        let what = format!("the document is of {got}, not of {wanted}");
        flaws.push(Flaw { line: root.line(), code: "WZOR", what });
    }
    if confirmation::content(root).is_none() {
        let misfits = pismo::misfits_of(root);
        flaws.extend(misfits.into_iter().map(|one| Flaw { line: one.line, code: "WZOR", what: one.what }));
    }
    let report = signature::verify_document(&document, now);
    if !report.holds() && !signature::is_absent(&report) {
        let detail = report.failed_stage().map(|stage| stage.detail.clone()).unwrap_or_default();
        flaws.push(Flaw { line: 1, code: "PODPIS", what: detail });
    }
    flaws
}
