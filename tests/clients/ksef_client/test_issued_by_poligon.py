"""A certificate of `poligon certs issue`: read as PKCS#12 and as PEM by the client, with its chain asked for."""

import os
import subprocess

import pytest
from ksef_client.services import AuthCoordinator
from ksef_client.services.xades import XadesKeyPair


@pytest.fixture(scope="module")
def issued(tmp_path_factory):
    """Issues into the state directory of the running Poligon, so that both have the same authorities."""
    folder = tmp_path_factory.mktemp("seal")

    def issue(nip: str, *options: str):
        command = [os.environ["POLIGON_BIN"], "certs", "issue", "--state", os.environ["POLIGON_STATE"]]
        command += ["--profile", "ksef-seal", "--nip", nip, "--out", str(folder / nip), "--password", "cwiczenie", *options]
        subprocess.run(command, check=True)
        return folder / nip

    return issue


def log_in(client, nip: str, pair: XadesKeyPair, **options):
    return AuthCoordinator(client.auth).authenticate_with_xades_key_pair(
        key_pair=pair,
        context_identifier_type="Nip",
        context_identifier_value=nip,
        subject_identifier_type="certificateSubject",
        poll_interval_seconds=0.1,
        max_attempts=100,
        **options,
    )


def files(folder, ending: str):
    found = sorted(path for path in folder.iterdir() if path.name.endswith(ending))
    assert found, f"no {ending} in {[path.name for path in folder.iterdir()]}"
    return found


def test_every_pkcs12_flavour_of_an_issued_seal_logs_in(client, company, issued):
    for p12 in files(issued(company.nip), ".p12"):
        pair = XadesKeyPair.from_pkcs12_file(pkcs12_path=str(p12), pkcs12_password="cwiczenie")
        assert log_in(client, company.nip, pair).access_token, p12.name


def test_an_issued_seal_has_a_chain_that_the_fake_trusts(client, company, issued):
    p12 = files(issued(company.nip), ".p12")[0]
    pair = XadesKeyPair.from_pkcs12_file(pkcs12_path=str(p12), pkcs12_password="cwiczenie")
    assert log_in(client, company.nip, pair, verify_certificate_chain=True).access_token


def test_a_self_signed_seal_has_none(client, company):
    pair = XadesKeyPair(certificate_pem=company.seal.certificate_pem, private_key_pem=company.seal.key_pem)
    with pytest.raises(RuntimeError, match="460 "):
        log_in(client, company.nip, pair, verify_certificate_chain=True)
