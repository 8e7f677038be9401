//! Types of FileRepoService (spec §2.4).

use bytes::Bytes;

use super::names::FR;
use super::{Misread, Reading, Xml};

/// UploadFileParam.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// file.
    pub file: Bytes,
    /// filename.
    pub name: String,
    /// mimeType.
    pub mime: String,
    /// encoding.
    pub encoding: Option<String>,
    /// subject.
    pub subject: String,
}

/// Reads UploadFileParam.
///
/// # Errors
/// When a part is absent or unreadable.
pub fn read_upload(body: Reading<'_>) -> Result<Upload, Misread> {
    Ok(Upload {
        file: body.need("file")?.own_base64()?,
        name: body.words("filename")?,
        mime: body.words("mimeType")?,
        encoding: body.text("encoding")?.filter(|encoding| !encoding.is_empty()),
        subject: body.words("subject")?,
    })
}

/// `FR:DataDocument`; `file` is written by the closure, inline or as a reference to a part.
pub fn data_document(
    name: &str,
    mime: &str,
    encoding: Option<&String>,
    file: impl FnOnce(Xml) -> Xml,
) -> String {
    file(Xml::root(FR, "DataDocument"))
        .element("filename", name)
        .element("mimeType", mime)
        .optional("encoding", encoding)
        .end_root("DataDocument")
}

/// `FR:fileId5`.
pub fn file_id(id: &str) -> String {
    let mut xml = Xml::root(FR, "fileId5").into_string();
    xml.push_str(&super::write::escape(id));
    Xml::new().raw(&xml).end_root("fileId5")
}
