//! ArtifactResolve (spec §3.2, §3.3).

use super::{DENIED, REQUEST, Wire, catalogue};

catalogue! {
    ENVELOPE = "WK-R57", Error, Observed, "spec §3.3: SOAP 1.1 from every client",
        Wire::Fault, "The body is an envelope of SOAP 1.1 with one message", "Send one saml2p message in soap:Body of http://schemas.xmlsoap.org/soap/envelope/.";
    MESSAGE = "WK-R58", Error, Reconstructed, "saml-core-2.0-os, 3.5.1, 3.7.1",
        Wire::Fault, "The message is the one that this address takes", "Send ArtifactResolve to idpArtifactResolutionService, LogoutRequest to singleLogoutService.";
    HEAD = "WK-R59", Error, Reconstructed, "saml-core-2.0-os, 3.2.1",
        Wire::Fault, "The message has ID, Version 2.0 and IssueInstant", "Write all three; without an ID there is nothing to answer to.";
    ISSUER = "WK-R60", Error, Ours, "spec §9.6: the artifact's own service provider",
        Wire::Fault, "Issuer is a registered service provider", "Send the registered name in saml2:Issuer.";
    ARTIFACT = "WK-R61", Error, Reconstructed, "saml-bindings-2.0-os, 3.6.4; spec §3.2",
        Wire::Status(REQUEST), "The artifact is one of type 4", "Send the value of SAMLart as it came, decoded from the form once.";
    SOURCE = "WK-R62", Error, Reconstructed, "saml-bindings-2.0-os, 3.6.4: SourceID is SHA-1 of the entityID",
        Wire::Status(REQUEST), "The artifact is of this node", "Resolve it at the environment that gave it.";
    OWNER = "WK-R63", Error, Ours, "saml-core-2.0-os, 3.5.3: another requester gets nothing; spec §3.2: real behaviour unknown, knob wezel-krajowy.artifact-reuse",
        Wire::Status(DENIED), "The artifact was given to this service provider", "Resolve only what came to your own ACS.";
    SINGLE_USE = "WK-R64", Error, Ours, "saml-core-2.0-os, 3.5.3: once, and in time; spec §3.2: real behaviour unknown, knob wezel-krajowy.artifact-reuse",
        Wire::Status(REQUEST), "The artifact is known, unused and in time", "Resolve it once, at once, on the request that brought it.";
    LATENCY = "WK-N01", Note, Ours, "spec §9.6",
        Wire::Nothing, "The artifact is resolved within ten seconds", "Resolve it before you do anything else.";
    CONTENT_TYPE = "WK-N02", Note, Observed, "spec §3.3: text/xml, application/soap+xml and none at all are seen",
        Wire::Nothing, "The content type is text/xml", "SOAP 1.1 is text/xml.";
}
