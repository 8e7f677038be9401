"""AuthTokenRequest documents to sign."""

CHALLENGE = "20261124-CR-0123456789-ABCDEF0123-00"


def crc8(text: str) -> int:
    """KSeF's check byte: polynomial 0x07."""
    crc = 0
    for byte in text.encode():
        crc ^= byte
        for _ in range(8):
            crc = ((crc << 1) ^ 0x07) & 0xFF if crc & 0x80 else crc << 1
    return crc


def challenge() -> str:
    """A well-formed challenge that no server issued."""
    body = CHALLENGE[:-2]
    return f"{body}{crc8(body[:33]):02X}"


def auth_token_request(nip: str, *, version: str = "2.1", subject: str = "certificateSubject") -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<AuthTokenRequest xmlns="http://ksef.mf.gov.pl/auth/token/{version}">
  <Challenge>{challenge()}</Challenge>
  <ContextIdentifier>
    <Nip>{nip}</Nip>
  </ContextIdentifier>
  <SubjectIdentifierType>{subject}</SubjectIdentifierType>
</AuthTokenRequest>
""".encode()
