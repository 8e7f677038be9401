//! Namespaces and identifiers.

/// SAML messages.
pub const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
/// SAML assertions.
pub const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
/// SAML metadata.
pub const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
/// XML signatures.
pub const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
/// Exclusive canonicalization.
pub const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
/// XML encryption.
pub const XENC: &str = "http://www.w3.org/2001/04/xmlenc#";
/// XML Schema instances (`xsi:type`).
pub const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// eIDAS extensions of requests.
pub const EIDAS: &str = "http://eidas.europa.eu/saml-extensions";
/// eIDAS attributes of people; also the namespace of their types.
pub const NATURAL_PERSON: &str = "http://eidas.europa.eu/attributes/naturalperson";
/// COI's extensions.
pub const COI: &str = "http://coi.gov.pl/saml-extensions";
/// KIR's extensions.
pub const KIR: &str = "http://wb.kir.pl/saml-extensions";

/// The binding HTTP-POST.
pub const HTTP_POST: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
/// The binding HTTP-Artifact.
pub const HTTP_ARTIFACT: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact";
/// The binding SOAP.
pub const SOAP: &str = "urn:oasis:names:tc:SAML:2.0:bindings:SOAP";

/// NameID of no stated format.
pub const UNSPECIFIED: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
/// Whoever holds it.
pub const BEARER: &str = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
/// The NameFormat of attributes that are named by a URI.
pub const ATTRNAME_URI: &str = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri";

/// The fourteen prefixes that Węzeł Krajowy declares on every ArtifactResponse (spec/wezel-krajowy.md §3.4).
pub const PREFIXES: [(&str, &str); 14] = [
    ("alg", "urn:oasis:names:tc:SAML:metadata:algsupport"),
    ("coi-extension", COI),
    ("coi-naturalperson", "http://coi.gov.pl/attributes/naturalperson"),
    ("ds", DS),
    ("dsig11", "http://www.w3.org/2009/xmldsig11#"),
    ("eidas", EIDAS),
    ("kirwb", KIR),
    ("md", METADATA),
    ("mdattr", "urn:oasis:names:tc:SAML:metadata:attribute"),
    ("naturalperson", NATURAL_PERSON),
    ("saml2", ASSERTION),
    ("saml2p", PROTOCOL),
    ("xenc", XENC),
    ("xenc11", "http://www.w3.org/2009/xmlenc11#"),
];

/// The PrefixList of its references.
pub const PREFIX_LIST: [&str; 4] = ["ds", "saml2", "saml2p", "xenc"];
