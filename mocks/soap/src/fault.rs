//! SOAP faults: from failed findings to a code, a sentence and a detail (epuap.md §2.12, §3.5).

use std::borrow::Cow;
use std::fmt::Write as _;

use poligon_institution::Finding;

use crate::checks::{self, Wire};
use crate::names::{SOAP11, WSSE, WSU};
use crate::write::escape;

/// `faultcode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultCode {
    /// `soap:Client`: the message is to blame.
    Client,
    /// `soap:MustUnderstand`.
    MustUnderstand,
    /// `soap:Server`: this side is to blame.
    Server,
    /// `soap:VersionMismatch`.
    VersionMismatch,
    /// A code of WS-Security: `FailedCheck`.
    Wsse(&'static str),
    /// A code of the utilities: `MessageExpired`.
    Wsu(&'static str),
}

/// A fault as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// `faultcode`.
    pub code: FaultCode,
    /// `faultstring`.
    pub text: String,
    /// The one child of `detail`; `None` for no `detail`.
    pub detail: Option<Detail>,
}

/// The name of a detail's element: `Wyjatek` in the namespace of its service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DetailName {
    /// `http://wsdl.epuap.gov.pl/obiekty/`.
    pub namespace: &'static str,
    /// `Wyjatek`.
    pub local: &'static str,
}

/// `kod` and `komunikat` in an element of the service's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// The element.
    pub name: DetailName,
    /// `kod`.
    pub kod: i32,
    /// `komunikat`.
    pub komunikat: Cow<'static, str>,
}

impl FaultCode {
    /// Prefix, namespace URI and local name.
    pub fn parts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Client => ("soap", SOAP11, "Client"),
            Self::MustUnderstand => ("soap", SOAP11, "MustUnderstand"),
            Self::Server => ("soap", SOAP11, "Server"),
            Self::VersionMismatch => ("soap", SOAP11, "VersionMismatch"),
            Self::Wsse(local) => ("wsse", WSSE, local),
            Self::Wsu(local) => ("wsu", WSU, local),
        }
    }
}

impl Fault {
    /// The fault of the first failed finding. `own` gives the wire of the institution's own checks; those of this crate are
    /// known. A refusal without either is our defect, and is said so.
    pub fn of<'f>(
        failures: impl IntoIterator<Item = &'f Finding>,
        detail: Option<DetailName>,
        own: impl Fn(&Finding) -> Option<Wire>,
    ) -> Self {
        let wire = failures
            .into_iter()
            .next()
            .and_then(|finding| own(finding).or_else(|| checks::wire(finding.check)))
            .unwrap_or(Wire::new(FaultCode::Server, 1000, "Błąd wewnętrzny."));
        Self::new(wire.code, wire.kod, wire.komunikat, detail)
    }

    /// A fault whose detail repeats its text.
    pub fn new(
        code: FaultCode,
        kod: i32,
        text: impl Into<Cow<'static, str>>,
        detail: Option<DetailName>,
    ) -> Self {
        let text = text.into();
        let detail = detail.map(|name| Detail { name, kod, komunikat: text.clone() });
        Self { code, text: text.into_owned(), detail }
    }

    /// `soap:Fault` as XML that declares its own prefixes, to be the content of a Body.
    pub fn xml(&self) -> String {
        let (prefix, namespace, local) = self.code.parts();
        let mut xml = format!(
            "<soap:Fault xmlns:soap=\"{SOAP11}\"><faultcode xmlns:{prefix}=\"{namespace}\">{prefix}:{local}</faultcode>\
             <faultstring>{}</faultstring>",
            escape(&self.text)
        );
        if let Some(Detail { name: DetailName { namespace, local }, kod, komunikat }) = &self.detail {
            // Writing to a String does not fail.
            let _ = write!(
                xml,
                "<detail><w:{local} xmlns:w=\"{namespace}\"><kod>{kod}</kod><komunikat>{}</komunikat></w:{local}></detail>",
                escape(komunikat)
            );
        }
        xml.push_str("</soap:Fault>");
        xml
    }
}
