#!/usr/bin/env python3
"""Makes signed AuthTokenRequests, good and broken, with signers that are not ours. Keys are made at run time and not kept.

    make.py FOLDER        writes the documents and manifest.json: [{"file", "verdict", "check"?, "cause"?}]
"""

import json
import sys
from pathlib import Path

import broken
import shapes


def make(folder: Path) -> list[dict]:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.xml"):
        old.unlink()
    keys = shapes.Keys.fresh()
    manifest = []
    for name, document in shapes.all_shapes(keys):
        manifest.append(write(folder, f"good-{name}.xml", document, verdict="pass"))
    for mistake in broken.all_mistakes(keys):
        named = {"check": mistake.check} | ({"cause": mistake.cause} if mistake.cause else {})
        manifest.append(write(folder, f"bad-{mistake.name}.xml", mistake.document, verdict="fail", **named))
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    return manifest


def write(folder: Path, file: str, document: bytes, **row: str) -> dict:
    (folder / file).write_bytes(document)
    return {"file": file, **row}


if __name__ == "__main__":
    print(f"{len(make(Path(sys.argv[1])))} documents in {sys.argv[1]}")
