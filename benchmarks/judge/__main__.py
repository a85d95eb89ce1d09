"""Prints a table of figures of the judge.

    python -m benchmarks.judge [--part NAME] [--size N] [--markdown]

Everything is measured in this run, on this machine: the endpoint is a process of its own on the last core, whatever
is measured one on the first. Each part prints as soon as it is finished.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.judge import cold, faults, kills, limits, page, throughput, tokens
from benchmarks.judge.table import HEAD, Row

PARTS: dict[str, tuple[Callable[[int, Path], Iterator[Row]], int]] = {
    "throughput": (throughput.rows, 2000),
    "faults": (faults.rows, 500),
    "limits": (limits.rows, 500),
    "kills": (kills.rows, 500),
    "cold": (cold.rows, 5),
    "tokens": (tokens.rows, 98),
}


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.judge",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--part", choices=PARTS, action="append", help="only this one; may be repeated")
    parser.add_argument("--size", type=int, help="chats, instead of what each part takes by itself")
    parser.add_argument("--markdown", action="store_true", help="write the table into the README beside this")
    options = parser.parse_args()
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    command = " ".join(("python -m benchmarks.judge", *_given()))
    lines = [f"{machine}, {os.cpu_count()} cores; `{command}`", "", HEAD]
    print("\n".join(lines), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in options.part or PARTS:
            part, size = PARTS[name]
            for row in part(options.size or size, Path(folder)):
                lines.append(str(row))
                print(row, flush=True)
    if options.markdown:
        page.write("\n".join(lines))


def _given() -> list[str]:
    return [argument for argument in sys.argv[1:] if argument != "--markdown"]


if __name__ == "__main__":
    main()
