"""A client that signs with OpenSSL and its GOST engine, as the scripts of integrators do."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "gost"))

from client import Client  # noqa: E402
from engine import Engine  # noqa: E402
from shared.esia import Stand  # noqa: E402


@pytest.fixture(scope="session")
def engine(tmp_path_factory) -> Engine:
    made = Engine(tmp_path_factory.mktemp("gost"))
    if not made.works():
        pytest.skip("NOT RUN: OpenSSL has no GOST engine here (apt-get install libengine-gost-openssl)")
    return made


@pytest.fixture(scope="session")
def client(engine) -> Client:
    return Client(engine, Stand("esia-openssl"))
