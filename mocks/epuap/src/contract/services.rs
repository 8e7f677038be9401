//! The services' WSDLs.

use std::sync::LazyLock;

use poligon_soap::wsdl::Service;

use super::reconstructed;
use super::schema::{schema, xsd};
use super::schemas::{FECORE, FILEREPO, OBIEKTY, OBIEKTY_EXT, ZARZADZANIE};
use super::service::{Described, wsdl};
use crate::operations::services::SERVICES;
use crate::wire::names::{EXT, FC, FR, OB, ZD};

const WRITTEN: &str =
    "Written by Poligon after public descriptions of the service; a training ground, not a state system.";

/// Names and documents; the path is the default one.
pub static DOCUMENTS: LazyLock<Vec<(&'static str, Service)>> = LazyLock::new(|| {
    SERVICES
        .iter()
        .filter_map(|service| {
            let (described, file) = match known(service.name) {
                Some(known) => known,
                None => (reconstructed::described(service.name)?, ""),
            };
            let file = match file {
                "" => format!("wsdl/{}.wsdl", service.name),
                file => file.to_owned(),
            };
            let documents = Service {
                path: service.path().into(),
                file: file.into(),
                wsdl: wsdl(&described, service.path()).into(),
                schemas: schemas().into_iter().map(|(name, text)| (name.into(), text.into())).collect(),
            };
            Some((service.name, documents))
        })
        .collect()
});

/// All schema files; each service gives all of them out.
fn schemas() -> Vec<(&'static str, String)> {
    vec![
        ("obiektypk.xsd", xsd(OB, WRITTEN, OBIEKTY)),
        ("obiektyExt.xsd", xsd(EXT, WRITTEN, OBIEKTY_EXT)),
        ("filerepocore.xsd", xsd(FR, WRITTEN, FILEREPO)),
        ("fecore.xsd", xsd(FC, WRITTEN, FECORE)),
    ]
}

/// `<xsd:schema>` with these imports.
pub(super) fn imports(of: &[(&str, &str)]) -> String {
    let imports: String = of
        .iter()
        .map(|(namespace, file)| format!("<xsd:import namespace=\"{namespace}\" schemaLocation=\"{file}\"/>"))
        .collect();
    format!("<xsd:schema>{imports}</xsd:schema>")
}

const SKRYTKA: Described = Described {
    namespace: "http://ws.epuap.gov.pl/skrytka/",
    elements: (OB, EXT),
    types: || imports(&[(OB, "obiektypk.xsd"), (EXT, "obiektyExt.xsd")]),
    names: ["skrytka", "skrytkaBinding", "pkSkrytkaService", "skrytka"],
    fault: "nadajFaultMsg: faultStatus=ob:Wyjatek",
    operations: "nadaj ; http://ws.epuap.gov.pl/skrytka/nadaj ; nadajRequest: podmiot=ob:IdentyfikatorPodmiotu adresSkrytki=ob:AdresSkrytki adresOdpowiedzi=ob:AdresOdpowiedzi czyProbne=ob:CzyProbne daneDodatkowe=ob:DaneDodatkowe dokument=ob:Dokument ; nadajResponse: odpowiedz=ob:OdpowiedzSkrytki ; fault
nadajAny ; http://ws.epuap.gov.pl/skrytka/nadajAny ; nadajAnyRequest: podmiot=ob:IdentyfikatorPodmiotu adresSkrytki=ob:AdresSkrytki adresOdpowiedzi=ob:AdresOdpowiedzi czyProbne=ob:CzyProbne daneDodatkowe=ob:DaneDodatkowe nazwaPliku=ob:NazwaPliku dokument=ext:Dokument ; nadajResponse: odpowiedz=ob:OdpowiedzSkrytki ; fault",
    remark: WRITTEN,
};

