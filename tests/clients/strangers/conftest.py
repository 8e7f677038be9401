"""Where the documents are."""

import os
import subprocess
from pathlib import Path

import pytest
from lxml import etree

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = Path(os.environ["POLIGON_DOCUMENTS"])
NS = {"ds": "http://www.w3.org/2000/09/xmldsig#", "xades": "http://uri.etsi.org/01903/v1.3.2#"}


@pytest.fixture(scope="session")
def shapes() -> Path:
    """Documents that poligon-crypto signed in every shape it knows."""
    folder = DOCUMENTS / "shapes"
    subprocess.run(
        ["cargo", "run", "--quiet", "-p", "poligon-tests", "--example", "sign_shapes", "--", str(folder)], cwd=ROOT, check=True
    )
    return folder


def certificate_pem(document: bytes) -> str:
    """The signer's certificate, as the document carries it: these tests ask about the signature, not about trust."""
    text = etree.fromstring(document).findtext(".//ds:X509Certificate", namespaces=NS)
    assert text, "the document carries no certificate"
    body = "".join(text.split())
    lines = [body[start : start + 64] for start in range(0, len(body), 64)]
    return "\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""])
