//! The three UPO endpoints, and the making of a UPO for them and for the storage links.

use http::StatusCode;
use poligon_institution::{Evidence, Refused, Response};
use time::OffsetDateTime;

use super::{common, invoice_status};
use crate::checks::{Rule, ground, sessions as rules};
use crate::desk::Call;
use crate::knobs;
use crate::state::State;
use crate::state::invoices::Invoice;
use crate::state::sessions::Session;
use crate::state::sessions::settling::PAGE;
use crate::upo::{self, Entry, Header, Page};
use crate::wire::patterns::sha256_base64;

/// `GET /sessions/{referenceNumber}/invoices/ksef/{ksefNumber}/upo`.
///
/// # Errors
/// 401, 403, 21405, 21178.
pub fn by_ksef_number(call: &mut Call<'_>) -> Result<Response, Refused> {
    let number: String = call.argument("ksefNumber").chars().take(60).collect();
    let missing = |session: &str| {
        let said = "nie zostało znalezione.";
        missing(format!("UPO o numerze KSeF {number} i numerze referencyjnym sesji {session} {said}"))
    };
    let session = common::looked_at_or(call, false, |call, session| {
        call.exam.refuse(&rules::UPO.check, missing(session))
    })?;
    let number = call.ksef_number_argument("ksefNumber")?;
    let draft = of_number(&call.desk.state(), session, &number);
    let evidence = missing(call.argument("referenceNumber"));
    deliver(call, draft, &rules::UPO, evidence)
}

/// `GET /sessions/{referenceNumber}/invoices/{invoiceReferenceNumber}/upo`.
///
/// # Errors
/// 401, 403, 21405.
pub fn by_reference(call: &mut Call<'_>) -> Result<Response, Refused> {
    let session = invoice_status::session(call, false)?;
    let invoice = invoice_status::invoice(call, session)?;
    let state = call.desk.state();
    let draft = state
        .sessions
        .at(session)
        .zip(state.invoices.at(invoice))
        .and_then(|(session, invoice)| of_invoice(session, invoice));
    drop(state);
    let reference = call.argument("invoiceReferenceNumber");
    let evidence =
        missing(format!("UPO faktury o numerze referencyjnym {reference} nie zostało znalezione."));
    deliver(call, draft, &rules::UPO_OF_INVOICE, evidence)
}

/// `GET /sessions/{referenceNumber}/upo/{upoReferenceNumber}`.
///
/// # Errors
/// 401, 403, 21405, 21173, 21178.
pub fn of_session(call: &mut Call<'_>) -> Result<Response, Refused> {
    let session = common::looked_at(call, false)?;
    let reference = call.reference_argument("upoReferenceNumber")?;
    let state = call.desk.state();
    let page = state
        .sessions
        .at(session)
        .and_then(|session| session.pages.iter().position(|page| page.as_str() == reference));
    let draft = page.and_then(|page| of_page(&state, session, page));
    drop(state);
    let of = call.argument("referenceNumber");
    let said = format!("UPO o numerze referencyjnym {reference} dla sesji {of} nie zostało znalezione.");
    deliver(call, draft, &rules::UPO, missing(said))
}

/// Evidence for a UPO that is not there.
fn missing(said: String) -> Vec<Evidence> {
    vec![Evidence::values("UPO", "of an invoice or a session with status 200", "none"), Evidence::Text(said)]
}

/// A UPO before it is sealed; made under the lock, sealed without it.
#[derive(Debug)]
pub struct Draft {
    header: Header,
    page: Option<Page>,
    entries: Vec<Entry>,
    at: OffsetDateTime,
}

/// The UPO of the accepted invoice of this KSeF number in a session.
pub fn of_number(state: &State, session: usize, number: &str) -> Option<Draft> {
    let invoice = state.invoices.at(state.invoices.find_number(number)?)?;
    (invoice.session == session).then(|| of_invoice(state.sessions.at(session)?, invoice)).flatten()
}

/// A page of a session's UPO, counted from 0.
pub fn of_page(state: &State, session: usize, page: usize) -> Option<Draft> {
    let session = state.sessions.at(session).filter(|session| page < session.pages.len())?;
    let accepted: Vec<_> = session
        .invoices
        .iter()
        .filter_map(|index| state.invoices.at(*index))
        .filter_map(|invoice| Some((invoice, invoice.success()?.0)))
        .collect();
    let (from, total) = (page * PAGE, accepted.len());
    let entries: Vec<Entry> = accepted
        .into_iter()
        .skip(from)
        .take(PAGE)
        .map(|(invoice, accepted)| Entry::of(invoice, accepted))
        .collect();
    let page = Page {
        number: page + 1,
        count: session.pages.len(),
        from: from + 1,
        to: from + entries.len(),
        total,
    };
    Some(Draft { header: header(session), page: Some(page), entries, at: session.course.updated })
}

fn of_invoice(session: &Session, invoice: &Invoice) -> Option<Draft> {
    let (accepted, _) = invoice.success()?;
    let entries = vec![Entry::of(invoice, accepted)];
    Some(Draft { header: header(session), page: None, entries, at: accepted.acquired })
}

fn header(session: &Session) -> Header {
    Header {
        // Filled in from the knob when it is sealed.
        receiver: String::new(),
        session: session.reference.to_string(),
        context: session.context.clone(),
        document_hash: session.document_hash.clone(),
        form: session.form,
    }
}

/// Seals a UPO and delivers it with the hash of its bytes.
///
/// # Errors
/// What `rule` says when there is none.
fn deliver(
    call: &mut Call<'_>,
    draft: Option<Draft>,
    rule: &'static Rule,
    missing: Vec<Evidence>,
) -> Result<Response, Refused> {
    let draft = call.exam.need(&rule.check, draft, || missing)?;
    sealed(call, draft)
}

/// The same for a UPO that is there.
///
/// # Errors
/// 500 when the vault cannot seal.
pub fn sealed(call: &mut Call<'_>, draft: Draft) -> Result<Response, Refused> {
    let settings = &call.desk.sandbox.settings;
    let receiver = knobs::text_or(&knobs::UPO_RECEIVER_NAME, settings, call.environment().receiver());
    let document = upo::document::xml(&Header { receiver, ..draft.header }, draft.page, &draft.entries);
    let sealed = upo::seal::seal(&document, &call.desk.sandbox.vault, draft.at);
    let bytes = match sealed {
        Ok(bytes) => bytes,
        Err(why) => {
            return Err(call.exam.refuse(&ground::SOUND.check, vec![Evidence::text(why.to_string())]));
        }
    };
    let hash = sha256_base64(&bytes);
    Ok(Response::new(StatusCode::OK).with_body("application/xml", bytes).with_header("x-ms-meta-hash", &hash))
}
