//! `POST /sessions/online/{referenceNumber}/invoices`: takes one invoice. What is wrong with the request is said at once, what
//! is wrong with the invoice is decided here and shows in its status.

use bytes::Bytes;
use http::StatusCode;
use poligon_crypto::cipher;
use poligon_institution::{Evidence, Examination, Finding, Outcome, Refused, Response};
use serde_json::json;

use super::submission::Submission;
use crate::access::Caller;
use crate::checks::{invoice as file_rules, sessions as rules};
use crate::desk::Call;
use crate::identity::Permission;
use crate::ids::{KsefNumber, ReferenceKind, ReferenceNumber};
use crate::invoice::document::Terms;
use crate::invoice::judge::{self, Sending};
use crate::invoice::verdict::Original;
use crate::invoice::{Facts, Form, Verdict};
use crate::knobs;
use crate::operations::sessions::common::{self, MAY_SEND};
use crate::state::State;
use crate::state::invoices::{Accepted, Invoice, Mode};
use crate::state::limits::SessionLimits;
use crate::state::sessions::Event;
use crate::wire;
use crate::wire::moment;
use crate::wire::patterns::sha256_base64;

/// Answers the operation.
///
/// # Errors
/// 401, 403, 21405, 21173, 21180, 21155, 21402, 21403, 21166, 21167.
pub fn answer(call: &mut Call<'_>) -> Result<Response, Refused> {
    let caller = call.caller()?;
    call.require_any(&caller, &MAY_SEND)?;
    let submission = Submission::read(call)?;
    let open = open_session(call, &caller)?;
    ciphertext(call, &submission)?;
    correction(call, &submission)?;
    // Decrypting and parsing take the time of a request; other requests need not wait for it.
    let mut exam = Examination::new(call.exam.strictness());
    let judged = open.judge(call, &caller, &submission, &mut exam);
    let reference = keep(call, &open, submission, judged, exam)?;
    let response = wire::json(StatusCode::ACCEPTED, &json!({ "referenceNumber": reference }));
    Ok(match warning(call.exam.findings()) {
        Some(text) => response.with_header("x-system-warning", text),
        None => response,
    })
}

/// What sending needs of an open session.
struct Open {
    index: usize,
    key: Vec<u8>,
    vector: Vec<u8>,
    form: Form,
    /// As they stand at the moment of sending; whether the real ones are those of the opening is not known.
    limits: SessionLimits,
}

fn open_session(call: &mut Call<'_>, caller: &Caller) -> Result<Open, Refused> {
    let (desk, now, pace) = (call.desk, call.now, common::pace(call));
    let reference = call.reference_argument("referenceNumber")?;
    let mut state = desk.state();
    let limits = state.limits.of_context(&caller.context).online;
    let found = state.sessions.find(&reference);
    let index = call.exam.need(&rules::SESSION_ONLINE.check, found, || common::unknown(&reference))?;
    state.tick_session(index, pace, &desk.streams.references, now);
    let session = state.sessions.at(index);
    let session = call.exam.need(&rules::SESSION_ONLINE.check, session, || common::unknown(&reference))?;
    let may = common::may_act(caller, session);
    call.require_visible(may, "invoices are sent to a session by its opener or by the owner of its context")?;
    let code = session.status_inside().code;
    let key = session.key.clone().filter(|_| code == 100);
    let key = call.exam.need(&rules::OPEN_FOR_SENDING.check, key, || {
        vec![Evidence::values("status of the session", "100", code.to_string())]
    })?;
    room(&mut call.exam, session.course.sent, limits.invoices, &reference)?;
    Ok(Open { index, key, vector: session.vector.clone(), form: session.form, limits })
}

fn room(exam: &mut Examination, sent: u32, most: u32, reference: &str) -> Result<(), Refused> {
    exam.need(&rules::ROOM.check, (sent < most).then_some(()), || {
        let said = format!(
            "Sesja o numerze referencyjnym {reference} osiągnęła dozwolony limit liczby faktur {most}."
        );
        vec![Evidence::text(said)]
    })
}

