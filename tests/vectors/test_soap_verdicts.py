"""`poligon check --as soap` takes what other stacks signed, and names the mistake in the broken twins."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from soap_make import make

FOLDER = Path(__file__).resolve().parents[2] / "target" / "vectors" / "soap"
MANIFEST = make(FOLDER)


def check(file: str) -> tuple[int, dict]:
    command = [os.environ["POLIGON_BIN"], "check", str(FOLDER / file), "--as", "soap", "--json"]
    command += ["--cert", str(FOLDER / "certificates.pem")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.stdout, f"exit code {ended.returncode}, stderr: {ended.stderr}"
    return ended.returncode, json.loads(ended.stdout)


def failed(verdict: dict) -> list[str]:
    return [finding["check"]["id"] for finding in verdict["findings"] if finding["outcome"] == "fail"]


def rows(verdict: str):
    return [pytest.param(row, id=row["file"].removesuffix(".xml")) for row in MANIFEST if row["verdict"] == verdict]


@pytest.mark.parametrize("row", rows("pass"))
def test_what_other_stacks_signed_is_taken(row):
    exit_code, verdict = check(row["file"])
    assert failed(verdict) == []
    assert (exit_code, verdict["verdict"]) == (0, "pass")


@pytest.mark.parametrize("row", rows("fail"))
def test_the_mistake_is_named(row):
    exit_code, verdict = check(row["file"])
    assert (exit_code, verdict["verdict"]) == (1, "fail")
    assert failed(verdict) == [row["check"]]
    if cause := row.get("cause"):
        evidence = [one for finding in verdict["findings"] for one in finding["evidence"]]
        assert cause in [candidate["id"] for one in evidence for candidate in one.get("candidates", [])]


@pytest.mark.parametrize(("stack", "how"), [("node-soap", "Node with npm"), ("wss4j", "apt-get install libwss4j-java")])
def test_the_stacks_of_other_languages_were_there(stack, how):
    if not any(row["file"].startswith(f"good-{stack}") for row in MANIFEST):
        pytest.skip(f"NOT RUN: no messages of {stack} were made ({how})")
