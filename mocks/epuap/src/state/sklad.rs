//! Składy: where a podmiot keeps its documents (ZarzadzanieDokumentami, EsdService), and the TGSID sessions that open them.

use std::collections::BTreeMap;

use bytes::Bytes;
use time::OffsetDateTime;

use crate::ids::{Number, PodmiotId};

/// Most documents of all składy of a sandbox.
pub const MOST: usize = 50_000;
/// Most bytes of them.
pub const MOST_BYTES: usize = 256 << 20;
/// Most TGSID sessions.
pub const MOST_SESSIONS: usize = 10_000;
/// The skład that every podmiot has; others come into being when something is put into them.
pub const DEFAULT: &str = "Domyślny";

/// Somebody in szczegolyDokumentu.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    /// nazwa.
    pub name: String,
    /// adres.
    pub address: String,
}

/// szczegolyDokumentu, `id` excepted; what is `None` is nil on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// nazwa.
    pub name: String,
    /// metadane.
    pub metadata: Option<Bytes>,
    /// idUPO.
    pub upo: Option<i32>,
    /// nadawca.
    pub sender: Option<Party>,
    /// adresat.
    pub addressee: Option<Party>,
    /// dataNadania.
    pub sent: Option<OffsetDateTime>,
    /// dataOdebrania.
    pub received: Option<OffsetDateTime>,
    /// dataUtworzenia.
    pub created: Option<OffsetDateTime>,
    /// formularz: podmiot and name.
    pub form: Option<(String, String)>,
    /// folder: RECEIVED, SENT, DRAFT, MYFILES; empty means draft.
    pub folder: Option<String>,
}

/// One kept document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its number.
    pub id: Number,
    /// Whose it is.
    pub podmiot: PodmiotId,
    /// The skład's name.
    pub sklad: String,
    /// What is known of it.
    pub details: Details,
    /// The document.
    pub bytes: Bytes,
    /// Whether it was fetched once.
    pub read: bool,
}

/// The składy of a sandbox.
#[derive(Clone, Debug, Default)]
pub struct Sklady {
    all: BTreeMap<Number, Kept>,
    bytes: usize,
    sessions: BTreeMap<String, PodmiotId>,
}

impl Sklady {
    /// Keeps a document; `false` when there is no room.
    pub fn add(&mut self, kept: Kept) -> bool {
        let weight = kept.bytes.len();
        if self.all.len() >= MOST || self.bytes.saturating_add(weight) > MOST_BYTES {
            return false;
        }
        self.bytes += weight;
        self.all.insert(kept.id, kept);
        true
    }

    /// The document of this number, if it is this podmiot's.
    pub fn find(&self, id: Number, podmiot: &PodmiotId) -> Option<&Kept> {
        self.all.get(&id).filter(|kept| kept.podmiot == *podmiot)
    }

    /// Marks a document as fetched.
    pub fn read(&mut self, id: Number) {
        if let Some(kept) = self.all.get_mut(&id) {
            kept.read = true;
        }
    }

    /// Removes a document of this podmiot.
    pub fn remove(&mut self, id: Number, podmiot: &PodmiotId) -> bool {
        if self.find(id, podmiot).is_none() {
            return false;
        }
        if let Some(kept) = self.all.remove(&id) {
            self.bytes = self.bytes.saturating_sub(kept.bytes.len());
        }
        true
    }

    /// The documents of a skład.
    pub fn contents<'a>(&'a self, podmiot: &'a PodmiotId, sklad: &'a str) -> impl Iterator<Item = &'a Kept> {
        self.all.values().filter(move |kept| kept.podmiot == *podmiot && kept.sklad == sklad)
    }

    /// The names of a podmiot's składy, the default one first.
    pub fn names(&self, podmiot: &PodmiotId) -> Vec<String> {
        let mut names = vec![DEFAULT.to_owned()];
        for kept in self.all.values().filter(|kept| kept.podmiot == *podmiot) {
            if !names.contains(&kept.sklad) {
                names.push(kept.sklad.clone());
            }
        }
        names
    }

    /// Opens a TGSID session for a podmiot; `false` when there is no room.
    pub fn open_session(&mut self, tgsid: String, podmiot: PodmiotId) -> bool {
        let room = self.sessions.len() < MOST_SESSIONS;
        if room {
            self.sessions.insert(tgsid, podmiot);
        }
        room
    }

    /// Whose session this is.
    pub fn session(&self, tgsid: &str) -> Option<&PodmiotId> {
        self.sessions.get(tgsid)
    }
}
