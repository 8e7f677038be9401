//! The HTTP around a message: method, Content-Type, SOAPAction.

use http::Method;
use poligon_institution::{Evidence, Examination, Refused, Request};

use crate::checks::envelope as rules;

/// Requires POST, and objects to content types of something else.
///
/// # Errors
/// When the method is another one; in a picky sandbox, when the content type is.
pub fn examine(exam: &mut Examination, request: &Request) -> Result<(), Refused> {
    exam.need(&rules::POSTED.check, (request.method == Method::POST).then_some(()), || {
        vec![Evidence::values("method", "POST", request.method.as_str())]
    })?;
    let content_type = request.header("content-type").unwrap_or_default();
    let media = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let fits = matches!(media.as_str(), "text/xml" | "multipart/related");
    exam.require(&rules::CONTENT_TYPE.check, fits, || {
        let got = if content_type.is_empty() { "none" } else { content_type };
        vec![Evidence::values("Content-Type", "text/xml", got.chars().take(200).collect::<String>())]
    })
}

/// Notes a SOAPAction that is not the operation's. The operation was chosen by path and Body already (epuap.md §1c).
///
/// # Errors
/// Never: it is a note.
pub fn note_action(exam: &mut Examination, request: &Request, expected: &str) -> Result<(), Refused> {
    let Some(sent) = request.header("soapaction") else {
        exam.skip(&rules::ACTION.check, "no SOAPAction was sent");
        return Ok(());
    };
    let bare = sent.trim().trim_matches('"');
    exam.require(&rules::ACTION.check, bare.is_empty() || bare == expected, || {
        vec![Evidence::values(
            "SOAPAction",
            format!("\"{expected}\""),
            sent.chars().take(200).collect::<String>(),
        )]
    })
}
