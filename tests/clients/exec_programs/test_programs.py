"""Programs and libraries that were told nothing: they find proxy and certificates in the environment that `poligon exec` sets."""

import os
import shutil
import subprocess
import urllib.request
from pathlib import Path

import aiohttp
import httpx
import pytest
import requests

# Of the KSeF TEST environment, which `poligon exec` plays; needs no login.
OFFICIAL = "https://api-test.ksef.mf.gov.pl/v2/security/public-key-certificates"
# A name that no test run may reach.
FOREIGN = "https://www.example.org/"
# What the refusal says, wherever a program shows it.
SAID = "example.org"


def usages(answer) -> set[str]:
    return {usage for key in answer for usage in key["usage"]}


def both(answer) -> None:
    assert usages(answer) == {"KsefTokenEncryption", "SymmetricKeyEncryption"}


def test_requests():
    both(requests.get(OFFICIAL, timeout=20).json())
    with pytest.raises(requests.exceptions.ProxyError) as refused:
        requests.get(FOREIGN, timeout=20)
    assert "403" in str(refused.value)


def test_httpx():
    both(httpx.get(OFFICIAL).json())
    with pytest.raises(httpx.ProxyError, match="403"):
        httpx.get(FOREIGN)


def test_urllib():
    with urllib.request.urlopen(OFFICIAL, timeout=20) as answer:
        assert answer.status == 200
    with pytest.raises(OSError, match="403"):
        urllib.request.urlopen(FOREIGN, timeout=20)


async def fetched(url: str):
    # trust_env is how aiohttp is told to look at HTTPS_PROXY; nothing else is set.
    async with aiohttp.ClientSession(trust_env=True) as session, session.get(url) as answer:
        return await answer.json()


def test_aiohttp():
    import asyncio

    both(asyncio.run(fetched(OFFICIAL)))
    with pytest.raises(aiohttp.ClientHttpProxyError) as refused:
        asyncio.run(fetched(FOREIGN))
    assert refused.value.status == 403


def run(*command: str) -> subprocess.CompletedProcess:
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    environment = os.environ | {"GIT_TERMINAL_PROMPT": "0"}
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment)


def test_git_reaches_no_foreign_host():
    refused = run("git", "ls-remote", FOREIGN + "a.git")
    assert refused.returncode != 0
    assert "403" in refused.stderr, refused.stderr


def test_openssl_trusts_the_fake():
    proxy = os.environ["HTTPS_PROXY"].rsplit("@", 1)[-1].removeprefix("http://").rstrip("/")
    answered = run(
        "openssl", "s_client", "-proxy", proxy, "-connect", "api-test.ksef.mf.gov.pl:443",
        "-servername", "api-test.ksef.mf.gov.pl", "-verify_return_error", "-brief",
    )  # fmt: skip
    assert "Verification: OK" in answered.stderr, answered.stderr


NODE = """
const https = require("node:https"), http = require("node:http");
const proxy = new URL(process.env.HTTPS_PROXY);
const host = "api-test.ksef.mf.gov.pl";
const auth = proxy.username && "Basic " + Buffer.from(proxy.username + ":" + proxy.password).toString("base64");
http.request({ host: proxy.hostname, port: proxy.port, method: "CONNECT", path: host + ":443",
               headers: auth ? { "proxy-authorization": auth } : {} })
  .on("connect", (_, socket) =>
    https.get({ host, path: "/v2/security/public-key-certificates", socket, agent: false, servername: host },
              (answer) => { console.log(answer.statusCode); process.exit(0); }))
  .end();
"""


def test_node_trusts_the_fake():
    answered = run("node", "-e", NODE)
    assert answered.stdout.strip() == "200", answered.stderr


JAVA = """
import java.net.*; import java.net.http.*;
class Ask {
  static int of(String url) throws Exception {
    var connection = (HttpURLConnection) new URL(url).openConnection();
    return connection.getResponseCode();
  }
  public static void main(String[] urls) throws Exception {
    System.out.println(of(urls[0]));
    try { of(urls[1]); System.out.println("reached"); } catch (java.io.IOException refused) { System.out.println(refused.getMessage()); }
  }
}
"""


def test_java(tmp_path: Path):
    source = tmp_path / "Ask.java"
    source.write_text(JAVA)
    answered = run("java", str(source), OFFICIAL, FOREIGN)
    first, second = answered.stdout.splitlines()[:2]
    assert first == "200", answered.stderr
    assert "403" in second
