//! Groups D and E: who the person is said to be, and when.

use poligon_saml::write::Step::{Assertion, Unsigned};
use poligon_saml::write::{Attribute as Fact, Login};
use time::Duration;

use super::ClientMust::{Accept, Decide, Reject};
use super::change::Change::{Again, Attribute, Draft, Text};
use super::change::Value::{In, Is, Missing};
use super::{Case, case};
use crate::identity::Level;
use crate::wire::answers;

const NUMBER: &str = "Check length, date and check digit of a PESEL.";
const FORMS: &str = "Polish people come with the bare PESEL; others with XX/PL/ and their number.";
const NAMES: &str = "Names are text of any length and script.";
const KINDS: &str = "Attributes are named by Name; prefix and order mean nothing.";
const CLOCK: &str = "Check the moments against the clock, with little skew.";
const FRESH: &str = "Keep the IDs of open requests by browser session, and use each once.";

/// The cases.
#[rustfmt::skip]
pub(super) static CASES: &[Case] = &[
    case("D01", "a PESEL with a wrong check digit", Reject, NUMBER, Draft(|draft| identifier(draft, "87022212347"))),
    case("D02", "a PESEL of ten digits", Reject, NUMBER, Draft(|draft| identifier(draft, "8702221234"))),
    case("D03", "a PESEL of twelve digits", Reject, NUMBER, Draft(|draft| identifier(draft, "870222123456"))),
    case("D04", "a PESEL of the 19th century (month + 80)", Decide, NUMBER, Draft(|draft| { identifier(draft, "99821012345"); value(draft, "DateOfBirth", "1899-02-10Z"); })),
    case("D05", "a birth date that the PESEL does not state", Decide, "Which of the two counts is policy; notice it.", Draft(|draft| value(draft, "DateOfBirth", "1901-01-01Z"))),
    case("D06", "a birth date without „Z”", Accept, "The time zone of an xs:date is optional.", Draft(|draft| edit(draft, "DateOfBirth", |text| text.trim_end_matches('Z').to_owned()))),
    case("D07", "PL/PL/ before the PESEL", Decide, FORMS, Draft(|draft| edit(draft, "PersonIdentifier", |text| format!("PL/PL/{text}")))),
    case("D08", "a person of another state, without PESEL", Decide, FORMS, Draft(|draft| identifier(draft, "DE/PL/POLIGON0000000001"))),
    case("D09", "no PersonIdentifier", Reject, "Without it nobody is identified.", Draft(|draft| without(draft, "PersonIdentifier"))),
    case("D10", "an empty PersonIdentifier", Reject, "Without it nobody is identified.", Draft(|draft| identifier(draft, ""))),
    case("D11", "an empty family name", Reject, "All four attributes were required.", Draft(|draft| value(draft, "CurrentFamilyName", ""))),
    case("D12", "a family name with apostrophe, hyphen and space", Accept, NAMES, Draft(|draft| value(draft, "CurrentFamilyName", "O'Neill-Żółć van der Meer"))),
    case("D13", "a family name in combining characters", Accept, NAMES, Draft(|draft| value(draft, "CurrentFamilyName", "Z\u{307}o\u{301}ł"))),
    case("D14", "markup in a given name", Accept, "It is text: escape it where you show it.", Draft(|draft| value(draft, "CurrentGivenName", "<b>Jan</b> & \"Anna\""))),
    case("D15", "a family name of 200 characters", Accept, NAMES, Draft(|draft| value(draft, "CurrentFamilyName", LONG))),
    case("D16", "two PersonIdentifiers that differ", Reject, "Refuse what is ambiguous.", Draft(twice)),
    case("D17", "attributes by FriendlyName only", Reject, KINDS, Text(Assertion, |all| all.replace(" Name=\"http://eidas.europa.eu/attributes/naturalperson/", " Nazwa=\""))),
    case("D18", "xsi:type with another prefix", Accept, "Clients match „naturalperson:” literally, and break here.", Text(Assertion, |all| all.replace("naturalperson:", "np:").replace("xmlns:naturalperson", "xmlns:np"))),
    case("D19", "attributes in another order", Accept, KINDS, Draft(|draft| facts(draft).reverse())),
    case("D20", "no birth date", Decide, "People of other states may lack it.", Draft(|draft| without(draft, "DateOfBirth"))),

    case("E01", "the artifact can be resolved a second time", Decide, "Resolve each artifact once, whatever the node allows.", Again),
    case("E02", "an answer to an older request of the same provider", Reject, FRESH, Text(Unsigned, |all| all.replace("InResponseTo=\"ID-", "InResponseTo=\"ID-0"))),
    case("E03", "the confirmation answers an older request", Reject, FRESH, Draft(|draft| if let Some(login) = &mut draft.login { login.in_response_to = "ID-00000000-0000-4000-8000-000000000001".to_owned(); })),
    case("E04", "NotBefore is a second ahead", Accept, CLOCK, Attribute(Assertion, "saml2:Conditions", "NotBefore", In(1))),
    case("E05", "NotBefore is five minutes ahead", Reject, CLOCK, Attribute(Assertion, "saml2:Conditions", "NotBefore", In(300))),
    case("E06", "everything expired a minute ago", Reject, CLOCK, Draft(|draft| moved(draft, Duration::minutes(-51)))),
    case("E07", "AuthnInstant is last year, though ForceAuthn was true", Reject, "With ForceAuthn the person must have been asked now.", Attribute(Assertion, "saml2:AuthnStatement", "AuthnInstant", In(-31_536_000))),
    case("E08", "no SessionIndex", Decide, "Without it you cannot log out.", Attribute(Assertion, "saml2:AuthnStatement", "SessionIndex", Missing)),
    case("E09", "a level below the one that was asked for", Reject, "Compare the level.", Draft(|draft| level(draft, Level::Low))),
    case("E10", "a level above the one that was asked for", Accept, "Comparison is minimum.", Draft(|draft| level(draft, Level::High))),
    case("E11", "SessionIndex of another session", Decide, "Nothing tells you; logging out will fail.", Attribute(Assertion, "saml2:AuthnStatement", "SessionIndex", Is("00000000000000000000000000000000"))),
];

