"""The two signers that are not ours: libxmlsec (through python-xmlsec) and signxml."""

import re

import xmlsec
from lxml import etree
from shared.seals import Credential
from signxml import CanonicalizationMethod, SignatureMethod, methods
from signxml.xades import XAdESSigner
from template import Style, signature


def libxmlsec(document: bytes, credential: Credential, style: Style = Style()) -> bytes:
    """Enveloped: the signature becomes the last child of the document element."""
    # As text: lxml drops namespace declarations that it holds for redundant when it moves an element.
    body, end = document.decode().rsplit("</", 1)
    root = etree.fromstring(f"{body}{signature(style, credential)}</{end}".encode())
    return fill_in(root, root[-1], credential)


def libxmlsec_enveloping(document: bytes, credential: Credential, style: Style) -> bytes:
    """Enveloping: the document lies in a ds:Object of the signature."""
    content = re.sub(rb"^<\?xml.*?\?>\s*", b"", document).decode().strip()
    within = f'<{style.prefix}Object Id="Document-1">{content}</{style.prefix}Object>'
    root = etree.fromstring(signature(style, credential, within))
    return fill_in(root, root, credential)


def fill_in(root: etree._Element, node: etree._Element, credential: Credential) -> bytes:
    xmlsec.tree.add_ids(root, ["Id"])
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(credential.key_pem.encode(), xmlsec.KeyFormat.PEM)
    context.sign(node)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def signxml(
    document: bytes,
    credential: Credential,
    method: SignatureMethod = SignatureMethod.RSA_SHA256,
    c14n: CanonicalizationMethod = CanonicalizationMethod.CANONICAL_XML_1_0,
) -> bytes:
    """XAdES with three references: the document, the signed properties and the key info."""
    signer = XAdESSigner(method=methods.enveloped, signature_algorithm=method, c14n_algorithm=c14n)
    signed = signer.sign(etree.fromstring(document), key=credential.key, cert=[credential.certificate])
    return etree.tostring(signed, encoding="UTF-8", xml_declaration=True)
