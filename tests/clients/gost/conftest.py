"""What OpenSSL signed for us to judge, and what we signed for OpenSSL to judge."""

import subprocess
from pathlib import Path

import pytest
from engine import Engine

ROOT = Path(__file__).resolve().parents[3]
# The words of the engine's `paramset`, and ours.
SETS = {
    "A": "gost-256-a",
    "B": "gost-256-b",
    "C": "gost-256-c",
    "XA": "gost-256-xa",
    "TCA": "gost-256-tca",
    "TCB": "gost-256-tcb",
    "TCC": "gost-256-tcc",
    "TCD": "gost-256-tcd",
}


@pytest.fixture(scope="session")
def engine(tmp_path_factory) -> Engine:
    made = Engine(tmp_path_factory.mktemp("gost"))
    if not made.works():
        pytest.skip("NOT RUN: OpenSSL has no GOST engine here (apt-get install libengine-gost-openssl)")
    return made


def example(verb: str, folder: Path) -> str:
    command = ["cargo", "run", "--quiet", "-p", "poligon-tests", "--example", "gost", "--", verb, str(folder)]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="session")
def ours(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("ours")
    example("sign", folder)
    return folder


@pytest.fixture(scope="session")
def theirs(engine, tmp_path_factory) -> Path:
    """Eight parameter sets in every form, and broken twins, by OpenSSL alone."""
    folder = tmp_path_factory.mktemp("theirs")
    text, other = folder / "text", folder / "other"
    text.write_bytes(b"openid2026.11.24 12:00:00 +0000CLIENT8f3c")
    other.write_bytes(text.read_bytes() + b"\n")
    for word, name in SETS.items():
        key, cert = folder / f"{name}.key", folder / f"{name}.crt"
        engine.ok("req", "-x509", "-newkey", "gost2012_256", "-pkeyopt", f"paramset:{word}", "-nodes", "-keyout", key,
                  "-out", cert, "-days", 7, "-config", engine.config)
        engine.ok("x509", "-in", cert, "-outform", "DER", "-out", folder / f"{name}.cert.der")
        signed = ["-sign", "-binary", "-signer", cert, "-inkey", key, "-outform", "DER"]
        md = ["-md", "md_gost12_256"]
        engine.ok("cms", *signed, *md, "-in", text, "-out", folder / f"{name}.attr.cms")
        engine.ok("cms", *signed, *md, "-cades", "-in", text, "-out", folder / f"{name}.cades.cms")
        engine.ok("smime", *signed, *md, "-noattr", "-in", text, "-out", folder / f"{name}.noattr.cms")
        engine.ok("cms", *signed, *md, "-nodetach", "-stream", "-in", text, "-out", folder / f"{name}.streamed.cms")
        engine.ok("cms", *signed, *md, "-in", other, "-out", folder / f"{name}.newline-signed.cms")
        engine.ok("dgst", "-md_gost12_256", "-sign", key, "-out", folder / f"{name}.plain.raw", text)
        value = (folder / f"{name}.plain.raw").read_bytes()
        (folder / f"{name}.reversed-value.raw").write_bytes(value[::-1])
        (folder / f"{name}.swapped-halves.raw").write_bytes(value[32:] + value[:32])
        (folder / f"{name}.changed.raw").write_bytes(value[:-1] + bytes([value[-1] ^ 1]))
    return folder
