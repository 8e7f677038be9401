//! Faults at work.

use http::StatusCode;
use poligon_institution::{Acts, Answer, Arguments, Directed, Fault, Response, WireFault};
use time::OffsetDateTime;

use super::act::{Act, with_wire};
use crate::language::Span;
use crate::vocabulary::{DRIP_BYTES, DRIP_EVERY, Generic, GenericFault, RETRY_AFTER};

/// A proxy's page.
const PAGE_502: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n\
                        <hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

/// A fault that needs no institution.
pub(super) fn generic(
    act: &Act<'_>,
    fault: &GenericFault,
    with: &Arguments,
    ask: &mut dyn FnMut() -> Answer,
) -> Directed {
    let did = format!("fault {}", fault.name);
    let mut asked = || {
        let mut answer = ask();
        act.mark(&mut answer, &did);
        answer
    };
    match fault.acts {
        Generic::Drip => {
            let answer = asked();
            let bytes = with.number("bytes").unwrap_or(DRIP_BYTES).clamp(1, 1 << 20);
            let every: Span = with.text_or("every", DRIP_EVERY).parse().unwrap_or_default();
            let bytes = usize::try_from(bytes).unwrap_or(1);
            with_wire(answer, WireFault::Drip { bytes, every: every.0 })
        }
        Generic::Html502 => {
            let mut answer = asked();
            answer.response = Response::new(StatusCode::BAD_GATEWAY).with_body("text/html", PAGE_502);
            answer.into()
        }
        Generic::Malformed => {
            let mut answer = asked();
            malform(&mut answer.response);
            answer.into()
        }
        Generic::RedirectLoop => {
            let request = act.cue.request;
            let query = request.query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
            let here = format!("{}{}{query}", request.base.url, request.path);
            let response = Response::new(StatusCode::TEMPORARY_REDIRECT).with_header("location", &here);
            act.instead(response, &did).into()
        }
        Generic::Reset => with_wire(asked(), WireFault::ResetBeforeHead),
        Generic::ResetInBody => {
            let answer = asked();
            let after = after(with, &answer);
            with_wire(answer, WireFault::ResetInBody { after })
        }
        // Asked in the handshake; a request that came so far is past it.
        Generic::Tls(_) => ask().into(),
        Generic::TooManyRequests => act.instead(too_many(act, with), &did).into(),
        Generic::Truncate => {
            let answer = asked();
            let after = after(with, &answer);
            with_wire(answer, WireFault::Truncate { after })
        }
        Generic::WrongContentType => {
            let mut answer = asked();
            answer.response = answer.response.with_header("content-type", &with.text_or("type", "text/html"));
            answer.into()
        }
    }
}

/// A fault that an institution registered.
pub(super) fn institutional(
    act: &Act<'_>,
    fault: &'static Fault,
    with: &Arguments,
    ask: &mut dyn FnMut() -> Answer,
) -> Directed {
    let did = format!("fault {}", fault.name);
    match fault.acts {
        Acts::Turns { knob, value } => turned(act, fault, (knob, value), ask),
        Acts::TurnsTo { knob, parameter } => {
            let value = with.text_or(parameter, "");
            turned(act, fault, (knob, &value), ask)
        }
        Acts::Replaces(answer) => act.instead(answer(act.cue, with), &did).into(),
        Acts::Spoils(spoil) => {
            let mut answer = ask();
            spoil(act.cue, with, &mut answer.response);
            act.mark(&mut answer, &did);
            answer.into()
        }
    }
}

/// Asks the institution after a knob was turned.
fn turned(
    act: &Act<'_>,
    fault: &'static Fault,
    (knob, value): (&str, &str),
    ask: &mut dyn FnMut() -> Answer,
) -> Directed {
    let turned = match act.engine.registry.knob(knob) {
        Some(known) => known.turn(&act.cue.sandbox.settings, value),
        None => Err(format!("the fault {} turns a knob {knob} that is not there", fault.name)),
    };
    if let Err(why) = turned {
        act.trouble(&why);
    }
    let mut answer = ask();
    act.mark(&mut answer, &format!("fault {}", fault.name));
    answer.into()
}

fn after(with: &Arguments, answer: &Answer) -> usize {
    let half = answer.response.body.len() / 2;
    with.number("after")
        .map_or(half, |after| usize::try_from(after).unwrap_or(usize::MAX))
        .min(answer.response.body.len())
}

/// Takes the end away; what is left is as long as its headers say, and no JSON or XML.
fn malform(response: &mut Response) {
    let body = response.body.clone();
    let end = body.iter().rposition(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
    // The end tag of an XML root is several bytes long; without its last „>” it is none.
    response.body = if body.is_empty() { bytes::Bytes::from_static(b"{") } else { body.slice(..end) };
    response.headers.remove("content-length");
}

fn too_many(act: &Act<'_>, with: &Arguments) -> Response {
    let seconds = with.number("retry-after").unwrap_or(RETRY_AFTER).min(86_400);
    let after = match with.text_or("as", "seconds").as_str() {
        "date" => {
            let at = act.cue.sandbox.clock.now() + std::time::Duration::from_secs(seconds);
            http_date(at)
        }
        _ => seconds.to_string(),
    };
    Response::new(StatusCode::TOO_MANY_REQUESTS)
        .with_body("text/plain; charset=utf-8", "Too Many Requests\n")
        .with_header("retry-after", &after)
}

/// `Mon, 02 Mar 2026 08:00:02 GMT`.
fn http_date(at: OffsetDateTime) -> String {
    use time::format_description::BorrowedFormatItem;
    use time::macros::format_description;
    const FORMAT: &[BorrowedFormatItem<'_>] = format_description!(
        "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
    );
    at.to_offset(time::UtcOffset::UTC).format(FORMAT).unwrap_or_default()
}
