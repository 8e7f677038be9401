//! Skrytka: nadaj, nadajAny (spec §2.1). The recipient's box decides what it takes and what it answers.

use bytes::Bytes;
use poligon_crypto::{Document, Limits, XmlError};
use poligon_institution::Provenance::Official;
use poligon_institution::{Evidence, Refused, seal};
use poligon_soap::QName;

use super::services::{Op, Run};
use crate::checks::{ground, skrytka as rules};
use crate::desk::post::{self, Letter, named};
use crate::desk::{Call, Caller, Outcome};
use crate::documents::{pismo, signature};
use crate::ids::BoxAddress;
use crate::knobs;
use crate::state::boxes::{AutoAnswer, Rules};
use crate::state::documents::File;
use crate::wire::names::{EXT, OB};
use crate::wire::obiekty::{self, Sent, Status};

/// The operations.
pub static OPS: &[Op] = &[
    Op {
        name: "epuap.skrytka.nadaj",
        request: QName::new(OB, "Dokument"),
        action: "http://ws.epuap.gov.pl/skrytka/nadaj",
        provenance: Official,
        run: Run::Signed(nadaj),
        status: Some(status_only),
    },
    Op {
        name: "epuap.skrytka.nadajAny",
        request: QName::new(EXT, "Dokument"),
        action: "http://ws.epuap.gov.pl/skrytka/nadajAny",
        provenance: Official,
        run: Run::Signed(nadaj_any),
        status: Some(status_only),
    },
];

const HEADERS: [&str; 5] =
    ["IdentyfikatorPodmiotu", "AdresSkrytki", "AdresOdpowiedzi", "CzyProbne", "DaneDodatkowe"];

fn nadaj(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let file = obiekty::read_file(call.body());
    let file = call.shaped(file)?;
    send(call, caller, file)
}

/// The document stands in the element as XML, or as text that is XML (OMB).
fn nadaj_any(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let content = call.envelope.content();
    let bytes = match content.children().next() {
        Some(child) => call.envelope.extract(child),
        None => content.text().trim().as_bytes().to_vec(),
    };
    call.must(&ground::SHAPE, !bytes.is_empty(), "the element Dokument is empty; put the document into it")?;
    let name = call.need_header("NazwaPliku")?;
    send(call, caller, File { name, kind: Some("text/xml".to_owned()), bytes: bytes.into() })
}

fn send(call: &mut Call<'_>, caller: &Caller, file: File) -> Outcome {
    call.declared_headers(&HEADERS)?;
    let id = call.need_header("IdentyfikatorPodmiotu")?;
    let sender = call.own_podmiot(caller, "/Envelope/Header/IdentyfikatorPodmiotu", &id)?;
    let address = call.need_header("AdresSkrytki")?;
    let (to, box_rules) = recipient(call, &address)?;
    let reply_to = reply_address(call, caller)?;
    let trial = call.read_header("CzyProbne", |header| header.own_switch())?.flatten().unwrap_or(false);
    let extra = call.read_header("DaneDodatkowe", |header| header.own_base64())?.unwrap_or_default();
    admit(call, &file, &box_rules)?;
    if trial {
        let status = Status::good("Dokument próbny jest poprawny i nie został doręczony");
        let sent = Sent { status, id: None, upp: None, receiver: None, attachment: None };
        return Ok(sent.xml().into());
    }
    let letter = Letter {
        sender: Some(caller.podmiot.clone()),
        system: caller.system.clone(),
        to: to.clone(),
        reply_to: reply_to.clone(),
        file: file.clone(),
        extra,
    };
    let posted = post::post(&mut call.desk.state(), letter, call.now);
    call.room(posted.is_some())?;
    let mut sent = Sent {
        status: Status::good("Dokument został przyjęty"),
        id: posted,
        upp: None,
        receiver: None,
        attachment: None,
    };
    let number = posted.map(|id| id.to_string()).unwrap_or_default();
    match box_rules.auto_answer {
        AutoAnswer::None => {}
        AutoAnswer::Status => sent.receiver = Some(Status::good("Dokument odebrany")),
        AutoAnswer::Document => {
            sent.receiver = Some(Status::good("Odpowiedź w załączniku"));
            let answer = automatic(call, &to, &sender.name);
            answer_into(call, &reply_to, &answer)?;
            sent.attachment = Some(answer);
        }
        AutoAnswer::Upp => {
            let addressee = call.podmiot(to.podmiot().as_str())?;
            let upp = call.desk.upp(named(&addressee), named(&sender), &number, &file.bytes, call.now);
            let (id, upp) = sealed(call, upp)?;
            let delivery = knobs::UPP_DELIVERY.value(&call.desk.sandbox.settings);
            if delivery != "answer" {
                answer_into(call, &reply_to, &upp)?;
            }
            sent.upp = Some(id);
            sent.attachment = (delivery != "box").then_some(upp);
        }
    }
    Ok(sent.xml().into())
}

