//! wsu:Timestamp: not required; where it is sent, it must be of now (epuap.md §3.3).

use poligon_crypto::Element;
use poligon_institution::{Evidence, Examination, Refused};
use time::OffsetDateTime;

use super::Policy;
use crate::checks::security as rules;
use crate::moment;
use crate::names::WSU;

struct Times {
    created: Option<OffsetDateTime>,
    expires: Option<OffsetDateTime>,
}

pub(super) fn judge(
    exam: &mut Examination,
    security: Element<'_>,
    policy: &Policy,
    now: OffsetDateTime,
) -> Result<(), Refused> {
    let mut timestamps = security.children().filter(|child| child.is(WSU, "Timestamp"));
    let Some(timestamp) = timestamps.next() else {
        exam.skip(&rules::TIMESTAMP.check, "there is no wsu:Timestamp");
        exam.skip(&rules::FRESH.check, "there is no wsu:Timestamp");
        return Ok(());
    };
    let times = match timestamps.next() {
        None => read(timestamp),
        Some(second) => Err(format!("a second wsu:Timestamp stands in line {}", second.line())),
    };
    let times = match times {
        Ok(times) => times,
        Err(flaw) => {
            exam.object(&rules::TIMESTAMP.check, vec![Evidence::text(flaw)])?;
            return Ok(());
        }
    };
    exam.pass(&rules::TIMESTAMP.check);
    let stale = stale(&times, policy, now);
    exam.require(&rules::FRESH.check, stale.is_none(), || {
        let (what, got) = stale.unwrap_or_default();
        let clock = format!("around {} (the sandbox's clock, ± {})", moment::utc(now), policy.skew);
        vec![Evidence::values(what, clock, got)]
    })
}

fn read(timestamp: Element<'_>) -> Result<Times, String> {
    let time = |local: &str| {
        let mut found = timestamp.children().filter(|child| child.is(WSU, local));
        let Some(first) = found.next() else { return Ok(None) };
        if found.next().is_some() {
            return Err(format!("wsu:Timestamp has a second wsu:{local}"));
        }
        let text = first.text_cow();
        match moment::read(&text) {
            Some(time) => Ok(Some(time)),
            None => {
                let shown: String = text.chars().take(60).collect();
                Err(format!("wsu:{local} (line {}) is „{shown}”, which is no xsd:dateTime", first.line()))
            }
        }
    };
    let times = Times { created: time("Created")?, expires: time("Expires")? };
    match (times.created, times.expires) {
        (Some(created), Some(expires)) if expires <= created => {
            Err("wsu:Expires is not after wsu:Created".to_owned())
        }
        _ => Ok(times),
    }
}

/// What is out of its time, and its value.
fn stale(times: &Times, policy: &Policy, now: OffsetDateTime) -> Option<(String, String)> {
    let created = times.created.filter(|created| *created > now.saturating_add(policy.skew));
    if let Some(created) = created {
        return Some(("wsu:Created (in the future)".to_owned(), moment::utc(created)));
    }
    if let Some(expires) = times.expires {
        return (expires < now.saturating_sub(policy.skew))
            .then(|| ("wsu:Expires (past)".to_owned(), moment::utc(expires)));
    }
    let created = times
        .created
        .filter(|created| created.saturating_add(policy.lifetime) < now.saturating_sub(policy.skew))?;
    Some((
        format!("wsu:Created (more than {} ago, and no wsu:Expires)", policy.lifetime),
        moment::utc(created),
    ))
}
