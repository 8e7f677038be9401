"""A service provider that shares no line with Poligon: libxmlsec signs and verifies, OpenSSL agrees on keys and decrypts."""

import base64
import hashlib
import html
import json
import re
import ssl
import urllib.error
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

import xmlsec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from lxml import etree

NS = {
    "ds": "http://www.w3.org/2000/09/xmldsig#",
    "dsig11": "http://www.w3.org/2009/xmldsig11#",
    "saml2": "urn:oasis:names:tc:SAML:2.0:assertion",
    "saml2p": "urn:oasis:names:tc:SAML:2.0:protocol",
    "soap": "http://schemas.xmlsoap.org/soap/envelope/",
    "xenc": "http://www.w3.org/2001/04/xmlenc#",
    "xenc11": "http://www.w3.org/2009/xmlenc11#",
}
PERSON = "http://eidas.europa.eu/attributes/naturalperson"
NAMES = {"FamilyName": "CurrentFamilyName", "FirstName": "CurrentGivenName", "DateOfBirth": "DateOfBirth", "PersonIdentifier": "PersonIdentifier"}
ACS = "https://otwartedane.localhost/acs"


class Http:
    """The node, in one sandbox."""

    def __init__(self, base: str, ca: str) -> None:
        self.base = base
        context = ssl.create_default_context(cafile=ca)
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))

    def post(self, path: str, body: bytes, kind: str) -> tuple[int, bytes]:
        url = path if path.startswith("https:") else self.base + path
        request = urllib.request.Request(url, data=body, headers={"Content-Type": kind}, method="POST")
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()

    def json(self, path: str, value: dict) -> dict:
        status, body = self.post(path, json.dumps(value).encode(), "application/json")
        assert status < 300, body
        return json.loads(body)

    def form(self, path: str, fields: dict) -> tuple[int, str]:
        status, body = self.post(path, urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded")
        return status, body.decode()


@dataclass
class Answer:
    """What came out of an artifact."""

    document: etree._Element
    statuses: list[str]
    assertion: etree._Element | None = None
    key_bytes: int = 0

    def attribute(self, name: str) -> str | None:
        found = self.assertion.xpath(f".//saml2:Attribute[@Name='{PERSON}/{NAMES[name]}']/saml2:AttributeValue", namespaces=NS)
        return found[0].text if found else None


class Provider:
    """One service provider."""

    def __init__(self, http: Http, issuer: str, issued: dict) -> None:
        self.http, self.issuer, self.issued = http, issuer, issued

    @classmethod
    def register(cls, http: Http, issuer: str) -> "Provider":
        told = http.json("/_poligon/providers", {"issuer": issuer, "acs": [ACS]})
        return cls(http, issuer, told["issued"]["symulator"])

    def signed(self, message: str, kind: str = "signing") -> bytes:
        """In the profile of Węzeł Krajowy: the template is filled by libxmlsec."""
        root = etree.fromstring(message)
        template = xmlsec.template.create(root, xmlsec.Transform.EXCL_C14N, xmlsec.Transform.ECDSA_SHA256, ns="ds")
        root.insert(1, template)
        reference = xmlsec.template.add_reference(template, xmlsec.Transform.SHA256, uri="#" + root.get("ID"))
        xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
        xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
        info = xmlsec.template.ensure_key_info(template)
        xmlsec.template.add_x509_data(info)
        xmlsec.tree.add_ids(root, ["ID"])
        context = xmlsec.SignatureContext()
        context.key = xmlsec.Key.from_memory(self.issued[kind]["key"], xmlsec.KeyFormat.PEM)
        context.key.load_cert_from_memory(self.issued[kind]["certificate"], xmlsec.KeyFormat.PEM)
        context.sign(template)
        return etree.tostring(root)

    def authn_request(self, **changes: str) -> str:
        facts = {
            "id": f"ID-{uuid.uuid4()}",
            "instant": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "destination": "https://symulator.login.gov.pl/login/SingleSignOnService",
            "acs": ACS,
            "binding": "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact",
            "comparison": "minimum",
            "type": "public",
            "extra": "",
        } | changes
        requested = "".join(
            f'<eidas:RequestedAttribute FriendlyName="{friendly}" Name="{PERSON}/{name}" '
            'NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri" isRequired="true"/>'
            for friendly, name in NAMES.items()
        )
        self.request = facts["id"]
        return (
            f'<saml2p:AuthnRequest xmlns:saml2p="{NS["saml2p"]}" xmlns:saml2="{NS["saml2"]}" '
            f'xmlns:eidas="http://eidas.europa.eu/saml-extensions" AssertionConsumerServiceURL="{facts["acs"]}" '
            f'Destination="{facts["destination"]}" ForceAuthn="true" ID="{facts["id"]}" IssueInstant="{facts["instant"]}" '
            f'ProtocolBinding="{facts["binding"]}" Version="2.0" {facts["extra"]}>\n  <saml2:Issuer>{self.issuer}</saml2:Issuer>'
            f'<saml2p:Extensions><eidas:SPType>{facts["type"]}</eidas:SPType><eidas:RequestedAttributes>{requested}'
            "</eidas:RequestedAttributes></saml2p:Extensions>"
            '<saml2p:NameIDPolicy AllowCreate="true" Format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"/>'
            f'<saml2p:RequestedAuthnContext Comparison="{facts["comparison"]}"><saml2:AuthnContextClassRef>'
            "http://eidas.europa.eu/LoA/low</saml2:AuthnContextClassRef></saml2p:RequestedAuthnContext></saml2p:AuthnRequest>"
        )

    def send(self, message: bytes, relay_state: str = "stan") -> tuple[int, str]:
        fields = {"SAMLRequest": base64.b64encode(message).decode(), "RelayState": relay_state}
        return self.http.form("/login/SingleSignOnService", fields)

    def artifact(self, persona: str, **order: str) -> str:
        """A login without pages."""
        self.http.json("/_poligon/next-login", {"persona": persona} | order)
        status, page = self.send(self.signed(self.authn_request()))
        assert status == 200, page
        return fields_of(page)["SAMLart"]

    def back_channel(self, path: str, message: str, kind: str = "signing") -> tuple[int, bytes]:
        envelope = b'<soap:Envelope xmlns:soap="%s"><soap:Body>%s</soap:Body></soap:Envelope>'
        body = envelope % (NS["soap"].encode(), self.signed(message, kind))
        return self.http.post(f"/login-services/{path}", body, "text/xml")

    def message(self, name: str, content: str) -> str:
        self.sent = f"ID-{uuid.uuid4()}"
        instant = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return (
            f'<saml2p:{name} xmlns:saml2p="{NS["saml2p"]}" xmlns:saml2="{NS["saml2"]}" ID="{self.sent}" '
            f'IssueInstant="{instant}" Version="2.0"><saml2:Issuer>{self.issuer}</saml2:Issuer>{content}</saml2p:{name}>'
        )

    def resolve(self, artifact: str, kind: str = "signing") -> Answer:
        message = self.message("ArtifactResolve", f"<saml2p:Artifact>{artifact}</saml2p:Artifact>")
        status, body = self.back_channel("idpArtifactResolutionService", message, kind)
        assert status == 200, body
        root = etree.fromstring(body)
        outer = root.find("soap:Body/saml2p:ArtifactResponse", NS)
        assert outer.get("InResponseTo") == self.sent
        statuses = root.xpath("//saml2p:StatusCode/@Value", namespaces=NS)
        answer = Answer(root, statuses)
        encrypted = root.find(".//saml2:EncryptedAssertion", NS)
        if encrypted is not None:
            key, plain = self.decrypt(encrypted)
            answer.assertion, answer.key_bytes = etree.fromstring(plain), len(key)
        return answer

    def decrypt(self, encrypted: etree._Element) -> tuple[bytes, bytes]:
        """As every client that works does it: the first of each, the bytes of the attributes as they are."""
        parameters = encrypted.find(".//xenc11:ConcatKDFParams", NS)
        other = b"".join(bytes.fromhex(parameters.get(name)) for name in ("AlgorithmID", "PartyUInfo", "PartyVInfo"))
        point = base64.b64decode(encrypted.find(".//dsig11:PublicKey", NS).text)
        own = load_pem_private_key(self.issued["encryption"]["key"].encode(), None)
        shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point))
        kek = hashlib.sha256(b"\0\0\0\1" + shared + other).digest()
        wrapped, content = (base64.b64decode(value.text) for value in encrypted.findall(".//xenc:CipherValue", NS))
        key = aes_key_unwrap(kek, wrapped)
        return key, AESGCM(key).decrypt(content[:12], content[12:], None)

    def verify(self, answer: Answer) -> None:
        """Both signatures, by libxmlsec, with the node's certificate."""
        xmlsec.tree.add_ids(answer.document, ["ID"])
        signatures = answer.document.findall(".//ds:Signature", NS)
        assert signatures, "nothing is signed"
        for signature in signatures:
            context = xmlsec.SignatureContext()
            context.key = xmlsec.Key.from_memory(self.issued["node_certificate"], xmlsec.KeyFormat.CERT_PEM)
            context.verify(signature)
            named = signature.find(".//ds:Reference", NS).get("URI")
            assert named == "#" + signature.getparent().get("ID")


def fields_of(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return {html.unescape(name): html.unescape(value) for name, value in found}
