//! Finding wsse:Security and its one signature, where they belong and nowhere else.

use poligon_crypto::Element;
use poligon_institution::{Evidence, Examination, Refused};
use poligon_world::Strictness;

use super::Policy;
use crate::checks::security as rules;
use crate::envelope::is_for_us;
use crate::names::{DS, WSSE, XENC};
use crate::{Envelope, QName};

/// The one wsse:Security for this receiver: a child of soap:Header.
pub(super) fn find<'e>(exam: &mut Examination, envelope: &'e Envelope<'_>) -> Result<Element<'e>, Refused> {
    let mut ours = envelope.entries().filter(|entry| entry.is(WSSE, "Security") && is_for_us(*entry));
    let found = exam.need(&rules::HEADER.check, ours.next(), || {
        let elsewhere =
            envelope.document().root().descendants().find(|element| element.local() == "Security");
        let got = match elsewhere {
            None => "none in the message".to_owned(),
            Some(security) if !security.is(WSSE, "Security") => {
                format!("line {}: {}, another namespace", security.line(), QName::of(security))
            }
            Some(security) if envelope.entries().any(|entry| entry.range() == security.range()) => {
                format!("line {}: one for another actor", security.line())
            }
            Some(security) => format!("line {}: one that is no child of soap:Header", security.line()),
        };
        vec![Evidence::values("wsse:Security in /Envelope/Header", "one", got)]
    })?;
    match ours.next() {
        None => exam.pass(&rules::HEADER_ONCE.check),
        Some(second) => {
            let got = format!("a second one in line {}", second.line());
            let evidence = Evidence::values("wsse:Security in /Envelope/Header", "one", got);
            return Err(exam.refuse(&rules::HEADER_ONCE.check, vec![evidence]));
        }
    }
    Ok(found)
}

/// Its one signature: a child, so that nothing deeper can be taken for it.
pub(super) fn signature<'e>(exam: &mut Examination, security: Element<'e>) -> Result<Element<'e>, Refused> {
    let mut signatures = security.children().filter(|child| child.is(DS, "Signature"));
    let (first, second) = (signatures.next(), signatures.next());
    exam.need(&rules::SIGNED.check, first.filter(|_| second.is_none()), || {
        let got = if second.is_some() { "more than one" } else { "none" };
        vec![Evidence::values("ds:Signature in wsse:Security", "one", got)]
    })
}

/// The Body is readable.
pub(super) fn require_plain(exam: &mut Examination, envelope: &Envelope<'_>) -> Result<(), Refused> {
    let operation = envelope.operation();
    let plain = operation.namespace != Some(XENC);
    exam.need(&rules::ENCRYPTED.check, plain.then_some(()), || {
        vec![Evidence::values("/Envelope/Body", "the request itself", operation.to_string())]
    })
}

/// The order that one client says the real gateway insists on.
pub(super) fn require_token_first(
    exam: &mut Examination,
    security: Element<'_>,
    policy: &Policy,
) -> Result<(), Refused> {
    let place = |namespace, local| security.children().position(|child| child.is(namespace, local));
    let (token, signature) = (place(WSSE, "BinarySecurityToken"), place(DS, "Signature"));
    let check = &rules::TOKEN_FIRST.check;
    match (token, signature) {
        (Some(token), Some(signature)) if token > signature => {
            let evidence =
                vec![Evidence::values("children of wsse:Security", "token, signature", "signature, token")];
            match policy.token_first && exam.strictness() != Strictness::Lenient {
                true => Err(exam.refuse(check, evidence)),
                false => exam.object(check, evidence),
            }
        }
        (Some(_), _) => {
            exam.pass(check);
            Ok(())
        }
        (None, _) => {
            exam.skip(check, "there is no wsse:BinarySecurityToken in it");
            Ok(())
        }
    }
}
