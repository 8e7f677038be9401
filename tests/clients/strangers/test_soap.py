"""Signed SOAP messages of poligon-soap, before libxmlsec and xmlsec1, which we did not write."""

import shutil
import subprocess
from pathlib import Path

import pytest
import xmlsec
from conftest import DOCUMENTS, ROOT
from lxml import etree

WSS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-"
SOAP, WSU = "http://schemas.xmlsoap.org/soap/envelope/", f"{WSS}utility-1.0.xsd"
SECURITY = f"{{{SOAP}}}Header/{{{WSS}secext-1.0.xsd}}Security"
DS = "http://www.w3.org/2000/09/xmldsig#"
# A verifier that looks at the signature only takes these: it needs the right key, and a look at what is signed.
ONLY_A_CAREFUL_CLIENT_REFUSES = ("wrapped-other-id", "timestamp-only", "stale-timestamp")
GOOD_ANSWERS = ("signed", "timestamp", "sha1")


@pytest.fixture(scope="session")
def messages() -> Path:
    folder = DOCUMENTS / "soap"
    subprocess.run(
        ["cargo", "run", "--quiet", "-p", "poligon-tests", "--example", "sign_soap", "--", str(folder)], cwd=ROOT, check=True
    )
    return folder


def each(folder: Path, part: str) -> list[Path]:
    found = sorted(path for path in folder.glob("*.xml") if part in path.stem)
    assert len(found) > 20, "sign_soap wrote less than expected"
    return found


def key_of(path: Path) -> Path:
    return path.with_name("-".join(path.stem.split("-")[:2]) + ".pem")


def libxmlsec(path: Path) -> None:
    """As zeep: the key is the one that was agreed on, whatever token the message carries."""
    root = etree.fromstring(path.read_bytes())
    signature = root.find(f"{SECURITY}/{{{DS}}}Signature")
    assert signature is not None, "no signature"
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_file(str(key_of(path)), xmlsec.KeyFormat.CERT_PEM)
    for element in root.iter():
        for name, namespace in (("Id", WSU), ("Id", None), ("ID", None)):
            if element.get(f"{{{namespace}}}{name}" if namespace else name):
                context.register_id(element, name, namespace)
    context.verify(signature)


def verified(paths, verify) -> dict[str, bool]:
    verdicts = {}
    for path in paths:
        try:
            verify(path)
            verdicts[path.stem] = True
        except (AssertionError, xmlsec.Error):
            verdicts[path.stem] = False
    return verdicts


def test_libxmlsec_verifies_every_style(messages):
    verdicts = verified(each(messages, "-style-"), libxmlsec)
    assert [name for name, holds in verdicts.items() if not holds] == []


def test_libxmlsec_refuses_every_attack_on_an_answer_that_a_signature_can_show(messages):
    verdicts = verified(each(messages, "-answer-"), libxmlsec)
    expected = {name: name.split("-answer-")[1] in GOOD_ANSWERS + ONLY_A_CAREFUL_CLIENT_REFUSES for name in verdicts}
    assert verdicts == expected


@pytest.mark.skipif(not shutil.which("xmlsec1"), reason="xmlsec1 is not installed (apt-get install xmlsec1)")
def test_xmlsec1_verifies_every_style_it_knows(messages):
    def xmlsec1(path: Path) -> None:
        command = ["xmlsec1", "--verify", "--enabled-key-data", "x509,rsa,ec", "--pubkey-cert-pem", str(key_of(path))]
        for element in (f"{SOAP}:Body", f"{WSU}:Timestamp"):
            for name in ("Id", "ID"):
                command += [f"--id-attr:{name}", element]
        ended = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stderr

    paths = [path for path in each(messages, "-style-") if "pss" not in path.stem]
    verdicts = verified(paths, xmlsec1)
    assert [name for name, holds in verdicts.items() if not holds] == []
