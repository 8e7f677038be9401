//! The actions that scenarios play: calls of systems of the house, in the order of the services.

use poligon_certs::{Order, Profile};
use poligon_crypto::sign::{self, SealPlan};
use poligon_crypto::{DigestAlgorithm, Document, SignatureAlgorithm, SigningKey};
use poligon_institution::{Action, Arguments, Parameter, ParameterKind, Played, Stage};
use poligon_soap::base64;
use poligon_soap::signing::Style;

use super::calls::{self, Queue, Sending};
use super::signed::Ask;
use crate::desk::house;
use crate::state::documents::File;
use crate::state::podmioty::Podmioty;

/// All of them.
pub static ACTIONS: &[Action] = &[
    Action {
        name: "epuap.nadaj",
        about: "Sends a document to a box (Skrytka)",
        takes: &[AS, TO, REPLY_TO, TRIAL, FILE, TEXT, NAME, SEALED, UNSIGNED],
        gives: SENT,
        play: nadaj,
    },
    Action {
        name: "epuap.oczekujace",
        about: "Asks how many documents wait in a box (pull)",
        takes: &[AS, BOX, UNSIGNED],
        gives: &["kod", "komunikat", "faultcode", "oczekujace"],
        play: oczekujace,
    },
    Action {
        name: "epuap.pobierz",
        about: "Fetches the next document of a box and remembers it (pull)",
        takes: &[AS, BOX, UNSIGNED],
        gives: &["kod", "komunikat", "faultcode", "nazwaPliku", "adresOdpowiedzi", "content"],
        play: pobierz,
    },
    Action {
        name: "epuap.potwierdz",
        about: "Confirms the document that was fetched last (pull)",
        takes: &[AS, BOX, DIGEST, UNSIGNED],
        gives: &["kod", "komunikat", "faultcode"],
        play: potwierdz,
    },
    Action {
        name: "epuap.dorecz",
        about: "Hands a document over for delivery with confirmation (Doreczyciel)",
        takes: &[AS, TO, REPLY_TO, TRIAL, FILE, TEXT, NAME, SEALED, DEADLINE, UNSIGNED],
        gives: &["kod", "komunikat", "faultcode", "identyfikatorDokumentu", "identyfikatorZlecenia"],
        play: dorecz,
    },
    Action {
        name: "epuap.odbierz",
        about: "Signs the UPD that was fetched last and sends it back (Doreczyciel)",
        takes: &[AS, UNSIGNED],
        gives: &["kod", "komunikat", "faultcode"],
        play: odbierz,
    },
    Action {
        name: "epuap.upload-file",
        about: "Stores a large file (FileRepoService)",
        takes: &[AS, FILE, TEXT, NAME, UNSIGNED],
        gives: &["kod", "komunikat", "faultcode", "fileId5"],
        play: upload,
    },
    Action {
        name: "epuap.download-file",
        about: "Fetches a large file (FileRepoService)",
        takes: &[AS, ID, UNSIGNED],
        gives: &["kod", "komunikat", "faultcode", "filename", "file"],
        play: download,
    },
    Action {
        name: "epuap.daj-upp",
        about: "Has a UPP made for a document from elsewhere (obslugaUpp)",
        takes: &[AS, FILE, TEXT, NAME, UNSIGNED],
        gives: &["kod", "komunikat", "faultcode", "nazwaPliku"],
        play: daj_upp,
    },
    Action {
        name: "epuap.call",
        about: "Calls any operation whose request is made of plain fields",
        takes: &[AS, PATH, NAMESPACE, ELEMENT, FIELDS, UNSIGNED],
        gives: &["kod", "komunikat", "faultcode", "id", "url", "stan"],
        play: call,
    },
];

const SENT: &[&str] =
    &["kod", "komunikat", "faultcode", "identyfikatorDokumentu", "identyfikatorUpp", "nazwaPliku"];

const AS: Parameter = required("as", "The podmiot whose system calls", ParameterKind::Party);
const TO: Parameter = required("to", "Address of the recipient's box", ParameterKind::Text);
const REPLY_TO: Parameter =
    optional("reply-to", "Address for answers; the default box of the caller", ParameterKind::Text);
const TRIAL: Parameter = optional("trial", "CzyProbne", ParameterKind::Bool);
const FILE: Parameter = optional("file", "The document, a file beside the scenario", ParameterKind::File);
const TEXT: Parameter = optional("text", "The document, as text", ParameterKind::Text);
const NAME: Parameter = optional("name", "Name of the document's file", ParameterKind::Text);
const SEALED: Parameter =
    optional("sealed", "Whether the caller signs the document (XAdES)", ParameterKind::Bool);
const UNSIGNED: Parameter =
    optional("unsigned", "Whether the message goes without WS-Security", ParameterKind::Bool);
