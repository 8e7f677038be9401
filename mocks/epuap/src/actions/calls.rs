//! Calls of the known services, from their arguments.

use poligon_crypto::DigestAlgorithm;
use poligon_soap::base64;

use super::signed::Ask;
use crate::state::documents::File;
use crate::wire::names::{EXT, FR, OB, ZD};
use crate::wire::write::escape;
use crate::wire::{Xml, obiekty};

const SKRYTKA: &str = "/pk_external_ws/services/skrytka";
const PULL: &str = "/pk_external_ws/services/pull";
const DORECZYCIEL: &str = "/pk_external_ws/services/doreczyciel";
const OBSLUGA_UPP: &str = "/pk_external_ws/services/obslugaUpp";
const FILE_REPO: &str = "/repo-ws-ext/FileRepoService";
const ZARZADZANIE: &str = "/fe_external_ws/services/ZarzadzanieDokumentami";

/// What nadaj and dorecz say beside the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sending {
    /// IdentyfikatorPodmiotu.
    pub podmiot: String,
    /// AdresSkrytki.
    pub to: String,
    /// AdresOdpowiedzi.
    pub reply_to: String,
    /// CzyProbne.
    pub trial: bool,
    /// DaneDodatkowe.
    pub extra: Vec<u8>,
}

/// Which queue of pull.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// podmiot.
    pub podmiot: String,
    /// nazwaSkrytki.
    pub name: String,
    /// adresSkrytki.
    pub address: String,
}

impl Sending {
    /// From a podmiot to a box, answers to the podmiot's default box.
    pub fn new(podmiot: &str, to: &str) -> Self {
        Self {
            podmiot: podmiot.to_owned(),
            to: to.to_owned(),
            reply_to: format!("/{podmiot}/domyslna"),
            ..Self::default()
        }
    }

    fn headers(&self) -> String {
        header("IdentyfikatorPodmiotu", &self.podmiot)
            + &header("AdresSkrytki", &self.to)
            + &header("AdresOdpowiedzi", &self.reply_to)
            + &header("CzyProbne", if self.trial { "true" } else { "false" })
            + &header("DaneDodatkowe", &base64::encode(&self.extra))
    }
}

impl Queue {
    /// The queue of a podmiot's box.
    pub fn new(podmiot: &str, name: &str) -> Self {
        Self { podmiot: podmiot.to_owned(), name: name.to_owned(), address: format!("/{podmiot}/{name}") }
    }

    fn write(&self, xml: Xml) -> Xml {
        xml.element("podmiot", &self.podmiot)
            .element("nazwaSkrytki", &self.name)
            .element("adresSkrytki", &self.address)
    }
}

/// Skrytka nadaj.
pub fn nadaj(sending: &Sending, file: &File) -> Ask {
    let body = dokument("Dokument", file);
    ask(SKRYTKA, "http://ws.epuap.gov.pl/skrytka/nadaj", sending.headers(), body)
}

/// Skrytka nadajAny: the document as XML in the element.
pub fn nadaj_any(sending: &Sending, name: &str, xml: &str) -> Ask {
    let body = format!("<e:Dokument xmlns:e=\"{EXT}\">{}</e:Dokument>", escape(xml));
    let headers = sending.headers() + &header("NazwaPliku", name);
    ask(SKRYTKA, "http://ws.epuap.gov.pl/skrytka/nadajAny", headers, body)
}

/// pull oczekujaceDokumenty.
pub fn oczekujace(queue: &Queue) -> Ask {
    let body = queue.write(Xml::root(OB, "ZapytaniePullOczekujace")).end_root("ZapytaniePullOczekujace");
    ask(PULL, "http://ws.epuap.gov.pl/pull/oczekujaceDokumenty", String::new(), body)
}

/// pull pobierzNastepny.
pub fn pobierz(queue: &Queue) -> Ask {
    let body = queue.write(Xml::root(OB, "ZapytaniePullPobierz")).end_root("ZapytaniePullPobierz");
    ask(PULL, "http://ws.epuap.gov.pl/pull/pobierzNastepny", String::new(), body)
}

/// pull potwierdzOdebranie, with the digest of these bytes.
pub fn potwierdz(queue: &Queue, content: &[u8], digest: DigestAlgorithm) -> Ask {
    let local = "ZapytaniePullPotwierdz";
    let body = queue.write(Xml::root(OB, local)).element("skrot", base64::encode(&digest.digest(content)));
    ask(PULL, "http://ws.epuap.gov.pl/pull/potwierdzOdebranie", String::new(), body.end_root(local))
}

/// Doreczyciel dorecz. `deadline`, `document` and `case` may be empty.
pub fn dorecz(sending: &Sending, deadline: &str, document: &str, case: &str, file: &File) -> Ask {
    let headers = sending.headers()
        + &header("TerminDoreczenia", deadline)
        + &header("IdentyfikatorDokumentu", document)
        + &header("IdentyfikatorSprawy", case);
    ask(DORECZYCIEL, "http://ws.epuap.gov.pl/doreczyciel/dorecz", headers, dokument("Dokument", file))
}

