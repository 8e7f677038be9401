#!/usr/bin/env python3
"""Measures a built Poligon from outside and prints each figure beside the goal of architecture §9.

Plain python3; openssl makes the seal's certificate and encrypts the invoices (without it the KSeF part is left out, and
said to be). Nothing here decides pass or fail but the table: a shared machine is no judge. Exit code 0 when everything was
measured, 1 when something could not be, 3 when Poligon did not start.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import ksef  # noqa: E402
import process  # noqa: E402
from table import Table  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main() -> int:
    arguments = parse()
    if arguments.binary is None:
        subprocess.run(["cargo", "build", "--release", "-p", "poligon"], cwd=ROOT, check=True)
        arguments.binary = ROOT / "target" / "release" / "poligon"
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


def measure(arguments: argparse.Namespace, keep: pathlib.Path, table: Table) -> None:
    start_up(arguments, keep, table)
    with process.Running(arguments.binary, keep / "load") as poligon:
        table.add("resident memory, idle after the first answer", poligon.rss_mib(), "MiB", at_most=20)
        many_requests(arguments.requests, poligon, table)
    with process.Running(arguments.binary, keep / "ksef") as poligon:
        ksef.measure(poligon, keep, table, logins=arguments.logins, invoices=arguments.invoices)


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


def many_requests(count: int, poligon: process.Running, table: Table) -> None:
    """The memory after many journalled exchanges, and what one cheap request costs."""
    before, status = poligon.cpu_seconds(), 200
    for _ in range(count):
        status, _, _ = poligon.request("POST", "/v2/auth/challenge")
        if status == 429:
            table.gap("many requests", "the rate limit answered 429; measure with the limits off")
            return
    if status != 200:
        table.gap("many requests", f"the challenge is answered with {status}, so these are figures of refusals")
    spent = poligon.cpu_seconds() - before
    table.add(f"resident memory after {count} requests", poligon.rss_mib(), "MiB", at_most=64)
    table.add("challenge, server's processor time", 1e6 * spent / count, "µs")


def median(values) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=pathlib.Path, help="a built poligon; without it the release binary is built")
    parser.add_argument("--starts", type=int, default=7, help="starts of each kind, the median counts (7)")
    parser.add_argument("--requests", type=int, default=100_000, help="requests before memory is read again (100000)")
    parser.add_argument("--logins", type=int, default=200, help="XAdES logins (200)")
    parser.add_argument("--invoices", type=int, default=1000, help="invoices (1000)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