const BOX: Parameter = optional("box", "Name of the caller's box; domyslna", ParameterKind::Text);
const DIGEST: Parameter = optional("digest", "How skrot is made", ParameterKind::OneOf(&["sha1", "sha256"]));
const DEADLINE: Parameter = optional("deadline", "TerminDoreczenia", ParameterKind::Text);
const ID: Parameter = required("id", "fileId, bare or with the servlet's address", ParameterKind::Text);
const PATH: Parameter = required("path", "Path of the service", ParameterKind::Text);
const NAMESPACE: Parameter = required("namespace", "Namespace of the request's element", ParameterKind::Text);
const ELEMENT: Parameter = required("element", "Name of the request's element", ParameterKind::Text);
const FIELDS: Parameter = optional("fields", "Names and texts of its children", ParameterKind::Any);

const fn required(name: &'static str, about: &'static str, kind: ParameterKind) -> Parameter {
    Parameter { name, about, kind, required: true }
}

const fn optional(name: &'static str, about: &'static str, kind: ParameterKind) -> Parameter {
    Parameter { name, about, kind, required: false }
}

fn nadaj(stage: &mut Stage<'_>, arguments: &Arguments) -> Result<Played, String> {
    let ask = calls::nadaj(&sending(arguments), &document(stage, arguments)?);
    played(stage, arguments, &ask, SENT)
}

fn oczekujace(stage: &mut Stage<'_>, arguments: &Arguments) -> Result<Played, String> {
    let ask = calls::oczekujace(&queue(arguments));
    played(stage, arguments, &ask, &["kod", "komunikat", "faultcode", "oczekujace"])
}

fn pobierz(stage: &mut Stage<'_>, arguments: &Arguments) -> Result<Played, String> {
    let ask = calls::pobierz(&queue(arguments));
    let names = ["kod", "komunikat", "faultcode", "nazwaPliku", "adresOdpowiedzi", "zawartosc"];
    let mut done = played(stage, arguments, &ask, &names)?;
    if let Some(content) = done.values.remove("zawartosc") {
        stage.memory.keep(fetched_key(arguments), content.clone());
        let text = content.as_str().and_then(|text| base64::decode(text).ok());
        done = done.with("content", text.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()));
    }
    Ok(done)
}

fn potwierdz(stage: &mut Stage<'_>, arguments: &Arguments) -> Result<Played, String> {
    let bytes = fetched(stage, arguments)?;
    let digest = match arguments.text_or("digest", "sha1").as_str() {
        "sha256" => DigestAlgorithm::Sha256,
        _ => DigestAlgorithm::Sha1,
    };
    let ask = calls::potwierdz(&queue(arguments), &bytes, digest);
    played(stage, arguments, &ask, &["kod", "komunikat", "faultcode"])
}

fn dorecz(stage: &mut Stage<'_>, arguments: &Arguments) -> Result<Played, String> {
    let deadline = arguments.text_or("deadline", "");
    let ask = calls::dorecz(&sending(arguments), &deadline, "", "", &document(stage, arguments)?);
    let names = ["kod", "komunikat", "faultcode", "identyfikatorDokumentu", "identyfikatorZlecenia"];
    played(stage, arguments, &ask, &names)
}

fn odbierz(stage: &mut Stage<'_>, arguments: &Arguments) -> Result<Played, String> {
    let sealed = seal(stage, arguments, &fetched(stage, arguments)?)?;
    let upd = File { name: "UPD.xml".into(), kind: Some("text/xml".into()), bytes: sealed.into() };
    let ask = calls::odbierz(&caller(arguments), &upd);
    played(stage, arguments, &ask, &["kod", "komunikat", "faultcode"])
}

fn upload(stage: &mut Stage<'_>, arguments: &Arguments) -> Result<Played, String> {
    let file = document(stage, arguments)?;
    let ask = calls::upload(&caller(arguments), &file.name, "application/octet-stream", &file.bytes);
    played(stage, arguments, &ask, &["kod", "komunikat", "faultcode", "fileId5"])
}

fn download(stage: &mut Stage<'_>, arguments: &Arguments) -> Result<Played, String> {
    let ask = calls::download(&caller(arguments), &arguments.text_or("id", ""));
    played(stage, arguments, &ask, &["kod", "komunikat", "faultcode", "filename", "file"])
}

fn daj_upp(stage: &mut Stage<'_>, arguments: &Arguments) -> Result<Played, String> {
    let ask = calls::daj_upp(&caller(arguments), "nadawca", &document(stage, arguments)?);
    played(stage, arguments, &ask, &["kod", "komunikat", "faultcode", "nazwaPliku"])
}

