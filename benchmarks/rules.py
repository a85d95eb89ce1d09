"""Measures the rules grader: speed of each step, processor time of commands, memory of a batch.

    python benchmarks/rules.py [--chats FILE] [--size 2000]

Prints Markdown. Without `--chats` it takes the excerpt beside it. Whatever is measured runs in a process of
its own, on one core where the system lets one choose; processor time is user + system, memory the peak
resident set.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

EXCERPT = Path(__file__).resolve().parent / "data" / "star_excerpt.jsonl.gz"
CLOSURE = (sys.executable, "-m", "evaluator.cli")
READ = "import sys; from evaluator.readers import read; print(sum(1 for _ in read([sys.argv[1]])))"
GRADE = """
import asyncio, sys
from evaluator import Evaluator
from evaluator.readers import read
async def main():
    grader = Evaluator()
    for record in read([sys.argv[1]]):
        await grader.evaluate(record.conversation)
asyncio.run(main())
"""
REPEATS = 7


class Cost(NamedTuple):
    """What a process took."""

    cpu: float
    peak_mb: float


# What is started by a large process counts that one's memory as its own peak, so a small one starts it.
LAUNCH = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


def measure(*command: str | Path) -> Cost:
    """Run a command on one core, its output thrown away; stop if it fails."""
    launched = [sys.executable, "-c", LAUNCH, *map(str, command)]
    done = subprocess.run(launched, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"failed: {' '.join(map(str, command))}")
    cpu, peak = done.stdout.split()
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Cost(float(cpu), int(peak) / unit)


def median_cpu(*command: str | Path) -> float:
    """Processor seconds, the middle one of several runs."""
    return statistics.median(measure(*command).cpu for _ in range(REPEATS))


def lines(path: Path) -> list[str]:
    """Return the chats of a JSONL file, also gzipped."""
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf-8")
    return [line for line in text.split("\n") if line.strip()]


def repeated(chats: Sequence[str], count: int) -> Iterator[str]:
    """Yield `count` chats, each round of them with new ids."""
    for number, line in enumerate(itertools.islice(itertools.cycle(chats), count)):
        chat = json.loads(line)
        yield json.dumps(chat | {"id": f"{chat['id']}-{number}"}, ensure_ascii=False) + "\n"


def write(path: Path, chats: Sequence[str], count: int) -> Path:
    """Write `count` chats into a file."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(repeated(chats, count))
    return path


def report(chats: Sequence[str], size: int, folder: Path) -> Iterator[tuple[str, str]]:
    """Measure everything; yields what and how much."""
    one, some = write(folder / "one.jsonl", chats, 1), write(folder / "some.jsonl", chats, size)
    many = write(folder / "many.jsonl", chats, 10 * size)
    turns = statistics.fmean(len(json.loads(line)["turns"]) for line in chats)
    yield "chats", f"{size:,} ({min(size, len(chats)):,} distinct), {turns:.0f} turns each on average"
    start_read, start_grade = (median_cpu(sys.executable, "-c", code, one) for code in (READ, GRADE))
    reading = measure(sys.executable, "-c", READ, some).cpu - start_read
    both = measure(sys.executable, "-c", GRADE, some).cpu - start_grade
    yield "reading alone", f"{size / reading:,.0f} chats/s"
    yield "reading and grading", f"{size / both:,.0f} chats/s ({both / reading:.1f} × reading)"
    small = measure(*CLOSURE, "batch", some, "-o", folder / "some.out.jsonl", "-q")
    large = measure(*CLOSURE, "batch", many, "-o", folder / "many.out.jsonl", "-q")
    yield "`closure batch` to .jsonl, all in all", f"{10 * size / large.cpu:,.0f} chats/s"
    yield f"peak memory, {size:,} chats", f"{small.peak_mb:.0f} MB"
    growth = large.peak_mb / small.peak_mb
    yield f"peak memory, {10 * size:,} chats", f"{large.peak_mb:.0f} MB ({growth:.2f} ×)"
    bare = median_cpu(sys.executable, "-c", "pass")
    yield "`python -c pass`", f"{bare:.2f} s"
    yield "`closure --help`", f"{median_cpu(*CLOSURE, '--help'):.2f} s"
    yield "`closure grade` of one chat", f"{median_cpu(*CLOSURE, 'grade', one):.2f} s"


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--chats", type=Path, default=EXCERPT, help="JSONL, also .gz")
    parser.add_argument(
        "--size", type=int, default=2000, help="chats to grade; memory also with ten times as many"
    )
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    print(f"Python {platform.python_version()}, {platform.machine()}, one core of {os.cpu_count()}\n")
    print("| what | figure |\n|:--|--:|")
    with tempfile.TemporaryDirectory() as folder:
        for what, figure in report(lines(options.chats), options.size, Path(folder)):
            print(f"| {what} | {figure} |", flush=True)


if __name__ == "__main__":
    main()
