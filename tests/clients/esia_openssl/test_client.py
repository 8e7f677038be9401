"""The client whole, and broken on purpose: each mistake is named by its cause."""

import base64
import hashlib
import json
import urllib.error
import urllib.request

import pytest
from client import url64

AC, TE = "/aas/oauth2/v2/ac", "/aas/oauth2/v3/te"


def test_version_2_and_3_with_a_gost_key(client):
    back = client.stand.redirected(AC, client.authorisation("openid fullname"))
    status, _, body = client.stand.call(TE, client.redemption("openid fullname", back["code"]))
    assert status == 200, body
    tokens = json.loads(body)
    status, _, body = client.stand.call("/rs/prns/1000300890", headers={"Authorization": f"Bearer {tokens['access_token']}"})
    assert (status, json.loads(body)["lastName"]) == (200, "Вымышленный")


def test_openssl_verifies_a_token_signed_with_gost(client):
    said = client.authorisation("openid") | {"client_id": "TESTGOST"}
    client.key, client.cert, own = client.keep("/lab/systems/TESTGOST/gost.key.pem", "k2"), client.keep("/lab/systems/TESTGOST/gost.cert.pem", "c2"), (client.key, client.cert)
    try:
        said["client_certificate_hash"] = client.streebog(client.engine.ok("x509", "-in", client.cert, "-outform", "DER"))
        said["client_secret"] = url64(client.raw(client.string(said)))
        code = client.stand.redirected(AC, said)["code"]
    finally:
        client.key, client.cert = own
    signed, _, value = code.rpartition(".")
    folder = client.engine.folder
    (folder / "signed").write_text(signed)
    (folder / "value").write_bytes(base64.urlsafe_b64decode(value + "=="))
    public = client.keep("/lab/tokens/GOST3410_2012_256.pub.pem", "public.pem")
    check = ["dgst", "-md_gost12_256", "-verify", public, "-signature", folder / "value"]
    assert b"Verified OK" in client.engine.ok(*check, folder / "signed")


def test_version_1_with_cms_in_every_form(client):
    for options in [(), ("-cades",), ("-noattr",), ("-nodetach",), ("-nodetach", "-stream")]:
        said = client.authorisation("openid")
        text = "".join(said[part] for part in ("scope", "timestamp", "client_id", "state"))
        said["client_secret"] = url64(client.cms(text, *options))
        assert "code" in client.stand.redirected("/aas/oauth2/ac", said), options


def test_an_api_key(client):
    form = {"system": "TESTIS01", "organisation": "beryozka", "employee": "ivan"}
    key = json.loads(client.stand.call("/lab/keys", form)[2])["key"]
    files = {name: client.keep(f"/lab/employees/beryozka/ivan/gost.{name}", f"ivan.{name}") for name in ("key.pem", "cert.pem")}
    signer = {"cert": files["cert.pem"], "key": files["key.pem"]}
    path = f"/esia-rs/api/public/v1/orgs/ext-app/{key}/tkn?signature="
    status, _, body = client.stand.call(path + url64(client.cms(key, "-cades", **signer)))
    assert status == 200 and json.loads(body)["accessTkn"].count(".") == 2, body
    status, _, _ = client.stand.call(path + url64(client.cms(key + "\n", "-cades", **signer)))
    assert status == 403 and client.stand.causes() == {"ESIA-KEY-006", "newline-signed"}
    client.stand.call(path + url64(client.cms(key.upper(), "-cades", **signer)))
    assert client.stand.causes() == {"ESIA-KEY-006", "upper-case-signed"}


def test_a_signature_of_16_kib_is_judged_and_one_of_a_mebibyte_refused(client):
    key = json.loads(client.stand.call("/lab/keys", {"system": "TESTIS01", "organisation": "beryozka", "employee": "ivan"})[2])["key"]
    path = f"/esia-rs/api/public/v1/orgs/ext-app/{key}/tkn?signature="
    assert client.stand.call(path + "A" * 16384)[0] == 400
    assert client.stand.causes() == {"ESIA-KEY-005"}
    assert client.stand.call(path + "A" * 2**20)[0] in (414, 431)


def mistakes(client, right):
    """Name, what the client sends in place of the right thing, the cause that must be named."""
    text = client.string(right)
    value = base64.urlsafe_b64decode(right["client_secret"] + "==")
    der = client.engine.ok("x509", "-in", client.cert, "-outform", "DER")
    secret = lambda content: {"client_secret": url64(content)}  # noqa: E731
    v1 = "".join(right[part] for part in ("scope", "timestamp", "client_id", "state"))
    digest = lambda content: {"client_certificate_hash": content}  # noqa: E731
    return {
        "v1-string": secret(client.raw(v1)),
        "reversed-value": secret(value[::-1]),
        "swapped-halves": secret(value[32:] + value[:32]),
        "cms-for-raw": secret(client.cms(text)),
        "newline-signed": secret(client.raw(text + "\n")),
        "redirect-uri-not-signed": secret(client.raw(text.removesuffix(right["redirect_uri"]))),
        "pem-hashed": digest(client.streebog(client.cert.read_bytes())),
        "sha1-of-certificate": digest(hashlib.sha1(der).hexdigest()),
        "sha256-of-certificate": digest(hashlib.sha256(der).hexdigest()),
        "ESIA-OA-003": {"timestamp": "2026-11-24T12:00:00"},
        "ESIA-OA-004": {"timestamp": "2020.01.01 00:00:00 +0000"},
        "ESIA-OA-001": {"client_certificate_hash": ""},
        "ESIA-OA-008": {"scope": "openid http://esia.gosuslugi.ru/usr_inf"},
    }


NAMES = ["v1-string", "reversed-value", "swapped-halves", "cms-for-raw", "newline-signed", "redirect-uri-not-signed", "pem-hashed",
         "sha1-of-certificate", "sha256-of-certificate", "ESIA-OA-003", "ESIA-OA-004", "ESIA-OA-001", "ESIA-OA-008"]


@pytest.mark.parametrize("cause", NAMES)
def test_each_mistake_is_named(client, cause):
    right = client.authorisation("openid fullname")
    back = client.stand.redirected(AC, right | mistakes(client, right)[cause])
    assert back["error_description"].startswith("ESIA-")
    assert cause in client.stand.causes()


def test_a_json_body_is_named(client):
    said = client.redemption("openid", "code")
    data = json.dumps(said).encode()
    request = urllib.request.Request(client.stand.base + TE, data=data, headers={"Content-Type": "application/json"})
    with pytest.raises(urllib.error.HTTPError) as error:
        client.stand.opener.open(request)
    assert json.load(error.value)["error_description"].startswith("ESIA-007014")
    assert client.stand.causes() == {"ESIA-OA-001"}
