"""Everything that poligon-crypto can sign, before verifiers that are not ours."""

import shutil

import pytest
import verifiers
from cryptography.exceptions import InvalidSignature

# What a verifier cannot do is named here with the reason; everything else must verify.
OLD_XMLSEC1 = "Debian's xmlsec1 1.2.37 knows neither PSS nor SHA-3"
NO_SHA1 = "OpenSSL's default policy may refuse SHA-1 signatures"
# The officials name RSA with SHA-3 by an address that neither libxmlsec nor signxml knows.
RSA_SHA3 = "rsa-2048-Sha3_"
# URI="" leaves comments out whatever the canonicalisation is called; libxmlsec does so too, signxml 5.2.0 keeps them.
SIGNXML_LACKS = "signxml knows no XPath, no filter and no enveloping XAdES, and hashes comments under URI=\"\""


def each(shapes, but=()):
    """Every document that is not left out by a word in its name."""
    documents = sorted(shapes.glob("*.xml"))
    assert len(documents) > 40, "sign_shapes wrote less than expected"
    return [path for path in documents if not any(word in path.stem for word in but)]


def refusals(paths, verify) -> dict[str, str]:
    refused = {}
    for path in paths:
        try:
            verify(path)
        except Exception as why:  # noqa: BLE001 — each verifier has exceptions of its own
            refused[path.stem] = f"{type(why).__name__}: {why}"[:300]
    return refused


def test_libxmlsec_verifies_every_shape(shapes):
    paths = each(shapes, but=(RSA_SHA3,))
    assert refusals(paths, lambda path: verifiers.libxmlsec(path.read_bytes())) == {}


def test_openssl_verifies_the_value_of_rsa_with_sha3(shapes):
    paths = [path for path in each(shapes) if path.stem.startswith(RSA_SHA3)]
    assert len(paths) == 3
    for path in paths:
        verifiers.rsa_value(path.read_bytes())
        with pytest.raises(InvalidSignature):
            verifiers.rsa_value(path.read_bytes().replace(b'URI=""', b'URI="#x"'))


@pytest.mark.skipif(not shutil.which("xmlsec1"), reason="xmlsec1 is not installed (apt-get install xmlsec1)")
def test_xmlsec1_verifies_every_shape_it_knows(shapes, tmp_path):
    paths = each(shapes, but=("Pss", "Sha3_"))
    assert refusals(paths, lambda path: verifiers.xmlsec1(path.read_bytes(), tmp_path)) == {}, OLD_XMLSEC1


def test_signxml_verifies_every_xades_shape_it_knows(shapes):
    paths = each(shapes, but=("enveloping", "plain-xml-dsig", "xpath", "filter2", "WithComments", RSA_SHA3))
    assert refusals(paths, lambda path: verifiers.signxml(path.read_bytes())) == {}, SIGNXML_LACKS


def test_a_changed_byte_is_noticed(shapes):
    """So that the tests above prove something."""
    paths = each(shapes)
    changed = lambda path: path.read_bytes().replace("gęślą".encode(), "gesla".encode())  # noqa: E731
    assert set(refusals(paths, lambda path: verifiers.libxmlsec(changed(path)))) == {path.stem for path in paths}