/// The box that an address leads to, with its rules.
///
/// # Errors
/// When there is none.
pub(super) fn recipient(call: &mut Call<'_>, address: &str) -> Result<(BoxAddress, Rules), Refused> {
    let parsed = address.parse::<BoxAddress>();
    let (found, other_case) = {
        let state = call.desk.state();
        let found = parsed.as_ref().ok().and_then(|address| state.boxes.find(address));
        let found = found.map(|skrytka| (skrytka.address.clone(), skrytka.rules.clone()));
        (found, state.boxes.in_other_case(address).map(ToString::to_string))
    };
    call.exam.need(&rules::ADDRESS.check, found, || {
        let got: String = address.chars().take(200).collect();
        let mut evidence =
            vec![Evidence::values("address of the box", "/podmiot/skrytka of the sandbox", got)];
        if let Err(why) = &parsed {
            evidence.push(Evidence::text(why.to_string()));
        }
        evidence.extend(other_case.map(|known| Evidence::text(format!("there is {known}, in another case"))));
        evidence
    })
}

/// AdresOdpowiedzi; `None` when it is empty.
///
/// # Errors
/// When it is no box of the caller.
pub(super) fn reply_address(call: &mut Call<'_>, caller: &Caller) -> Result<Option<BoxAddress>, Refused> {
    let text = call.header_text("AdresOdpowiedzi");
    if text.is_empty() {
        call.exam.skip(&rules::REPLY_ADDRESS.check, "AdresOdpowiedzi is empty");
        return Ok(None);
    }
    let address = text.parse::<BoxAddress>().ok();
    let known = address.filter(|address| call.desk.state().boxes.find(address).is_some());
    let own = known.filter(|address| *address.podmiot() == caller.podmiot);
    let holds = own.is_some();
    call.exam.require(&rules::REPLY_ADDRESS.check, holds, || {
        let got: String = text.chars().take(200).collect();
        vec![Evidence::values("AdresOdpowiedzi", format!("a box of {}", caller.podmiot), got)]
    })?;
    Ok(own)
}

/// What the box's rules say of a document.
///
/// # Errors
/// When they refuse it.
pub(super) fn admit(call: &mut Call<'_>, file: &File, box_rules: &Rules) -> Result<(), Refused> {
    let most =
        usize::try_from(knobs::DOCUMENT_BYTES.number(&call.desk.sandbox.settings)).unwrap_or(usize::MAX);
    let size = file.bytes.len();
    call.exam.require(&rules::SIZE.check, size <= most, || {
        vec![Evidence::values("bytes of zawartosc", format!("at most {most}"), size.to_string())]
    })?;
    let bytes: Bytes = match file.bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => {
            let evidence =
                Evidence::values("first three bytes of the document", "none of EF BB BF", "EF BB BF");
            call.exam.object(&rules::BOM.check, vec![evidence])?;
            file.bytes.slice_ref(rest)
        }
        None => {
            call.exam.pass(&rules::BOM.check);
            file.bytes.clone()
        }
    };
    let asks = box_rules.xml_only || box_rules.signature_required || box_rules.template_required;
    if !asks {
        call.exam.skip(&rules::XML_ONLY.check, "the box takes any file");
        return Ok(());
    }
    let limits = Limits { bytes: most.max(Limits::MESSAGE.bytes), ..Limits::MESSAGE };
    let document: Result<Document<'_>, XmlError> = Document::parse(&bytes, limits);
    let document = match document {
        Ok(document) => {
            call.exam.pass(&rules::XML_ONLY.check);
            document
        }
        Err(why) => {
            return Err(call.exam.refuse(&rules::XML_ONLY.check, vec![Evidence::text(why.to_string())]));
        }
    };
    if box_rules.signature_required {
        let report = signature::verify_document(&document, call.now);
        call.exam.require(&rules::SIGNED.check, report.holds(), || seal::evidence(&report))?;
    }
    if box_rules.template_required {
        let misfits = pismo::misfits_of(document.root());
        call.exam.require(&rules::TEMPLATE.check, misfits.is_empty(), || {
            misfits.iter().map(|one| Evidence::text(format!("line {}: {}", one.line, one.what))).collect()
        })?;
    }
    Ok(())
}

/// A sealed confirmation, or the machine's own refusal.
pub(super) fn sealed<T>(
    call: &mut Call<'_>,
    made: Result<T, crate::documents::confirmation::SealError>,
) -> Result<T, Refused> {
    made.map_err(|why| call.exam.refuse(&ground::MACHINE.check, vec![Evidence::text(why.to_string())]))
}

fn automatic(call: &Call<'_>, from: &BoxAddress, to: &str) -> File {
    let letter = pismo::Letter {
        title: "Odpowiedź automatyczna".to_owned(),
        kind: "Zawiadomienie".to_owned(),
        paragraphs: vec![format!("Pismo wpłynęło do skrytki {from}.")],
        town: "Przykładowo".to_owned(),
        to: to.to_owned(),
        from: from.podmiot().to_string(),
        at: call.now,
        attachments: Vec::new(),
    };
    File {
        name: "odpowiedz.xml".to_owned(),
        kind: Some("text/xml".to_owned()),
        bytes: letter.xml().into_bytes().into(),
    }
}

fn answer_into(call: &mut Call<'_>, reply_to: &Option<BoxAddress>, file: &File) -> Result<(), Refused> {
    let Some(reply_to) = reply_to else { return Ok(()) };
    let letter = Letter::of_epuap(reply_to.clone(), &file.name, file.bytes.clone());
    let posted = post::post(&mut call.desk.state(), letter, call.now).is_some();
    call.room(posted)
}

fn status_only(status: &Status) -> String {
    Sent { status: status.clone(), id: None, upp: None, receiver: None, attachment: None }.xml()
}
