//! The post: what puts a document into a box, or on its way to an endpoint.

use bytes::Bytes;
use time::OffsetDateTime;

use super::EpuapDesk;
use crate::documents::confirmation::{self, Named, SealError, Upp};
use crate::ids::{BoxAddress, Number, PodmiotId};
use crate::state::State;
use crate::state::boxes::Mode;
use crate::state::documents::{Document, File};
use crate::state::podmioty::Podmiot;

/// Something to be put into a box.
#[derive(Clone, Debug)]
pub struct Letter {
    /// In whose name; `None`: ePUAP's.
    pub sender: Option<PodmiotId>,
    /// The sending system.
    pub system: String,
    /// Where to.
    pub to: BoxAddress,
    /// Where answers go.
    pub reply_to: Option<BoxAddress>,
    /// What.
    pub file: File,
    /// DaneDodatkowe.
    pub extra: Bytes,
}

impl Letter {
    /// A letter of ePUAP itself: a UPP, a UPD.
    pub fn of_epuap(to: BoxAddress, name: &str, bytes: impl Into<Bytes>) -> Self {
        let file = File { name: name.to_owned(), kind: Some("text/xml".to_owned()), bytes: bytes.into() };
        let system = "ePUAP".to_owned();
        Self { sender: None, system, to, reply_to: None, file, extra: Bytes::new() }
    }
}

/// Keeps a letter without delivering it; `None` when there is no room.
pub fn keep(state: &mut State, letter: Letter, now: OffsetDateTime) -> Option<Number> {
    let id = state.counter.draw();
    let Letter { sender, system, to, reply_to, file, extra } = letter;
    let document = Document { id, sender, system, to, reply_to, at: now, file, extra };
    state.documents.keep(document).then_some(id)
}

/// Delivers a kept document into its box: to be fetched, or to be pushed.
pub fn deliver(state: &mut State, id: Number, now: OffsetDateTime) -> bool {
    let Some(address) = state.documents.find(id).map(|document| document.to.clone()) else { return false };
    let Some(skrytka) = state.boxes.find_mut(&address) else { return false };
    match skrytka.rules.mode.clone() {
        Mode::Pull => {
            skrytka.queue.push_back(id);
            true
        }
        Mode::Push(url) => state.pushes.add(id, address, url, now),
    }
}

/// Keeps and delivers; `None` when there is no room.
pub fn post(state: &mut State, letter: Letter, now: OffsetDateTime) -> Option<Number> {
    let id = keep(state, letter, now)?;
    deliver(state, id, now).then_some(id)
}

/// How a podmiot is named in a confirmation.
pub fn named(podmiot: &Podmiot) -> Named {
    Named { name: podmiot.name.clone(), id: podmiot.id.to_string() }
}

impl EpuapDesk {
    /// A sealed UPP for a document, with its number.
    ///
    /// # Errors
    /// When it cannot be sealed.
    pub fn upp(
        &self,
        addressee: Named,
        sender: Named,
        document: &str,
        bytes: &[u8],
        now: OffsetDateTime,
    ) -> Result<(Number, File), SealError> {
        let number = self.state().counter.draw();
        let digest = poligon_crypto::DigestAlgorithm::Sha256.digest(bytes);
        let upp = Upp {
            id: format!("ePUAP-UPP{number}"),
            addressee,
            sender,
            delivered: now,
            made: now,
            document: document.to_owned(),
            notes: vec![
                ("Skrót dokumentu (SHA-256)".to_owned(), poligon_soap::base64::encode(&digest)),
                ("Uwaga".to_owned(), "Poświadczenie ze środowiska ćwiczebnego Poligon".to_owned()),
            ],
        };
        let sealed = confirmation::seal(&upp.xml(), &self.sandbox.vault, now)?;
        let kind = Some("text/xml".to_owned());
        Ok((number, File { name: "upp.xml".to_owned(), kind, bytes: sealed.into() }))
    }
}
