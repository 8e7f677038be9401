//! UPP and UPD (spec §4.4): built here; the UPP is sealed by the fake platform, the UPD by its addressee.

use poligon_certs::{Order, Profile, Vault};
use poligon_crypto::sign::{self, SealPlan};
use poligon_crypto::{DigestAlgorithm, Document, Element, Limits, SignatureAlgorithm, SigningKey};
use poligon_world::warsaw;
use thiserror::Error;
use time::OffsetDateTime;

use crate::wire::Xml;
use crate::wire::names::UPO;
use crate::wire::write::escape;

/// Somebody named in a confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Nazwa.
    pub name: String,
    /// IdentyfikatorPodmiotu, of type ePUAP-ID.
    pub id: String,
}

/// A confirmation that something was put into a box (UPP).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upp {
    /// IdentyfikatorPoswiadczenia.
    pub id: String,
    /// Adresat.
    pub addressee: Named,
    /// Nadawca.
    pub sender: Named,
    /// DataDoreczenia.
    pub delivered: OffsetDateTime,
    /// DataWytworzeniaPoswiadczenia.
    pub made: OffsetDateTime,
    /// IdentyfikatorDokumentu.
    pub document: String,
    /// InformacjaUzupelniajaca: type and text.
    pub notes: Vec<(String, String)>,
}

/// A confirmation of delivery (UPD), to be signed by the addressee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upd {
    /// IdentyfikatorPoswiadczenia.
    pub id: String,
    /// PodmiotWystawiajacyPoswiadczenie.
    pub issuer: Named,
    /// Adresat.
    pub addressee: Named,
    /// DataOdbioru; in the form that is sent out: when it was sent out.
    pub received: OffsetDateTime,
    /// DataUtworzeniaPoswiadczenia.
    pub made: OffsetDateTime,
    /// IdentyfikatorSprawy.
    pub case: String,
    /// IdentyfikatorDokumentu.
    pub document: String,
    /// InformacjaUzupelniajaca: type and text.
    pub notes: Vec<(String, String)>,
}

/// Why a confirmation could not be sealed; a defect of the machine, not of the client.
#[derive(Debug, Error)]
pub enum SealError {
    /// The vault has no credential to seal with.
    #[error(transparent)]
    Vault(#[from] poligon_certs::VaultError),
    /// The key is not read.
    #[error(transparent)]
    Key(#[from] poligon_crypto::key::KeyError),
    /// The document is not sealed.
    #[error(transparent)]
    Seal(#[from] sign::SignError),
}

impl Upp {
    /// The document, without a seal.
    pub fn xml(&self) -> String {
        let xml = begin("UPP")
            .element("u:IdentyfikatorPoswiadczenia", &self.id)
            .nest("u:Adresat", |xml| self.addressee.write(xml))
            .nest("u:Nadawca", |xml| self.sender.write(xml))
            .moment("u:DataDoreczenia", self.delivered)
            .moment("u:DataWytworzeniaPoswiadczenia", self.made)
            .element("u:IdentyfikatorDokumentu", &self.document);
        end(xml, "UPP", &self.notes)
    }
}

impl Upd {
    /// The document, without a seal.
    pub fn xml(&self) -> String {
        let xml = begin("UPD")
            .element("u:IdentyfikatorPoswiadczenia", &self.id)
            .nest("u:PodmiotWystawiajacyPoswiadczenie", |xml| self.issuer.write(xml))
            .nest("u:Adresat", |xml| self.addressee.write(xml))
            .moment("u:DataOdbioru", self.received)
            .moment("u:DataUtworzeniaPoswiadczenia", self.made)
            .element("u:IdentyfikatorSprawy", &self.case)
            .element("u:IdentyfikatorDokumentu", &self.document);
        end(xml, "UPD", &self.notes)
    }
}

/// Seals a confirmation with the platform's certificate. `at` decides the certificate and stands in the signature.
///
/// # Errors
/// When there is no credential, or it does not seal.
pub fn seal(document: &str, vault: &Vault, at: OffsetDateTime) -> Result<Vec<u8>, SealError> {
    let credential = vault.issue(&Order::new(Profile::EpuapUpp), at)?;
    let key = SigningKey::from_pkcs8(credential.key.pkcs8())?;
    let plan = SealPlan::xades(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256), at);
    Ok(sign::seal(document.as_bytes(), &plan, &key, &credential.chain())?)
}

/// IdentyfikatorPoswiadczenia of a UPP or UPD; `None` when it is neither.
pub fn identifier(bytes: &[u8]) -> Option<String> {
    let document = Document::parse(bytes, Limits::MESSAGE).ok()?;
    let kind = content(document.root())?;
    Some(kind.child("IdentyfikatorPoswiadczenia")?.text().trim().to_owned())
}

/// The element UPP or UPD in a confirmation.
pub fn content(root: Element<'_>) -> Option<Element<'_>> {
    if !root.is(UPO, "Dokument") {
        return None;
    }
    root.children().find(|child| child.is(UPO, "UPP") || child.is(UPO, "UPD"))
}

impl Named {
    fn write(&self, xml: Xml) -> Xml {
        // Plain attributes, as the public stylesheet reads them; OMB's model expects them in the namespace (spec §4.4).
        xml.element("u:Nazwa", &self.name)
            .element("u:IdentyfikatorPodmiotu TypIdentyfikatora=\"ePUAP-ID\"", &self.id)
    }
}

fn begin(kind: &str) -> Xml {
    Xml::new()
        .raw(&format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><u:Dokument xmlns:u=\"{UPO}\"><u:{kind}>"))
}

fn end(xml: Xml, kind: &str, notes: &[(String, String)]) -> String {
    let xml = xml.each(notes, |xml, (kind, text)| {
        let name = format!("u:InformacjaUzupelniajaca TypInformacjiUzupelniajacej=\"{}\"", escape(kind));
        // The name carries an attribute with blanks, which Xml::element closes at the first blank.
        xml.element(&name, text)
    });
    xml.raw(&format!("</u:{kind}></u:Dokument>")).into_string()
}

/// A moment as it stands in notes.
pub fn moment(at: OffsetDateTime) -> String {
    warsaw::write_warsaw(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use poligon_crypto::seal::{self as verification, Policy};
    use time::macros::datetime;

    const NOW: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);

    fn upp() -> Upp {
        let named = |id: &str| Named { name: format!("Podmiot <{id}>"), id: id.to_owned() };
        Upp {
            id: "ePUAP-UPP7".into(),
            addressee: named("gmina"),
            sender: named("poziomka"),
            delivered: NOW,
            made: NOW,
            document: "17".into(),
            notes: vec![("Uwaga \"x\"".into(), "środowisko ćwiczebne".into())],
        }
    }

    #[test]
    fn a_upp_is_read_back_and_its_seal_holds() {
        let sealed = seal(&upp().xml(), &Vault::in_memory(None), NOW).unwrap();
        assert_eq!(identifier(&sealed).as_deref(), Some("ePUAP-UPP7"));
        let policy = Policy { xades: true, sha1: false, ..Policy::document(NOW) };
        let report = verification::verify(&sealed, &policy);
        assert!(report.holds(), "{:?}", report.fault);
        let document = Document::parse(&sealed, Limits::MESSAGE).unwrap();
        let note = content(document.root()).unwrap().child("InformacjaUzupelniajaca").unwrap();
        assert_eq!(note.attribute("TypInformacjiUzupelniajacej"), Some("Uwaga \"x\""));
    }
}
