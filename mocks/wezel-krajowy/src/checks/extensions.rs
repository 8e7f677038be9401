//! The eIDAS extensions of an AuthnRequest (spec §2.2: schema from the classes that were generated from the node's own).

use super::{ATTRIBUTE, DENIED, Wire, catalogue};

catalogue! {
    PRESENT = "WK-R32", Error, Reconstructed, "spec §2.2: SPType and RequestedAttributes are required",
        Wire::Status(DENIED), "There are Extensions", "Send saml2p:Extensions with eidas:SPType and eidas:RequestedAttributes.";
    ORDER = "WK-R33", Warning, Reconstructed, "spec §2.2: a sequence",
        Wire::Status(DENIED), "SPType comes first, RequestedAttributes next, then at most one context", "Write the elements in this order.";
    SP_TYPE = "WK-R34", Error, Reconstructed, "spec §2.2: public or private; the refusal is ours (§2.4)",
        Wire::Status(DENIED), "There is one SPType, public or private", "Write <eidas:SPType>public</eidas:SPType>, or private.";
    SP_TYPE_HOST = "WK-R35", Error, Observed, "spec §1.1: private service providers have hosts of their own; the refusal is ours (§2.4)",
        Wire::Status(DENIED), "SPType fits the host", "Private service providers call podmiotyzewnetrzne.login.gov.pl, public ones login.gov.pl.";
    REQUESTED = "WK-R36", Error, Reconstructed, "spec §2.2: required; the refusal is ours (§2.4)",
        Wire::Status(DENIED), "There are RequestedAttributes, at least one", "Ask for FamilyName, FirstName, DateOfBirth and PersonIdentifier.";
    KNOWN = "WK-R37", Error, Ours, "spec §2.2: four attributes in every message seen; §2.4",
        Wire::Status(ATTRIBUTE), "Every required attribute is one of the four", "Name is http://eidas.europa.eu/attributes/naturalperson/ and CurrentFamilyName, CurrentGivenName, DateOfBirth or PersonIdentifier.";
    FORMAT = "WK-R38", Warning, Reconstructed, "spec §2.2: NameFormat uri, isRequired a boolean",
        Wire::Status(ATTRIBUTE), "Every attribute has NameFormat uri, and isRequired is true or false", "Write NameFormat=\"urn:oasis:names:tc:SAML:2.0:attrname-format:uri\" and isRequired=\"true\".";
    ONCE = "WK-R39", Warning, Reconstructed, "spec §9.6",
        Wire::Status(ATTRIBUTE), "No attribute is asked for twice", "Ask for each attribute once.";
    CONTEXT = "WK-R40", Warning, Reconstructed, "spec §2.2: at most one context; ContextClass, ContextDescription and DocumentID required",
        Wire::Status(DENIED), "An operation context is whole, and there is at most one", "Give it ContextClass, ContextDescription and DocumentID, or leave it out.";
}
