"""The suites, in the order in which they run."""

from dataclasses import dataclass
from pathlib import Path

from .places import CLIENTS, ROOT


@dataclass(frozen=True)
class Suite:
    name: str
    about: str
    folder: Path

    @property
    def requirements(self) -> Path:
        return self.folder / "requirements.txt"


SUITES = [
    Suite("ksef_client", "PyPI ksef-client 0.20.0, unmodified, talks to the fake KSeF", CLIENTS / "ksef_client"),
    Suite("strangers", "xmlsec1, libxmlsec and signxml verify what Poligon signed", CLIENTS / "strangers"),
    Suite("vectors", "`poligon check` judges what signxml and libxmlsec signed, and broken twins", ROOT / "tests" / "vectors"),
]
