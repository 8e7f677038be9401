"""Broken twins: what goes wrong between signing and sending, and in the settings of the stacks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import soap_template as template
import xmlsec
from lxml import etree
from soap_envelope import REQUEST, System, written
from soap_stacks import SHA256, zeep


@dataclass(frozen=True)
class Mistake:
    name: str
    document: bytes
    check: str
    cause: str | None = None


def all_mistakes(rsa: System, stranger: System) -> Iterator[Mistake]:
    good = template.signed(REQUEST, rsa)
    yield Mistake("unsigned", REQUEST.encode(), "WSS-001")
    yield Mistake("zeep-default-sha1", zeep(rsa), "WSS-012")
    only_value = zeep(rsa, signature_method=xmlsec.constants.TransformRsaSha256)
    yield Mistake("zeep-digest-sha1", only_value, "WSS-012")
    yield Mistake("body-changed", good.replace(b"pismo &amp;", b"Pismo &amp;"), "WSS-010", "content-changed-after-signing")
    yield Mistake("pretty-printed", pretty(good), "WSS-010", "pretty-printed-after-signing")
    yield Mistake("minified", minified(good), "WSS-010", "content-changed-after-signing")
    yield Mistake("stranger", template.signed(REQUEST, stranger), "WSS-020")
    yield Mistake("token-of-another", good.replace(base64(rsa), base64(stranger)), "WSS-010", "signed-by-another-key")
    yield Mistake("token-missing", re.sub(rb"<wsse:BinarySecurityToken.*?</wsse:BinarySecurityToken>", b"", good), "WSS-006")
    yield Mistake("token-as-pem", good.replace(base64(rsa), rsa.pem.encode()), "WSS-007")
    yield Mistake("prefix-list-not-declared", undeclared(rsa), "WSS-010", "prefix-list-differs")
    yield Mistake("inclusive-declared-as-exclusive", redeclared(rsa), "WSS-010", "other-canonicalization")
    yield Mistake("envelope-of-soap-1-2", good.replace(b"http://schemas.xmlsoap.org/soap/envelope/", SOAP12), "SOAP-007")
    yield Mistake("id-in-another-case", good.replace(b'URI="#id-1"', b'URI="#ID-1"'), "WSS-009", "wrong-id-case")
    stamped = zeep(rsa, stamped=True, **SHA256)
    yield Mistake("timestamp-changed", re.sub(rb"(<wsu:Expires>)\d{4}", rb"\g<1>2099", stamped), "WSS-010")
    yield Mistake("body-wrapped", wrapped(good), "WSS-011")
    yield Mistake("doctype", good.replace(b"<soapenv:Envelope", b"<!DOCTYPE x><soapenv:Envelope", 1), "SOAP-003")


SOAP12 = b"http://www.w3.org/2003/05/soap-envelope"


def base64(system: System) -> bytes:
    return template.certificate(system).encode()


def pretty(document: bytes) -> bytes:
    root = etree.fromstring(document)
    etree.indent(root, space="        ")
    return written(root)


def minified(document: bytes) -> bytes:
    return written(etree.fromstring(document, etree.XMLParser(remove_blank_text=True)))


def undeclared(system: System) -> bytes:
    signed = template.signed(REQUEST, system, template.Style(prefixes="unused"))
    return re.sub(rb"<ec:InclusiveNamespaces[^>]*/>", b"", signed)


def redeclared(system: System) -> bytes:
    signed = template.signed(REQUEST, system, template.Style(c14n=template.INCLUSIVE))
    return signed.replace(template.INCLUSIVE.encode(), template.EXCLUSIVE.encode())


def wrapped(document: bytes) -> bytes:
    body = re.search(rb"<soapenv:Body.*</soapenv:Body>", document, re.DOTALL).group()
    forged = b"<soapenv:Body><ob:Dokument/></soapenv:Body>"
    held = b"<w:w xmlns:w='urn:w'>" + body + b"</w:w></soapenv:Header>"
    return document.replace(body, forged).replace(b"</soapenv:Header>", held)
