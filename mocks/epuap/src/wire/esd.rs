//! Types of EsdService (spec §2.8).

use super::names::FC;
use super::{Misread, Reading, Xml};
use crate::state::sklad::Kept;

/// TgsidDocument and its like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TgsidDocument {
    /// tgsid.
    pub tgsid: String,
    /// DocumentId.
    pub document: i32,
    /// documentDataOnly.
    pub data_only: bool,
}

/// Reads TgsidDocument.
///
/// # Errors
/// When a part is absent or unreadable.
pub fn read_document(body: Reading<'_>) -> Result<TgsidDocument, Misread> {
    let document = body.number("DocumentId")?;
    Ok(TgsidDocument {
        tgsid: body.words("tgsid")?,
        document: document.ok_or_else(|| Misread::at(body.0, "an element DocumentId", "none"))?,
        data_only: body.switch("documentDataOnly")?.unwrap_or(false),
    })
}

/// An answer in FC with text in it: `FC:DocumentId`.
pub fn simple(local: &str, text: &str) -> String {
    let open = Xml::root(FC, local).into_string();
    Xml::new().raw(&open).raw(&super::write::escape(text)).end_root(local)
}

/// One `documentElement`.
pub fn document_element(xml: Xml, kept: &Kept) -> Xml {
    xml.nest("documentElement", |xml| {
        let xml = xml
            .element("id", kept.id.to_string())
            .element("documentName", &kept.details.name)
            .element("read", if kept.read { "true" } else { "false" });
        let xml = match kept.details.sent {
            Some(at) => xml.moment("sendDate", at),
            None => xml,
        };
        xml.optional("senderOrganizationName", kept.details.sender.as_ref().map(|party| party.name.as_str()))
            .element("size", kept.bytes.len().to_string())
            .element("state", kept.details.folder.as_deref().unwrap_or("DRAFT"))
            .element("mimeType", "text/xml")
    })
}
