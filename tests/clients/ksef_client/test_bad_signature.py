"""Signatures that the fake refuses at once, with the code and the sentence of the real one."""

import pytest
from errors import code, description, details
from ksef_client.exceptions import KsefApiError
from ksef_client.services.auth import build_auth_token_request_xml
from ksef_client.services.xades import sign_xades_enveloped
from lxml import etree


@pytest.fixture
def request_xml(client, company) -> str:
    return build_auth_token_request_xml(
        challenge=client.auth.get_challenge().challenge,
        context_identifier_type="Nip",
        context_identifier_value=company.nip,
    )


@pytest.fixture
def signed(request_xml, company) -> str:
    return sign_xades_enveloped(request_xml, company.seal.certificate_pem, company.seal.key_pem)


def refused(client, document: str) -> KsefApiError:
    with pytest.raises(KsefApiError) as refusal:
        client.auth.submit_xades_auth_request(document)
    return refusal.value


def test_a_tampered_request_is_9105(client, signed, company):
    other = company.nip[:-1] + str((int(company.nip[-1]) + 1) % 10)
    error = refused(client, signed.replace(f"<Nip>{company.nip}</Nip>", f"<Nip>{other}</Nip>"))
    assert code(error) == 9105
    assert description(error) == "Nieprawidłowy podpis."
    assert details(error) == ["Podpis zweryfikowany negatywnie."]


def test_pretty_printing_after_signing_is_9105(client, signed):
    tree = etree.fromstring(signed.encode(), etree.XMLParser(remove_blank_text=True))
    pretty = etree.tostring(tree, pretty_print=True).decode()
    assert code(refused(client, pretty)) == 9105


def test_an_unsigned_request_is_9102(client, request_xml):
    error = refused(client, request_xml)
    assert code(error) == 9102
    assert description(error) == "Brak podpisu."


def test_two_signatures_are_9103(client, signed, company):
    root = etree.fromstring(signed.encode())
    second = etree.fromstring(etree.tostring(root[-1]))
    root.append(second)
    assert code(refused(client, etree.tostring(root).decode())) == 9103


def test_a_challenge_is_taken_once(client, signed):
    assert client.auth.submit_xades_auth_request(signed) is not None
    error = refused(client, signed)
    assert code(error) == 21111
    assert description(error) == "Nieprawidłowe wyzwanie autoryzacyjne."
