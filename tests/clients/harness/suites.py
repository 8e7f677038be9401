"""The suites, in the order in which they run."""

from dataclasses import dataclass
from pathlib import Path

from .places import CLIENTS, ROOT


@dataclass(frozen=True)
class Suite:
    name: str
    about: str
    folder: Path
    # Run by `poligon exec`, with a Poligon of its own and nothing told to the client; else against the common one.
    under_exec: bool = False
    # Whether what it sends may be refused; else a refusal fails the suite.
    may_be_refused: bool = False
    # Node's test runner and package.json; else pytest and requirements.txt.
    node: bool = False
    # Whose installed packages it uses.
    packages_of: Path | None = None

    @property
    def packages(self) -> Path:
        """The folder with requirements.txt or package.json."""
        return self.packages_of or self.folder


KSEF_CLIENT = CLIENTS / "ksef_client"

SUITES = [
    Suite("ksef_client", "PyPI ksef-client 0.20.0, unmodified, talks to the fake KSeF", KSEF_CLIENT),
    Suite(
        "ksef_client_exec",
        "the same under `poligon exec`, with its built-in TEST environment and its checks of links on",
        CLIENTS / "ksef_client_exec",
        under_exec=True,
        packages_of=KSEF_CLIENT,
    ),
    Suite(
        "ksef_client_npm",
        "npm ksef-client 0.2.0, unmodified, under `poligon exec` with its built-in TEST environment",
        CLIENTS / "ksef_client_npm",
        under_exec=True,
        node=True,
    ),
    Suite(
        "exec_programs",
        "requests, httpx, aiohttp, urllib, git, Java and Node under `poligon exec`: official names answered, all others refused",
        CLIENTS / "exec_programs",
        under_exec=True,
        may_be_refused=True,
    ),
    Suite("epuap_zeep", "zeep 4.3.3, unmodified, signs calls of the fake ePUAP and verifies its answers", CLIENTS / "epuap_zeep"),
    Suite("strangers", "xmlsec1, libxmlsec and signxml verify what Poligon signed", CLIENTS / "strangers"),
    Suite("gost", "OpenSSL with the GOST engine and Poligon verify each other's GOST signatures", CLIENTS / "gost"),
    Suite("vectors", "`poligon check` judges what signxml and libxmlsec signed, and broken twins", ROOT / "tests" / "vectors"),
    Suite("reports", "Chromium opens the HTML reports, the schema of Jenkins judges the JUnit ones", CLIENTS / "reports"),
]
