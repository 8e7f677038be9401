//! Types of ZarzadzanieDokumentami (spec §2.7).

use super::{Misread, Reading, Xml};
use crate::ids::Number;
use crate::state::sklad::{Details, Party};

/// sklad{nazwa, podmiot}.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkladRef {
    /// nazwa.
    pub name: String,
    /// podmiot.
    pub podmiot: String,
}

/// Reads sklad.
///
/// # Errors
/// When a part is absent.
pub fn read_sklad(sklad: Reading<'_>) -> Result<SkladRef, Misread> {
    Ok(SkladRef { name: sklad.words("nazwa")?, podmiot: sklad.words("podmiot")? })
}

/// Reads szczegolyDokumentu.
///
/// # Errors
/// When a part is absent or unreadable.
pub fn read_details(details: Reading<'_>) -> Result<Details, Misread> {
    let party = |name: &str| -> Result<Option<Party>, Misread> {
        let Some(party) = details.child(name)? else { return Ok(None) };
        Ok(Some(Party {
            name: party.text("nazwa")?.unwrap_or_default(),
            address: party.text("adres")?.unwrap_or_default(),
        }))
    };
    let form = match details.child("formularz")? {
        Some(form) => {
            Some((form.text("podmiot")?.unwrap_or_default(), form.text("nazwa")?.unwrap_or_default()))
        }
        None => None,
    };
    Ok(Details {
        name: details.words("nazwa")?,
        metadata: details.base64("metadane")?,
        upo: details.number("idUPO")?,
        sender: party("nadawca")?,
        addressee: party("adresat")?,
        sent: details.moment("dataNadania")?,
        received: details.moment("dataOdebrania")?,
        created: details.moment("dataUtworzenia")?,
        form,
        folder: details.text("folder")?.filter(|folder| !folder.is_empty()),
    })
}

/// The children of szczegolyDokumentu. `swapped`: formularz with podmiot and name exchanged, as the live server was seen to
/// answer.
pub fn write_details(xml: Xml, id: Number, details: &Details, swapped: bool) -> Xml {
    let party = |xml: Xml, name: &str, party: &Option<Party>| match party {
        Some(party) => {
            xml.nest(name, |xml| xml.element("nazwa", &party.name).element("adres", &party.address))
        }
        None => xml.nil(name),
    };
    let moment = |xml: Xml, name: &str, at: &Option<time::OffsetDateTime>| match at {
        Some(at) => xml.moment(name, *at),
        None => xml.nil(name),
    };
    let xml = xml.element("id", id.to_string()).element("nazwa", &details.name);
    let xml = match &details.metadata {
        Some(bytes) => xml.base64("metadane", bytes),
        None => xml.nil("metadane"),
    };
    let xml = xml.nillable("idUPO", details.upo.map(|upo| upo.to_string()));
    let xml = party(xml, "nadawca", &details.sender);
    let xml = party(xml, "adresat", &details.addressee);
    let xml = moment(xml, "dataNadania", &details.sent);
    let xml = moment(xml, "dataOdebrania", &details.received);
    let xml = moment(xml, "dataUtworzenia", &details.created);
    let xml = match &details.form {
        Some((podmiot, name)) => {
            let (podmiot, name) = if swapped { (name, podmiot) } else { (podmiot, name) };
            xml.nest("formularz", |xml| xml.element("podmiot", podmiot).element("nazwa", name))
        }
        None => xml.nil("formularz"),
    };
    xml.nillable("folder", details.folder.as_ref())
}
