"""As much RSA as a bench client needs: PKCS#1 v1.5 signing and OAEP wrapping, keys read from DER. Not for any other use."""

import hashlib
import os

SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")


class Private:
    """From PKCS#8 or PKCS#1 DER."""

    def __init__(self, der: bytes):
        parts = children(der)
        if parts[1][0] == 0x30:
            parts = children(parts[2][1])
        numbers = [int.from_bytes(value, "big") for _, value in parts]
        _, self.n, _, _, self.p, self.q, self.dp, self.dq, self.qi = numbers[:9]
        self.size = (self.n.bit_length() + 7) // 8

    def sign_sha256(self, message: bytes) -> bytes:
        info = SHA256_PREFIX + hashlib.sha256(message).digest()
        block = b"\x00\x01" + b"\xff" * (self.size - len(info) - 3) + b"\x00" + info
        number = int.from_bytes(block, "big")
        of_p, of_q = pow(number, self.dp, self.p), pow(number, self.dq, self.q)
        return (of_q + self.q * ((self.qi * (of_p - of_q)) % self.p)).to_bytes(self.size, "big")


class Public:
    """From a certificate's DER."""

    def __init__(self, certificate: bytes):
        fields = children(children(certificate)[0][1], inside=True)
        # [0] version, serial, algorithm, issuer, validity, subject, subjectPublicKeyInfo
        key = children(fields[6][1], inside=True)[1][1]
        self.n, self.e = (int.from_bytes(value, "big") for _, value in children(key[1:]))
        self.size = (self.n.bit_length() + 7) // 8

    def wrap_oaep_sha256(self, secret: bytes) -> bytes:
        length = 32
        label = hashlib.sha256(b"").digest()
        block = label + b"\x00" * (self.size - len(secret) - 2 * length - 2) + b"\x01" + secret
        seed = os.urandom(length)
        masked = xor(block, mgf1(seed, len(block)))
        masked_seed = xor(seed, mgf1(masked, length))
        number = int.from_bytes(b"\x00" + masked_seed + masked, "big")
        return pow(number, self.e, self.n).to_bytes(self.size, "big")


def children(der: bytes, inside: bool = False):
    """Tags and contents of the elements in a SEQUENCE (or, `inside`, of those in a row)."""
    if not inside:
        (_, der), = elements(der)
    return list(elements(der))


def elements(der: bytes):
    at = 0
    while at < len(der):
        tag, length, at = der[at], der[at + 1], at + 2
        if length & 0x80:
            width = length & 0x7F
            length, at = int.from_bytes(der[at : at + width], "big"), at + width
        yield tag, der[at : at + length]
        at += length


def mgf1(seed: bytes, length: int) -> bytes:
    blocks = (hashlib.sha256(seed + n.to_bytes(4, "big")).digest() for n in range(length // 32 + 1))
    return b"".join(blocks)[:length]


def xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other))
