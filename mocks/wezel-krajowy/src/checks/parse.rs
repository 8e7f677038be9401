//! From the browser's form to a document: nothing is known of the sender yet, so failures are pages.

use super::{Wire, catalogue};

catalogue! {
    METHOD = "WK-R01", Error, Observed, "spec/wezel-krajowy.md §1.1: a client author notes that GET does not work",
        Wire::Page(405), "The request comes by POST", "Send the browser a form with method=\"post\" (binding HTTP-POST), not a redirect.";
    CONTENT_TYPE = "WK-R02", Warning, Reconstructed, "saml-bindings-2.0-os, 3.5.4: an HTML form control",
        Wire::Page(400), "The body is a form (application/x-www-form-urlencoded)", "Let the browser submit the form; set the content type when you post it yourself.";
    PARAMETER = "WK-R03", Error, Reconstructed, "saml-bindings-2.0-os, 3.5.4; spec §2.1",
        Wire::Page(400), "The form has one field SAMLRequest", "Put the message into one hidden field named exactly SAMLRequest.";
    BASE64 = "WK-R04", Error, Reconstructed, "saml-bindings-2.0-os, 3.5.4",
        Wire::Page(400), "SAMLRequest is base64", "Encode the XML in base64 with padding; let the form encode „+”, „/” and „=”.";
    DEFLATED = "WK-R05", Error, Observed, "spec §1.1: plain base64, no DEFLATE",
        Wire::Page(400), "The message is not compressed", "Leave DEFLATE out: it belongs to the binding HTTP-Redirect.";
    XML = "WK-R06", Error, Reconstructed, "XML 1.0",
        Wire::Page(400), "The message is XML", "Correct the place that the evidence names.";
    DTD = "WK-R07", Error, Ours, "Poligon: bounds of the house; saml-core-2.0-os, 1.1",
        Wire::Page(400), "The message has no DTD", "Send the message without <!DOCTYPE …>.";
    SIZE = "WK-R08", Error, Ours, "Poligon: bounds of the house (256 KiB, 50 levels, 5 000 nodes)",
        Wire::Page(400), "The message is within the bounds", "An AuthnRequest has a few kilobytes; send no more.";
    ENCODING = "WK-R09", Error, Reconstructed, "saml-core-2.0-os, 1.1; XML 1.0",
        Wire::Page(400), "The message is UTF-8 without a byte order mark", "Serialise in UTF-8 without a byte order mark, and say so in the XML declaration or leave that out.";
    ROOT = "WK-R10", Error, Reconstructed, "saml-core-2.0-os, 3.4.1",
        Wire::Page(400), "The document element is saml2p:AuthnRequest", "Send an AuthnRequest in the namespace urn:oasis:names:tc:SAML:2.0:protocol.";
}