fn call(stage: &mut Stage<'_>, arguments: &Arguments) -> Result<Played, String> {
    let fields = match arguments.get("fields") {
        Some(serde_json::Value::Object(fields)) => fields.clone(),
        None => serde_json::Map::new(),
        Some(_) => return Err("fields takes names and texts: fields: { id: gmina }".to_owned()),
    };
    let fields = fields.iter().map(|(name, value)| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        (name.as_str(), text)
    });
    let fields: Vec<(&str, String)> = fields.collect();
    let plain = |(name, _): &(&str, String)| {
        name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
    };
    if !fields.iter().all(plain) {
        return Err("the names of fields are names of XML elements".to_owned());
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let [path, namespace, element] = ["path", "namespace", "element"].map(|name| arguments.text_or(name, ""));
    let ask = calls::plain(&path, &namespace, &element, &fields);
    played(stage, arguments, &ask, &["kod", "komunikat", "faultcode", "id", "url", "stan"])
}

/// Sends a call and reads the values out of its answer: the first element of each name.
fn played(stage: &mut Stage<'_>, arguments: &Arguments, ask: &Ask, names: &[&str]) -> Result<Played, String> {
    let now = stage.line.now();
    let request = match arguments.is_on("unsigned") {
        true => ask.unsigned(),
        false => {
            let credential = credential(stage, &caller(arguments))?;
            let entropy = stage.sandbox.entropy.fork("epuap client");
            ask.request(&credential, &Style::default(), &entropy, now).map_err(|why| why.to_string())?
        }
    };
    let answer = stage.line.send("epuap", request);
    let mut values = Vec::new();
    if let Ok(response) = &answer
        && let Ok(document) = Document::parse(&response.body, poligon_soap::Envelope::LIMITS)
    {
        for name in names {
            let found = document.root().descendants().find(|element| element.local() == *name);
            values.extend(found.map(|element| ((*name).to_owned(), element.text())));
        }
    }
    let played = Played::answered(answer);
    Ok(values.into_iter().fold(played, |played, (name, text)| played.with(&name, text)))
}

/// The house's credential of a podmiot of the world.
fn credential(stage: &Stage<'_>, podmiot: &str) -> Result<std::sync::Arc<poligon_certs::Credential>, String> {
    let podmioty = Podmioty::of(&stage.sandbox.world);
    let podmiot = podmioty.named(podmiot).ok_or_else(|| format!("there is no organisation „{podmiot}”"))?;
    stage.sandbox.vault.issue(&house::order(podmiot), stage.line.now()).map_err(|why| why.to_string())
}

/// A document with the seal of the caller.
fn seal(stage: &Stage<'_>, arguments: &Arguments, document: &[u8]) -> Result<Vec<u8>, String> {
    let name = caller(arguments);
    let organisation = stage.sandbox.world.organisation(&name);
    let organisation = organisation.ok_or_else(|| format!("there is no organisation „{name}”"))?;
    let order = Order {
        nip: Some(organisation.nip.to_string()),
        organization: Some(organisation.name.chars().take(64).collect()),
        ..Order::new(Profile::KsefSeal)
    };
    let now = stage.line.now();
    let credential = stage.sandbox.vault.issue(&order, now).map_err(|why| why.to_string())?;
    let key = SigningKey::from_pkcs8(credential.key.pkcs8()).map_err(|why| why.to_string())?;
    let plan = SealPlan::xades(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256), now);
    sign::seal(document, &plan, &key, &credential.chain()).map_err(|why| why.to_string())
}

fn document(stage: &Stage<'_>, arguments: &Arguments) -> Result<File, String> {
    let bytes = match (arguments.text("file"), arguments.text("text")) {
        (Some(file), _) => (stage.files)(&file)?,
        (None, Some(text)) => text.into_bytes(),
        (None, None) => return Err("give the document: file or text".to_owned()),
    };
    let bytes = if arguments.is_on("sealed") { seal(stage, arguments, &bytes)? } else { bytes };
    let name = arguments.text_or("name", "dokument.xml");
    Ok(File { name, kind: Some("text/xml".to_owned()), bytes: bytes.into() })
}

fn sending(arguments: &Arguments) -> Sending {
    let plain = Sending::new(&caller(arguments), &arguments.text_or("to", ""));
    let reply_to = arguments.text_or("reply-to", &plain.reply_to);
    Sending { reply_to, trial: arguments.is_on("trial"), ..plain }
}

fn queue(arguments: &Arguments) -> Queue {
    Queue::new(&caller(arguments), &arguments.text_or("box", crate::state::boxes::DEFAULT))
}

fn caller(arguments: &Arguments) -> String {
    arguments.text_or("as", "")
}

fn fetched_key(arguments: &Arguments) -> String {
    format!("epuap.fetched.{}", caller(arguments))
}

fn fetched(stage: &Stage<'_>, arguments: &Arguments) -> Result<Vec<u8>, String> {
    let content = stage.memory.text(&fetched_key(arguments));
    let content = content.ok_or("nothing was fetched yet; play epuap.pobierz first")?;
    base64::decode(content)
}
