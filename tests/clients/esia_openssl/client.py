"""The client: version 2 of ac, version 3 of te, and the API-Key."""

import base64
import time
import uuid

REDIRECT = "https://client.example/cb"


def url64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


class Client:
    def __init__(self, engine, stand) -> None:
        self.engine = engine
        self.stand = stand
        self.key = self.keep("/lab/systems/TESTIS01/gost.key.pem", "key.pem")
        self.cert = self.keep("/lab/systems/TESTIS01/gost.cert.pem", "cert.pem")
        der = self.engine.ok("x509", "-in", self.cert, "-outform", "DER")
        self.hash = self.streebog(der)

    def keep(self, path: str, name: str):
        target = self.engine.folder / name
        target.write_bytes(self.stand.fetch(path))
        return target

    def streebog(self, content: bytes) -> str:
        ended = self.engine.run("dgst", "-md_gost12_256", "-hex", stdin=content)
        return ended.stdout.decode().split()[-1].upper()

    def raw(self, text: str) -> bytes:
        """`openssl dgst -sign`: the bare 64 bytes."""
        source, target = self.engine.folder / "text", self.engine.folder / "value"
        source.write_text(text, encoding="utf-8")
        self.engine.ok("dgst", "-md_gost12_256", "-sign", self.key, "-out", target, source)
        return target.read_bytes()

    def cms(self, text: str, *options: str, cert=None, key=None) -> bytes:
        source, target = self.engine.folder / "text", self.engine.folder / "message"
        source.write_text(text, encoding="utf-8")
        self.engine.ok("cms", "-sign", "-binary", "-md", "md_gost12_256", "-signer", cert or self.cert, "-inkey", key or self.key,
                       "-outform", "DER", "-in", source, "-out", target, *options)
        return target.read_bytes()

    def common(self, scope: str) -> dict[str, str]:
        stamp = time.strftime("%Y.%m.%d %H:%M:%S +0000", time.gmtime())
        return {"client_id": "TESTIS01", "scope": scope, "timestamp": stamp, "state": str(uuid.uuid4()), "redirect_uri": REDIRECT,
                "client_certificate_hash": self.hash}

    def authorisation(self, scope: str) -> dict[str, str]:
        said = self.common(scope) | {"response_type": "code", "access_type": "offline", "mock_user": "ivan"}
        return said | {"client_secret": url64(self.raw(self.string(said)))}

    def redemption(self, scope: str, code: str) -> dict[str, str]:
        said = self.common(scope) | {"grant_type": "authorization_code", "token_type": "Bearer", "code": code}
        return said | {"client_secret": url64(self.raw(self.string(said) + code))}

    @staticmethod
    def string(said: dict[str, str]) -> str:
        return "".join(said.get(part, "") for part in ("client_id", "scope", "scope_org", "timestamp", "state", "redirect_uri"))
