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

    @classmethod
    def of(cls, suite: str, command: list[str], environment: dict[str, str], report: Path) -> "Result":
        report.unlink(missing_ok=True)
        begin = time.monotonic()
        exit_code = subprocess.run(command, env=environment, check=False).returncode
        seconds = time.monotonic() - begin
        tests, failed, skipped = counts(report)
        return cls(suite, tests, failed, skipped, seconds, exit_code)

    @property
    def passed(self) -> bool:
        # pytest ends with 0 only when tests ran and none failed.
        return self.exit_code == 0

    @property
    def word(self) -> str:
        return "ok" if self.passed else "FAILED"


def counts(report: Path) -> tuple[int, int, int]:
    if not report.exists():
        return 0, 0, 0
    suite = ElementTree.parse(report).getroot().find("testsuite")
    number = lambda name: int(suite.get(name, "0"))  # noqa: E731
    return number("tests"), number("failures") + number("errors"), number("skipped")


def table(results: list[Result]) -> str:
    lines = ["", f"{'suite':<14}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}", "-" * 56]
    for one in results:
        ok = one.tests - one.failed - one.skipped
        lines.append(f"{one.suite:<14}{ok:>8}{one.failed:>8}{one.skipped:>9}{one.seconds:>9.1f}  {one.word}")
    return "\n".join(lines)
