"""esia-connector from the login to the data, and what happens when its certificate is a stranger's."""

import re
import subprocess
import urllib.parse
import uuid

import pytest
from esia_connector.client import EsiaAuth
from esia_connector.exceptions import HttpError, IncorrectMarkerError

STATE = str(uuid.uuid4())


def log_in(stand, auth) -> dict[str, str]:
    """A browser's part: the page of personas, the consent, the redirect."""
    path = auth.get_auth_url(state=STATE)[len(stand.base) :]
    status, headers, body = stand.call(path)
    assert status == 302, body.decode()
    page = {name.lower(): value for name, value in headers.items()}["location"]
    assert page.startswith(f"{stand.base}/login?request="), page
    shown = stand.fetch(page[len(stand.base) :]).decode()
    assert "УЧЕБНЫЙ СТЕНД — НЕ ГОСУДАРСТВЕННАЯ СИСТЕМА" in shown
    request = re.search(r'name="request" value="([^"]+)"', shown).group(1)
    form = {"request": request, "login": "ivan", "password": "x"}
    status, headers, body = stand.call("/login", form)
    if status == 200:
        # The first time only: a consent is remembered.
        assert b'id="grantAuthorization"' in body
        status, headers, body = stand.call("/login", {"request": request, "citizen": "ivan", "decision": "given"})
    assert status == 302, body.decode()
    location = {name.lower(): value for name, value in headers.items()}["location"]
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(location).query))


def test_from_the_login_to_the_data(stand, auth):
    back = log_in(stand, auth)
    assert back["state"] == STATE
    connector = auth.complete_authorization(back["code"], back["state"])
    assert connector.oid == 1000300890
    person = connector.get_person_main_info(accept_schema="https://esia.gosuslugi.ru/rs/model/prn/Person-3")
    assert (person["firstName"], person["trusted"]) == ("Иван", True)
    assert connector.get_person_contacts()["size"] == 2
    assert connector.get_person_addresses()["elements"][0]["city"] == "Вымышленск"
    assert connector.get_person_documents()["elements"][0]["type"] == "RF_PASSPORT"


def test_a_code_is_redeemed_once(stand, auth):
    back = log_in(stand, auth)
    auth.complete_authorization(back["code"], back["state"])
    with pytest.raises(HttpError):
        auth.complete_authorization(back["code"], back["state"])
    assert stand.causes() == {"ESIA-OA-023"}


def test_another_key_of_esia_is_noticed_by_the_client(stand, auth, settings):
    """So that the test above proves that tokens verify."""
    back = log_in(stand, auth)
    own, settings.esia_token_check_key = settings.esia_token_check_key, settings.esia_token_check_key + ".other"
    try:
        subprocess.run(f"openssl genrsa 2048 2>/dev/null | openssl rsa -pubout -out {settings.esia_token_check_key}", shell=True, check=True, stderr=subprocess.DEVNULL)
        with pytest.raises(IncorrectMarkerError):
            auth.complete_authorization(back["code"], back["state"])
    finally:
        settings.esia_token_check_key = own


def test_a_certificate_of_its_own_making_is_not_registered(stand, settings, tmp_path):
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out", str(cert), "-subj", "/CN=x"]
    subprocess.run(command, check=True, capture_output=True)
    own = settings.certificate_file, settings.private_key_file
    settings.certificate_file, settings.private_key_file = str(cert), str(key)
    try:
        path = EsiaAuth(settings).get_auth_url(state=STATE)[len(stand.base) :]
        status, headers, _ = stand.call(path)
    finally:
        settings.certificate_file, settings.private_key_file = own
    assert status == 302
    assert "ESIA-007005" in {name.lower(): value for name, value in headers.items()}["location"]
    assert stand.causes() == {"ESIA-OA-014"}
