//! Answers and faults as HTTP: signed as the knobs say, multipart where asked for.

use http::StatusCode;
use poligon_institution::{Evidence, Examination, Refused, Response};
use poligon_soap::answer::{self, Sealing};
use poligon_soap::checks::Wire;
use poligon_soap::write::{Message, unsigned};
use poligon_soap::{DetailName, Fault, mtom};
use time::OffsetDateTime;

use super::{EpuapDesk, Reply};
use crate::checks::{self, ground};
use crate::knobs;
use crate::operations::services::Op;
use crate::wire::obiekty::Status;

/// How a service looks from outside.
#[derive(Clone, Copy, Debug)]
pub struct Front {
    /// Whether WS-Security stands in front of it, and its answers are signed.
    pub secured: bool,
    /// The element in the detail of its faults.
    pub detail: DetailName,
}

/// The answer to a call that went well.
pub fn reply(
    desk: &EpuapDesk,
    front: Front,
    reply: &Reply,
    exam: &mut Examination,
    now: OffsetDateTime,
) -> Response {
    let envelope = match sealed(desk, front.secured, &reply.body, false, now) {
        Ok(envelope) => envelope,
        Err(why) => return defect(exam, &why),
    };
    let Some(apart) = reply.apart else { return answer::response(envelope, false) };
    let empty = Response::new(StatusCode::OK);
    let packed = mtom::package(empty, &envelope, |element| element.local() == apart, &desk.streams.signing);
    packed.unwrap_or_else(|_| answer::response(envelope, false))
}

/// The answer to a refused call: a Fault, or a status where the knob and the operation say so.
pub fn refusal(
    desk: &EpuapDesk,
    front: Front,
    op: Option<&Op>,
    exam: &mut Examination,
    refused: Refused,
    now: OffsetDateTime,
) -> Response {
    let settings = &desk.sandbox.settings;
    let own = |finding: &_| checks::wire(finding);
    let failures: Vec<_> = exam.failures().cloned().collect();
    let wire = failures.first().and_then(checks::wire);
    if let (Some(wire), Some(status)) = (wire, op.and_then(|op| op.status))
        && knobs::REFUSALS.value(settings) == "status"
        && wire.kod >= 2100
    {
        let body = status(&Status { kod: wire.kod, komunikat: wire.komunikat.to_owned() });
        return reply(desk, front, &body.into(), exam, now);
    }
    let fault = Fault::of(&failures, Some(front.detail), own);
    let envelope = sealed(desk, front.secured, &fault.xml(), true, now);
    let response = match envelope {
        Ok(envelope) => answer::response(envelope, true),
        Err(why) => return defect(exam, &why),
    };
    let gate = refused.check.id.starts_with("WSS-");
    match refused.check == &ground::PATH.check {
        true => Response { status: StatusCode::NOT_FOUND, ..response },
        false if gate && knobs::SECURITY_FAILURE.value(settings) == "http401_with_fault" => {
            Response { status: StatusCode::UNAUTHORIZED, ..response }
        }
        false => response,
    }
}

/// An answer of Poligon to its own defect; never empty, since clients choke on that (spec §2.12).
fn defect(exam: &mut Examination, why: &str) -> Response {
    exam.refuse(&ground::MACHINE.check, vec![Evidence::text(why)]);
    let Wire { code, kod, komunikat } = ground::MACHINE.wire;
    let fault = Fault::new(code, kod, komunikat, None).xml();
    answer::response(unsigned(Message { headers: "", body: &fault }), true)
}

fn sealed(
    desk: &EpuapDesk,
    secured: bool,
    body: &str,
    is_fault: bool,
    now: OffsetDateTime,
) -> Result<String, String> {
    let settings = &desk.sandbox.settings;
    let message = Message { headers: "", body };
    let leave = is_fault && !knobs::SIGN_FAULTS.is_on(settings);
    let sealing = match secured && !leave {
        true => Sealing::of(&knobs::RESPONSE_SIGNATURE.value(settings)).unwrap_or_default(),
        false => Sealing::Unsigned,
    };
    if sealing == Sealing::Unsigned {
        return Ok(unsigned(message));
    }
    let vault = &desk.sandbox.vault;
    let own = desk.signers.service(vault, now)?;
    let stranger = sealing.needs_stranger().then(|| desk.signers.stranger(vault, now)).transpose()?;
    let stranger = stranger.as_ref().map(|stranger| stranger.signer());
    answer::seal(message, sealing, own.signer(), stranger, &desk.streams.signing, now)
        .map_err(|why| why.to_string())
}
