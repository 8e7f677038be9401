"""Results and the table at the end."""

import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True)
class Result:
    suite: str
    tests: int
    failed: int
    skipped: int
    seconds: float
    exit_code: int
    ran: bool = True

    @classmethod
    def of(
        cls, suite: str, command: list[str], environment: dict[str, str], report: Path, folder: Path | None = None
    ) -> "Result":
        report.unlink(missing_ok=True)
        begin = time.monotonic()
        exit_code = subprocess.run(command, env=environment, cwd=folder, check=False).returncode
        seconds = time.monotonic() - begin
        tests, failed, skipped = counts(report)
        return cls(suite, tests, failed, skipped, seconds, exit_code)

    @classmethod
    def not_run(cls, suite: str) -> "Result":
        """A suite whose tools are not on this machine: no failure, and no pass."""
        return cls(suite, 0, 0, 0, 0.0, 0, ran=False)

    @property
    def passed(self) -> bool:
        # pytest ends with 0 only when tests ran; Node's runner also when it found none.
        return self.exit_code == 0 and (self.tests > 0 or not self.ran)

    @property
    def word(self) -> str:
        if not self.ran:
            return "NOT RUN"
        return "ok" if self.passed else "FAILED"


def counts(report: Path) -> tuple[int, int, int]:
    """Tests, failed ones, skipped ones. Only the cases are counted: pytest and Node sum them up in different places."""
    if not report.exists():
        return 0, 0, 0
    cases = list(ElementTree.parse(report).getroot().iter("testcase"))
    having = lambda *names: sum(any(case.find(name) is not None for name in names) for case in cases)  # noqa: E731
    return len(cases), having("failure", "error"), having("skipped")


def table(results: list[Result]) -> str:
    lines = ["", f"{'suite':<18}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}", "-" * 60]
    for one in results:
        ok = one.tests - one.failed - one.skipped
        lines.append(f"{one.suite:<18}{ok:>8}{one.failed:>8}{one.skipped:>9}{one.seconds:>9.1f}  {one.word}")
    return "\n".join(lines)
