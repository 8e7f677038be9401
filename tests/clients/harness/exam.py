"""Runs `poligon exam` and reads its report."""

import json
import os
import subprocess
import sys
from pathlib import Path

from .places import ROOT

SCENARIOS = ROOT / "scenarios"


def names() -> list[str]:
    """The exams of KSeF, as they lie in the repository."""
    return sorted(str(path.relative_to(SCENARIOS).with_suffix("")) for path in SCENARIOS.glob("ksef/exam-*.yaml"))


def examine(script: Path, reports: Path, name: str) -> dict[str, dict]:
    """Puts a Python script through all exams; what the report says of each, by its name."""
    report = reports / f"{name}.json"
    files = [str(SCENARIOS / f"{exam}.yaml") for exam in names()]
    outputs = ["--json", str(report), "--html", str(reports / f"{name}.html"), "--markdown", str(reports / f"{name}.md")]
    command = [os.environ["POLIGON_BIN"], "exam", *files, *outputs, "--", sys.executable, str(script)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert report.exists(), f"exam gave no report (status {done.returncode}):\n{done.stderr[-4000:]}"
    return {one["name"]: one for one in json.loads(report.read_text())["scenarios"]}
