"""Whole logins at Węzeł Krajowy with a service provider that is not ours."""

import base64
import re

import pytest
from provider import ACS, NS, fields_of

SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
AUTHN_FAILED = "urn:oasis:names:tc:SAML:2.0:status:AuthnFailed"


@pytest.mark.parametrize("persona", ["jan", "anna", "zofia", "piotr", "halina"])
def test_a_person_logs_in_and_out(provider, persona):
    answer = provider.resolve(provider.artifact(persona))
    provider.verify(answer)
    assert answer.statuses == [SUCCESS, SUCCESS]
    assert answer.key_bytes == 32
    assert re.fullmatch(r"\d{11}", answer.attribute("PersonIdentifier"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dZ", answer.attribute("DateOfBirth"))
    assert answer.attribute("FamilyName") and answer.attribute("FirstName")
    data = answer.assertion.find(".//saml2:SubjectConfirmationData", NS)
    assert (data.get("InResponseTo"), data.get("Recipient")) == (provider.request, ACS)
    assert answer.assertion.findtext(".//saml2:Audience", namespaces=NS) == provider.issuer
    statement = answer.assertion.find("saml2:AuthnStatement", NS)
    name_id = answer.assertion.findtext(".//saml2:NameID", namespaces=NS)
    content = (
        f'<saml2:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified">{name_id}</saml2:NameID>'
        f"<saml2p:SessionIndex>{statement.get('SessionIndex')}</saml2p:SessionIndex>"
    )
    for expected in ("Success", "Requester"):
        status, body = provider.back_channel("singleLogoutService", provider.message("LogoutRequest", content))
        assert status == 200 and f"status:{expected}".encode() in body


def test_the_encryption_key_may_sign_too(provider):
    """As django-logingovpl and a FastAPI client do."""
    answer = provider.resolve(provider.artifact("jan"), kind="encryption")
    assert answer.statuses == [SUCCESS, SUCCESS]


def test_relay_state_comes_back_byte_for_byte(provider):
    provider.http.json("/_poligon/next-login", {"persona": "jan"})
    state = "x/?a=1&b=\"<>'ż\n\tend"
    status, page = provider.send(provider.signed(provider.authn_request()), state)
    assert status == 200 and fields_of(page)["RelayState"] == state
    assert f'action="{ACS}"' in page


@pytest.mark.parametrize("outcome", ["cancel", "wrong-password", "timeout", "blocked", "revoked"])
def test_whoever_does_not_log_in_is_told_so(provider, outcome):
    answer = provider.resolve(provider.artifact("jan", outcome=outcome))
    provider.verify(answer)
    assert answer.statuses == [AUTHN_FAILED, AUTHN_FAILED] and answer.assertion is None


def test_an_artifact_gives_its_message_once(provider):
    artifact = provider.artifact("jan")
    assert len(base64.b64decode(artifact)) == 44
    assert len(provider.resolve(artifact).statuses) == 2
    again = provider.resolve(artifact)
    assert again.statuses == [SUCCESS] and again.document.find(".//saml2p:Response", NS) is None


def test_pages_lead_from_method_to_person_to_consent(provider):
    status, page = provider.send(provider.signed(provider.authn_request()))
    assert status == 200 and "ŚRODOWISKO ĆWICZEBNE — TO NIE JEST SYSTEM PAŃSTWOWY" in page
    for fields in ({"metoda": "mojeid"}, {"osoba": "anna", "wynik": "success"}, {"zgoda": "tak"}):
        action = re.search(r'action="([^"]*)"', page).group(1)
        status, page = provider.http.form(action, fields)
        assert status == 200
    assert provider.resolve(fields_of(page)["SAMLart"]).attribute("PersonIdentifier")


def test_what_is_wrong_is_named(provider):
    tampered = provider.signed(provider.authn_request()).replace(b"minimum", b"exact")
    status, page = provider.send(tampered)
    assert status == 403 and "WK-R53" in page
    status, page = provider.send(provider.authn_request().encode())
    assert status == 403 and "WK-R41" in page
    status, page = provider.send(provider.signed(provider.authn_request(acs="https://inny.localhost/")))
    assert status == 403 and "WK-R17" in page


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"comparison": "exact"}, "Requester"),
        ({"binding": "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"}, "RequestDenied"),
        ({"type": "secret"}, "RequestDenied"),
        ({"instant": "2020-01-01T00:00:00Z"}, "Requester"),
        ({"destination": "https://inny.example/"}, "Requester"),
        ({"extra": 'IsPassive="true"'}, "AuthnFailed"),
    ],
)
def test_what_the_provider_may_know_comes_by_artifact(provider, changes, code):
    status, page = provider.send(provider.signed(provider.authn_request(**changes)))
    assert status == 200, page
    answer = provider.resolve(fields_of(page)["SAMLart"])
    assert answer.statuses == [f"urn:oasis:names:tc:SAML:2.0:status:{code}"] * 2
