"""Three verifiers that are not ours. Each raises or returns False when a signature does not verify."""

import subprocess
from pathlib import Path

import xmlsec
from conftest import NS, certificate_pem
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
