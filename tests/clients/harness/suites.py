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
    # Talks to no fake, and to PyPI while it runs: it keeps the machine's own certificates.
    without_fake: bool = False
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
    Suite(
        "wrong_client",
        "the exams find every mistake of a client that is wrong on purpose",
        CLIENTS / "wrong_client",
        packages_of=KSEF_CLIENT,
    ),
    Suite(
        "wezel_krajowy",
        "a service provider on libxmlsec and OpenSSL logs people in at the fake Węzeł Krajowy",
        CLIENTS / "wezel_krajowy",
        under_exec=True,
        packages_of=CLIENTS / "strangers",
        may_be_refused=True,
    ),
    Suite(
        "django_logingovpl",
        "PyPI django-logingovpl 0.0.4, unmodified, logs people in at the fake Węzeł Krajowy",
        CLIENTS / "django_logingovpl",
        under_exec=True,
        may_be_refused=True,
    ),
    Suite("strangers", "xmlsec1, libxmlsec and signxml verify what Poligon signed", CLIENTS / "strangers"),
    Suite("gost", "OpenSSL with the GOST engine and Poligon verify each other's GOST signatures", CLIENTS / "gost"),
    Suite("esia_connector", "PyPI esia-connector 0.16, unmodified, talks to the fake ESIA", CLIENTS / "esia_connector"),
    Suite(
        "esia_openssl",
        "a client of OpenSSL with the GOST engine and urllib talks to the fake ESIA, and is broken on purpose",
        CLIENTS / "esia_openssl",
        packages_of=CLIENTS / "gost",
    ),
    Suite(
        "vectors",
        "`poligon check` judges what signxml, libxmlsec, zeep, node-soap and WSS4J signed, and broken twins",
        ROOT / "tests" / "vectors",
    ),
    Suite("reports", "Chromium opens the HTML reports, the schema of Jenkins judges the JUnit ones", CLIENTS / "reports", without_fake=True),
]
