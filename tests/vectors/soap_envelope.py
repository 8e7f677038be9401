"""The request that the SOAP vectors sign, throwaway system certificates, and how ds:KeyInfo can name one."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from lxml import etree

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
WSS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
WSSE = f"{WSS}wssecurity-secext-1.0.xsd"
WSU = f"{WSS}wssecurity-utility-1.0.xsd"
X509 = f"{WSS}x509-token-profile-1.0#X509"
BASE64 = f"{WSS}soap-message-security-1.0#Base64Binary"
THUMBPRINT = "http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#ThumbprintSHA1"
DS = "http://www.w3.org/2000/09/xmldsig#"
OB = "http://wsdl.epuap.gov.pl/obiekty/"

# An envelope as a serializer writes it, with namespaces that nobody uses and a comment.
REQUEST = f"""<soapenv:Envelope xmlns:soapenv="{SOAP}" xmlns:ob="{OB}" xmlns:unused="urn:example:unused">
  <soapenv:Header>
    <ob:IdentyfikatorPodmiotu>gminafikcja</ob:IdentyfikatorPodmiotu>
    <ob:AdresSkrytki>/urzadfikcja/skrytka</ob:AdresSkrytki>
  </soapenv:Header>
  <soapenv:Body>
    <ob:Dokument>
      <nazwaPliku>pismo &amp; załącznik.xml</nazwaPliku>
      <typPliku>text/xml</typPliku><!-- inline -->
      <zawartosc>{base64.b64encode("<a>zażółć</a>".encode()).decode()}</zawartosc>
    </ob:Dokument>
  </soapenv:Body>
</soapenv:Envelope>
"""


@dataclass(frozen=True)
class System:
    """A system certificate and its key, made for one run."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

    @classmethod
    def fresh(cls, name: str, kind: str = "rsa") -> "System":
        key = rsa.generate_private_key(65537, 2048) if kind == "rsa" else ec.generate_private_key(ec.SECP256R1())
        now = datetime.now(timezone.utc)
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "PL"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Gmina Fikcja, Referat \"E\""),
                x509.NameAttribute(NameOID.COMMON_NAME, f"THROWAWAY {name}"),
            ]
        )
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=30))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(key, hashes.SHA256())
        )
        return cls(certificate, key)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def key_pem(self) -> str:
        pkcs8 = serialization.PrivateFormat.PKCS8
        return self.key.private_bytes(serialization.Encoding.PEM, pkcs8, serialization.NoEncryption()).decode()

    def write(self, folder: Path) -> tuple[str, str]:
        """Key and certificate as files, for stacks that take paths."""
        key, certificate = folder / "key.pem", folder / "certificate.pem"
        key.write_text(self.key_pem)
        key.chmod(0o600)
        certificate.write_text(self.pem)
        return str(key), str(certificate)


def envelope(text: str = REQUEST) -> etree._Element:
    return etree.fromstring(text.encode())


def written(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def token_reference(system: System, how: str) -> str:
    """wsse:SecurityTokenReference that names the certificate without a token of its own."""
    ski = system.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    identifiers = {
        "key-identifier": (f"{X509}v3", system.der),
        "ski": (f"{X509}SubjectKeyIdentifier", ski),
        "thumbprint": (THUMBPRINT, hashlib.sha1(system.der).digest()),
    }
    if how == "issuer-serial":
        inner = (
            f"<X509Data xmlns=\"{DS}\"><X509IssuerSerial><X509IssuerName>"
            f"{system.certificate.issuer.rfc4514_string()}</X509IssuerName><X509SerialNumber>"
            f"{system.certificate.serial_number}</X509SerialNumber></X509IssuerSerial></X509Data>"
        )
    else:
        kind, value = identifiers[how]
        inner = (
            f'<wsse:KeyIdentifier EncodingType="{BASE64}" ValueType="{kind}">'
            f"{base64.b64encode(value).decode()}</wsse:KeyIdentifier>"
        )
    return f'<wsse:SecurityTokenReference xmlns:wsse="{WSSE}">{inner}</wsse:SecurityTokenReference>'
