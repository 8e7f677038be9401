//! Pushing a document to an integrator's endpoint (spec §2.10, reconstructed): the signed message that ePUAP sends, and how the
//! endpoint's answer is read.

use poligon_crypto::{Document, Limits};
use poligon_soap::base64;
use poligon_soap::signing::{Style, sign};
use poligon_soap::write::Message;
use poligon_world::warsaw;
use time::OffsetDateTime;

use crate::desk::EpuapDesk;
use crate::operations::pull::extra;
use crate::state::pushes::Push;
use crate::wire::names::OB;
use crate::wire::write::escape;
use crate::wire::{Reading, Xml};

/// SOAPAction of a push; a guess.
pub const ACTION: &str = "http://ws.epuap.gov.pl/odbiorca/odbierz";

/// The signed message for a push.
///
/// # Errors
/// One sentence, when the document is gone or the message cannot be signed.
pub fn message(desk: &EpuapDesk, push: &Push, now: OffsetDateTime) -> Result<String, String> {
    let (headers, body) = {
        let state = desk.state();
        let document = state.documents.find(push.document).ok_or("the document is gone")?;
        let sender = document.sender.as_ref().and_then(|id| state.podmioty.find(id));
        let podmiot = Xml::new()
            .element("identyfikator", document.sender.as_ref().map_or("ePUAP", |id| id.as_str()))
            .element("typOsoby", sender.map_or("P", |podmiot| podmiot.kind()))
            .optional("nazwiskoNazwa", sender.map(|podmiot| podmiot.name.as_str()))
            .element("zgoda", "true")
            .into_string();
        let system = Xml::new().element("system", &document.system).into_string();
        let reply_to = document.reply_to.as_ref().map(ToString::to_string).unwrap_or_default();
        let headers = [
            ("PodmiotOdbierajacy", escape(document.to.podmiot().as_str())),
            ("DanePodmiotu", podmiot),
            ("DaneNadawcy", system),
            ("DataNadania", warsaw::write_warsaw(document.at)),
            ("NazwaSkrytki", escape(document.to.name())),
            ("AdresSkrytki", escape(&document.to.to_string())),
            ("AdresOdpowiedzi", escape(&reply_to)),
            ("CzyTestowe", "false".to_owned()),
            ("DaneDodatkowe", base64::encode(extra(document.id, &document.extra).as_bytes())),
        ];
        let headers: String = headers
            .iter()
            .map(|(name, inside)| format!("<h:{name} xmlns:h=\"{OB}\">{inside}</h:{name}>"))
            .collect();
        let file = &document.file;
        let body = Xml::root(OB, "Dokument")
            .element("nazwaPliku", &file.name)
            .optional("typPliku", file.kind.as_ref())
            .base64("zawartosc", &file.bytes)
            .end_root("Dokument");
        (headers, body)
    };
    let own = desk.service_signer(now)?;
    // Ids from a stream of their own: asking twice must not change the bytes of answers.
    let entropy = desk.sandbox.entropy.fork("epuap push").fork(&format!("{} {}", push.document, push.tries));
    let message = Message { headers: &headers, body: &body };
    sign(message, &Style::default(), own.signer(), &entropy, now).map_err(|why| why.to_string())
}

/// What an endpoint answered: `Ok` with its komunikat for kod 1, else why it does not count as taken.
///
/// # Errors
/// As said.
pub fn judge(status: u16, body: &[u8]) -> Result<String, String> {
    let document = Document::parse(body, Limits::MESSAGE)
        .map_err(|why| format!("HTTP {status}, and the answer is no XML ({why})"))?;
    let answer = document.root().descendants().find(|element| element.is(OB, "OdpowiedzOdbiorcy"));
    let answer = answer.ok_or_else(|| format!("HTTP {status} without OdpowiedzOdbiorcy"))?;
    let status = Reading(answer).need("status").map_err(|misread| misread.expected)?;
    let kod = status.number::<i32>("kod").ok().flatten();
    let said = status.text("komunikat").ok().flatten().unwrap_or_default();
    match kod {
        Some(1) => Ok(said),
        Some(kod) => Err(format!("kod {kod}: {said}")),
        None => Err("status without kod".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(kod: &str) -> String {
        format!(
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><o:OdpowiedzOdbiorcy xmlns:o='{OB}'><status>\
             <kod>{kod}</kod><komunikat>tak</komunikat></status></o:OdpowiedzOdbiorcy></s:Body></s:Envelope>"
        )
    }

    #[test]
    fn only_kod_1_counts_as_taken() {
        assert_eq!(judge(200, answer("1").as_bytes()), Ok("tak".to_owned()));
        assert_eq!(judge(200, answer("7").as_bytes()), Err("kod 7: tak".to_owned()));
        assert!(judge(502, b"<html>").is_err());
        assert!(judge(200, b"<a/>").unwrap_err().contains("OdpowiedzOdbiorcy"));
    }
}