/// Doreczyciel odbierz, with the signed UPD.
pub fn odbierz(podmiot: &str, upd: &File) -> Ask {
    let headers = header("IdentyfikatorPodmiotu", podmiot)
        + &header("CzyProbne", "false")
        + &header("DaneDodatkowe", "");
    ask(DORECZYCIEL, "http://ws.epuap.gov.pl/doreczyciel/odbierz", headers, dokument("UPD", upd))
}

/// FileRepoService uploadFile.
pub fn upload(podmiot: &str, name: &str, mime: &str, bytes: &[u8]) -> Ask {
    let local = "UploadFileParam";
    let body = Xml::root(FR, local)
        .base64("file", bytes)
        .element("filename", name)
        .element("mimeType", mime)
        .element("subject", podmiot)
        .end_root(local);
    ask(FILE_REPO, "", String::new(), body)
}

/// FileRepoService downloadFile.
pub fn download(podmiot: &str, id: &str) -> Ask {
    let local = "DownloadFileParam";
    let body = Xml::root(FR, local).element("fileId", id).element("subject", podmiot).end_root(local);
    ask(FILE_REPO, "", String::new(), body)
}

/// obslugaUpp dajUpp.
pub fn daj_upp(podmiot: &str, sender: &str, file: &File) -> Ask {
    let local = "ZapytanieDajUpp";
    let body = Xml::root(OB, local).element("podmiot", podmiot).nest("nadawca", |xml| {
        xml.element("identyfikator", sender).element("typIdentyfikatora", "ePUAP-ID").element("nazwa", sender)
    });
    let body = obiekty::write_file(body, "dokument", file).end_root(local);
    ask(OBSLUGA_UPP, "http://ws.epuap.gov.pl/obslugaUpp/dajUpp", String::new(), body)
}

/// obslugaUpp dajUppPrzeslij.
pub fn daj_upp_przeslij(podmiot: &str, to: &str, reply_to: &str, file: &File) -> Ask {
    let local = "ZapytanieDajUppPrzeslij";
    let body = Xml::root(OB, local)
        .element("podmiot", podmiot)
        .element("adresSkrytki", to)
        .element("adresOdpowiedzi", reply_to);
    let body = obiekty::write_file(body, "dokument", file).end_root(local);
    ask(OBSLUGA_UPP, "http://ws.epuap.gov.pl/obslugaUpp/dajUppPrzeslij", String::new(), body)
}

/// ZarzadzanieDokumentami dodajDokument.
pub fn dodaj_dokument(podmiot: &str, sklad: &str, name: &str, bytes: &[u8]) -> Ask {
    let body = Xml::root(ZD, "dodajDokument")
        .nest("sklad", |xml| xml.element("nazwa", sklad).element("podmiot", podmiot))
        .nest("dokument", |xml| {
            xml.nest("szczegolyDokumentu", |xml| {
                let xml = xml.nil("id").element("nazwa", name).nil("metadane").nil("idUPO");
                let nils = [
                    "nadawca",
                    "adresat",
                    "dataNadania",
                    "dataOdebrania",
                    "dataUtworzenia",
                    "formularz",
                    "folder",
                ];
                xml.each(nils, |xml, name| xml.nil(name))
            })
            .base64("tresc", bytes)
        })
        .end_root("dodajDokument");
    ask(ZARZADZANIE, "", String::new(), body)
}

/// ZarzadzanieDokumentami pobierzDokument or usunDokument.
pub fn o_dokument(operation: &str, podmiot: &str, id: &str) -> Ask {
    let body =
        Xml::root(ZD, operation).element("idDokumentu", id).element("podmiot", podmiot).end_root(operation);
    ask(ZARZADZANIE, "", String::new(), body)
}

/// ZarzadzanieDokumentami zawartoscSkladu.
pub fn zawartosc_skladu(podmiot: &str, sklad: &str) -> Ask {
    let local = "zawartoscSkladu";
    let body = Xml::root(ZD, local)
        .nest("sklad", |xml| xml.element("nazwa", sklad).element("podmiot", podmiot))
        .end_root(local);
    ask(ZARZADZANIE, "", String::new(), body)
}

/// A call of a service whose elements are plain text: those of the eight reconstructed ones, EsdService.
pub fn plain(path: &str, namespace: &str, element: &str, fields: &[(&str, &str)]) -> Ask {
    let body = Xml::root(namespace, element).each(fields, |xml, (name, value)| xml.element(name, value));
    ask(path, "", String::new(), body.end_root(element))
}

fn ask(path: &str, action: &str, headers: String, body: String) -> Ask {
    Ask { path: path.to_owned(), action: action.to_owned(), headers, body }
}

fn header(name: &str, text: &str) -> String {
    format!("<h:{name} xmlns:h=\"{OB}\">{}</h:{name}>", escape(text))
}

fn dokument(local: &str, file: &File) -> String {
    Xml::root(OB, local)
        .element("nazwaPliku", &file.name)
        .optional("typPliku", file.kind.as_ref())
        .base64("zawartosc", &file.bytes)
        .end_root(local)
}
