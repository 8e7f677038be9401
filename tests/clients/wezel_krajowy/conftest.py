"""A sandbox and a registered service provider for each test."""

import os
import re

import pytest
from provider import Http, Provider


@pytest.fixture
def http(request) -> Http:
    name = re.sub(r"[^a-z0-9]+", "-", request.node.name.lower()).strip("-")[:64].strip("-")
    return Http(f"{os.environ['POLIGON_WEZEL_KRAJOWY_URL']}/@{name}", os.environ["POLIGON_CA"])


@pytest.fixture
def provider(http) -> Provider:
    return Provider.register(http, "otwartedane")
