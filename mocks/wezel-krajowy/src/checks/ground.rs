//! Rules that hold for every operation.

use super::{Wire, catalogue};

catalogue! {
    PATH = "WK-G01", Error, Observed, "spec §1.1: the paths",
        Wire::Page(404), "The path is one of the node's", "Compare the path with the table in mocks/wezel-krajowy/README.md.";
    METHOD = "WK-G02", Error, Observed, "spec §1.1: the bindings",
        Wire::Page(405), "The path takes the method", "SOAP services and forms take POST.";
    LOGIN = "WK-G03", Error, Ours, "Poligon: logins are kept in memory, the last 2 000 of them",
        Wire::Page(410), "The login that the page belongs to is open", "Start anew at the service provider.";
    CHOICE = "WK-G04", Error, Ours, "Poligon: the form of the page",
        Wire::Page(400), "What was chosen is on the page", "Choose a method, a person and an outcome that the page offers.";
    JSON = "WK-G05", Error, Ours, "Poligon: helpers under /_poligon",
        Wire::Json(400), "The body is the JSON object that the helper takes", "See mocks/wezel-krajowy/README.md.";
    OUTCOME = "WK-G06", Error, Ours, "spec §5: error flows; their statuses are inferred from what clients prepare for (§2.4)",
        Wire::Status(super::FAILED), "The person logged in", "Nothing is wrong with the request: the login ended so because the person, or whoever plays it, chose so.";
    REACHABLE = "WK-G07", Error, Ours, "spec §2.4: level unreachable by the chosen method",
        Wire::Status(super::Failure { sub: Some(poligon_saml::status::NO_AUTHN_CONTEXT), ..super::FAILED }), "The method reaches the level that was asked for", "Ask for a lower level, or choose another method.";
    CASE = "WK-G08", Note, Ours, "spec §9.5; knob wezel-krajowy.response-case",
        Wire::Nothing, "The answer is as the node gives it, not a case of the response suite", "Nothing is wrong with the message: the case that is named was asked for.";
    NOT_BUILT = "WK-HOUSE-501", Error, Ours, "Poligon: „not built” in mocks/wezel-krajowy/README.md",
        Wire::NotBuilt, "Poligon has built the operation", "This says nothing about your client.";
    SOUND = "WK-HOUSE-500", Error, Ours, "Poligon: keys and certificates of the house",
        Wire::Json(500), "Poligon's own keys and certificates could be made", "This is a defect or a full disk on Poligon's side; the evidence says what failed.";
}
