//! Groups F and G: the browser between, and logging out. What is slow, late or doubled is a scenario's to play (`delay`, steps).

use http::StatusCode;
use poligon_institution::Response;
use poligon_saml::Status;
use poligon_saml::soap;
use poligon_saml::status::{PARTIAL_LOGOUT, REQUESTER, SUCCESS};

use super::ClientMust::{Accept, Decide, Reject};
use super::change::Change::{Http, Logout, LogoutUnsigned, Page};
use super::change::with_status;
use super::{Case, case, text};
use crate::wire::pages;

const RELAY: &str =
    "Keep the state of the login by the browser session; RelayState is only an address within it, if at all.";
const LOGOUT: &str = "The person is logged out of your system whatever the node says; report the rest.";

/// The cases.
#[rustfmt::skip]
pub(super) static CASES: &[Case] = &[
    case("F01", "the artifact comes by GET, in the query", Decide, "The node posts; Profil Zaufany and Draco come by GET.", Page(|_, asked, artifact| pages::redirect(asked, artifact))),
    case("F02", "the field is called SAMLArt", Decide, "Names are case-sensitive: SAMLart.", Page(|page, _, _| body(page, |all| all.replace("name=\"SAMLart\"", "name=\"SAMLArt\"")))),
    case("F03", "no RelayState, though one was sent", Decide, RELAY, Page(|_, asked, artifact| pages::auto_post(&crate::state::logins::Asked { relay_state: None, ..asked.clone() }, artifact))),
    case("F04", "another RelayState", Decide, RELAY, Page(|_, asked, artifact| pages::auto_post(&with_relay(asked, "https://inny.example/"), artifact))),
    case("F05", "markup in RelayState", Decide, "Escape it where you show it; do not redirect to it.", Page(|_, asked, artifact| pages::auto_post(&with_relay(asked, "\"><script>alert(1)</script>"), artifact))),
    case("F06", "an empty RelayState", Decide, RELAY, Page(|_, asked, artifact| pages::auto_post(&with_relay(asked, ""), artifact))),
    case("F07", "two fields SAMLart, the first of them made up", Reject, "Refuse what is ambiguous.", Page(|page, _, _| body(page, |all| all.replacen("<input type=\"hidden\" name=\"SAMLart\"", "<input type=\"hidden\" name=\"SAMLart\" value=\"AAQAAA==\"><input type=\"hidden\" name=\"SAMLart\"", 1)))),
    case("F08", "the artifact of nobody", Reject, "An artifact that stands for nothing logs nobody in.", Page(|_, asked, _| pages::auto_post(asked, &poligon_saml::Artifact::new(0, asked.environment.issuer(), [0; 20]).encode()))),
    case("F09", "the resolution service answers by 302", Reject, "Do not follow redirects on the back channel.", Http(|response| with_status(response, 302).with_header("location", "/login-services/inne"))),
    case("F10", "the resolution service answers as application/octet-stream", Decide, "The content says what it is.", Http(|response| response.with_header("content-type", "application/octet-stream"))),

    case("G01", "PartialLogout", Accept, LOGOUT, Logout(|_| Status::plain(PARTIAL_LOGOUT), |text| text)),
    case("G02", "Requester", Accept, LOGOUT, Logout(|_| Status::plain(REQUESTER), |text| text)),
    case("G03", "an unsigned LogoutResponse", Decide, LOGOUT, LogoutUnsigned),
    case("G04", "a LogoutResponse to another request", Decide, LOGOUT, Logout(|status| status, |all| text::attribute(&all, "saml2p:LogoutResponse", "InResponseTo", Some("ID-00000000-0000-4000-8000-000000000000")))),
    case("G05", "Success with a nested PartialLogout", Decide, LOGOUT, Logout(|_| Status { code: SUCCESS.to_owned(), sub_code: Some(PARTIAL_LOGOUT.to_owned()), message: None }, |text| text)),
    case("G06", "a Fault of SOAP with HTTP 500", Accept, LOGOUT, Http(|response| with_status(response.with_body("text/xml; charset=utf-8", soap::fault("Server", "Błąd wewnętrzny", "")), 500))),
    case("G07", "HTTP 503 without a body", Accept, LOGOUT, Http(|_| Response::new(StatusCode::SERVICE_UNAVAILABLE))),
    case("G08", "no Status", Decide, LOGOUT, Logout(|status| status, |all| text::replaced(&all, "saml2p:Status", ""))),
];

fn body(page: Response, edit: fn(&str) -> String) -> Response {
    let edited = edit(&String::from_utf8_lossy(&page.body));
    Response { body: edited.into(), ..page }
}

fn with_relay(asked: &crate::state::logins::Asked, relay_state: &str) -> crate::state::logins::Asked {
    crate::state::logins::Asked { relay_state: Some(relay_state.to_owned()), ..asked.clone() }
}