const PULL: Described = Described {
    namespace: "http://ws.epuap.gov.pl/pull/",
    elements: (OB, EXT),
    types: || imports(&[(OB, "obiektypk.xsd")]),
    names: ["pull", "pull", "pkPullService", "pull"],
    fault: "pullFaultMsg: faultStatus=ob:Wyjatek",
    operations: "oczekujaceDokumenty ; http://ws.epuap.gov.pl/pull/oczekujaceDokumenty ; pullOczekujaceDokumentyRequestMsg: zapytanieOczekujace=ob:ZapytaniePullOczekujace ; pullOczekujaceDokumentyResponseMsg: odpowiedzOczekujace=ob:OdpowiedzPullOczekujace ; oczekujaceDokumentyFault
pobierzNastepny ; http://ws.epuap.gov.pl/pull/pobierzNastepny ; pullPobierzNastepnyRequestMsg: zapytaniePobierz=ob:ZapytaniePullPobierz ; pullPobierzNastepnyResponseMsg: odpowiedzPobierz=ob:OdpowiedzPullPobierz ; pobierzNastepnyFault
potwierdzOdebranie ; http://ws.epuap.gov.pl/pull/potwierdzOdebranie ; pullPotwierdzOdebranieRequestMsg: zapytaniePotwierdz=ob:ZapytaniePullPotwierdz ; pullPotwierdzOdebranieResponseMsg: odpowiedzPotwierdz=ob:OdpowiedzPullPotwierdz ; potwierdzOdebranieFault",
    remark: WRITTEN,
};

const DORECZYCIEL: Described = Described {
    namespace: "http://ws.epuap.gov.pl/doreczyciel/",
    elements: (OB, EXT),
    types: || imports(&[(OB, "obiektypk.xsd")]),
    names: ["doreczyciel", "doreczyciel", "pkDoreczycielService", "doreczyciel"],
    fault: "doreczFaultMsg: faultStatus=ob:Wyjatek",
    operations: "dorecz ; http://ws.epuap.gov.pl/doreczyciel/dorecz ; doreczRequest: podmiot=ob:IdentyfikatorPodmiotu adresSkrytki=ob:AdresSkrytki adresOdpowiedzi=ob:AdresOdpowiedzi terminDoreczenia=ob:TerminDoreczenia czyProbne=ob:CzyProbne identyfikatorDokumentu=ob:IdentyfikatorDokumentu identyfikatorSprawy=ob:IdentyfikatorSprawy daneDodatkowe=ob:DaneDodatkowe upd=ob:UPD dokument=ob:Dokument ; doreczResponse: odpowiedz=ob:OdpowiedzDoreczyciela ; fault
odbierz ; http://ws.epuap.gov.pl/doreczyciel/odbierz ; odbierzRequest: podmiot=ob:IdentyfikatorPodmiotu czyProbne=ob:CzyProbne daneDodatkowe=ob:DaneDodatkowe upd=ob:UPD ; odbierzResponse: odpowiedz=ob:StatusDoreczyciela ; fault",
    remark: WRITTEN,
};

const FILE_REPO: Described = Described {
    namespace: "http://ws.epuap.gov.pl/filerepo/",
    elements: (FR, EXT),
    types: || imports(&[(FR, "filerepocore.xsd")]),
    names: ["filerepo", "FileRepoBinding", "FileRepoService", "Filerepo"],
    fault: "odbierzFaultMsg: faultStatus=ob:WyjatekTyp",
    operations: "uploadFile ; ; uploadFileRequestRequest: dataDocument=ob:UploadFileParam ; uploadFileRequestResponse: fileId5=ob:fileId5 ; fault
downloadFile ; ; downloadFileRequest: dataDocument=ob:DownloadFileParam ; downloadFileResponse: dataDocument=ob:DataDocument ; fault",
    remark: WRITTEN,
};

const OBSLUGA_UPP: Described = Described {
    namespace: "http://ws.epuap.gov.pl/obslugaUpp/",
    elements: (OB, EXT),
    types: || imports(&[(OB, "obiektypk.xsd")]),
    names: ["obslugaUpp", "obslugaUpp", "pkObslugaUppService", "obslugaUpp"],
    fault: "obslugaUppFaultMsg: faultStatus=ob:Wyjatek",
    operations: "dajUpp ; http://ws.epuap.gov.pl/obslugaUpp/dajUpp ; dajUppRequest: zapytanie=ob:ZapytanieDajUpp ; dajUppResponse: odpowiedz=ob:OdpowiedzDajUpp ; fault
dajUppPrzeslij ; http://ws.epuap.gov.pl/obslugaUpp/dajUppPrzeslij ; dajUppPrzeslijRequest: zapytanie=ob:ZapytanieDajUppPrzeslij ; dajUppPrzeslijResponse: odpowiedz=ob:OdpowiedzDajUpp ; fault",
    remark: "reconstructed: the types are public, this WSDL is Poligon's",
};

