"""What a user of esia-connector has: a key and a certificate of the system, ESIA's public key, the addresses."""

import pytest
from esia_connector.client import EsiaAuth, EsiaSettings
from shared.esia import Stand

SCOPE = "openid fullname birthdate snils inn id_doc email mobile addresses"


@pytest.fixture(scope="session")
def stand() -> Stand:
    return Stand("esia-connector")


@pytest.fixture(scope="session")
def settings(stand, tmp_path_factory) -> EsiaSettings:
    folder = tmp_path_factory.mktemp("esia")
    files = {"key.pem": "systems/TESTIS01/rsa.key.pem", "cert.pem": "systems/TESTIS01/rsa.cert.pem", "esia.pem": "tokens/RS256.pub.pem"}
    for name, path in files.items():
        (folder / name).write_bytes(stand.fetch(f"/lab/{path}"))
    return EsiaSettings(
        esia_client_id="TESTIS01",
        redirect_uri="https://client.example/cb",
        certificate_file=str(folder / "cert.pem"),
        private_key_file=str(folder / "key.pem"),
        esia_service_url=stand.base,
        esia_scope=SCOPE,
        esia_token_check_key=str(folder / "esia.pem"),
    )


@pytest.fixture
def auth(settings) -> EsiaAuth:
    return EsiaAuth(settings)
