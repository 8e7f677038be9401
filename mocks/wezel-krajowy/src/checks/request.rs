//! The AuthnRequest itself: attributes, Issuer, NameIDPolicy, RequestedAuthnContext.

use super::{BINDING, CONTEXT, DENIED, PASSIVE, REQUEST, Wire, catalogue};

catalogue! {
    ID = "WK-R11", Error, Reconstructed, "saml-core-2.0-os, 3.2.1: xs:ID",
        Wire::Page(400), "ID is there and is an XML name", "Start the ID with a letter or „_”: ID-<uuid>, not a bare uuid.";
    REPLAY = "WK-R12", Error, Ours, "saml-core-2.0-os, 1.3.4; whether the node looks is unknown: knob wezel-krajowy.replay, off",
        Wire::Status(REQUEST), "The ID was not used before", "Make a new ID for each request.";
    VERSION = "WK-R13", Error, Reconstructed, "saml-core-2.0-os, 3.2.1",
        Wire::Page(400), "Version is 2.0", "Write Version=\"2.0\".";
    INSTANT = "WK-R14", Error, Reconstructed, "saml-core-2.0-os, 1.3.3: xs:dateTime in UTC; spec §2.1: offsets are seen",
        Wire::Page(400), "IssueInstant is a moment with a time zone", "Write UTC with „Z”: 2026-11-25T08:00:00Z.";
    SKEW = "WK-R15", Error, Ours, "spec §2.4: proposed, ±5 minutes; whether the node looks is unknown: knob wezel-krajowy.clock-skew",
        Wire::Status(REQUEST), "IssueInstant is now", "Set the clock, and write UTC: local time with a „Z” is hours off (django-logingovpl 0.0.4 does that unless TIME_ZONE='UTC').";
    DESTINATION = "WK-R16", Error, Ours, "spec §1.1, §2.4: against a list of addresses; one client names another host than it calls",
        Wire::Status(REQUEST), "Destination is an address of this node", "Write the address of SingleSignOnService of the environment you call.";
    ACS_REGISTERED = "WK-R17", Error, Ours, "spec §2.1, §2.4: equal to a registered address",
        Wire::Page(403), "AssertionConsumerServiceURL is registered for the issuer", "Register the address (poligon wk sp add --acs URL), letter for letter.";
    ACS_HTTPS = "WK-R18", Warning, Reconstructed, "spec §9.6; saml-bindings-2.0-os, 3.6.6",
        Wire::Page(403), "AssertionConsumerServiceURL is https, or a local address", "Serve the address over TLS.";
    ACS_INDEX = "WK-R19", Warning, Reconstructed, "spec §9.6; saml-core-2.0-os, 3.4.1",
        Wire::Status(REQUEST), "There is no AssertionConsumerServiceIndex", "Send AssertionConsumerServiceURL; there is no metadata here to look an index up in.";
    PROTOCOL_BINDING = "WK-R20", Error, Reconstructed, "spec §2.1: HTTP-Artifact in all clients; the refusal is ours",
        Wire::Status(BINDING), "ProtocolBinding is HTTP-Artifact", "Write ProtocolBinding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact\".";
    FORCE_AUTHN = "WK-R21", Note, Observed, "spec §2.1: ForceAuthn=\"true\" in every client",
        Wire::Nothing, "ForceAuthn is true", "Write ForceAuthn=\"true\": what the node does without it is not known.";
    IS_PASSIVE = "WK-R22", Error, Ours, "spec §2.4: proposed",
        Wire::Status(PASSIVE), "IsPassive is not true", "Leave IsPassive out: the person must be asked.";
    PROVIDER_NAME = "WK-R23", Error, Observed, "OldMusicBox.EIH.Client 1.1, changelog: an error of the node when it is missing or different",
        Wire::Page(500), "ProviderName is the registered one", "Send the ProviderName that was fixed at registration, letter for letter.";
    UNKNOWN_ATTRIBUTES = "WK-R24", Warning, Reconstructed, "saml-schema-protocol-2.0: no other attributes",
        Wire::Page(400), "There are no attributes that SAML does not know", "Leave them out.";
    ISSUER = "WK-R25", Error, Ours, "spec §2.4: an unknown issuer is a page, 403",
        Wire::Page(403), "Issuer is a registered service provider", "Register it (poligon wk sp add --issuer NAME …), and send that name letter for letter.";
    STAGE = "WK-R26", Error, Reconstructed, "spec §6.2: what each step of COI's guide opens",
        Wire::Page(403), "The registration has reached this environment", "Take the next step (poligon wk sp advance), or call the environment that the provider is in.";
    ISSUER_FORMAT = "WK-R27", Warning, Observed, "spec §2.1: no Format in any client",
        Wire::Page(400), "Issuer has no Format", "Leave Format out.";
    ORDER = "WK-R28", Warning, Reconstructed, "saml-schema-protocol-2.0: a sequence",
        Wire::Page(400), "Issuer, Signature, Extensions, NameIDPolicy, RequestedAuthnContext come in this order", "Write the elements in the order of the schema.";
    NAME_ID_POLICY = "WK-R29", Warning, Observed, "spec §2.1: AllowCreate and Format unspecified in all clients",
        Wire::Status(DENIED), "NameIDPolicy asks for the format unspecified", "Write Format=\"urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified\" and AllowCreate=\"true\".";
    COMPARISON = "WK-R30", Error, Ours, "spec §2.1: minimum in all clients; the refusal is proposed in §2.4",
        Wire::Status(CONTEXT), "RequestedAuthnContext compares by minimum", "Write Comparison=\"minimum\".";
    LEVEL = "WK-R31", Error, Reconstructed, "spec §2.1: one of the three levels of eIDAS; none counts as low",
        Wire::Status(CONTEXT), "RequestedAuthnContext names one level of eIDAS", "Write one AuthnContextClassRef: http://eidas.europa.eu/LoA/low, …/substantial or …/high.";
}
