//! PLService: obligations, the back side of payments.

use poligon_institution::{Evidence, Refused};

use super::shape::{answer, op};
use crate::checks::services as rules;
use crate::desk::{Call, Caller, Outcome};
use crate::ids::Number;
use crate::operations::services::Op;
use crate::state::obligations::{Grosze, Obligation};

const NS: &str = "http://ws.epuap.gov.pl/PLService/";

/// The operations.
pub static OPS: &[Op] = &[
    op("epuap.pl.rejestrujZobowiazanie", NS, "rejestrujZobowiazanie", register),
    op("epuap.pl.pobierzZobowiazanie", NS, "pobierzZobowiazanie", one),
];

fn register(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let body = call.body();
    let read = (body.words("dluznik"), body.words("tytul"));
    let debtor = call.shaped(read.0)?;
    let title = call.shaped(read.1)?;
    let amount = amount(call)?;
    let mut state = call.desk.state();
    let id = state.counter.draw();
    let creditor = caller.podmiot.clone();
    let kept = state.obligations.owe(Obligation { id, creditor, debtor, amount, title });
    drop(state);
    call.room(kept)?;
    Ok(answer(call, |xml| xml.element("id", id.to_string())))
}

fn one(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let id = call.body().words("id");
    let id = call.shaped(id)?;
    let number = id.parse::<Number>().ok();
    let found = number.and_then(|id| call.desk.state().obligations.obligation(id).cloned());
    let own = found.filter(|obligation| obligation.creditor == caller.podmiot);
    let obligation = call.exam.need(&rules::PAYMENT.check, own, || {
        vec![Evidence::values("id", "an obligation to the caller", id.chars().take(40).collect::<String>())]
    })?;
    Ok(answer(call, |xml| {
        xml.nest("zobowiazanie", |xml| {
            xml.element("id", obligation.id.to_string())
                .element("dluznik", &obligation.debtor)
                .element("kwota", obligation.amount.to_string())
                .element("tytul", &obligation.title)
        })
    }))
}

/// kwota.
pub(super) fn amount(call: &mut Call<'_>) -> Result<Grosze, Refused> {
    let text = call.body().words("kwota");
    let text = call.shaped(text)?;
    call.exam.need(&rules::AMOUNT.check, Grosze::read(&text), || {
        vec![Evidence::values(
            "kwota",
            "złote with at most two decimals",
            text.chars().take(40).collect::<String>(),
        )]
    })
}
