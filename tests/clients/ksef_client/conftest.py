"""What every flow needs: a client against a sandbox of its own, a company with a seal, a way to log in."""

import os
import re

import pytest
from ksef_client import KsefClient, KsefClientOptions
from login import company, rsa_key_seals, token  # noqa: F401


@pytest.fixture
def client(request):
    """The client, told nothing but a base URL. The sandbox is made by the first request to it."""
    name = re.sub(r"[^a-z0-9]+", "-", request.node.name.lower()).strip("-")[:64].strip("-")
    options = KsefClientOptions(base_url=f"{os.environ['POLIGON_KSEF_URL']}/@{name}")
    with KsefClient(options) as client:
        yield client