fn ciphertext(call: &mut Call<'_>, submission: &Submission) -> Result<(), Refused> {
    let (length, declared) = (submission.ciphertext.len(), submission.ciphertext_size);
    call.exam.require(&rules::CIPHERTEXT_SIZE.check, i64::try_from(length) == Ok(declared), || {
        vec![Evidence::values("encryptedInvoiceSize", length.to_string(), declared.to_string())]
    })?;
    let (hash, declared) = (sha256_base64(&submission.ciphertext), &submission.ciphertext_hash);
    call.exam.require(&rules::CIPHERTEXT_HASH.check, hash == *declared, || {
        vec![Evidence::values("encryptedInvoiceHash", hash.clone(), declared.clone())]
    })
}

fn correction(call: &mut Call<'_>, submission: &Submission) -> Result<(), Refused> {
    let Some(corrects) = &submission.corrects else {
        for rule in [&rules::CORRECTION_OFFLINE, &rules::CORRECTION_FREE, &rules::CORRECTION_STATUS] {
            call.exam.skip(&rule.check, "no technical correction");
        }
        return Ok(());
    };
    call.exam.require(&rules::CORRECTION_OFFLINE.check, submission.offline, || {
        let line = "'offlineMode' must be true when 'hashOfCorrectedInvoice' is given.";
        vec![Evidence::values("offlineMode", "true", "false"), Evidence::text(line)]
    })?;
    let history = call.desk.state().invoices.history(corrects);
    call.exam.require(&rules::CORRECTION_FREE.check, !history.corrected, || {
        vec![Evidence::values(
            "hashOfCorrectedInvoice",
            "an invoice without a good technical correction",
            corrects.clone(),
        )]
    })?;
    call.exam.require(&rules::CORRECTION_STATUS.check, !history.accepted, || {
        vec![Evidence::values(
            "hashOfCorrectedInvoice",
            "an invoice that was rejected",
            format!("{corrects}, accepted"),
        )]
    })
}

impl Open {
    fn judge(
        &self,
        call: &Call<'_>,
        caller: &Caller,
        submission: &Submission,
        exam: &mut Examination,
    ) -> Option<(Facts, Bytes)> {
        let plaintext = match cipher::aes256_cbc_decrypt(&self.key, &self.vector, &submission.ciphertext) {
            Ok(plaintext) => plaintext,
            Err(why) => {
                let evidence =
                    vec![Evidence::values("encryptedInvoiceContent", "AES-256-CBC, PKCS#7", why.to_string())];
                let _ = exam.refuse(&file_rules::DECRYPTS.check, evidence);
                return None;
            }
        };
        exam.pass(&file_rules::DECRYPTS.check);
        let strict = knobs::STRICT_XML.is_on(&call.desk.sandbox.settings);
        let sending = Sending {
            declared_size: submission.size,
            declared_hash: submission.hash.clone(),
            terms: Terms {
                form: Some(self.form),
                most: self.limits.bytes(),
                most_with_attachment: self.limits.bytes_with_attachment(),
                strict,
            },
            context: caller.context.clone(),
            enforcement: caller.has(Permission::EnforcementOperations) && !caller.owner,
            offline: submission.offline,
            correction: submission.corrects.is_some(),
            check_digits: call.environment().counts_check_digits(),
            now: call.now,
        };
        let facts = judge::judge(&plaintext, &sending, exam).ok()?;
        Some((facts, Bytes::from(plaintext)))
    }
}

