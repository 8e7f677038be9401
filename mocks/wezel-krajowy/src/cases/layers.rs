//! Groups B and C: the ArtifactResponse around the Response, and the encryption in it. The Italian suites have neither.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use poligon_crypto::xmlenc::{Agreement, Content, Transport, Wrap};
use poligon_saml::Status;
use poligon_saml::soap::{self, SOAP11, SOAP12};
use poligon_saml::status::AUTHN_FAILED;
use poligon_saml::write::Step::{Assertion, Encrypted, Envelope, Signed, Unsigned};

use super::ClientMust::{Accept, Decide, Reject};
use super::change::Change::{Attribute, Draft, Element, Http, Stranger, Text};
use super::change::Op::{Is as Text_, Missing as Gone, Twice};
use super::change::Value::{Is, Missing};
use super::change::with_status;
use super::{Case, case, text};
use crate::wire::answers;

const OUTER: &str = "saml2p:ArtifactResponse";
const ANSWERS: &str = "Compare InResponseTo of the ArtifactResponse with the ID of your ArtifactResolve.";
const SIGNED: &str = "Verify both signatures with the node's certificate, pinned; KeyInfo is no proof.";
const STATES: &str = "Both statuses must be Success.";
const SHAPE: &str = "Take exactly one Response out of the ArtifactResponse.";
const DERIVES: &str = "Derive the key from the bytes of the attributes as the node writes them.";
const OPENS: &str = "Refuse what does not decrypt, without telling the sender why.";
const CLEAR: &str = "Where the assertion must be encrypted, a clear one is an attack.";

