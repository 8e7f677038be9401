//! Namespaces of the services (spec, „Namespace abbreviations”).

/// Types and elements of Skrytka, pull, Doreczyciel and obslugaUpp.
pub const OB: &str = "http://wsdl.epuap.gov.pl/obiekty/";
/// The document of nadajAny.
pub const EXT: &str = "http://wsdl.epuap.gov.pl/obiekty/ext/";
/// FileRepoService.
pub const FR: &str = "http://wsdl.epuap.gov.pl/filerepocore/";
/// EsdService.
pub const FC: &str = "http://wsdl.epuap.gov.pl/fecore/";
/// ZarzadzanieDokumentami; without a slash at the end.
pub const ZD: &str = "http://ws.epuap.gov.pl/zarzadzanieDokumentami";
/// XML Schema instance: `xsi:nil`.
pub const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// XML-DSig.
pub const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
/// UPP and UPD.
pub const UPO: &str = "http://crd.gov.pl/xml/schematy/UPO/2008/05/09/";
