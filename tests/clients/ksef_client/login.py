"""A company with a seal, and its login; the fixture `client` is the suite's own."""

from dataclasses import dataclass
from itertools import count

import pytest
from ksef_client import KsefClient
from ksef_client.services import AuthCoordinator, AuthResult
from shared import numbers, seals

# Each test has its own company, so that no test sees another's invoices even in one sandbox.
SERIALS = count(1)


@dataclass(frozen=True)
class Company:
    nip: str
    seal: seals.Credential


@pytest.fixture(scope="session")
def rsa_key_seals():
    """RSA keys cost a tenth of a second each; one seal a NIP, made once."""
    made = {}

    def seal(nip: str) -> seals.Credential:
        return made.setdefault(nip, seals.seal(nip))

    return seal


@pytest.fixture
def company(rsa_key_seals) -> Company:
    nip = numbers.nip(next(SERIALS))
    return Company(nip, rsa_key_seals(nip))


def log_in(client: KsefClient, nip: str, credential: seals.Credential, **options) -> AuthResult:
    """The client's own XAdES login: challenge, signature, polling, tokens."""
    return AuthCoordinator(client.auth).authenticate_with_xades(
        context_identifier_type="Nip",
        context_identifier_value=nip,
        subject_identifier_type="certificateSubject",
        certificate_pem=credential.certificate_pem,
        private_key_pem=credential.key_pem,
        poll_interval_seconds=0.1,
        max_attempts=100,
        **options,
    )


@pytest.fixture
def token(client, company) -> str:
    """The access token of the company's owner."""
    return log_in(client, company.nip, company.seal).access_token
