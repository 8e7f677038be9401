//! Namespaces and types that signatures use.

/// XML-DSig.
pub(crate) const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
/// XML-DSig 1.1 (ECKeyValue).
pub(crate) const DSIG11: &str = "http://www.w3.org/2009/xmldsig11#";
/// RFC 9231 (RSAPSSParams).
pub(crate) const MORE: &str = "http://www.w3.org/2007/05/xmldsig-more#";
/// PSS with its parameters beside it.
pub(crate) const PSS: &str = "http://www.w3.org/2007/05/xmldsig-more#rsa-pss";
/// XPath Filter 2.0.
pub(crate) const FILTER2: &str = "http://www.w3.org/2002/06/xmldsig-filter2";
/// Exclusive canonicalization (InclusiveNamespaces).
pub(crate) const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
/// XAdES 1.3.2.
pub(crate) const XADES: &str = "http://uri.etsi.org/01903/v1.3.2#";
/// The Type of the reference to SignedProperties.
pub(crate) const SIGNED_PROPERTIES: &str = "http://uri.etsi.org/01903#SignedProperties";
/// WS-Security.
pub(crate) const WSSE: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
/// WS-Security utilities (`wsu:Id`).
pub(crate) const WSU: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
/// The ValueType of a token that is one X.509 certificate.
pub(crate) const X509V3: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3";
/// The `xml` prefix.
pub(crate) const XML: &str = "http://www.w3.org/XML/1998/namespace";
