"""Kills: a run that is killed at any point goes on with the same command, and asks nothing again."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.judge import chats
from benchmarks.judge.processes import batch, endpoint, fresh, measure, start
from benchmarks.judge.table import Row

TIMES, SEED = 20, 1
LATENCY = (0.05, 0.2)
# An answer written less than this before the kill may not have reached the client.
ON_ITS_WAY = 0.02


class Kill(NamedTuple):
    """One run, killed and continued."""

    readable: bool
    lost: int
    again: int
    in_flight: int
    oldest: float


def rows(size: int, folder: Path) -> Iterator[Row]:
    """Kill a run at twenty points between a tenth and nine tenths of its answers, each time from the beginning."""
    at = sorted(Random(SEED).sample(range(size // 10, size * 9 // 10), TIMES))
    kills = [_kill(size, point, fresh(folder)) for point in at]
    yield Row(f"runs of {size} chats, each killed once and continued", str(len(kills)))
    yield Row("outputs readable line by line after the kill", str(sum(k.readable for k in kills)), str(TIMES))
    yield Row("chats lost or twice in the output", str(sum(k.lost for k in kills)), "0")
    each = " ".join(str(k.again) for k in kills)
    yield Row("answered requests asked again", f"{sum(k.again for k in kills)} ({each})", "0")
    late, oldest = sum(k.in_flight for k in kills), max(k.oldest for k in kills)
    figure = f"{late}; the earliest {1000 * oldest:.0f} ms"
    yield Row(f"of these, answered less than {1000 * ON_ITS_WAY:.0f} ms before the kill", figure)


def _kill(size: int, point: int, folder: Path) -> Kill:
    out, file = folder / "out.jsonl", chats.write(folder / "chats.jsonl", size)
    with endpoint(latency=LATENCY, tell_after=point, seed=point) as served:
        process = start(batch(file, out), folder, served.url)
        served.wait(process)
        process.kill()
        at = time.monotonic()
        process.wait()
        readable = _is_readable(out)
        measure(batch(file, out), folder, served.url)
        good = served.counts()["good"].values()
    ids = [json.loads(line)["conversation_id"] for line in out.read_text(encoding="utf-8").splitlines()]
    again = [answers for answers in good if len(answers) > 1]
    ages = [at - answers[0] for answers in again]
    late = sum(age < ON_ITS_WAY for age in ages)
    lost = size - len(set(ids)) + len(ids) - len(set(ids))
    return Kill(readable, lost, len(again), late, max(ages, default=0.0))


def _is_readable(out: Path) -> bool:
    """Tell whether every line of the output is whole; what follows the last line's end is no line."""
    try:
        *lines, _ = out.read_bytes().split(b"\n")
        return all("score" in json.loads(line) for line in lines)
    except ValueError:
        return False
