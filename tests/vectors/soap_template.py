"""Requests signed by libxmlsec from a template, in the shapes that zeep does not make."""

import re
from dataclasses import dataclass

import xmlsec
from lxml import etree
from soap_envelope import BASE64, DS, WSSE, WSU, X509, System, token_reference

EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
C14N11 = "http://www.w3.org/2006/12/xml-c14n11"
ENVELOPED = f"{DS}enveloped-signature"
MORE = "http://www.w3.org/2001/04/xmldsig-more#"
RSA_SHA256 = f"{MORE}rsa-sha256"
ECDSA_SHA256 = f"{MORE}ecdsa-sha256"
PSS_SHA256 = "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"


@dataclass(frozen=True)
class Style:
    signature: str = RSA_SHA256
    digest: str = SHA256
    c14n: str = EXCLUSIVE
    enveloped: bool = False
    prefixes: str | None = None
    # How the Body's id is written.
    body_id: str = "wsu:Id"
    key: str = "direct"
    must_understand: bool = False


STYLES = {
    "direct": Style(),
    "id-plain": Style(body_id="Id"),
    "id-upper": Style(body_id="ID"),
    "id-xml": Style(body_id="xml:id"),
    "inclusive": Style(c14n=INCLUSIVE),
    "c14n11": Style(c14n=C14N11),
    "with-comments": Style(c14n=f"{EXCLUSIVE}WithComments"),
    "enveloped": Style(enveloped=True),
    "prefix-list": Style(prefixes="soapenv"),
    "prefix-list-two": Style(prefixes="wsse soapenv"),
    "prefix-list-empty": Style(prefixes=""),
    "rsa-sha384": Style(signature=f"{MORE}rsa-sha384", digest=f"{MORE}sha384"),
    "rsa-sha512": Style(signature=f"{MORE}rsa-sha512", digest="http://www.w3.org/2001/04/xmlenc#sha512"),
    "pss": Style(signature=PSS_SHA256),
    "key-identifier": Style(key="key-identifier"),
    "ski": Style(key="ski"),
    "thumbprint": Style(key="thumbprint"),
    "issuer-serial": Style(key="issuer-serial"),
    "must-understand": Style(must_understand=True),
}


def signed(request: str, system: System, style: Style = Style()) -> bytes:
    """Puts Security in front of the other headers, gives the Body an id, and lets libxmlsec fill in the template."""
    understand = ' soapenv:mustUnderstand="1"' if style.must_understand else ""
    token = f'<wsse:BinarySecurityToken ValueType="{X509}v3" EncodingType="{BASE64}" wsu:Id="X509-1">{certificate(system)}'
    token += "</wsse:BinarySecurityToken>"
    security = f'<wsse:Security xmlns:wsse="{WSSE}" xmlns:wsu="{WSU}"{understand}>{token if style.key == "direct" else ""}'
    security += f"{signature(style, system)}</wsse:Security>"
    declared = f' xmlns:wsu="{WSU}"' if style.body_id == "wsu:Id" else ""
    text = request.replace("<soapenv:Header>", f"<soapenv:Header>{security}", 1)
    text = text.replace("<soapenv:Body>", f'<soapenv:Body{declared} {style.body_id}="id-1">', 1)
    return fill_in(text.encode(), system, style)


def certificate(system: System) -> str:
    return re.sub(r"-----.*?-----|\s", "", system.pem)


def fill_in(text: bytes, system: System, style: Style) -> bytes:
    root = etree.fromstring(text)
    body = root.find("{*}Body")
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(system.key_pem.encode(), xmlsec.KeyFormat.PEM)
    prefix, _, local = style.body_id.rpartition(":")
    namespaces = {"wsu": WSU, "xml": "http://www.w3.org/XML/1998/namespace", "": None}
    context.register_id(body, local, namespaces[prefix])
    context.sign(root.find(f".//{{{DS}}}Signature"))
    return etree.tostring(root, encoding="UTF-8")


def signature(style: Style, system: System) -> str:
    inclusive = ""
    if style.prefixes is not None:
        inclusive = f'<ec:InclusiveNamespaces xmlns:ec="{EXCLUSIVE}" PrefixList="{style.prefixes}"/>'
    enveloped = f'<ds:Transform Algorithm="{ENVELOPED}"/>' if style.enveloped else ""
    return (
        f'<ds:Signature xmlns:ds="{DS}"><ds:SignedInfo>'
        f'<ds:CanonicalizationMethod Algorithm="{style.c14n}">{inclusive}</ds:CanonicalizationMethod>'
        f'<ds:SignatureMethod Algorithm="{style.signature}"/><ds:Reference URI="#id-1"><ds:Transforms>{enveloped}'
        f'<ds:Transform Algorithm="{style.c14n}">{inclusive}</ds:Transform></ds:Transforms>'
        f'<ds:DigestMethod Algorithm="{style.digest}"/><ds:DigestValue/></ds:Reference></ds:SignedInfo>'
        f"<ds:SignatureValue/><ds:KeyInfo>{key_info(style, system)}</ds:KeyInfo></ds:Signature>"
    )


def key_info(style: Style, system: System) -> str:
    if style.key != "direct":
        return token_reference(system, style.key)
    reference = f'<wsse:Reference URI="#X509-1" ValueType="{X509}v3"/>'
    return f"<wsse:SecurityTokenReference>{reference}</wsse:SecurityTokenReference>"
