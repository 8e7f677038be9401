"""How a suite runs: pytest or Node's test runner, against the common Poligon or under `poligon exec`."""

import os
from pathlib import Path

from . import node, places, summary, venv
from .fake import Fake
from .suites import KSEF_CLIENT, Suite


class Runner:
    """A suite that is ready to run."""

    def __init__(self, suite: Suite, binary: Path, arguments: list[str]) -> None:
        """Installs what the suite needs."""
        self.suite = suite
        self.binary = binary
        self.arguments = arguments
        self.missing = node.missing() if suite.node else None
        if not self.missing:
            self.installed = node.ready(suite) if suite.node else venv.ready(suite)

    def run(self, fake: Fake | None) -> summary.Result:
        print(f"\n== {self.suite.name}: {self.suite.about}", flush=True)
        if self.missing:
            print(f"clients: NOT RUN: {self.missing}", flush=True)
            return summary.Result.not_run(self.suite.name)
        report = places.TARGET / f"{self.suite.name}.xml"
        command = self.node(report) if self.suite.node else self.pytest(report)
        if self.suite.under_exec:
            # Most suites send nothing wrong, so whatever is refused is a failure too.
            options = [] if self.suite.may_be_refused else ["--fail-on-refusal"]
            command = [str(self.binary), "exec", *options, "--", *command]
        return summary.Result.of(self.suite.name, command, self.environment(fake), report, self.folder())

    def pytest(self, report: Path) -> list[str]:
        command = [str(self.installed), "-m", "pytest", str(self.suite.folder), "-q", "-rs", "--tb=short"]
        return [*command, "-p", "no:cacheprovider", f"--junit-xml={report}", *self.arguments]

    def node(self, report: Path) -> list[str]:
        reporters = ["--test-reporter=spec", "--test-reporter-destination=stdout"]
        reporters += ["--test-reporter=junit", f"--test-reporter-destination={report}"]
        return ["node", "--test", *reporters]

    def folder(self) -> Path | None:
        return self.installed if self.suite.node else None

    def environment(self, fake: Fake | None) -> dict[str, str]:
        """Under exec the child finds everything in what exec sets; we only say where the binary is."""
        alone = self.suite.under_exec or self.suite.without_fake or not fake
        told = {"POLIGON_BIN": str(self.binary)} if alone else fake.environment()
        search = os.pathsep.join(str(path) for path in (places.CLIENTS, KSEF_CLIENT))
        return os.environ | told | {"PYTHONPATH": search, "PYTHONDONTWRITEBYTECODE": "1"}
