"""Self-signed certificates with the Polish subject attributes, made by Python's cryptography: not by Poligon."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Credential:
    certificate: x509.Certificate
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

    @property
    def certificate_pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def key_pem(self) -> str:
        pkcs8 = serialization.PrivateFormat.PKCS8
        return self.key.private_bytes(serialization.Encoding.PEM, pkcs8, serialization.NoEncryption()).decode()


def seal(nip: str, key: str = "rsa") -> Credential:
    """A company's seal: O, organizationIdentifier VATPL-NIP, CN, C."""
    return self_signed(
        [
            (NameOID.ORGANIZATION_NAME, "Fikcja sp. z o.o. (nie istnieje)"),
            (NameOID.ORGANIZATION_IDENTIFIER, f"VATPL-{nip}"),
            (NameOID.COMMON_NAME, "Fikcja — pieczęć ćwiczebna"),
            (NameOID.COUNTRY_NAME, "PL"),
        ],
        key,
    )


def person(pesel: str, key: str = "rsa") -> Credential:
    """A person's certificate: givenName, surname, serialNumber PNOPL-PESEL, CN, C."""
    return self_signed(
        [
            (NameOID.GIVEN_NAME, "Jan"),
            (NameOID.SURNAME, "Nieistniejący"),
            (NameOID.SERIAL_NUMBER, f"PNOPL-{pesel}"),
            (NameOID.COMMON_NAME, "Jan Nieistniejący"),
            (NameOID.COUNTRY_NAME, "PL"),
        ],
        key,
    )


def self_signed(subject: list[tuple[x509.ObjectIdentifier, str]], key: str = "rsa") -> Credential:
    private = rsa.generate_private_key(65537, 2048) if key == "rsa" else ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(oid, value) for oid, value in subject])
    now = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=30))
        .sign(private, hashes.SHA256())
    )
    return Credential(certificate, private)
