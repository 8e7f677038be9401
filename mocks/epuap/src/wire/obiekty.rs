//! Types of `obiektypk.xsd` (spec §2.0): read from requests, written into answers.

use bytes::Bytes;
use time::OffsetDateTime;

use super::names::OB;
use super::{Misread, Reading, Xml};
use crate::ids::Number;
use crate::state::documents::File;

/// StatusTyp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// kod; 1 is success.
    pub kod: i32,
    /// komunikat.
    pub komunikat: String,
}

/// DanePodmiotuTyp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PodmiotData {
    /// identyfikator.
    pub id: String,
    /// typOsoby.
    pub kind: &'static str,
    /// nazwiskoNazwa.
    pub name: String,
    /// nip.
    pub nip: Option<String>,
    /// regon.
    pub regon: Option<String>,
    /// zgoda.
    pub consent: bool,
}

/// What pobierzNastepny gives beside the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// danePodmiotu: of the sender.
    pub podmiot: PodmiotData,
    /// daneNadawcy/system.
    pub system: String,
    /// dataNadania.
    pub sent: OffsetDateTime,
    /// nazwaSkrytki.
    pub box_name: String,
    /// adresSkrytki.
    pub address: String,
    /// adresOdpowiedzi.
    pub reply_to: Option<String>,
    /// daneDodatkowe.
    pub extra: Bytes,
    /// dokument.
    pub file: File,
}

/// OdpowiedzSkrytkiTyp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// status.
    pub status: Status,
    /// identyfikatorDokumentu; `None` for a trial.
    pub id: Option<Number>,
    /// identyfikatorUpp.
    pub upp: Option<Number>,
    /// statusOdbiorcy.
    pub receiver: Option<Status>,
    /// zalacznik.
    pub attachment: Option<File>,
}

impl Status {
    /// Success.
    pub fn good(komunikat: &str) -> Self {
        Self { kod: 1, komunikat: komunikat.to_owned() }
    }

    /// As `status`, or under another name.
    pub fn write(&self, xml: Xml, name: &str) -> Xml {
        xml.nest(name, |xml| xml.element("kod", self.kod.to_string()).element("komunikat", &self.komunikat))
    }
}

/// DokumentTyp.
///
/// # Errors
/// When a part is absent or unreadable.
pub fn read_file(dokument: Reading<'_>) -> Result<File, Misread> {
    Ok(File {
        name: dokument.words("nazwaPliku")?,
        kind: dokument.text("typPliku")?.filter(|kind| !kind.is_empty()),
        bytes: dokument.need("zawartosc")?.own_base64()?,
    })
}

/// DokumentTyp under a name.
pub fn write_file(xml: Xml, name: &str, file: &File) -> Xml {
    xml.nest(name, |xml| {
        xml.element("nazwaPliku", &file.name)
            .optional("typPliku", file.kind.as_ref())
            .base64("zawartosc", &file.bytes)
    })
}

impl Sent {
    /// `OB:OdpowiedzSkrytki`.
    pub fn xml(&self) -> String {
        let local = "OdpowiedzSkrytki";
        let xml = self.status.write(Xml::root(OB, local), "status");
        // Clients read the number as an int, so a trial has 0 rather than nothing (spec §2.11).
        let xml = xml
            .element("identyfikatorDokumentu", self.id.map_or(0, |id| id.0).to_string())
            .optional("identyfikatorUpp", self.upp.map(|id| id.to_string()));
        let xml = match &self.receiver {
            Some(status) => status.write(xml, "statusOdbiorcy"),
            None => xml,
        };
        match &self.attachment {
            Some(file) => write_file(xml, "zalacznik", file),
            None => xml,
        }
        .end_root(local)
    }
}

impl Fetched {
    /// The children of `OB:OdpowiedzPullPobierz` after `status`.
    pub fn write(&self, xml: Xml) -> Xml {
        let podmiot = &self.podmiot;
        let xml = xml
            .nest("danePodmiotu", |xml| podmiot.write(xml))
            .nest("daneNadawcy", |xml| xml.element("system", &self.system))
            .moment("dataNadania", self.sent)
            .element("nazwaSkrytki", &self.box_name)
            .element("adresSkrytki", &self.address)
            .nillable("adresOdpowiedzi", self.reply_to.as_ref())
            .element("czyTestowe", "false")
            .base64("daneDodatkowe", &self.extra);
        write_file(xml, "dokument", &self.file)
    }
}

impl PodmiotData {
    /// The children of DanePodmiotuTyp.
    pub fn write(&self, xml: Xml) -> Xml {
        xml.element("identyfikator", &self.id)
            .element("typOsoby", self.kind)
            .element("nazwiskoNazwa", &self.name)
            .optional("nip", self.nip.as_ref())
            .optional("regon", self.regon.as_ref())
            .element("zgoda", if self.consent { "true" } else { "false" })
    }
}

/// An answer in OB that is a status and what follows it.
pub fn answer(local: &str, status: &Status, rest: impl FnOnce(Xml) -> Xml) -> String {
    rest(status.write(Xml::root(OB, local), "status")).end_root(local)
}

/// `OB:StatusDoreczyciela` and its like: an element that is a StatusTyp itself.
pub fn bare_status(local: &str, status: &Status) -> String {
    Xml::root(OB, local)
        .element("kod", status.kod.to_string())
        .element("komunikat", &status.komunikat)
        .end_root(local)
}
