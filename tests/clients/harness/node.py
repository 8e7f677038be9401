"""Node packages, pinned by package-lock.json."""

import re
import shutil
import subprocess
from pathlib import Path

from .places import TARGET
from .stamp import Stamp
from .suites import Suite
from .trouble import Trouble

# The client asks for it; the junit reporter is as old.
OLDEST = 20


def missing() -> str | None:
    """Why no Node suite can run here; None when one can."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return f"node and npm are not on PATH (Node {OLDEST} or newer is wanted; https://nodejs.org or apt-get install nodejs npm)"
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.", said)
    if not found or int(found[1]) < OLDEST:
        return f"Node {OLDEST} or newer is wanted, and `node --version` says {said.strip() or 'nothing'}"
    return None


def ready(suite: Suite) -> Path:
    """A copy of the suite beside its node_modules: Node looks for packages there and nowhere else."""
    folder = TARGET / f"node-{suite.name}"
    pins = [suite.packages / "package.json", suite.packages / "package-lock.json"]
    stamp = Stamp(folder, *pins)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.mjs"):
        old.unlink()
    for file in [*pins, *suite.folder.glob("*.mjs")]:
        shutil.copy(file, folder)
    if stamp.fits() and (folder / "node_modules").is_dir():
        return folder
    print(f"clients: installing {pins[1].relative_to(TARGET.parent.parent)}", flush=True)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if subprocess.run(command, cwd=folder, check=False).returncode != 0:
        raise Trouble(
            f"npm could not install package-lock.json of {suite.packages.name}; its messages stand above. "
            "Most likely the npm registry is unreachable from here: check the network, then run `make clients` again."
        )
    stamp.put()
    return folder
