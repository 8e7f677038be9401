//! LogoutRequest over SOAP (spec §4.1).

use super::{DENIED, REQUEST, Wire, catalogue};

catalogue! {
    NAME_ID = "WK-R65", Error, Observed, "spec §4.1: NameID of the assertion",
        Wire::Status(REQUEST), "NameID is that of the assertion", "Send the NameID of the assertion of this session, letter for letter.";
    NAME_ID_FORMAT = "WK-R66", Warning, Observed, "spec §4.1: unspecified",
        Wire::Status(REQUEST), "NameID has the format unspecified and stands in the namespace of assertions", "Write <saml2:NameID Format=\"urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified\">.";
    SESSION_INDEX = "WK-R67", Error, Observed, "spec §4.1: SessionIndex of the assertion",
        Wire::Status(REQUEST), "There is a SessionIndex", "Send the SessionIndex of the assertion's AuthnStatement.";
    KNOWN = "WK-R68", Error, Ours, "spec §4.1: proposed; knob wezel-krajowy.unknown-session",
        Wire::Status(REQUEST), "The session is one of this node", "Log out once; dane.gov.pl does so right after each login.";
    OWNER = "WK-R69", Error, Ours, "spec §4.1: proposed",
        Wire::Status(DENIED), "The session is this service provider's", "Send only SessionIndexes of your own assertions.";
    DESTINATION = "WK-R70", Warning, Observed, "spec §4.1: one client leaves it out",
        Wire::Status(REQUEST), "Destination, if there, is this address", "Write the address of singleLogoutService.";
    SKEW = "WK-R71", Warning, Ours, "spec §9.6; knob wezel-krajowy.clock-skew",
        Wire::Status(REQUEST), "IssueInstant is now", "Set the clock, and write UTC.";
    REPLAY = "WK-R72", Error, Ours, "spec §9.6; knob wezel-krajowy.replay, off",
        Wire::Status(REQUEST), "The ID was not used before", "Make a new ID for each request.";
}
