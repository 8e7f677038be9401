"""Logins and invoices against the fake KSeF. What is prepared (signatures, encryption) is not in the figures.

The client is one Python thread, so the wall clock says as much about it as about Poligon; what counts against the goals is the
server's processor time for each request.
"""

import base64
import hashlib
import os
import pathlib
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import rsa
import xades

NIP = "1111111111"
BUYER = "2222222222"


def measure(poligon, keep: pathlib.Path, table, logins: int, invoices: int) -> None:
    if shutil.which("openssl") is None:
        table.gap("logins and invoices", "openssl is not on PATH; it makes the seal's certificate")
        return
    try:
        key, certificate = self_signed_seal(keep)
        token = log_in_many(poligon, table, key, certificate, logins)
        send_many(poligon, keep, table, token, invoices)
    except (RuntimeError, KeyError) as why:
        table.gap("logins and invoices", str(why))


def self_signed_seal(keep: pathlib.Path):
    subject = f"/C=PL/O=Firma {NIP}/organizationIdentifier=VATPL-{NIP}/CN=Pieczęć {NIP}"
    files = ["-keyout", "seal.key", "-out", "seal.der", "-outform", "DER"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-utf8", "-days", "30", "-subj", subject, *files]
    subprocess.run(command, cwd=keep, check=True, capture_output=True)
    lines = (keep / "seal.key").read_text().splitlines()
    return rsa.Private(base64.b64decode("".join(lines[1:-1]))), (keep / "seal.der").read_bytes()


def log_in_many(poligon, table, key, certificate: bytes, count: int) -> str:
    challenges = [poligon.json("POST", "/v2/auth/challenge")["challenge"] for _ in range(count)]
    requests = [xades.sealed_request(challenge, NIP, key, certificate) for challenge in challenges]
    before, started, token = poligon.cpu_seconds(), time.perf_counter(), None
    for request in requests:
        token = log_in(poligon, request)
    report(table, "login (seal, status, redeem)", poligon.cpu_seconds() - before, time.perf_counter() - started, count)
    return token


def log_in(poligon, request: bytes) -> str:
    begun = poligon.json("POST", "/v2/auth/xades-signature", request, expect=202, content_type="application/xml")
    token = begun["authenticationToken"]["token"]
    await_status(poligon, f"/v2/auth/{begun['referenceNumber']}", token)
    return poligon.json("POST", "/v2/auth/token/redeem", token=token)["accessToken"]["token"]


def send_many(poligon, keep: pathlib.Path, table, token: str, count: int) -> None:
    aes, iv = os.urandom(32), os.urandom(16)
    bodies = prepared(keep, aes, iv, count)
    session = poligon.json("POST", "/v2/sessions/online", opening(poligon, aes, iv), token, expect=201)["referenceNumber"]
    path = f"/v2/sessions/online/{session}/invoices"
    spent, took, last = [], [], None
    for part in (bodies[: count // 2], bodies[count // 2 :]):
        before, started = poligon.cpu_seconds(), time.perf_counter()
        for body in part:
            last = poligon.json("POST", path, body, token, expect=202)["referenceNumber"]
        spent.append(poligon.cpu_seconds() - before)
        took.append(time.perf_counter() - started)
    await_status(poligon, f"/v2/sessions/{session}/invoices/{last}", token)
    accepted = poligon.json("GET", f"/v2/sessions/{session}", token=token).get("successfulInvoiceCount", 0)
    if accepted != count:
        table.gap("send invoice", f"{accepted} of {count} invoices were accepted, so the figures would be of refusals")
        return
    report(table, "send invoice (FA(3))", sum(spent), sum(took), count, at_least=2000)
    table.add("send invoice, second half beside the first", 100 * spent[1] / max(spent[0], 0.01), "%", at_most=120)


def opening(poligon, aes: bytes, iv: bytes) -> dict:
    keys = poligon.json("GET", "/v2/security/public-key-certificates")
    published = next(key for key in keys if "SymmetricKeyEncryption" in key["usage"])
    wrapped = rsa.Public(base64.b64decode(published["certificate"])).wrap_oaep_sha256(aes)
    return {
        "formCode": {"systemCode": "FA (3)", "schemaVersion": "1-0E", "value": "FA"},
        "encryption": {"encryptedSymmetricKey": base64.b64encode(wrapped).decode(), "initializationVector": base64.b64encode(iv).decode()},
    }


def prepared(keep: pathlib.Path, aes: bytes, iv: bytes, count: int) -> list:
    """Bodies of sends, each invoice with a number of its own."""
    command = ["openssl", "enc", "-aes-256-cbc", "-K", aes.hex(), "-iv", iv.hex()]
    template = pathlib.Path(__file__).with_name("invoice.xml").read_text(encoding="utf-8")

    def body(number: int) -> dict:
        filled = template.replace("{seller}", NIP).replace("{buyer}", BUYER)
        plain = filled.replace("{day}", (date.today() - timedelta(days=1)).isoformat()).replace("{number}", f"BENCH/{number}").encode()
        sealed = subprocess.run(command, input=plain, check=True, capture_output=True).stdout
        return {
            "invoiceHash": sha256(plain),
            "invoiceSize": len(plain),
            "encryptedInvoiceHash": sha256(sealed),
            "encryptedInvoiceSize": len(sealed),
            "encryptedInvoiceContent": base64.b64encode(sealed).decode(),
        }

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(body, range(count)))


def await_status(poligon, path: str, token: str) -> None:
    for _ in range(200):
        status = poligon.json("GET", path, token=token)["status"]
        if status["code"] >= 200:
            break
        time.sleep(0.02)
    if status["code"] != 200:
        raise RuntimeError(f"GET {path}: {status}")


def report(table, what: str, spent: float, took: float, count: int, at_least=None) -> None:
    table.add(f"{what}, one core of the server", count / max(spent, 0.01), "/s", at_least=at_least)
    table.add(f"{what}, one Python client, wall clock", count / took, "/s")


def sha256(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()
