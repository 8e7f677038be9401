//! `POST /api/nsi/v1/dictionary/{code}`: a dictionary of the stand's own; no token is asked for (spec §5).

use http::StatusCode;
use poligon_institution::{Refused, Response};
use serde_json::{Value, json};

use crate::desk::Call;
use crate::wire;

const CODE: &str = "UCHEBNY_SPRAVOCHNIK";
const ITEMS: [(&str, &str); 3] =
    [("1", "Учебное значение"), ("2", "Вымышленное значение"), ("3", "Ненастоящее значение")];

/// The dictionary; another one answers with code 7, as the real one does.
///
/// # Errors
/// Never.
pub fn dictionary(call: &mut Call<'_>) -> Result<Response, Refused> {
    if call.argument("code") != CODE {
        let body = json!({
            "error": { "code": 7, "message": "Entity not found" },
            "fieldErrors": [],
            "total": 0,
            "items": [],
        });
        return Ok(wire::json(StatusCode::OK, &body));
    }
    let items: Vec<Value> = ITEMS
        .iter()
        .map(|(value, title)| {
            json!({
                "value": value,
                "parentValue": null,
                "title": title,
                "isLeaf": true,
                "children": null,
                "attributes": [],
                "source": null,
                "attributeValues": {},
            })
        })
        .collect();
    let body = json!({
        "error": { "code": 0, "message": "operation completed" },
        "fieldErrors": [],
        "total": items.len(),
        "items": items,
    });
    Ok(wire::json(StatusCode::OK, &body))
}
