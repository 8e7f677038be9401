//! `/testdata/rate-limits`, `/testdata/rate-limits/production`: the limits on requests in the caller's context. Once set, they
//! hold (knob `ksef.rate-limits`).

use poligon_institution::{Refused, Response};

use super::done;
use crate::desk::Call;
use crate::operations::traffic;
use crate::state::traffic::{Group, Rates};
use crate::wire::json::{Body, Json};

/// How many times production's limit a value may be (official Java test: 1200 for an hourly 120).
const MOST: u32 = 10;

/// Groups that may be left out, and then stay as they are. The OpenAPI file requires all; an official test sends twelve groups,
/// eleven of them null, and counts one detail less than that makes. Which one is not missed is a guess (spec §3.1).
const OPTIONAL: [Group; 2] = [Group::CollectiveIdentifier, Group::InvoiceExportStatus];

/// Sets the limits.
///
/// # Errors
/// 401, 403, 21001, 21405.
pub fn set(call: &mut Call<'_>) -> Result<Response, Refused> {
    let caller = call.caller()?;
    let mut schedule = traffic::schedule(call, &caller.context);
    let body = Body::of(call)?;
    let all = body.root().field("rateLimits").required();
    if all.is_present() {
        for group in Group::ALL {
            let field = all.field(group.name());
            let field = if OPTIONAL.contains(&group) { field } else { field.required() };
            if let Some(rates) = rates(&field, group) {
                schedule.insert(group, rates);
            }
        }
    }
    body.finish(call)?;
    call.desk.state().traffic.set(caller.context, schedule);
    Ok(done())
}

/// Takes them back.
///
/// # Errors
/// 401, 403.
pub fn reset(call: &mut Call<'_>) -> Result<Response, Refused> {
    let caller = call.caller()?;
    call.desk.state().traffic.reset(&caller.context);
    Ok(done())
}

/// Sets the limits of production. Whatever body comes is passed over (spec §0 R5).
///
/// # Errors
/// 401, 403.
pub fn production(call: &mut Call<'_>) -> Result<Response, Refused> {
    let caller = call.caller()?;
    call.desk.state().traffic.set(caller.context, Group::schedule(1));
    Ok(done())
}

fn rates(at: &Json<'_>, group: Group) -> Option<Rates> {
    if !at.is_present() {
        return None;
    }
    let cap = group.production().times(MOST);
    let value = |name: &str, most: u32| {
        let number = at.field(name).required().int_between(1, most.into());
        number.and_then(|number| u32::try_from(number).ok())
    };
    let per_second = value("perSecond", cap.per_second);
    let per_minute = value("perMinute", cap.per_minute.unwrap_or(u32::MAX));
    let per_hour = value("perHour", cap.per_hour.unwrap_or(u32::MAX));
    Some(Rates { per_second: per_second?, per_minute: Some(per_minute?), per_hour: Some(per_hour?) })
}
