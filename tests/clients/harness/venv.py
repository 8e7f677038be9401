"""Virtual environments with pinned packages."""

import subprocess
import sys
from pathlib import Path

from .places import TARGET
from .stamp import Stamp
from .suites import Suite
from .trouble import Trouble

SOURCE_ONLY = ["esia-connector"]


def ready(suite: Suite) -> Path:
    """The Python of a suite's venv; the venv is made anew when its requirements.txt changed."""
    requirements = suite.packages / "requirements.txt"
    folder = TARGET / f"venv-{suite.packages.name}"
    python = folder / "bin" / "python"
    stamp = Stamp(folder, requirements)
    if python.exists() and stamp.fits():
        return python
    print(f"clients: installing {requirements.relative_to(TARGET.parent.parent)}", flush=True)
    make(folder)
    install(python, requirements)
    stamp.put()
    return python


def make(folder: Path) -> None:
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=False)
    if made.returncode != 0:
        raise Trouble("Python's venv module is missing or broken; on Debian: apt-get install python3-venv.")


def install(python: Path, requirements: Path) -> None:
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:"]
    # Clients that PyPI has as source only.
    command += [f"--no-binary={name}" for name in SOURCE_ONLY]
    if subprocess.run([*command, "-r", str(requirements)], check=False).returncode == 0:
        return
    raise Trouble(
        f"pip could not install {requirements.name} of {requirements.parent.name}; its messages stand above. "
        "Most likely PyPI is unreachable from here: check the network or PIP_INDEX_URL, then run `make clients` again."
    )
