"""Broken twins: one mistake each, with the check that must name it."""

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import signers
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.utils import NoDigestInfo, encode_dss_signature
from cryptography.x509.oid import NameOID
from lxml import etree
from request import auth_token_request
from shapes import DOCUMENT, ENVELOPING, NIP, Keys
from shared import seals
from signxml import CanonicalizationMethod
from template import DS, MORE, Style

NS = {"ds": DS}


@dataclass(frozen=True)
class Mistake:
    name: str
    check: str
    document: bytes
    # The hypothesis that must be named, where one exists.
    cause: str | None = None


def all_mistakes(keys: Keys) -> Iterator[Mistake]:
    good = signers.libxmlsec(DOCUMENT, keys.rsa)
    yield from changed_after_signing(good)
    yield from wrong_counts(good, keys)
    yield from wrong_values(good, keys)
    yield from wrong_profile(keys)
    yield from wrong_identity(keys)
    yield from wrong_document(keys)


def changed_after_signing(good: bytes) -> Iterator[Mistake]:
    verifies = "KSEF-AUTH-010"
    other = NIP[:-1] + str((int(NIP[-1]) + 1) % 10)
    yield Mistake("changed-nip", verifies, once(good, NIP.encode(), other.encode()))
    yield Mistake("changed-challenge", verifies, once(good, b"-ABCDEF0123-", b"-ABCDEF0124-"))
    yield Mistake("changed-signing-time", verifies, change_signing_time(good))
    pretty = etree.tostring(etree.fromstring(good, etree.XMLParser(remove_blank_text=True)), pretty_print=True)
    yield Mistake("pretty-printed", verifies, pretty, "pretty-printed-after-signing")
    squeezed = etree.tostring(etree.fromstring(good, etree.XMLParser(remove_blank_text=True)))
    yield Mistake("white-space-removed", verifies, squeezed)


def wrong_counts(good: bytes, keys: Keys) -> Iterator[Mistake]:
    yield Mistake("unsigned", "KSEF-AUTH-005", DOCUMENT)
    root = etree.fromstring(good)
    root.append(etree.fromstring(etree.tostring(root[-1])))
    yield Mistake("signed-twice", "KSEF-AUTH-006", etree.tostring(root))


def wrong_values(good: bytes, keys: Keys) -> Iterator[Mistake]:
    yield Mistake("flipped-signature-value", "KSEF-AUTH-010", with_value(good, lambda value: bytes([value[0] ^ 1]) + value[1:]))
    stranger = seals.seal(NIP)
    root = etree.fromstring(good)
    other = etree.fromstring(signers.libxmlsec(DOCUMENT, stranger))
    root.find(".//ds:X509Certificate", NS).text = other.findtext(".//ds:X509Certificate", namespaces=NS)
    yield Mistake("certificate-of-another-key", "KSEF-AUTH-010", etree.tostring(root))
    ec = signers.libxmlsec(DOCUMENT, keys.ec, Style(signature=f"{MORE}ecdsa-sha256"))
    yield Mistake("ecdsa-value-in-der", "KSEF-AUTH-010", with_value(ec, der_encoded), "ecdsa-value-is-der")
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
    yield Mistake("bare-digest-padded", "KSEF-AUTH-010", with_bare_digest(good, keys), "digest-info-missing")
    yield Mistake("pss-declared-as-pkcs1", "KSEF-AUTH-010", signed_again(good, keys, pss), "pss-declared-as-pkcs1")


def wrong_profile(keys: Keys) -> Iterator[Mistake]:
    sign = signers.libxmlsec
    yield Mistake("plain-xml-dsig", "KSEF-AUTH-008", sign(DOCUMENT, keys.rsa, Style(xades=0)))
    yield Mistake("no-certificate", "KSEF-AUTH-009", sign(DOCUMENT, keys.rsa, Style(certificate=False)))
    pem = keys.rsa.certificate_pem.encode()
    yield Mistake("hash-of-the-pem", "KSEF-AUTH-010", sign(DOCUMENT, keys.rsa, Style(hashed_certificate=pem)))
    root = etree.fromstring(sign(DOCUMENT, keys.rsa))
    root.find(".//ds:Reference[2]", NS).set("URI", "#Nowhere")
    yield Mistake("reference-to-nowhere", "KSEF-AUTH-009", etree.tostring(root))
    # signxml 5.2.0 hashes SignedProperties outside of its place, so with exclusive c14n libxmlsec, and signxml itself, refuse it.
    exclusive = CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0
    yield Mistake("signxml-exclusive", "KSEF-AUTH-010", signers.signxml(DOCUMENT, keys.rsa, c14n=exclusive))
    yield Mistake("wrapped", "KSEF-AUTH-010", wrapped(keys))


