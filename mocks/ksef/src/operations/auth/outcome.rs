//! What an authentication operation will end in, and how it is begun.

use http::StatusCode;
use poligon_certs::Authority;
use poligon_crypto::Certificate;
use poligon_institution::{Evidence, Examination, Refused, Response};
use serde_json::json;

use super::{reading, seal, tokens};
use crate::checks::{self, Wire, auth};
use crate::desk::Call;
use crate::identity::Identifier;
use crate::ids::{ReferenceKind, ReferenceNumber};
use crate::knobs;
use crate::state::auth::{Login, Phase, StatusLine};
use crate::wire::{self, errors};

/// The status that a refusal means; `None` when it means an answer at once.
pub fn status(exam: &Examination, refused: Refused) -> Option<StatusLine> {
    let Some(Wire::Status { code, description, details }) = checks::wire(refused.check) else { return None };
    let finding = exam.failures().find(|finding| finding.check == refused.check)?;
    Some(StatusLine { code, description, details: errors::details(details, finding) })
}

/// Begins an operation that will end as `judged` says, and answers 202.
///
/// # Errors
/// When the refusal in `judged` means an answer at once.
pub fn begin(call: &mut Call<'_>, login: NewLogin, judged: Result<(), Refused>) -> Result<Response, Refused> {
    let judged = judged.and_then(|()| systems_own(call));
    let then = match judged {
        Ok(()) => None,
        Err(refused) => Some(status(&call.exam, refused).ok_or(refused)?),
    };
    let reference =
        ReferenceNumber::mint(ReferenceKind::Authentication, &call.desk.streams.references, call.now);
    let polls = knobs::PROCESSING_POLLS.number(&call.desk.sandbox.settings);
    let login = Login {
        reference: reference.clone(),
        started: call.now,
        method: login.method,
        subject: login.subject,
        subject_details: login.subject_details,
        context: login.context,
        document_hash: login.document_hash,
        allowed_ips: login.allowed_ips,
        phase: Phase::Pending { polls, then },
    };
    call.desk.state().auth.begin(login);
    let token = tokens::authentication(call, &reference);
    let body = json!({ "referenceNumber": reference, "authenticationToken": token });
    Ok(wire::json(StatusCode::ACCEPTED, &body))
}

/// The failures that are the system's own.
fn systems_own(call: &mut Call<'_>) -> Result<(), Refused> {
    let outcome = knobs::LOGIN_OUTCOME.value(&call.desk.sandbox.settings);
    let rule = match outcome.as_str() {
        "500" => &auth::SYSTEM_SOUND,
        "550" => &auth::NOT_CANCELLED,
        _ => return Ok(()),
    };
    Err(call.exam.refuse(&rule.check, vec![Evidence::values("ksef.login-outcome", "judged", outcome)]))
}

/// What a login is begun with.
#[derive(Clone, Debug)]
pub struct NewLogin {
    /// How.
    pub method: crate::identity::Method,
    /// Who.
    pub subject: Identifier,
    /// Who, as the certificate says it.
    pub subject_details: serde_json::Value,
    /// Where.
    pub context: Identifier,
    /// SHA-256 (base64) of the signed document.
    pub document_hash: Option<String>,
    /// The addresses it may be used from.
    pub allowed_ips: Option<crate::identity::AllowedIps>,
}

/// Judges what is looked at behind the counter: the certificate's time and chain, then the registers.
///
/// # Errors
/// What the operation will end in.
pub fn judge(
    call: &mut Call<'_>,
    certificate: &Certificate,
    chain: &[Certificate],
    verify_chain: bool,
) -> Result<(), Refused> {
    let now = call.now;
    reading::require_in_time(&mut call.exam, certificate, now)?;
    if !verify_chain {
        for rule in [&auth::CHAIN_TRUSTED, &auth::CHAIN_WHOLE, &auth::NOT_REVOKED] {
            call.exam.skip(&rule.check, "TEST takes any certificate unless verifyCertificateChain=true");
        }
        return Ok(());
    }
    let anchors = anchors(call, &[Authority::Qualified, Authority::KsefCertificates])?;
    let records = call.desk.sandbox.vault.records();
    let revoked = |it: &Certificate| {
        records
            .iter()
            .any(|record| record.revoked.is_some_and(|at| at <= now) && record.serial == it.serial())
    };
    match certificate.chain(chain, &anchors, &revoked, now) {
        Ok(_) => {
            for rule in [&auth::CHAIN_TRUSTED, &auth::CHAIN_WHOLE, &auth::NOT_REVOKED] {
                call.exam.pass(&rule.check);
            }
            Ok(())
        }
        Err(error) => {
            call.exam.object(&seal::chain_rule(&error).check, vec![Evidence::text(error.to_string())])
        }
    }
}

/// Judges what the registers say about a subject in a context.
///
/// # Errors
/// What the operation will end in.
pub fn judge_registers(
    call: &mut Call<'_>,
    subject: &Identifier,
    context: &Identifier,
) -> Result<(), Refused> {
    let (blocked, deceased, rights) = {
        let state = call.desk.state();
        let registers = &state.permissions;
        (registers.is_blocked(context), registers.is_deceased(subject), registers.rights(subject, context))
    };
    call.exam.require(&auth::NOT_BLOCKED.check, !blocked, || {
        vec![Evidence::text(format!("{context} is blocked"))]
    })?;
    call.exam.require(&auth::ALIVE.check, !deceased, || {
        vec![Evidence::text(format!("{subject} is on record as dead"))]
    })?;
    call.exam.require(&auth::ANY_PERMISSION.check, !rights.is_empty(), || {
        vec![Evidence::values(format!("permissions of {subject} in {context}"), "at least one", "none")]
    })
}

/// The certificates of these authorities, and those above them.
///
/// # Errors
/// When the vault cannot make them.
pub fn anchors(call: &mut Call<'_>, of: &[Authority]) -> Result<Vec<Certificate>, Refused> {
    let mut anchors = Vec::new();
    for authority in of {
        let made = call.desk.sandbox.vault.authority(*authority, call.now);
        let credential = match made {
            Ok(credential) => credential,
            Err(why) => {
                return Err(call
                    .exam
                    .refuse(&checks::ground::SOUND.check, vec![Evidence::text(why.to_string())]));
            }
        };
        let all = std::iter::once(&credential.certificate).chain(&credential.above);
        anchors.extend(all.filter_map(|der| Certificate::from_der(der).ok()));
    }
    Ok(anchors)
}
