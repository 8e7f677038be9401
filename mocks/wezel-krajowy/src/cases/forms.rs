//! Group A: the port of the Italian response cases (spec §9.4) to artifacts. The assertion is not signed here, so what they do
//! to its signature is done to that of the Response.

use poligon_saml::write::Step::{Assertion, InnerSigned, Signed, Unsigned};

use super::ClientMust::{Accept, Decide, Reject};
use super::change::Change::{Attribute, Draft, Element, Nothing, Stranger, Text};
use super::change::Op::{Empty, Is as Content, Missing as Gone, Twice};
use super::change::Value::{In, Is, Missing, Whole};
use super::{Case, case, text};

const RESPONSE: &str = "saml2p:Response";
const ASSERTION: &str = "saml2:Assertion";
const DATA: &str = "saml2:SubjectConfirmationData";
const CONDITIONS: &str = "saml2:Conditions";
const STATEMENT: &str = "saml2:AuthnStatement";
const OLD: i64 = -86_400;
const FUTURE: i64 = 86_400;

const SIGNED: &str = "Verify the signature of the Response with the node's certificate, pinned.";
const HEADS: &str = "Check ID, Version, IssueInstant and Issuer of the Response.";
const ANSWERS: &str = "Compare InResponseTo with the ID of the request of this browser session.";
const STATES: &str = "Take nothing but status Success.";
const SUBJECTS: &str = "Check Subject, NameID and the bearer confirmation.";
const TIMES: &str = "Check NotBefore and NotOnOrAfter against the clock, with little skew.";
const AUDIENCES: &str = "Compare Audience with your own issuer.";
const LEVELS: &str = "Compare AuthnContextClassRef with what you asked for.";
const WRAPS: &str = "Read only what the signature covers: take the element that its reference names, not the first of its name.";
const TOLERATES: &str = "The specification allows it.";

