//! `POST /auth/xades-signature`: a login with a signed AuthTokenRequest. What is wrong with the document is refused at once;
//! what is wrong with certificate and permissions shows in the status.

use poligon_certs::Authority;
use poligon_crypto::Certificate;
use poligon_institution::{Evidence, Outcome, Refused, Response};

use super::outcome::{self, NewLogin};
use super::reading::{self, Signed};
use crate::checks::{auth, environment};
use crate::desk::Call;
use crate::identity::Method;
use crate::state::auth::ChallengeFault;
use crate::wire::json;

/// Answers the operation with 202.
///
/// # Errors
/// When the document is refused.
pub fn answer(call: &mut Call<'_>) -> Result<Response, Refused> {
    let verify_chain = verify_certificate_chain(call)?;
    let body = call.request.body.clone();
    let enforce = enforces(call);
    let signed = reading::read(&mut call.exam, &body, enforce, call.now)?;
    as_the_environment_wants(call, &signed)?;
    spend_challenge(call, &signed.request.challenge)?;
    let method = method(call, &signed)?;
    let verify_chain = verify_chain || !call.environment().takes_any_certificate();
    let judged = outcome::judge(call, &signed.certificate, &signed.chain, verify_chain)
        .and_then(|()| outcome::judge_registers(call, &signed.subject.identifier, &signed.request.context));
    let login = NewLogin {
        method,
        subject: signed.subject.identifier,
        subject_details: signed.subject.details,
        context: signed.request.context,
        document_hash: Some(signed.hash),
        allowed_ips: signed.request.allowed_ips.filter(|policy| !policy.is_empty()),
    };
    outcome::begin(call, login, judged)
}

/// What DEMO and production ask of a seal beyond what TEST does.
fn as_the_environment_wants(call: &mut Call<'_>, signed: &Signed) -> Result<(), Refused> {
    let played = call.environment();
    let weak = call
        .exam
        .findings()
        .iter()
        .any(|finding| *finding.check == auth::SEAL_SHA1.check && finding.outcome == Outcome::Warn);
    if played.takes_sha1() {
        call.exam.skip(&environment::SEAL_SHA1_PRODUCTION.check, "only production refuses SHA-1");
    } else {
        call.exam.require(&environment::SEAL_SHA1_PRODUCTION.check, !weak, || {
            vec![Evidence::values("digests of the signature", "SHA-256 or better", "SHA-1")]
        })?;
    }
    if played.takes_any_certificate() {
        call.exam.skip(&environment::ISSUED.check, "TEST takes self-signed certificates");
        return Ok(());
    }
    let issued = !signed.certificate.is_self_signed();
    call.exam.require(&environment::ISSUED.check, issued, || {
        vec![Evidence::values(
            format!("issuer of the certificate (ksef.profile is {})", played.name()),
            "a trusted authority, or KSeF itself",
            "the certificate's own subject: it is self-signed",
        )]
    })
}

/// Uses the challenge up.
///
/// # Errors
/// 21111 when it was not issued here, was used, or is too old.
pub fn spend_challenge(call: &mut Call<'_>, challenge: &str) -> Result<(), Refused> {
    let spent = call.desk.state().auth.spend(challenge, call.now);
    let Err(fault) = spent else {
        call.exam.pass(&auth::CHALLENGE.check);
        return Ok(());
    };
    let got = match fault {
        ChallengeFault::Expired(at) => format!("{challenge}, which expired on {at}"),
        ChallengeFault::Unknown => format!("{challenge}, which was not issued in this sandbox"),
        ChallengeFault::Used => format!("{challenge}, which was used before"),
    };
    let evidence = vec![Evidence::values("Challenge", "a fresh challenge of this sandbox", got)];
    Err(call.exam.refuse(&auth::CHALLENGE.check, evidence))
}

/// A certificate that KSeF issued is a method of its own.
fn method(call: &mut Call<'_>, signed: &Signed) -> Result<Method, Refused> {
    let issuer = signed.certificate.issuer_line();
    if signed.certificate.is_self_signed() {
        return Ok(signed.subject.method);
    }
    let ours = outcome::anchors(call, &[Authority::KsefCertificates])?;
    let by_name: Vec<Certificate> =
        ours.into_iter().filter(|anchor| anchor.subject_line() == issuer).collect();
    let internal = !by_name.is_empty()
        && signed.certificate.chain(&signed.chain, &by_name, &|_| false, call.now).is_ok();
    Ok(if internal { Method::InternalCertificate } else { signed.subject.method })
}

fn verify_certificate_chain(call: &mut Call<'_>) -> Result<bool, Refused> {
    match call.query("verifyCertificateChain").as_deref().map(str::to_ascii_lowercase).as_deref() {
        None | Some("" | "false") => Ok(false),
        Some("true") => Ok(true),
        Some(other) => {
            let shown: String = other.chars().take(40).collect();
            let line = format!("The value '{shown}' is not valid for 'verifyCertificateChain'.");
            json::validate(call, vec![line]).map(|()| false)
        }
    }
}

fn enforces(call: &Call<'_>) -> bool {
    let values =
        call.request.headers.get_all("x-ksef-feature").iter().filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split(','))
        .any(|word| word.trim().eq_ignore_ascii_case("enforce-xades-compliance"))
}
