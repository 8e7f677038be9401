"""The client as it comes: its own TEST environment, no option of ours."""

import pytest
from ksef_client import KsefClient, KsefClientOptions, KsefEnvironment
from login import company, rsa_key_seals, token  # noqa: F401


@pytest.fixture
def client():
    with KsefClient(KsefClientOptions(base_url=KsefEnvironment.TEST.value)) as client:
        yield client
