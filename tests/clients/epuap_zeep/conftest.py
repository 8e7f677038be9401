"""Two systems made by one command each, and zeep with its own BinarySignature. The only thing that is ours is which certificate
answers are verified with: stock zeep takes its own (a bug of it), so `verify` names the service's."""

import os
import subprocess

import pytest
import requests
import xmlsec
from zeep import Client
from zeep.transports import Transport
from zeep.wsse.signature import BinarySignature, _make_verify_key, _verify_envelope_with_key

SANDBOX = "epuap-zeep"
LEAF_ENDS = "-----END CERTIFICATE-----\n"


class Signed(BinarySignature):
    """As zeep has it, but answers are verified with the service's certificate."""

    def __init__(self, key: str, certificate: str, service: bytes) -> None:
        super().__init__(
            key, certificate, signature_method=xmlsec.Transform.RSA_SHA256, digest_method=xmlsec.Transform.SHA256
        )
        self.service = service

    def verify(self, envelope):
        _verify_envelope_with_key(envelope, _make_verify_key(self.service))
        return envelope


def operate(*arguments: str) -> bytes:
    command = [os.environ["POLIGON_BIN"], "epuap", *arguments, "--console", os.environ["POLIGON_CONSOLE"], "--sandbox", SANDBOX]
    done = subprocess.run(command, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.fixture(scope="session")
def base() -> str:
    """The first request makes the sandbox."""
    url = f"{os.environ['POLIGON_EPUAP_URL']}/@{SANDBOX}"
    requests.get(f"{url}/pk_external_ws/services/pull?wsdl", verify=os.environ["POLIGON_CA"], timeout=30)
    return url


@pytest.fixture(scope="session")
def service_of(base, tmp_path_factory):
    """A zeep service of a podmiot at a path."""
    os.environ["REQUESTS_CA_BUNDLE"] = os.environ["POLIGON_CA"]
    folders = {}
    for podmiot in ("poziomka", "gmina"):
        folder = tmp_path_factory.mktemp(podmiot) / "system"
        roles = ["--role", "Rola domyślna"] + (["--role", "Instytucja_Publiczna"] if podmiot == "gmina" else [])
        operate("system", "--podmiot", podmiot, *roles, "--out", str(folder))
        chain = (folder / "certyfikat.txt").read_text()
        (folder / "leaf.pem").write_text(chain.split(LEAF_ENDS)[0] + LEAF_ENDS)
        folders[podmiot] = folder
    answers = operate("trust", "ws-sign.pem")

    def service(podmiot: str, path: str):
        folder = folders[podmiot]
        signed = Signed(str(folder / "klucz.pem"), str(folder / "leaf.pem"), answers)
        return Client(f"{base}{path}?wsdl", wsse=signed, transport=Transport(session=requests.Session())).service

    return service
