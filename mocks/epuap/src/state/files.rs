//! FileRepoService: large files by id, bounded as a whole.

use std::collections::BTreeMap;

use bytes::Bytes;
use time::OffsetDateTime;

use crate::ids::PodmiotId;

/// Most files in one sandbox.
pub const MOST: usize = 10_000;
/// Most bytes of all files of one sandbox.
pub const MOST_BYTES: usize = 1 << 30;

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The podmiot that sent it (`subject`).
    pub subject: PodmiotId,
    /// filename.
    pub name: String,
    /// mimeType.
    pub mime: String,
    /// encoding.
    pub encoding: Option<String>,
    /// file.
    pub bytes: Bytes,
    /// When it came.
    pub at: OffsetDateTime,
    /// How often it was fetched.
    pub downloads: u32,
}

/// The files of a sandbox, by id.
#[derive(Clone, Debug, Default)]
pub struct FileRepo {
    all: BTreeMap<String, Stored>,
    bytes: usize,
}

impl FileRepo {
    /// Keeps a file; `false` when there is no room.
    pub fn keep(&mut self, id: String, file: Stored) -> bool {
        if self.all.len() >= MOST || self.bytes.saturating_add(file.bytes.len()) > MOST_BYTES {
            return false;
        }
        self.bytes += file.bytes.len();
        self.all.insert(id, file);
        true
    }

    /// The file of this id.
    pub fn find(&self, id: &str) -> Option<&Stored> {
        self.all.get(id)
    }

    /// Counts a download; the bytes are let go when nobody may fetch them again.
    pub fn downloaded(&mut self, id: &str, last: bool) {
        if let Some(file) = self.all.get_mut(id) {
            file.downloads = file.downloads.saturating_add(1);
            if last {
                self.bytes = self.bytes.saturating_sub(file.bytes.len());
                file.bytes = Bytes::new();
            }
        }
    }

    /// All files.
    pub fn all(&self) -> impl Iterator<Item = (&String, &Stored)> {
        self.all.iter()
    }
}

/// The bare id: some callers give the whole address of the DownloadServlet (spec §2.4).
pub fn bare_id(text: &str) -> &str {
    let text = text.trim();
    match text.split_once("fileId=") {
        Some((_, rest)) => rest.split(['&', '#']).next().unwrap_or(rest),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_found_in_the_address_of_the_servlet() {
        let address = "https://epuap.gov.pl/file-download-servlet/DownloadServlet?fileId=ab-12&x=1";
        assert_eq!(bare_id(address), "ab-12");
        assert_eq!(bare_id(" ab-12 "), "ab-12");
    }
}