/// The cases.
#[rustfmt::skip]
pub(super) static CASES: &[Case] = &[
    case("A01", "a correct answer", Accept, "This is how the node answers.", Nothing),
    case("A02", "the Response is not signed", Reject, SIGNED, Draft(|draft| draft.inner_signer = None)),
    case("A03", "nothing is signed", Reject, SIGNED, Draft(|draft| { draft.inner_signer = None; draft.outer_signer = None; })),
    case("A04", "another key signed everything", Reject, SIGNED, Stranger { inner: true, outer: true, disguised: false }),
    case("A05", "another key signed the Response, KeyInfo shows the node's certificate", Reject, SIGNED, Stranger { inner: true, outer: false, disguised: true }),
    case("A06", "XSW: a forged Response stands before the signed one", Reject, WRAPS, Text(InnerSigned, |all| beside(&all, true))),
    case("A07", "XSW: a forged Response stands after the signed one", Reject, WRAPS, Text(InnerSigned, |all| beside(&all, false))),
    case("A08", "XSW: the signed Response stands in ds:Object of the forged one's signature", Reject, WRAPS, Text(InnerSigned, |all| nested(&all, "ds:Object"))),
    case("A09", "XSW: the signed Response stands in Extensions of the forged one", Reject, WRAPS, Text(InnerSigned, |all| nested(&all, "saml2p:Extensions"))),
    case("A10", "XSW: a forged Response was put in after the ArtifactResponse was signed", Reject, WRAPS, Text(Signed, |all| beside(&all, true))),
    case("A11", "XSW: a forged Response was appended after the ArtifactResponse was signed", Reject, WRAPS, Text(Signed, |all| beside(&all, false))),
    case("A12", "XSW: a forged clear Assertion was put before the encrypted one after signing", Reject, WRAPS, Text(Signed, |all| clear_before(&all))),
    case("A13", "XSW: a second ID of the Response's value stands on Status", Reject, WRAPS, Text(Signed, |all| doubled_id(&all))),
    case("A14", "Response without ID", Reject, HEADS, Attribute(Unsigned, RESPONSE, "ID", Missing)),
    case("A15", "Response with an empty ID", Reject, HEADS, Attribute(Unsigned, RESPONSE, "ID", Is(""))),
    case("A16", "Response without Version", Reject, HEADS, Attribute(Unsigned, RESPONSE, "Version", Missing)),
    case("A17", "Response of Version 1.1", Reject, HEADS, Attribute(Unsigned, RESPONSE, "Version", Is("1.1"))),
    case("A18", "Response without IssueInstant", Reject, HEADS, Attribute(Unsigned, RESPONSE, "IssueInstant", Missing)),
    case("A19", "Response with an empty IssueInstant", Reject, HEADS, Attribute(Unsigned, RESPONSE, "IssueInstant", Is(""))),
    case("A20", "Response with an IssueInstant that is no moment", Reject, HEADS, Attribute(Unsigned, RESPONSE, "IssueInstant", Is("2026-13-45T25:61:00Z"))),
    case("A21", "Response of yesterday", Reject, TIMES, Attribute(Unsigned, RESPONSE, "IssueInstant", In(OLD))),
    case("A22", "Response of tomorrow", Reject, TIMES, Attribute(Unsigned, RESPONSE, "IssueInstant", In(FUTURE))),
    case("A23", "Response without InResponseTo", Reject, ANSWERS, Attribute(Unsigned, RESPONSE, "InResponseTo", Missing)),
    case("A24", "Response with an empty InResponseTo", Reject, ANSWERS, Attribute(Unsigned, RESPONSE, "InResponseTo", Is(""))),
    case("A25", "Response to another request", Reject, ANSWERS, Attribute(Unsigned, RESPONSE, "InResponseTo", Is("ID-00000000-0000-4000-8000-000000000000"))),
    case("A26", "no Status inside", Reject, STATES, Text(Unsigned, |all| in_response(&all, |inner| text::replaced(inner, "saml2p:Status", "")))),
    case("A27", "empty Status inside", Reject, STATES, Text(Unsigned, |all| in_response(&all, |inner| text::filled(inner, "saml2p:Status", "")))),
    case("A28", "StatusCode without Value inside", Reject, STATES, Text(Unsigned, |all| in_response(&all, |inner| text::attribute(inner, "saml2p:StatusCode", "Value", None)))),
    case("A29", "AuthnFailed inside, with an assertion", Reject, STATES, Text(Unsigned, |all| in_response(&all, |inner| text::attribute(inner, "saml2p:StatusCode", "Value", Some(poligon_saml::status::AUTHN_FAILED))))),
    case("A30", "Response without Issuer", Reject, HEADS, Text(Unsigned, |all| in_response(&all, |inner| text::replaced(inner, "saml2:Issuer", "")))),
    case("A31", "Response with an empty Issuer", Reject, HEADS, Text(Unsigned, |all| in_response(&all, |inner| text::filled(inner, "saml2:Issuer", "")))),
    case("A32", "Response of another issuer", Reject, HEADS, Text(Unsigned, |all| in_response(&all, |inner| text::filled(inner, "saml2:Issuer", "inny.example")))),
    case("A33", "Issuer of the Response with Format entity", Accept, TOLERATES, Text(Unsigned, |all| in_response(&all, |inner| text::attribute(inner, "saml2:Issuer", "Format", Some("urn:oasis:names:tc:SAML:2.0:nameid-format:entity"))))),
    case("A34", "no assertion", Reject, "Success without an assertion logs nobody in.", Draft(|draft| draft.login = None)),
    case("A35", "Assertion without ID", Reject, SUBJECTS, Attribute(Assertion, ASSERTION, "ID", Missing)),
    case("A36", "Assertion with an empty ID", Reject, SUBJECTS, Attribute(Assertion, ASSERTION, "ID", Is(""))),
    case("A37", "Assertion without Version", Reject, SUBJECTS, Attribute(Assertion, ASSERTION, "Version", Missing)),
    case("A38", "Assertion of Version 1.1", Reject, SUBJECTS, Attribute(Assertion, ASSERTION, "Version", Is("1.1"))),
    case("A39", "Assertion without IssueInstant", Reject, SUBJECTS, Attribute(Assertion, ASSERTION, "IssueInstant", Missing)),
    case("A40", "Assertion with an IssueInstant that is no moment", Reject, SUBJECTS, Attribute(Assertion, ASSERTION, "IssueInstant", Is("wczoraj"))),
    case("A41", "Assertion of yesterday", Reject, TIMES, Attribute(Assertion, ASSERTION, "IssueInstant", In(OLD))),
    case("A42", "Assertion of tomorrow", Reject, TIMES, Attribute(Assertion, ASSERTION, "IssueInstant", In(FUTURE))),
    case("A43", "no Subject", Reject, SUBJECTS, Element(Assertion, "saml2:Subject", Gone)),
    case("A44", "empty Subject", Reject, SUBJECTS, Element(Assertion, "saml2:Subject", Empty)),
    case("A45", "no NameID", Reject, SUBJECTS, Element(Assertion, "saml2:NameID", Gone)),
    case("A46", "empty NameID", Reject, SUBJECTS, Element(Assertion, "saml2:NameID", Empty)),
    case("A47", "NameID without Format", Decide, TOLERATES, Attribute(Assertion, "saml2:NameID", "Format", Missing)),
    case("A48", "NameID of Format persistent", Reject, SUBJECTS, Attribute(Assertion, "saml2:NameID", "Format", Is("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"))),
    case("A49", "a comment inside NameID", Decide, "Read all text of an element, not its first text node.", Text(Assertion, |all| text::filled(&all, "saml2:NameID", "jan<!-- -->.nowak"))),
    case("A50", "no SubjectConfirmation", Reject, SUBJECTS, Element(Assertion, "saml2:SubjectConfirmation", Gone)),
    case("A51", "empty SubjectConfirmation", Reject, SUBJECTS, Element(Assertion, "saml2:SubjectConfirmation", Empty)),
    case("A52", "SubjectConfirmation without Method", Reject, SUBJECTS, Attribute(Assertion, "saml2:SubjectConfirmation", "Method", Missing)),
    case("A53", "SubjectConfirmation by holder-of-key", Reject, SUBJECTS, Attribute(Assertion, "saml2:SubjectConfirmation", "Method", Is("urn:oasis:names:tc:SAML:2.0:cm:holder-of-key"))),
    case("A54", "no SubjectConfirmationData", Reject, SUBJECTS, Element(Assertion, DATA, Gone)),
    case("A55", "no Recipient", Reject, SUBJECTS, Attribute(Assertion, DATA, "Recipient", Missing)),
    case("A56", "empty Recipient", Reject, SUBJECTS, Attribute(Assertion, DATA, "Recipient", Is(""))),
    case("A57", "another Recipient", Reject, SUBJECTS, Attribute(Assertion, DATA, "Recipient", Is("https://inny.example/acs"))),
    case("A58", "no InResponseTo in the confirmation", Reject, ANSWERS, Attribute(Assertion, DATA, "InResponseTo", Missing)),
    case("A59", "another InResponseTo in the confirmation", Reject, ANSWERS, Attribute(Assertion, DATA, "InResponseTo", Is("ID-00000000-0000-4000-8000-000000000000"))),
    case("A60", "no NotOnOrAfter in the confirmation", Reject, TIMES, Attribute(Assertion, DATA, "NotOnOrAfter", Missing)),
    case("A61", "NotOnOrAfter of the confirmation is no moment", Reject, TIMES, Attribute(Assertion, DATA, "NotOnOrAfter", Is("jutro"))),
    case("A62", "NotOnOrAfter of the confirmation has passed", Reject, TIMES, Attribute(Assertion, DATA, "NotOnOrAfter", In(OLD))),
    case("A63", "Assertion without Issuer", Reject, SUBJECTS, Element(Assertion, "saml2:Issuer", Gone)),
    case("A64", "Assertion with an empty Issuer", Reject, SUBJECTS, Element(Assertion, "saml2:Issuer", Empty)),
    case("A65", "Assertion of another issuer", Reject, SUBJECTS, Element(Assertion, "saml2:Issuer", Content("inny.example"))),
    case("A66", "no Conditions", Reject, TIMES, Element(Assertion, CONDITIONS, Gone)),
    case("A67", "empty Conditions", Reject, AUDIENCES, Element(Assertion, CONDITIONS, Empty)),
    case("A68", "no NotBefore", Decide, TIMES, Attribute(Assertion, CONDITIONS, "NotBefore", Missing)),
    case("A69", "NotBefore is no moment", Reject, TIMES, Attribute(Assertion, CONDITIONS, "NotBefore", Is("teraz"))),
    case("A70", "NotBefore is tomorrow", Reject, TIMES, Attribute(Assertion, CONDITIONS, "NotBefore", In(FUTURE))),
    case("A71", "no NotOnOrAfter", Reject, TIMES, Attribute(Assertion, CONDITIONS, "NotOnOrAfter", Missing)),
    case("A72", "NotOnOrAfter is no moment", Reject, TIMES, Attribute(Assertion, CONDITIONS, "NotOnOrAfter", Is("zaraz"))),
    case("A73", "NotOnOrAfter has passed", Reject, TIMES, Attribute(Assertion, CONDITIONS, "NotOnOrAfter", In(OLD))),
    case("A74", "no AudienceRestriction", Reject, AUDIENCES, Element(Assertion, "saml2:AudienceRestriction", Gone)),
    case("A75", "no Audience", Reject, AUDIENCES, Element(Assertion, "saml2:Audience", Gone)),
    case("A76", "empty Audience", Reject, AUDIENCES, Element(Assertion, "saml2:Audience", Empty)),
    case("A77", "another Audience", Reject, AUDIENCES, Element(Assertion, "saml2:Audience", Content("inny-uslugodawca"))),
    case("A78", "no AuthnStatement", Reject, LEVELS, Element(Assertion, STATEMENT, Gone)),
    case("A79", "no AuthnInstant", Reject, LEVELS, Attribute(Assertion, STATEMENT, "AuthnInstant", Missing)),
    case("A80", "no AuthnContext", Reject, LEVELS, Element(Assertion, "saml2:AuthnContext", Gone)),
    case("A81", "no AuthnContextClassRef", Reject, LEVELS, Element(Assertion, "saml2:AuthnContextClassRef", Gone)),
    case("A82", "empty AuthnContextClassRef", Reject, LEVELS, Element(Assertion, "saml2:AuthnContextClassRef", Empty)),
    case("A83", "AuthnContextClassRef of no level of eIDAS", Reject, LEVELS, Element(Assertion, "saml2:AuthnContextClassRef", Content("urn:oasis:names:tc:SAML:2.0:ac:classes:Password"))),
    case("A84", "no AttributeStatement", Reject, "Without PersonIdentifier nobody is identified.", Element(Assertion, "saml2:AttributeStatement", Gone)),
    case("A85", "empty AttributeStatement", Reject, "Without PersonIdentifier nobody is identified.", Element(Assertion, "saml2:AttributeStatement", Empty)),
    case("A86", "attributes without NameFormat", Accept, TOLERATES, Text(Assertion, |all| all.replace(" NameFormat=\"urn:oasis:names:tc:SAML:2.0:attrname-format:uri\"", ""))),
    case("A87", "IssueInstant without a fraction of a second", Accept, TOLERATES, Attribute(Assertion, ASSERTION, "IssueInstant", Whole)),
    case("A88", "two AudienceRestrictions, both of which must hold", Accept, AUDIENCES, Element(Assertion, "saml2:AudienceRestriction", Twice)),
];