/// The cases.
#[rustfmt::skip]
pub(super) static CASES: &[Case] = &[
    case("B01", "ArtifactResponse to another ArtifactResolve", Reject, ANSWERS, Attribute(Unsigned, OUTER, "InResponseTo", Is("ID-00000000-0000-4000-8000-000000000000"))),
    case("B02", "ArtifactResponse without InResponseTo", Reject, ANSWERS, Attribute(Unsigned, OUTER, "InResponseTo", Missing)),
    case("B03", "ArtifactResponse with an empty InResponseTo", Reject, ANSWERS, Attribute(Unsigned, OUTER, "InResponseTo", Is(""))),
    case("B04", "ArtifactResponse of another issuer", Reject, SIGNED, Element(Unsigned, "saml2:Issuer", Text_("inny.example"))),
    case("B05", "ArtifactResponse without Issuer", Reject, SIGNED, Element(Unsigned, "saml2:Issuer", Gone)),
    case("B06", "ArtifactResponse not signed, Response signed", Decide, SIGNED, Draft(|draft| draft.outer_signer = None)),
    case("B07", "ArtifactResponse signed by a stranger", Reject, SIGNED, Stranger { inner: false, outer: true, disguised: false }),
    case("B08", "ArtifactResponse signed by a stranger, KeyInfo shows the node's certificate", Reject, SIGNED, Stranger { inner: false, outer: true, disguised: true }),
    case("B09", "outer Success, inner AuthnFailed", Reject, STATES, Draft(|draft| draft.inner = Some(Status::plain(AUTHN_FAILED)))),
    case("B10", "outer AuthnFailed, inner Success", Reject, STATES, Draft(|draft| draft.outer = Status::plain(AUTHN_FAILED))),
    case("B11", "Success and no Response", Reject, SHAPE, Draft(|draft| draft.inner = None)),
    case("B12", "two Responses", Reject, SHAPE, Element(Signed, "saml2p:Response", Twice)),
    case("B13", "a LogoutResponse instead of the Response", Reject, SHAPE, Text(Unsigned, |all| all.replace("saml2p:Response", "saml2p:LogoutResponse"))),
    case("B14", "the status message was changed after signing", Reject, SIGNED, Text(Signed, |all| all.replacen("</saml2p:Status>", "<saml2p:StatusMessage>ok</saml2p:StatusMessage></saml2p:Status>", 1))),
    case("B15", "a Fault of SOAP with HTTP 500", Reject, "Read the Fault; log nobody in.", Http(|response| with_status(response.with_body("text/xml; charset=utf-8", soap::fault("Server", "Błąd wewnętrzny", "")), 500))),
    case("B16", "an envelope of SOAP 1.2", Decide, "The binding is SOAP 1.1.", Text(Envelope, |all| all.replace(SOAP11, SOAP12))),
    case("B17", "an HTML page with HTTP 200 instead of an envelope", Reject, "Look at what came before parsing on.", Http(|response| response.with_body("text/html; charset=utf-8", "<!DOCTYPE html><title>Przerwa techniczna</title>"))),

    case("C01", "a content key of 16 bytes, declared as aes256-gcm", Accept, "The length of the unwrapped key decides; production was seen to do so.", Draft(|draft| if let Some(recipe) = &mut draft.recipe { recipe.key_bytes = 16; })),
    case("C02", "ConcatKDF by the book of the W3C: a padding octet, RecipientKeyInfo", Decide, "Only generic libraries read it.", Draft(|draft| if let Some(agreement) = agreement(draft) { agreement.dialect = poligon_crypto::xmlenc::Dialect::W3c; })),
    case("C03", "lower-case digits in ConcatKDFParams", Accept, "Hexadecimal digits come in both cases.", Text(Encrypted, |all| parameters(&all, str::to_ascii_lowercase))),
    case("C04", "a shared secret that starts with a zero byte", Accept, "Pad the secret to 32 bytes; a number drops its leading zero, for one login in 256.", Draft(|draft| if let Some(agreement) = agreement(draft) { agreement.leading_zero = true; })),
    case("C05", "the same with a content key of 16 bytes", Accept, "Pad the secret to 32 bytes.", Draft(short_and_zero)),
    case("C06", "the same, assertion in AES-CBC", Reject, "Only aes256-gcm is agreed on.", Draft(|draft| { if let Some(agreement) = agreement(draft) { agreement.leading_zero = true; } cbc(draft); })),
    case("C07", "PartyUInfo of another node, the key derived with it", Decide, "The field is bound into the key; comparing it with the node's issuer is policy.", Draft(|draft| if let Some(own) = agreement(draft) { own.party_u = Agreement::wk("inny.example", "").party_u; })),
    case("C08", "PartyVInfo of another service provider, the key derived with it", Decide, "The field is bound into the key; comparing it with your issuer is policy.", Draft(|draft| if let Some(own) = agreement(draft) { own.party_v = Agreement::wk("", "inny-uslugodawca").party_v; })),
    case("C09", "no AlgorithmID", Reject, DERIVES, Text(Encrypted, |all| text::attribute(&all, "xenc11:ConcatKDFParams", "AlgorithmID", None))),
    case("C10", "the originator's point is not on the curve", Reject, "Check the point before multiplying: otherwise your private key leaks.", Text(Encrypted, |all| point(&all, |bytes| { if let Some(last) = bytes.last_mut() { *last ^= 1; } }))),
    case("C11", "the originator's point is the one at infinity", Reject, "Check the point before multiplying.", Text(Encrypted, |all| point(&all, |bytes| *bytes = vec![0]))),
    case("C12", "the originator's point in compressed form", Decide, "XML Signature 1.1 wants the uncompressed form.", Text(Encrypted, |all| point(&all, compress))),
    case("C13", "the originator's curve is said to be P-384", Reject, "Read NamedCurve.", Text(Encrypted, |all| all.replace("1.2.840.10045.3.1.7", "1.3.132.0.34"))),
    case("C14", "the tag of AES-GCM is wrong", Reject, OPENS, Text(Encrypted, |all| content(&all, |bytes| { if let Some(last) = bytes.last_mut() { *last ^= 1; } }))),
    case("C15", "the ciphertext is cut short", Reject, OPENS, Text(Encrypted, |all| content(&all, |bytes| bytes.truncate(bytes.len() / 2)))),
    case("C16", "a nonce of 16 bytes", Reject, OPENS, Text(Encrypted, |all| content(&all, |bytes| { let _ = bytes.splice(12..12, [0; 4]); }))),
    case("C17", "the wrapped key is damaged", Reject, OPENS, Text(Encrypted, |all| wrapped(&all, |bytes| { if let Some(first) = bytes.first_mut() { *first ^= 1; } }))),
    case("C18", "AES-CBC instead of AES-GCM", Reject, "Only aes256-gcm is agreed on; CBC is open to padding oracles.", Draft(cbc)),
    case("C19", "kw-aes128 instead of kw-aes256", Decide, "Only kw-aes256 is agreed on.", Draft(|draft| if let Some(own) = agreement(draft) { own.wrap = Wrap::Aes128; })),
    case("C20", "two EncryptedAssertions", Reject, "Take exactly one.", Element(Unsigned, "saml2:EncryptedAssertion", Twice)),
    case("C21", "a clear Assertion before the encrypted one, all signed", Reject, CLEAR, Text(Unsigned, |all| all.replacen("<saml2:EncryptedAssertion>", "<saml2:Assertion ID=\"_jawna\" IssueInstant=\"2026-01-01T00:00:00.000Z\" Version=\"2.0\"><saml2:Issuer>x</saml2:Issuer></saml2:Assertion><saml2:EncryptedAssertion>", 1))),
    case("C22", "a clear Assertion only", Reject, CLEAR, Draft(|draft| draft.recipe = None)),
    case("C23", "EncryptedData of Type Content", Reject, "The node encrypts an element.", Attribute(Encrypted, "xenc:EncryptedData", "Type", Is("http://www.w3.org/2001/04/xmlenc#Content"))),
    case("C24", "EncryptedKey after EncryptedData, with a RetrievalMethod", Decide, "SAML allows it; the node is not known to do so.", Text(Encrypted, |all| key_outside(&all))),
    case("C25", "encrypted for the signing certificate of the service provider", Reject, "It does not open with the right key.", Draft(|draft| draft.for_signing = true)),
    case("C26", "the decrypted assertion has a DTD", Reject, "Parse what you decrypt as carefully as what you receive.", Text(Assertion, |all| format!("<!DOCTYPE a [<!ENTITY e \"x\">]>{all}"))),
];