const ZARZADZANIE_DOKUMENTAMI: Described = Described {
    namespace: ZD,
    elements: (ZD, EXT),
    types: || schema(ZD, WRITTEN, ZARZADZANIE),
    names: [
        "ZarzadzanieDokumentami",
        "ZarzadzanieDokumentamiSoapBinding",
        "ZarzadzanieDokumentamiService",
        "ZarzadzanieDokumentami",
    ],
    fault: "",
    operations: "dodajDokument ; ; dodajDokumentRequest: parameters=ob:dodajDokument ; dodajDokumentResponse: parameters=ob:dodajDokumentResponse ;
pobierzDokument ; ; pobierzDokumentRequest: parameters=ob:pobierzDokument ; pobierzDokumentResponse: parameters=ob:pobierzDokumentResponse ;
usunDokument ; ; usunDokumentRequest: parameters=ob:usunDokument ; usunDokumentResponse: parameters=ob:usunDokumentResponse ;
zawartoscSkladu ; ; zawartoscSkladuRequest: parameters=ob:zawartoscSkladu ; zawartoscSkladuResponse: parameters=ob:zawartoscSkladuResponse ;",
    remark: WRITTEN,
};

const ESD: Described = Described {
    namespace: "http://ws.epuap.gov.pl/esd/",
    elements: (FC, EXT),
    types: || imports(&[(FC, "fecore.xsd")]),
    names: ["esd", "EsdBinding", "EsdService", "Esd"],
    fault: "odbierzFaultMsg: faultStatus=ob:WyjatekTyp",
    operations: "pobierzListeSkladowPodmiotu ; ; pobierzListeSkladowPodmiotuRequest: tgsid=ob:tgsid ; pobierzListeSkladowPodmiotuResponse: listaWarehouse=ob:ListaWarehouse ; fault
pobierzDomyslnySklad ; ; pobierzDomyslnySkladRequest: tgsid=ob:tgsid2 ; pobierzDomyslnySkladResponse: warehouseId=ob:WarehouseId ; fault
pobierzListeDokumentowSkladu ; ; pobierzListeDokumentowSkladuRequest: tgsidWarehouse=ob:TgsidWarehouse ; pobierzListeDokumentowSkladuResponse: listaDocument=ob:ListaDocument ; fault
pobierzDokument ; ; pobierzDokumentRequest: tgsidDocument=ob:TgsidDocument ; pobierzDokumentResponse: plik=ob:PaczkaPlikow ; fault
wyslijDokument ; ; wyslijDokumentRequest: tgsidDocumentFile=ob:TgsidDocumentFile ; wyslijDokumentResponse: documentId=ob:DocumentId ; fault
usunDokument ; ; usunDokumentRequest: tgsidDocument3=ob:TgsidDocument3 ; usunDokumentResponse: usunDokument=ob:UsunDokument ; fault
weryfikujPodpis ; ; weryfikujPodpisRequest: tgsidDocumentFile=ob:TgsidDocument4 ; weryfikujPodpisResponse: compositeDocumentVerificationResult=ob:CompositeDocumentVerificationResult ; fault
weryfikujPodpisKaskadowo ; ; weryfikujPodpisKaskadowoRequest: tgsidDocumentFile=ob:TgsidDocument5 ; weryfikujPodpisKaskadowoResponse: compositeDocumentVerificationResult=ob:CompositeDocumentVerificationResult ; fault
weryfikujZalacznik ; ; weryfikujZalacznikRequest: tgsidDocumentAndAttachmentFile=ob:TgsidDocument6 ; weryfikujZalacznikResponse: compositeDocumentVerificationResult=ob:CompositeDocumentVerificationResult ; fault",
    remark: WRITTEN,
};

/// The description of a service whose shape is known, and the place of its WSDL under the path; empty for the usual one.
fn known(name: &str) -> Option<(Described, &'static str)> {
    Some(match name {
        "Skrytka" => (SKRYTKA, "wsdl/skrytka.wsdl"),
        "pull" => (PULL, "wsdl/pull.wsdl"),
        "Doreczyciel" => (DORECZYCIEL, "wsdl/doreczyciel.wsdl"),
        "FileRepoService" => (FILE_REPO, "WEB-INF/wsdl/filerepo.wsdl"),
        "obslugaUpp" => (OBSLUGA_UPP, "wsdl/obslugaUpp.wsdl"),
        "ZarzadzanieDokumentami" => (ZARZADZANIE_DOKUMENTAMI, ""),
        "EsdService" => (ESD, "wsdl/esd.wsdl"),
        _ => return None,
    })
}
