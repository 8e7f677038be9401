#!/usr/bin/env python3
"""Measures a built Poligon from outside and prints each figure beside the goal of architecture §9.

Start-up and idle memory are measured from here; requests, logins and invoices by `tests/examples/load`, which counts the
server's processor time. Plain python3 and cargo. Nothing here decides pass or fail but the table: a shared machine is no
judge. Exit code 0 when everything was measured, 1 when something could not be, 3 when Poligon did not start.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import process  # noqa: E402
from table import Table  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main() -> int:
    arguments = parse()
    build(arguments)
    table = Table()
    try:
        with tempfile.TemporaryDirectory(prefix="poligon-bench-") as keep:
            measure(arguments, pathlib.Path(keep), table)
    except process.NotStarted as why:
        table.print()
        print(f"Poligon did not start: {why}", file=sys.stderr)
        return 3
    table.print()
    return 1 if table.gaps else 0


def build(arguments: argparse.Namespace) -> None:
    cargo = ["cargo", "build", "--release"]
    built = ROOT / "target" / "release"
    if arguments.binary is None:
        subprocess.run([*cargo, "-p", "poligon"], cwd=ROOT, check=True)
        arguments.binary = built / "poligon"
    if arguments.load is None:
        subprocess.run([*cargo, "-p", "poligon-tests", "--example", "load"], cwd=ROOT, check=True)
        arguments.load = built / "examples" / "load"


def measure(arguments: argparse.Namespace, keep: pathlib.Path, table: Table) -> None:
    start_up(arguments, keep, table)
    with process.Running(arguments.binary, keep / "load") as poligon:
        poligon.request("POST", "/v2/auth/challenge")
        table.add("resident memory, idle after the first answer", poligon.rss_mib(), "MiB", at_most=20)
        under_load(arguments, poligon, table)


def under_load(arguments: argparse.Namespace, poligon: process.Running, table: Table) -> None:
    counts = [("--requests", arguments.requests), ("--logins", arguments.logins), ("--invoices", arguments.invoices)]
    command = [str(arguments.load), poligon.ready["plain"]["ksef"], str(poligon.child.pid)]
    command += [str(word) for pair in counts for word in pair]
    done = subprocess.run(command, capture_output=True, text=True)
    for line in done.stdout.splitlines():
        table.add(**json.loads(line))
    if done.returncode != 0:
        table.gap("the rest of requests, logins and invoices", done.stderr.strip()[-600:])


def start_up(arguments: argparse.Namespace, keep: pathlib.Path, table: Table) -> None:
    """Cold: a new state directory each time. Warm: one directory, its keys made before."""
    cold = [timed_start(arguments.binary, keep / f"cold-{n}") for n in range(arguments.starts)]
    timed_start(arguments.binary, keep / "warm")
    warm = [timed_start(arguments.binary, keep / "warm") for _ in range(arguments.starts)]
    table.add("first run ever, until ready", median(ready for ready, _ in cold), "ms", at_most=1000)
    table.add("first run ever, until the first TLS answer", median(answer for _, answer in cold), "ms", at_most=1000)
    table.add("keys on disk, until ready", median(ready for ready, _ in warm), "ms", at_most=50)
    table.add("keys on disk, until the first TLS answer", median(answer for _, answer in warm), "ms", at_most=50)


def timed_start(binary: pathlib.Path, state: pathlib.Path) -> "tuple[float, float]":
    with process.Running(binary, state) as poligon:
        poligon.request("POST", "/v2/auth/challenge")
        return poligon.ready_ms, poligon.since_start_ms()


def median(values) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=pathlib.Path, help="a built poligon; without it the release binary is built")
    parser.add_argument("--load", type=pathlib.Path, help="a built example load; without it the release build is made")
    parser.add_argument("--starts", type=int, default=7, help="starts of each kind, the median counts (7)")
    parser.add_argument("--requests", type=int, default=100_000, help="requests before memory is read again (100000)")
    parser.add_argument("--logins", type=int, default=300, help="XAdES logins of each kind (300)")
    parser.add_argument("--invoices", type=int, default=100_000, help="invoices (100000)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
