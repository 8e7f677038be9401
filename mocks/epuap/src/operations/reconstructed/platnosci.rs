//! Platnosci: a payment is made, its payer is led to a page, its state is asked for.

use poligon_institution::{Evidence, Refused};

use super::pl::amount;
use super::shape::{answer, op};
use crate::checks::services as rules;
use crate::desk::{Call, Caller, Outcome};
use crate::ids::Number;
use crate::operations::services::Op;
use crate::state::obligations::{Payment, Stage};

const NS: &str = "http://ws.epuap.gov.pl/Platnosci/";

/// The operations.
pub static OPS: &[Op] = &[
    op("epuap.platnosci.utworzPlatnosc", NS, "utworzPlatnosc", begin),
    op("epuap.platnosci.statusPlatnosci", NS, "statusPlatnosci", status),
    op("epuap.platnosci.anulujPlatnosc", NS, "anulujPlatnosc", cancel),
];

fn begin(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let amount = amount(call)?;
    let body = call.body();
    let read = (body.words("tytul"), body.words("rachunek"), body.words("urlPowrotu"));
    let title = call.shaped(read.0)?;
    let account = call.shaped(read.1)?;
    let return_url = call.shaped(read.2)?;
    let parsed = return_url.parse::<http::Uri>().ok();
    let web = parsed.as_ref().is_some_and(|url| matches!(url.scheme_str(), Some("http" | "https")));
    call.exam.require(&rules::RETURN_URL.check, web, || {
        let got: String = return_url.chars().take(200).collect();
        vec![Evidence::values("urlPowrotu", "an address with http or https", got)]
    })?;
    let mut state = call.desk.state();
    let id = state.counter.draw();
    let payee = caller.podmiot.clone();
    let kept =
        state.obligations.begin(Payment { id, payee, amount, title, account, return_url, stage: Stage::New });
    drop(state);
    call.room(kept)?;
    let url = format!("{}/platnosci/{id}", call.request.base.url);
    Ok(answer(call, |xml| xml.element("id", id.to_string()).element("url", url)))
}

fn status(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let payment = own(call, caller)?;
    Ok(answer(call, |xml| {
        xml.element("id", payment.id.to_string())
            .element("stan", payment.stage.word())
            .element("kwota", payment.amount.to_string())
    }))
}

fn cancel(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let payment = own(call, caller)?;
    let ended = call.desk.state().obligations.end(payment.id, Stage::Cancelled).map(|payment| payment.stage);
    match ended {
        Ok(stage) => Ok(answer(call, |xml| xml.element("stan", stage.word()))),
        Err(_) => Err(call.refuse(&rules::PAYMENT, "state of the payment", "NOWA", payment.stage.word())),
    }
}

fn own(call: &mut Call<'_>, caller: &Caller) -> Result<Payment, Refused> {
    let id = call.body().words("id");
    let id = call.shaped(id)?;
    let found = id.parse::<Number>().ok().and_then(|id| call.desk.state().obligations.payment(id).cloned());
    let own = found.filter(|payment| payment.payee == caller.podmiot);
    call.exam.need(&rules::PAYMENT.check, own, || {
        vec![Evidence::values("id", "a payment to the caller", id.chars().take(40).collect::<String>())]
    })
}
