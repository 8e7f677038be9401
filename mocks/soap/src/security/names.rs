//! Ids that are no XML names: tolerated, because real clients send them, but worth knowing.

use poligon_crypto::Element;
use poligon_institution::{Evidence, Examination, Refused};

use crate::Envelope;
use crate::checks::security as rules;
use crate::names::{DS, WSSE, WSU};

pub(super) fn note(
    exam: &mut Examination,
    envelope: &Envelope<'_>,
    security: Element<'_>,
    signature: Element<'_>,
) -> Result<(), Refused> {
    let reference = signature
        .child_in(DS, "KeyInfo")
        .and_then(|key_info| key_info.child_in(WSSE, "SecurityTokenReference"));
    let carriers = envelope.body().into_iter().chain(reference).chain(security.children());
    let ids = carriers.filter_map(|element| Some((element, id(element)?)));
    let odd = ids.into_iter().find(|(_, id)| !is_ncname(id));
    exam.require(&rules::NCNAMES.check, odd.is_none(), || match odd {
        Some((element, id)) => {
            let what = format!("id of {} (line {})", element.local(), element.line());
            vec![Evidence::values(what, "an XML name", id.chars().take(100).collect::<String>())]
        }
        None => Vec::new(),
    })
}

fn id<'e>(element: Element<'e>) -> Option<&'e str> {
    element.attribute_in(WSU, "Id").or_else(|| element.attribute("Id"))
}

/// Near enough: letters of any script, digits, `_`, `-`, `.`; the first a letter or `_`.
fn is_ncname(id: &str) -> bool {
    id.starts_with(|first: char| first.is_alphabetic() || first == '_')
        && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}
