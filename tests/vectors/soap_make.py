#!/usr/bin/env python3
"""Makes signed SOAP requests, good and broken, with stacks that are not ours. Keys are made at run time and not kept.

    soap_make.py FOLDER      writes the messages, certificates.pem (two registered systems), and manifest.json
"""

import json
import sys
from pathlib import Path

import soap_broken
import soap_stacks
from soap_envelope import System


def make(folder: Path) -> list[dict]:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.xml"):
        old.unlink()
    rsa, ec, stranger = System.fresh("ezd"), System.fresh("bramka", "ec"), System.fresh("obcy")
    (folder / "certificates.pem").write_text(rsa.pem + ec.pem)
    manifest = []
    for made in (soap_stacks.from_python(rsa, ec), soap_stacks.from_node(rsa), soap_stacks.from_java(rsa)):
        for name, message in made:
            manifest.append(write(folder, f"good-{name}.xml", message, verdict="pass"))
    for mistake in soap_broken.all_mistakes(rsa, stranger):
        named = {"check": mistake.check} | ({"cause": mistake.cause} if mistake.cause else {})
        manifest.append(write(folder, f"bad-{mistake.name}.xml", mistake.document, verdict="fail", **named))
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    return manifest


def write(folder: Path, file: str, message: bytes, **row: str) -> dict:
    (folder / file).write_bytes(message)
    return {"file": file, **row}


if __name__ == "__main__":
    print(f"{len(make(Path(sys.argv[1])))} messages in {sys.argv[1]}")
