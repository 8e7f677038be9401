"""Installed packages are kept until the files that pin them change."""

import hashlib
from pathlib import Path


class Stamp:
    def __init__(self, folder: Path, *pins: Path) -> None:
        self.path = folder / "pins.sha256"
        self.wanted = hashlib.sha256(b"".join(pin.read_bytes() for pin in pins)).hexdigest()

    def fits(self) -> bool:
        return self.path.exists() and self.path.read_text() == self.wanted

    def put(self) -> None:
        self.path.write_text(self.wanted)
