//! Sending an application: at once, or in parts.

use http::StatusCode;
use poligon_institution::{Evidence, Refused, Response};
use serde_json::{Value, json};
use time::Duration;

use super::access;
use crate::checks::epgu;
use crate::desk::Call;
use crate::operations::oauth::client::cut;
use crate::state::orders::{DRAFT, Order};
use crate::wire::{self, multipart};

/// Most bytes of an archive or a part.
const MOST: usize = 50_000_000;
/// Least bytes of a part that is not the last.
const LEAST: usize = 5_000_000;
/// How long a series of parts may take.
const SERIES: Duration = Duration::minutes(5);

/// The fields of the form.
struct Form {
    file: Vec<u8>,
    order: Option<u64>,
    chunk: Option<usize>,
    chunks: Option<usize>,
    meta: Option<Value>,
}

/// `POST /api/gusmev/push`: reserves a number and sends.
///
/// # Errors
/// When the token does not allow it, or the form is wrong.
pub fn push(call: &mut Call<'_>) -> Result<Response, Refused> {
    let access = access(call)?;
    let form = form(call)?;
    let meta = call.exam.need(&epgu::BODY.check, form.meta, || {
        vec![Evidence::values("meta", "JSON with region, serviceCode, targetCode", "nothing that is JSON")]
    })?;
    let right = form.file.len() <= MOST && form.file.starts_with(b"PK");
    let length = form.file.len();
    call.exam.require(&epgu::ARCHIVE.check, right, || {
        vec![Evidence::values("file", "a ZIP of at most 50000000 bytes", format!("{length} bytes"))]
    })?;
    let field = |name: &str| meta.get(name).map(|value| value.to_string().trim_matches('"').to_owned());
    let mut order = Order::reserved(
        access.client,
        field("serviceCode").unwrap_or_default(),
        field("targetCode").unwrap_or_default(),
        call.now,
    );
    order.sent(call.now);
    let id = call.desk.state().reserve(order);
    Ok(wire::json(StatusCode::OK, &json!({ "orderId": id })))
}

/// `POST /api/gusmev/push/chunked`: one part; 206 until the last.
///
/// # Errors
/// When the token does not allow it, or the part is out of order, too small, too large or too late.
pub fn chunked(call: &mut Call<'_>) -> Result<Response, Refused> {
    let access = access(call)?;
    let form = form(call)?;
    let id = form
        .order
        .filter(|id| call.desk.state().order(*id).is_some_and(|order| order.client == access.client));
    let id = call.exam.need(&epgu::ORDER.check, id, || {
        vec![Evidence::values("orderId", "one that this system reserved", "another or none")]
    })?;
    let order = call.desk.state().order(id).cloned();
    let order = call.exam.need(&epgu::PUSH.check, order.filter(|order| order.status() == DRAFT), || {
        vec![Evidence::text("The application was sent or cancelled before.")]
    })?;
    let (chunk, chunks) = (form.chunk.unwrap_or(0), form.chunks.unwrap_or(1));
    let last = chunk + 1 >= chunks;
    in_order(call, &order, chunk, chunks)?;
    let length = form.file.len();
    let right = length <= MOST && (last || length >= LEAST) && length > 0;
    call.exam.require(&epgu::ARCHIVE.check, right, || {
        let bounds = if last { "at most 50000000" } else { "5000000 to 50000000" };
        vec![Evidence::values(format!("bytes of part {chunk}"), bounds, length.to_string())]
    })?;
    let now = call.now;
    if let Some(order) = call.desk.state().order_mut(id) {
        order.started.get_or_insert(now);
        order.parts.push((chunk, length));
        if last {
            order.sent(now);
        }
    }
    let status = if last { StatusCode::OK } else { StatusCode::PARTIAL_CONTENT };
    Ok(wire::json(status, &json!({ "orderId": id })))
}

/// First one first, last one last, the others once each, all within five minutes.
fn in_order(call: &mut Call<'_>, order: &Order, chunk: usize, chunks: usize) -> Result<(), Refused> {
    let had = |number: usize| order.parts.iter().any(|(known, _)| *known == number);
    let why = if chunk >= chunks.max(1) || chunks > 1_000 {
        Some(format!("part {chunk} of {chunks}: parts are numbered from 0"))
    } else if had(chunk) {
        Some(format!("part {chunk} came before"))
    } else if chunk > 0 && !had(0) {
        Some(format!("part {chunk} came before part 0"))
    } else if chunk + 1 == chunks && order.parts.len() + 1 < chunks {
        Some(format!("the last part came after {} of {} others", order.parts.len(), chunks - 1))
    } else if order.started.is_some_and(|started| call.now - started > SERIES) {
        Some("the first part came more than five minutes ago".to_owned())
    } else {
        None
    };
    call.exam.require(&epgu::CHUNKS.check, why.is_none(), || {
        vec![Evidence::text(format!("{}.", why.unwrap_or_default()))]
    })
}

fn form(call: &mut Call<'_>) -> Result<Form, Refused> {
    let kind = cut(call.request.header("content-type").unwrap_or_default());
    let parts = multipart::read(call.request);
    let parts = call.exam.need(&epgu::BODY.check, parts, || {
        vec![Evidence::values("body", "a whole multipart/form-data", kind)]
    })?;
    let content = |name: &str| parts.iter().find(|part| part.name == name).map(|part| part.content);
    let text = |name: &str| content(name).map(|bytes| String::from_utf8_lossy(bytes).trim().to_owned());
    let file = call.exam.need(&epgu::BODY.check, content("file"), || {
        vec![Evidence::values("parts", "one named file", "none")]
    })?;
    Ok(Form {
        file: file.to_vec(),
        order: text("orderId").and_then(|text| text.parse().ok()),
        chunk: text("chunk").and_then(|text| text.parse().ok()),
        chunks: text("chunks").and_then(|text| text.parse().ok()),
        meta: content("meta").and_then(|bytes| serde_json::from_slice(bytes).ok()),
    })
}
