"""Where things are, and the binary under test."""

import os
import subprocess
from pathlib import Path

from .trouble import Trouble

CLIENTS = Path(__file__).resolve().parent.parent
ROOT = CLIENTS.parent.parent
TARGET = ROOT / "target" / "clients"
# What one suite downloads and another one judges.
DOCUMENTS = TARGET / "documents"


def build() -> Path:
    """The debug binary, freshly built; POLIGON_BIN names another one."""
    if given := os.environ.get("POLIGON_BIN"):
        return Path(given).resolve()
    built = subprocess.run(["cargo", "build", "-p", "poligon"], cwd=ROOT, check=False)
    if built.returncode != 0:
        raise Trouble("`cargo build -p poligon` failed; its messages stand above.")
    return ROOT / "target" / "debug" / "poligon"