/// Keeps the invoice and says its reference number. The last rules need the state: duplicates and what is corrected.
fn keep(
    call: &mut Call<'_>,
    open: &Open,
    submission: Submission,
    judged: Option<(Facts, Bytes)>,
    mut exam: Examination,
) -> Result<ReferenceNumber, Refused> {
    let (desk, now, wait) = (call.desk, call.now, common::pace(call).start(call.now));
    let mut state = desk.state();
    let session =
        state.sessions.at(open.index).map(|session| (session.status_inside().code, session.course.sent));
    let (code, sent) = session.unwrap_or((440, 0));
    // Another request may have closed it in between.
    if code != 100 {
        let evidence = vec![Evidence::values("status of the session", "100", code.to_string())];
        return Err(call.exam.refuse(&rules::OPEN_FOR_SENDING.check, evidence));
    }
    if sent >= open.limits.invoices {
        let reference = call.argument("referenceNumber").to_owned();
        room(&mut call.exam, sent, open.limits.invoices, &reference)?;
    }
    systems_own(&knobs::INVOICE_OUTCOME.value(&desk.sandbox.settings), &mut exam);
    let original = judged.as_ref().and_then(|(facts, _)| duplicate(&state, facts, now, &mut exam));
    corrected_is_known(&state, submission.corrects.as_deref(), &mut exam);
    let mut verdict = Verdict::of(exam.findings());
    verdict.extensions = original.filter(|_| verdict.code == 440).map(Box::new);
    let number = judged.as_ref().map(|(facts, _)| facts.number.clone());
    let accepted = judged.filter(|_| verdict.is_success()).map(|(facts, plaintext)| {
        let late = judge::is_offline_by_date(&facts, now);
        let mode = if submission.offline || late { Mode::Offline } else { Mode::Online };
        let number = KsefNumber::mint(&facts.seller.nip, moment::warsaw_day(now), &desk.streams.numbers);
        Box::new(Accepted { number, acquired: now, mode, facts, plaintext, corrects: submission.corrects })
    });
    let reference = ReferenceNumber::mint(ReferenceKind::Invoice, &desk.streams.references, now);
    let invoice = state.invoices.add(Invoice {
        reference: reference.clone(),
        session: open.index,
        ordinal: sent.saturating_add(1),
        number,
        hash: submission.hash,
        sent: now,
        verdict,
        wait,
        asked: false,
        shown: None,
        accepted,
    });
    if let Some(session) = state.sessions.at_mut(open.index) {
        session.invoices.push(invoice);
        session.pending.insert(invoice);
        session.step(Event::Sent, now);
    }
    drop(state);
    call.exam.extend(exam.into_findings());
    Ok(reference)
}

/// The failures that are the system's own. They stand before a duplicate: what was not processed was not compared.
fn systems_own(outcome: &str, exam: &mut Examination) {
    let rule = match outcome {
        "405" => &file_rules::SESSION_HOLDS,
        "500" => &file_rules::SYSTEM_SOUND,
        "550" => &file_rules::NOT_CANCELLED,
        _ => return,
    };
    let said = format!("the knob {} stands at {outcome}", knobs::INVOICE_OUTCOME.name);
    let _ = exam.refuse(&rule.check, vec![Evidence::values("ksef.invoice-outcome", "judged", said)]);
}

fn duplicate(
    state: &State,
    facts: &Facts,
    now: time::OffsetDateTime,
    exam: &mut Examination,
) -> Option<Original> {
    let check = &file_rules::DUPLICATE.check;
    let found = state.invoices.original(facts, now).and_then(|original| {
        let session = state.sessions.at(original.session)?.reference.to_string();
        Some((original.accepted.as_ref()?.number.to_string(), session))
    });
    let Some((number, session)) = found else {
        exam.pass(check);
        return None;
    };
    let said = format!(
        "Duplikat faktury. Faktura o numerze KSeF: {number} została już prawidłowo przesłana do systemu w sesji: {session}"
    );
    let key = format!("{} / {:?} / {}", facts.seller.nip, facts.kind, facts.number);
    let _ = exam.object(
        check,
        vec![
            Evidence::values("seller NIP / RodzajFaktury / P_2", "not sent before", key),
            Evidence::text(said),
        ],
    );
    Some(Original { original_session_reference_number: session, original_ksef_number: number })
}

fn corrected_is_known(state: &State, hash: Option<&str>, exam: &mut Examination) {
    let Some(hash) = hash else { return };
    let known = state.invoices.history(hash).rejected;
    let _ = exam.require(&file_rules::CORRECTED_KNOWN.check, known, || {
        vec![Evidence::values("hashOfCorrectedInvoice", "the hash of a rejected invoice", hash)]
    });
}

/// `X-System-Warning` (spec §0.1) for XML that is tolerated by the knob `ksef.strict-xml`; the header is ASCII.
fn warning(findings: &[Finding]) -> Option<&'static str> {
    let prohibited = [&file_rules::NO_INSTRUCTIONS.check, &file_rules::CHARACTERS.check];
    findings
        .iter()
        .any(|finding| finding.outcome == Outcome::Warn && prohibited.contains(&finding.check))
        .then_some("[xml-002]: Plik XML zawiera instrukcje przetwarzania lub niezalecane znaki.")
}
