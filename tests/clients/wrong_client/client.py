"""A client of KSeF that does everything wrong that integrators did, on purpose. Never copy from it.

It logs in, sends one invoice in an online session, asks what became of it, fetches its UPO, and asks for metadata. Each mistake
stands beside its name in `MISTAKES`; `make clients` checks that the exams find them. Only making signatures and ciphertexts is
left to a library: those are right.
"""

import base64
import hashlib
import os
import sys
import time

import httpx
from ksef_client.services.auth import build_auth_token_request_xml
from ksef_client.services.crypto import encrypt_aes_cbc_pkcs7, encrypt_rsa_oaep
from ksef_client.services.xades import sign_xades_enveloped
from shared import seals

# exam → what this client does wrong in it
MISTAKES = {
    "ksef/exam-answers-each-challenge-once": "signs the same challenge again after a failure",
    "ksef/exam-closes-its-sessions": "leaves its session open",
    "ksef/exam-gives-up-when-stuck": "polls five hundred times",
    "ksef/exam-honours-retry-after": "asks again at once after a 429",
    "ksef/exam-reads-retry-after-dates": "asks again at once after a 429",
    "ksef/exam-redeems-once": "redeems again with the same token",
    "ksef/exam-refreshes-before-expiry": "never refreshes",
    "ksef/exam-sends-links-no-token": "sends its token to whatever link it is given",
    "ksef/exam-sends-no-duplicate": "sends again after a 500 without looking",
    "ksef/exam-survives-a-bad-gateway": "ends at the first answer that is no JSON",
    "ksef/exam-tolerates-unknown-fields": "ends at the first field that it does not know",
    "ksef/exam-verifies-hashes": "takes whatever bytes come",
    "ksef/exam-waits-between-polls": "polls without a pause",
}

NIP = "1111111111"
KNOWN = {"challenge", "timestamp", "timestampMs", "clientIp", "referenceNumber", "authenticationToken", "exception", "status"}


class WrongClient:
    def __init__(self, base_url: str) -> None:
        self.http = httpx.Client(base_url=base_url, timeout=30)
        self.token = None

    def call(self, method: str, path: str, **options) -> httpx.Response:
        headers = options.pop("headers", {})
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        answer = self.http.request(method, path, headers=headers, **options)
        for _ in range(3):
            # Wrong: no pause, whatever Retry-After says, and the same request again, whatever it did.
            if answer.status_code not in (429, 500):
                break
            answer = self.http.request(method, path, headers=headers, **options)
        return answer

    def json(self, method: str, path: str, **options) -> dict:
        return self.call(method, path, **options).raise_for_status().json()

    def log_in(self) -> None:
        challenge = self.json("POST", "/v2/auth/challenge")
        if unknown := set(challenge) - KNOWN:
            raise SystemExit(f"what is {unknown}?")
        seal = seals.seal(NIP)
        xml = build_auth_token_request_xml(
            challenge=challenge["challenge"],
            context_identifier_type="Nip",
            context_identifier_value=NIP,
            subject_identifier_type="certificateSubject",
        )
        signed = sign_xades_enveloped(xml, seal.certificate_pem, seal.key_pem)
        headers = {"Content-Type": "application/xml"}
        begun = self.json("POST", "/v2/auth/xades-signature", content=signed.encode(), headers=headers)
        self.token = begun["authenticationToken"]["token"]
        for _ in range(500):
            if self.json("GET", f"/v2/auth/{begun['referenceNumber']}")["status"]["code"] != 100:
                break
        else:
            raise SystemExit("the login does not end")
        self.token = self.json("POST", "/v2/auth/token/redeem")["accessToken"]["token"]

    def send(self, xml: bytes) -> tuple[str, str]:
        keys = self.json("GET", "/v2/security/public-key-certificates")
        [public] = [key["certificate"] for key in keys if "SymmetricKeyEncryption" in key["usage"]]
        key, vector = os.urandom(32), os.urandom(16)
        encryption = {"encryptedSymmetricKey": text(encrypt_rsa_oaep(public, key)), "initializationVector": text(vector)}
        form = {"systemCode": "FA (3)", "schemaVersion": "1-0E", "value": "FA"}
        session = self.json("POST", "/v2/sessions/online", json={"formCode": form, "encryption": encryption})["referenceNumber"]
        sealed = encrypt_aes_cbc_pkcs7(xml, key, vector)
        body = {
            "invoiceHash": digest(xml),
            "invoiceSize": len(xml),
            "encryptedInvoiceHash": digest(sealed),
            "encryptedInvoiceSize": len(sealed),
            "encryptedInvoiceContent": text(sealed),
        }
        sent = self.json("POST", f"/v2/sessions/online/{session}/invoices", json=body)
        return session, sent["referenceNumber"]

    def settled(self, session: str, invoice: str) -> dict:
        self.json("GET", f"/v2/sessions/{session}")
        while True:
            seen = self.json("GET", f"/v2/sessions/{session}/invoices/{invoice}")
            if seen["status"]["code"] >= 200:
                return seen

    def metadata(self) -> None:
        today = time.time()
        moment = lambda days: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(today + days * 86400))  # noqa: E731
        dates = {"dateType": "Invoicing", "from": moment(-1), "to": moment(1)}
        self.json("POST", "/v2/invoices/query/metadata", json={"subjectType": "Subject1", "dateRange": dates})


def text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def digest(content: bytes) -> str:
    return text(hashlib.sha256(content).digest())


def main() -> None:
    import fa3

    client = WrongClient(os.environ["POLIGON_KSEF_URL"])
    client.log_in()
    session, invoice = client.send(fa3.invoice(NIP, "FV/1"))
    seen = client.settled(session, invoice)
    if link := seen.get("upoDownloadUrl"):
        client.call("GET", link)
    if os.environ.get("POLIGON_SCENARIO") == "ksef/exam-refreshes-before-expiry":
        # A user who thinks for a while; nothing else of this client knows which exam it is in.
        time.sleep(5)
    client.metadata()


if __name__ == "__main__":
    try:
        main()
    except (httpx.HTTPError, ValueError) as why:
        sys.exit(f"wrong client: {why}")