const LONG: &str = "Bardzodługienazwiskobardzodługienazwiskobardzodługienazwiskobardzodługienazwiskobardzodługienazwiskobardzodługienazwiskobardzodługienazwiskobardzodługienazwiskobardzodługienazwiskobardzodługienazwiskoaaa";

fn facts(draft: &mut answers::Draft) -> &mut [Fact] {
    draft.login.as_mut().map(|login: &mut Login| login.attributes.as_mut_slice()).unwrap_or_default()
}

fn edit(draft: &mut answers::Draft, name: &str, edit: impl Fn(&str) -> String) {
    for fact in facts(draft).iter_mut().filter(|fact| fact.name == name) {
        for (text, _) in &mut fact.values {
            *text = edit(text);
        }
    }
}

fn value(draft: &mut answers::Draft, name: &str, new: &str) {
    edit(draft, name, |_| new.to_owned());
}

fn identifier(draft: &mut answers::Draft, new: &str) {
    value(draft, "PersonIdentifier", new);
}

fn without(draft: &mut answers::Draft, name: &str) {
    if let Some(login) = &mut draft.login {
        login.attributes.retain(|fact| fact.name != name);
    }
}

fn twice(draft: &mut answers::Draft) {
    if let Some(login) = &mut draft.login {
        let values = vec![("11111111116".to_owned(), true)];
        login.attributes.push(Fact { friendly_name: "PersonIdentifier", name: "PersonIdentifier", values });
    }
}

fn moved(draft: &mut answers::Draft, by: Duration) {
    if let Some(login) = &mut draft.login {
        for moment in
            [&mut login.not_before, &mut login.not_on_or_after, &mut login.authn_instant, &mut login.issued]
        {
            *moment = moment.saturating_add(by);
        }
    }
}

fn level(draft: &mut answers::Draft, level: Level) {
    if let Some(login) = &mut draft.login {
        login.level = level.uri();
    }
}