fn agreement(draft: &mut answers::Draft) -> Option<&mut Agreement> {
    match &mut draft.recipe.as_mut()?.transport {
        Transport::Agreement(agreement) => Some(agreement),
        Transport::RsaOaep => None,
    }
}

fn short_and_zero(draft: &mut answers::Draft) {
    if let Some(agreement) = agreement(draft) {
        agreement.leading_zero = true;
    }
    if let Some(recipe) = &mut draft.recipe {
        recipe.key_bytes = 16;
    }
}

fn cbc(draft: &mut answers::Draft) {
    if let Some(recipe) = &mut draft.recipe {
        recipe.content = Content::Cbc;
        recipe.declared = Content::Cbc.uri();
    }
}

fn parameters(all: &str, edit: fn(&str) -> String) -> String {
    let Some((before, rest)) = all.split_once("AlgorithmID=\"") else { return all.to_owned() };
    let Some((fields, after)) = rest.split_once("><ds:DigestMethod") else { return all.to_owned() };
    // Names of attributes have letters that digits have not; put them right again.
    let edited = edit(fields).replace("partyuinfo", "PartyUInfo").replace("partyvinfo", "PartyVInfo");
    format!("{before}AlgorithmID=\"{edited}><ds:DigestMethod{after}")
}

fn bytes(value: &str, edit: fn(&mut Vec<u8>)) -> String {
    let mut bytes = STANDARD.decode(value).unwrap_or_default();
    edit(&mut bytes);
    STANDARD.encode(bytes)
}

fn point(all: &str, edit: fn(&mut Vec<u8>)) -> String {
    let Some((before, rest)) = all.split_once("<dsig11:PublicKey>") else { return all.to_owned() };
    let Some((value, after)) = rest.split_once('<') else { return all.to_owned() };
    format!("{before}<dsig11:PublicKey>{}<{after}", bytes(value, edit))
}

/// The value of the first CipherValue: the wrapped key.
fn wrapped(all: &str, edit: fn(&mut Vec<u8>)) -> String {
    let Some((before, rest)) = all.split_once("<xenc:CipherValue>") else { return all.to_owned() };
    let Some((value, after)) = rest.split_once('<') else { return all.to_owned() };
    format!("{before}<xenc:CipherValue>{}<{after}", bytes(value, edit))
}

/// The value of the last CipherValue: the content.
fn content(all: &str, edit: fn(&mut Vec<u8>)) -> String {
    let Some((before, rest)) = all.rsplit_once("<xenc:CipherValue>") else { return all.to_owned() };
    let Some((value, after)) = rest.split_once('<') else { return all.to_owned() };
    format!("{before}<xenc:CipherValue>{}<{after}", bytes(value, edit))
}

/// 04 ‖ x ‖ y becomes 02 or 03 ‖ x.
fn compress(bytes: &mut Vec<u8>) {
    let odd = bytes.last().is_some_and(|last| last % 2 == 1);
    bytes.truncate(33);
    if let Some(first) = bytes.first_mut() {
        *first = if odd { 3 } else { 2 };
    }
}

fn key_outside(all: &str) -> String {
    let key = text::element(all, "xenc:EncryptedKey").unwrap_or_default();
    let named = text::attribute(key, "xenc:EncryptedKey", "Id", Some("_klucz"));
    let pointer =
        "<ds:RetrievalMethod Type=\"http://www.w3.org/2001/04/xmlenc#EncryptedKey\" URI=\"#_klucz\"/>";
    text::replaced(all, "xenc:EncryptedKey", pointer)
        .replace("</saml2:EncryptedAssertion>", &format!("{named}</saml2:EncryptedAssertion>"))
}