fn forged(response: &str) -> String {
    let bare = text::replaced(response, "ds:Signature", "");
    let bare = text::attribute(&bare, RESPONSE, "ID", Some("ID-podrobka"));
    text::replaced(&bare, "saml2:EncryptedAssertion", FORGED)
}

const FORGED: &str = "<saml2:Assertion ID=\"_podrobka\" IssueInstant=\"2026-01-01T00:00:00.000Z\" Version=\"2.0\"><saml2:Issuer>podrobka</saml2:Issuer></saml2:Assertion>";

fn beside(all: &str, before: bool) -> String {
    let Some(response) = text::element(all, RESPONSE) else { return all.to_owned() };
    let forged = forged(response);
    let both = if before { [&*forged, response].concat() } else { [response, &*forged].concat() };
    text::replaced(all, RESPONSE, &both)
}

fn nested(all: &str, holder: &str) -> String {
    let Some(response) = text::element(all, RESPONSE) else { return all.to_owned() };
    let signature = text::element(response, "ds:Signature").unwrap_or_default();
    let wrapped = format!("<{holder}>{response}</{holder}>");
    let put = match holder {
        "ds:Object" => signature.replace("</ds:Signature>", &format!("{wrapped}</ds:Signature>")),
        _ => format!("{signature}{wrapped}"),
    };
    let forged = forged(response).replacen("</saml2:Issuer>", &format!("</saml2:Issuer>{put}"), 1);
    text::replaced(all, RESPONSE, &forged)
}

fn clear_before(all: &str) -> String {
    all.replacen("<saml2:EncryptedAssertion>", &format!("{FORGED}<saml2:EncryptedAssertion>"), 1)
}

fn doubled_id(all: &str) -> String {
    let response = text::element(all, RESPONSE).unwrap_or_default();
    let id =
        response.split_once(" ID=\"").and_then(|(_, rest)| rest.split_once('"')).map_or("", |(id, _)| id);
    text::attribute(all, "saml2p:Status", "ID", Some(id))
}

/// An edit of the Response only: the ArtifactResponse around it has children of the same names.
fn in_response(all: &str, edit: fn(&str) -> String) -> String {
    match text::element(all, RESPONSE) {
        Some(response) => text::replaced(all, RESPONSE, &edit(response)),
        None => all.to_owned(),
    }
}
