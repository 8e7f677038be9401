"""Good documents in the shapes that real clients send."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import signers
from request import auth_token_request
from shared import numbers, seals
from signxml import CanonicalizationMethod, SignatureMethod
from template import C14N11, ENVELOPED, EXCLUSIVE, FILTER2, INCLUSIVE, MORE, PSS_SHA256, SHA384, SHA512, XPATH, Style

NIP = numbers.nip(70_000)
DOCUMENT = auth_token_request(NIP)


@dataclass(frozen=True)
class Keys:
    """Throwaway credentials, made once a run."""

    rsa: seals.Credential
    ec: seals.Credential
    person: seals.Credential

    @classmethod
    def fresh(cls) -> "Keys":
        return cls(seals.seal(NIP), seals.seal(NIP, "ec"), seals.person(numbers.pesel(7), "ec"))


STYLES = {
    "libxmlsec-as-ksef-client": Style(),
    "libxmlsec-as-dotnet": Style(signed_info=INCLUSIVE, prefix=""),
    "libxmlsec-as-dss": Style(document=(XPATH, EXCLUSIVE), xades=2),
    "libxmlsec-c14n11": Style(signed_info=C14N11, document=(ENVELOPED, C14N11), properties=(C14N11,)),
    "libxmlsec-inclusive": Style(signed_info=INCLUSIVE, document=(ENVELOPED, INCLUSIVE), properties=(INCLUSIVE,)),
    "libxmlsec-with-comments": Style(document=(ENVELOPED, f"{EXCLUSIVE}WithComments")),
    "libxmlsec-no-c14n-transform": Style(document=(ENVELOPED,), properties=()),
    "libxmlsec-filter2": Style(document=(FILTER2, EXCLUSIVE)),
    "libxmlsec-prefix-list": Style(prefix_list="ds xades"),
    "libxmlsec-rsa-sha384": Style(signature=f"{MORE}rsa-sha384", digest=SHA384),
    "libxmlsec-rsa-sha512": Style(signature=f"{MORE}rsa-sha512", digest=SHA512),
    "libxmlsec-pss": Style(signature=PSS_SHA256),
}


def all_shapes(keys: Keys) -> Iterator[tuple[str, bytes]]:
    for name, style in STYLES.items():
        yield name, signers.libxmlsec(DOCUMENT, keys.rsa, style)
    ecdsa = Style(signature=f"{MORE}ecdsa-sha256")
    yield "libxmlsec-ec", signers.libxmlsec(DOCUMENT, keys.ec, ecdsa)
    yield "libxmlsec-person", signers.libxmlsec(DOCUMENT, keys.person, ecdsa)
    yield "libxmlsec-version-2-0", signers.libxmlsec(auth_token_request(NIP, version="2.0"), keys.rsa)
    yield "libxmlsec-enveloping", signers.libxmlsec_enveloping(DOCUMENT, keys.rsa, ENVELOPING)
    yield "libxmlsec-line-ends-crlf", signers.libxmlsec(DOCUMENT, keys.rsa).replace(b"\n", b"\r\n")
    yield from signxml_shapes(keys)


ENVELOPING = Style(document=(EXCLUSIVE,), document_uri="#Document-1")


def signxml_shapes(keys: Keys) -> Iterator[tuple[str, bytes]]:
    sign: Callable[..., bytes] = signers.signxml
    yield "signxml-inclusive", sign(DOCUMENT, keys.rsa)
    yield "signxml-c14n11", sign(DOCUMENT, keys.rsa, c14n=CanonicalizationMethod.CANONICAL_XML_1_1)
    yield "signxml-ec", sign(DOCUMENT, keys.ec, SignatureMethod.ECDSA_SHA256)
    yield "signxml-ec-sha3", sign(DOCUMENT, keys.ec, SignatureMethod.ECDSA_SHA3_256)
    yield "signxml-pss", sign(DOCUMENT, keys.rsa, SignatureMethod.SHA256_RSA_MGF1)
    yield "signxml-pss-sha3", sign(DOCUMENT, keys.rsa, SignatureMethod.SHA3_256_RSA_MGF1)
