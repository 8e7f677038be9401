"""Signature templates: what libxmlsec fills in. One value of `Style` is one way in which clients sign."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timezone

from cryptography.hazmat.primitives import serialization
from shared.seals import Credential

DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
C14N11 = "http://www.w3.org/2006/12/xml-c14n11"
ENVELOPED = f"{DS}enveloped-signature"
XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116"
FILTER2 = "http://www.w3.org/2002/06/xmldsig-filter2"
MORE = "http://www.w3.org/2001/04/xmldsig-more#"
PSS_SHA256 = "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
SHA512 = "http://www.w3.org/2001/04/xmlenc#sha512"
SHA384 = f"{MORE}sha384"
SHA1 = f"{DS}sha1"


@dataclass(frozen=True)
class Style:
    signature: str = f"{MORE}rsa-sha256"
    digest: str = SHA256
    signed_info: str = EXCLUSIVE
    document: tuple[str, ...] = (ENVELOPED, EXCLUSIVE)
    properties: tuple[str, ...] = (EXCLUSIVE,)
    # SigningCertificate: 1, 2, or 0 for plain XML-DSig without qualifying properties.
    xades: int = 1
    # "ds:", or "" as .NET writes it.
    prefix: str = "ds:"
    prefix_list: str = ""
    document_uri: str = ""
    certificate: bool = True
    # What is hashed for CertDigest; the DER of the certificate when None.
    hashed_certificate: bytes | None = None


def signature(style: Style, credential: Credential, content: str = "") -> str:
    """`content` is a ds:Object that is signed (enveloping)."""
    p = style.prefix
    declaration = f'xmlns="{DS}"' if p == "" else f'xmlns:ds="{DS}"'
    references = reference(style, style.document_uri, style.document)
    if style.xades:
        kind = ' Type="http://uri.etsi.org/01903#SignedProperties"'
        references += reference(style, "#SignedProperties-1", style.properties, kind)
    key_info = f"<{p}X509Data><{p}X509Certificate>{der(credential)}</{p}X509Certificate></{p}X509Data>"
    return (
        f'<{p}Signature {declaration} Id="Signature-1"><{p}SignedInfo>'
        f'<{p}CanonicalizationMethod Algorithm="{style.signed_info}"/>'
        f'<{p}SignatureMethod Algorithm="{style.signature}"/>{references}</{p}SignedInfo><{p}SignatureValue/>'
        + (f"<{p}KeyInfo>{key_info}</{p}KeyInfo>" if style.certificate else "")
        + content
        + (f"<{p}Object>{qualifying_properties(style, credential)}</{p}Object>" if style.xades else "")
        + f"</{p}Signature>"
    )


def reference(style: Style, uri: str, transforms: tuple[str, ...], kind: str = "") -> str:
    p = style.prefix
    chain = "".join(transform(style, one) for one in transforms)
    chain = f"<{p}Transforms>{chain}</{p}Transforms>" if chain else ""
    return f'<{p}Reference URI="{uri}"{kind}>{chain}<{p}DigestMethod Algorithm="{style.digest}"/><{p}DigestValue/></{p}Reference>'


def transform(style: Style, algorithm: str) -> str:
    p = style.prefix
    inside = ""
    if algorithm == XPATH:
        inside = f'<{p}XPath xmlns:dsig="{DS}">not(ancestor-or-self::dsig:Signature)</{p}XPath>'
    if algorithm == FILTER2:
        inside = f'<f:XPath xmlns:f="{FILTER2}" xmlns:dsig="{DS}" Filter="subtract">/descendant::dsig:Signature</f:XPath>'
    if algorithm == EXCLUSIVE and style.prefix_list:
        inside = f'<e:InclusiveNamespaces xmlns:e="{EXCLUSIVE}" PrefixList="{style.prefix_list}"/>'
    return f'<{p}Transform Algorithm="{algorithm}">{inside}</{p}Transform>'


def qualifying_properties(style: Style, credential: Credential) -> str:
    p = style.prefix
    hashed = style.hashed_certificate or credential.certificate.public_bytes(serialization.Encoding.DER)
    value = base64.b64encode(hashlib.sha256(hashed).digest()).decode()
    digest = f'<{p}DigestMethod Algorithm="{SHA256}"/><{p}DigestValue>{value}</{p}DigestValue>'
    serial = (
        f"<xades:IssuerSerial><{p}X509IssuerName>{credential.certificate.issuer.rfc4514_string()}</{p}X509IssuerName>"
        f"<{p}X509SerialNumber>{credential.certificate.serial_number}</{p}X509SerialNumber></xades:IssuerSerial>"
    )
    version, serial = ("V2", "") if style.xades == 2 else ("", serial)
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'<xades:QualifyingProperties xmlns:xades="{XADES}" Target="#Signature-1">'
        '<xades:SignedProperties Id="SignedProperties-1"><xades:SignedSignatureProperties>'
        f"<xades:SigningTime>{now}</xades:SigningTime><xades:SigningCertificate{version}><xades:Cert>"
        f"<xades:CertDigest>{digest}</xades:CertDigest>{serial}</xades:Cert></xades:SigningCertificate{version}>"
        "</xades:SignedSignatureProperties></xades:SignedProperties></xades:QualifyingProperties>"
    )


def der(credential: Credential) -> str:
    return base64.b64encode(credential.certificate.public_bytes(serialization.Encoding.DER)).decode()
