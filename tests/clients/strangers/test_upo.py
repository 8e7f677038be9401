"""The UPOs that the suite „ksef_client” downloaded."""

import shutil

import pytest
import verifiers
from conftest import DOCUMENTS, NS
from lxml import etree

UPOS = ["upo-invoice.xml", "upo-session.xml"]


@pytest.fixture(params=UPOS)
def upo(request) -> bytes:
    path = DOCUMENTS / request.param
    assert path.exists(), f"{path} is missing: the suite ksef_client writes it and runs before this one"
    return path.read_bytes()


@pytest.fixture
def tampered(upo) -> bytes:
    changed = upo.replace(b"<NumerFaktury>FV/1<", b"<NumerFaktury>FV/2<")
    assert changed != upo
    return changed


def test_libxmlsec_verifies_the_upo(upo, tampered):
    verifiers.libxmlsec(upo)
    with pytest.raises(Exception):
        verifiers.libxmlsec(tampered)


@pytest.mark.skipif(not shutil.which("xmlsec1"), reason="xmlsec1 is not installed (apt-get install xmlsec1)")
def test_xmlsec1_verifies_the_upo(upo, tampered, tmp_path):
    verifiers.xmlsec1(upo, tmp_path)
    with pytest.raises(AssertionError):
        verifiers.xmlsec1(tampered, tmp_path)


def test_signxml_verifies_the_upo_as_xades(upo, tampered):
    verifiers.signxml(upo)
    with pytest.raises(Exception):
        verifiers.signxml(tampered)


def test_the_upo_says_that_it_is_a_throwaway(upo):
    name = etree.fromstring(upo).findtext("{*}NazwaPodmiotuPrzyjmujacego")
    assert name == "Ministerstwo Finansów - środowisko testowe (TE)"
    assert etree.fromstring(upo).find("ds:Signature//xades:SigningTime", NS) is not None
