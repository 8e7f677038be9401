"""A XAdES-sealed login request whose every part is written in its canonical form, so that no XML library is needed."""

import base64
import hashlib
from datetime import datetime, timezone

DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
ENVELOPED = f"{DS}enveloped-signature"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"


def sealed_request(challenge: str, nip: str, key, certificate: bytes) -> bytes:
    request = (
        '<AuthTokenRequest xmlns="http://ksef.mf.gov.pl/auth/token/2.0">'
        f"<Challenge>{challenge}</Challenge><ContextIdentifier><Nip>{nip}</Nip></ContextIdentifier>"
        "<SubjectIdentifierType>certificateSubject</SubjectIdentifierType>{signature}</AuthTokenRequest>"
    )
    properties = signed_properties(certificate)
    info = signed_info(digest(request.replace("{signature}", "").encode()), digest(properties.encode()))
    value = base64.b64encode(key.sign_sha256(info.encode())).decode()
    signature = (
        f'<ds:Signature xmlns:ds="{DS}" Id="Signature-1">{info}<ds:SignatureValue>{value}</ds:SignatureValue>'
        f"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{base64.b64encode(certificate).decode()}</ds:X509Certificate>"
        "</ds:X509Data></ds:KeyInfo><ds:Object>"
        f'<xades:QualifyingProperties xmlns:xades="{XADES}" Target="#Signature-1">{properties}</xades:QualifyingProperties>'
        "</ds:Object></ds:Signature>"
    )
    return request.replace("{signature}", signature).encode()


def signed_properties(certificate: bytes) -> str:
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'<xades:SignedProperties xmlns:xades="{XADES}" Id="SignedProperties-1"><xades:SignedSignatureProperties>'
        f"<xades:SigningTime>{now}</xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest>"
        f'<ds:DigestMethod xmlns:ds="{DS}" Algorithm="{SHA256}"></ds:DigestMethod>'
        f'<ds:DigestValue xmlns:ds="{DS}">{digest(certificate)}</ds:DigestValue>'
        "</xades:CertDigest></xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties>"
        "</xades:SignedProperties>"
    )


def signed_info(of_request: str, of_properties: str) -> str:
    return (
        f'<ds:SignedInfo xmlns:ds="{DS}"><ds:CanonicalizationMethod Algorithm="{EXCLUSIVE}"></ds:CanonicalizationMethod>'
        f'<ds:SignatureMethod Algorithm="{RSA_SHA256}"></ds:SignatureMethod>'
        + reference('URI=""', [ENVELOPED, EXCLUSIVE], of_request)
        + reference('Type="http://uri.etsi.org/01903#SignedProperties" URI="#SignedProperties-1"', [EXCLUSIVE], of_properties)
        + "</ds:SignedInfo>"
    )


def reference(attributes: str, transforms, value: str) -> str:
    listed = "".join(f'<ds:Transform Algorithm="{uri}"></ds:Transform>' for uri in transforms)
    return (
        f"<ds:Reference {attributes}><ds:Transforms>{listed}</ds:Transforms>"
        f'<ds:DigestMethod Algorithm="{SHA256}"></ds:DigestMethod><ds:DigestValue>{value}</ds:DigestValue></ds:Reference>'
    )


def digest(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()
