//! Applications: reserved, looked at, cancelled, listed.

use http::StatusCode;
use poligon_institution::{Evidence, Refused, Response};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::format_description;

use super::access;
use crate::checks::epgu;
use crate::desk::Call;
use crate::operations::oauth::client::cut;
use crate::state::orders::{self, Order};
use crate::wire;

/// `POST /api/gusmev/order`: reserves a number.
///
/// # Errors
/// When the token does not allow it, or the body lacks something.
pub fn reserve(call: &mut Call<'_>) -> Result<Response, Refused> {
    let access = access(call)?;
    let body: Value = serde_json::from_slice(&call.request.body).unwrap_or(Value::Null);
    let field = |name: &str| match body.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let fields = ["region", "serviceCode", "targetCode"];
    let missing: Vec<&str> = fields.into_iter().filter(|name| field(name).is_empty()).collect();
    call.exam.require(&epgu::BODY.check, missing.is_empty(), || {
        vec![Evidence::values("fields", fields.join(", "), format!("without {}", missing.join(", ")))]
    })?;
    let order = Order::reserved(access.client, field("serviceCode"), field("targetCode"), call.now);
    let id = call.desk.state().reserve(order);
    Ok(wire::json(StatusCode::OK, &json!({ "orderId": id })))
}

/// `POST /api/gusmev/order/{order}`: details; each look moves the script one status on.
///
/// # Errors
/// When there is no such application of the caller's.
pub fn details(call: &mut Call<'_>) -> Result<Response, Refused> {
    let id = own(call)?;
    let now = call.now;
    let shown = call.desk.state().order_mut(id).map(|order| {
        order.looked_at(now);
        order.shown(id)
    });
    // Within JSON, the order is JSON as text (spec §5).
    let order = shown.map(|value| value.to_string()).unwrap_or_default();
    let message_id = call.desk.ids.uuid();
    let body = json!({ "code": "OK", "message": "", "messageId": message_id, "order": order });
    Ok(wire::json(StatusCode::OK, &body))
}

/// `POST /api/gusmev/order/{order}/cancel`.
///
/// # Errors
/// When there is no such application, or it is too late.
pub fn cancel(call: &mut Call<'_>) -> Result<Response, Refused> {
    let id = own(call)?;
    let cancellable = call.desk.state().order(id).is_some_and(Order::cancellable);
    call.exam.require(&epgu::CANCEL.check, cancellable, || {
        vec![Evidence::values("status", "one before the last", "the last, or cancelled")]
    })?;
    let now = call.now;
    if let Some(order) = call.desk.state().order_mut(id) {
        order.statuses.push((orders::CANCELLED, now));
    }
    Ok(Response::new(StatusCode::OK).with_header("content-length", "0"))
}

/// `GET /api/gusmev/order/getOrdersStatus?orderIds=a,b`.
///
/// # Errors
/// When the token does not allow it.
pub fn statuses(call: &mut Call<'_>) -> Result<Response, Refused> {
    let access = access(call)?;
    let ids = call.params.text("orderIds").to_owned();
    let state = call.desk.state();
    let content: Vec<Value> = ids
        .split(',')
        .take(1_000)
        .filter_map(|text| text.trim().parse::<u64>().ok())
        .map(|id| line(id, state.order(id).filter(|order| order.client == access.client)))
        .collect();
    drop(state);
    Ok(listed(content))
}

/// `GET /api/gusmev/order/getUpdatedAfter?updatedAfter=yyyy-MM-ddTHH:mm:ss.SSS`: the system's own.
///
/// # Errors
/// When the token does not allow it, or the time cannot be read.
pub fn updated_after(call: &mut Call<'_>) -> Result<Response, Refused> {
    let access = access(call)?;
    let text = call.params.text("updatedAfter").to_owned();
    let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]");
    let after = time::PrimitiveDateTime::parse(&text, format).ok().map(time::PrimitiveDateTime::assume_utc);
    let after: OffsetDateTime = call.exam.need(&epgu::BODY.check, after, || {
        vec![Evidence::values("updatedAfter", "yyyy-MM-ddTHH:mm:ss.SSS", cut(&text))]
    })?;
    let state = call.desk.state();
    let own = state.orders().filter(|(_, order)| order.client == access.client && order.updated() > after);
    let content: Vec<Value> = own.map(|(id, order)| line(*id, Some(order))).collect();
    drop(state);
    Ok(listed(content))
}

/// The number in the path, when it is an application of the caller's system.
pub(super) fn own(call: &mut Call<'_>) -> Result<u64, Refused> {
    let access = access(call)?;
    let text = call.argument("order").to_owned();
    let id = text.parse::<u64>().ok();
    let found =
        id.filter(|id| call.desk.state().order(*id).is_some_and(|order| order.client == access.client));
    call.exam.need(&epgu::ORDER.check, found, || {
        vec![Evidence::values("order", "one that this system reserved", cut(&text))]
    })
}

fn line(id: u64, order: Option<&Order>) -> Value {
    let status = order.map(|order| {
        json!({
            "statusId": order.status(),
            "statusName": orders::title(order.status()),
            "updated": orders::moment(order.updated()),
        })
    });
    let found = if status.is_some() { "FOUND" } else { "NOT_FOUND" };
    json!({ "orderId": id, "orderSearchStatus": found, "status": status })
}

fn listed(content: Vec<Value>) -> Response {
    let count = content.len();
    wire::json(StatusCode::OK, &json!({ "count": count, "totalCount": count, "content": content }))
}
