//! Documents that were sent: what they are, from whom, and the room that they take.

use std::collections::BTreeMap;

use bytes::Bytes;
use time::OffsetDateTime;

use crate::ids::{BoxAddress, Number, PodmiotId};

/// Most documents in one sandbox.
pub const MOST: usize = 200_000;
/// Most bytes of all documents of one sandbox.
pub const MOST_BYTES: usize = 512 << 20;

/// DokumentTyp: a file with its name and kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// nazwaPliku.
    pub name: String,
    /// typPliku; clients write `text/xml`, `application/xml`, `XML` or nothing.
    pub kind: Option<String>,
    /// zawartosc.
    pub bytes: Bytes,
}

/// One document in a box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its number.
    pub id: Number,
    /// The podmiot in whose name it was sent; `None`: ePUAP itself (UPP, UPD).
    pub sender: Option<PodmiotId>,
    /// The system that sent it, by its description.
    pub system: String,
    /// Where it was sent to.
    pub to: BoxAddress,
    /// Where answers go.
    pub reply_to: Option<BoxAddress>,
    /// When.
    pub at: OffsetDateTime,
    /// The file.
    pub file: File,
    /// DaneDodatkowe as the sender gave them, decoded; empty when there were none.
    pub extra: Bytes,
}

/// All documents of a sandbox.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    all: BTreeMap<Number, Document>,
    bytes: usize,
}

impl Documents {
    /// Keeps a document; `false` when there is no room.
    pub fn keep(&mut self, document: Document) -> bool {
        let weight = document.file.bytes.len() + document.extra.len();
        if self.all.len() >= MOST || self.bytes.saturating_add(weight) > MOST_BYTES {
            return false;
        }
        self.bytes += weight;
        self.all.insert(document.id, document);
        true
    }

    /// Whether a document of this many bytes would fit.
    pub fn has_room(&self, bytes: usize) -> bool {
        self.all.len() < MOST && self.bytes.saturating_add(bytes) <= MOST_BYTES
    }

    /// The document of this number.
    pub fn find(&self, id: Number) -> Option<&Document> {
        self.all.get(&id)
    }

    /// Forgets a document that was confirmed, so that long runs stay bounded.
    pub fn forget(&mut self, id: Number) -> Option<Document> {
        let document = self.all.remove(&id)?;
        self.bytes = self.bytes.saturating_sub(document.file.bytes.len() + document.extra.len());
        Some(document)
    }

    /// All documents, oldest first.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Document> {
        self.all.values()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}