def wrong_identity(keys: Keys) -> Iterator[Mistake]:
    nobody = [(NameOID.COMMON_NAME, "Nikt"), (NameOID.COUNTRY_NAME, "PL")]
    organization = [*nobody, (NameOID.ORGANIZATION_NAME, "Nic")]
    six = [*organization, (NameOID.ORGANIZATION_IDENTIFIER, "VATPL-999000")]
    yield Mistake("no-identifier", "KSEF-AUTH-014", signers.libxmlsec(DOCUMENT, seals.self_signed(organization)))
    yield Mistake("six-digit-nip", "KSEF-AUTH-014", signers.libxmlsec(DOCUMENT, seals.self_signed(six)))


def wrong_document(keys: Keys) -> Iterator[Mistake]:
    def signed(document: bytes) -> bytes:
        return signers.libxmlsec(document, keys.rsa)

    dtd = signed(DOCUMENT).replace(b"?>", b'?>\n<!DOCTYPE AuthTokenRequest [<!ENTITY x "y">]>', 1)
    yield Mistake("dtd", "KSEF-AUTH-001", dtd)
    yield Mistake("cut-off", "KSEF-AUTH-001", signed(DOCUMENT)[:-20])
    yield Mistake("not-utf-8", "KSEF-AUTH-002", signed(DOCUMENT).replace(b"</Challenge>", b"\xb3</Challenge>"))
    yield Mistake("other-document", "KSEF-AUTH-004", signed(DOCUMENT.replace(b"AuthTokenRequest", b"InitSessionRequest")))
    yield Mistake("other-namespace", "KSEF-AUTH-004", signed(auth_token_request(NIP, version="1.0")))
    yield Mistake("schema-subject-type", "KSEF-AUTH-012", signed(auth_token_request(NIP, subject="certificate")))
    yield Mistake("schema-nip", "KSEF-AUTH-012", signed(DOCUMENT.replace(NIP.encode(), b"123")))


def once(document: bytes, old: bytes, new: bytes) -> bytes:
    assert old in document, old
    return document.replace(old, new, 1)


def change_signing_time(document: bytes) -> bytes:
    start = document.index(b"SigningTime>") + len(b"SigningTime>")
    return document[:start] + b"1999" + document[start + 4 :]


def with_value(document: bytes, change: Callable[[bytes], bytes]) -> bytes:
    root = etree.fromstring(document)
    value = root.find(".//ds:SignatureValue", NS)
    value.text = base64.b64encode(change(base64.b64decode(value.text))).decode()
    return etree.tostring(root)


def der_encoded(raw: bytes) -> bytes:
    half = len(raw) // 2
    return encode_dss_signature(int.from_bytes(raw[:half]), int.from_bytes(raw[half:]))


def signed_again(document: bytes, keys: Keys, scheme: padding.AsymmetricPadding) -> bytes:
    """The same SignedInfo, another padding: the declared algorithm no longer is what was done."""
    info = etree.fromstring(document).find(".//ds:SignedInfo", NS)
    canonical = etree.tostring(info, method="c14n", exclusive=True)
    return with_value(document, lambda _: keys.rsa.key.sign(canonical, scheme, hashes.SHA256()))


def with_bare_digest(document: bytes, keys: Keys) -> bytes:
    """The digest padded by itself, without the DigestInfo that names its algorithm."""
    info = etree.fromstring(document).find(".//ds:SignedInfo", NS)
    digest = hashlib.sha256(etree.tostring(info, method="c14n", exclusive=True)).digest()
    return with_value(document, lambda _: keys.rsa.key.sign(digest, padding.PKCS1v15(), NoDigestInfo()))


def wrapped(keys: Keys) -> bytes:
    """The signed request lies aside in the signature; another one, unsigned, is what would be read."""
    signed = signers.libxmlsec_enveloping(DOCUMENT, keys.rsa, replace(ENVELOPING, xades=1))
    signature = etree.fromstring(signed)
    evil = etree.fromstring(DOCUMENT.replace(NIP.encode(), b"9999999999"))
    evil.append(signature)
    return etree.tostring(evil)
