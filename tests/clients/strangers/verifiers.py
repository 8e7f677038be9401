"""Three verifiers that are not ours. Each raises or returns False when a signature does not verify."""

import base64
import subprocess
from pathlib import Path

import xmlsec
from conftest import NS, certificate_pem
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from lxml import etree
from signxml import DigestAlgorithm, SignatureMethod
from signxml.xades import XAdESSignatureConfiguration, XAdESVerifier


def libxmlsec(document: bytes) -> None:
    root = etree.fromstring(document)
    xmlsec.tree.add_ids(root, ["Id"])
    node = root if root.tag == f"{{{NS['ds']}}}Signature" else root.find("ds:Signature", NS)
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(certificate_pem(document).encode(), xmlsec.KeyFormat.CERT_PEM)
    context.verify(node)


def xmlsec1(document: bytes, folder: Path) -> None:
    """The command of Debian: libxmlsec 1.2.37, another generation than the one above."""
    signed, certificate = folder / "signed.xml", folder / "certificate.pem"
    signed.write_bytes(document)
    certificate.write_text(certificate_pem(document))
    command = ["xmlsec1", "--verify", "--enabled-key-data", "x509,rsa,ec", "--pubkey-cert-pem", str(certificate)]
    for name in (f"{NS['xades']}:SignedProperties", f"{NS['ds']}:Object", f"{NS['ds']}:Signature"):
        command += ["--id-attr:Id", name]
    ended = subprocess.run([*command, str(signed)], capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        raise AssertionError(ended.stderr)


def rsa_value(document: bytes) -> None:
    """Only the value over SignedInfo, by OpenSSL; for an algorithm that no XML verifier at hand knows."""
    signature = etree.fromstring(document).find(".//ds:SignedInfo/..", NS)
    method = signature.find(".//ds:SignatureMethod", NS).get("Algorithm")
    digest = {"256": hashes.SHA3_256(), "384": hashes.SHA3_384(), "512": hashes.SHA3_512()}[method[-3:]]
    canonical = etree.tostring(signature.find("ds:SignedInfo", NS), method="c14n", exclusive=True)
    value = base64.b64decode(signature.findtext("ds:SignatureValue", namespaces=NS))
    certificate = x509.load_pem_x509_certificate(certificate_pem(document).encode())
    certificate.public_key().verify(value, canonical, padding.PKCS1v15(), digest)


def signxml(document: bytes, references: int = 2) -> None:
    """XAdES: the signing certificate of the signed properties must be the one that verifies."""
    config = XAdESSignatureConfiguration(
        require_x509=True,
        location="./",
        expect_references=references,
        signature_methods=frozenset(SignatureMethod),
        digest_algorithms=frozenset(DigestAlgorithm),
    )
    XAdESVerifier().verify(document, x509_cert=certificate_pem(document), expect_config=config)
