"""Throughput: what a judged chat costs, against a bare loop that sends the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from benchmarks.judge import chats
from benchmarks.judge.processes import Endpoint, Used, batch, endpoint, fresh, measure, python
from benchmarks.judge.table import Row

AT_ONCE, SECONDS = 64, 0.2
FEW, MANY = 0.25, 2


def rows(size: int, folder: Path) -> Iterator[Row]:
    """Measure `size` chats, and for memory and the cost of one more a quarter and twice as many."""
    few, some, many = int(size * FEW), size, size * MANY
    files = {count: chats.write(folder / f"{count}.jsonl", count) for count in (few, some, many)}
    bodies = {count: folder / f"{count}.bodies" for count in (few, some)}
    for count, path in bodies.items():
        measure(python("-m", "benchmarks.judge.bodies", files[count], path), folder)

    def bare(count: int, *options: str) -> Used:
        with _endpoint() as served:
            command = python("-m", "benchmarks.judge.bare", bodies[count], *options)
            return measure(command, folder, served.url)

    def judged(count: int, *options: str) -> tuple[Used, float]:
        with _endpoint() as served:
            own = fresh(folder)
            used = measure(batch(files[count], own / "out.jsonl", *options), own, served.url)
            return used, served.counts()["cpu"]

    loop, small_loop = bare(some), bare(few)
    yield Row(f"bare `AsyncOpenAI` loop, {some:,} chats", _cost(loop, some))
    yield Row("the same over aiohttp", _cost(bare(some, "--aiohttp"), some))
    one_more = _slope(loop, small_loop, some - few)
    yield Row("bare loop, one chat more", f"{one_more:.2f} ms CPU")
    ours, theirs = judged(some)
    yield Row("`closure batch --model`", _cost(ours, some))
    yield Row("CPU against the bare loop", f"{ours.cpu / loop.cpu:.2f} ×", "≤ 0.6")
    yield Row("wall against the ideal", f"{ours.wall / _ideal(some):.2f} ×", "≤ 1.3")
    yield Row("the endpoint's own CPU", f"{1000 * theirs / some:.2f} ms a chat")
    plain, _ = judged(some, "--no-cache")
    yield Row("`closure batch --model --no-cache`", _cost(plain, some))
    yield Row("CPU against the bare loop, no cache", f"{plain.cpu / loop.cpu:.2f} ×", "≤ 0.6")
    small, large = judged(few)[0], judged(many)[0]
    yield Row("`closure batch --model`, one chat more", f"{_slope(large, small, many - few):.2f} ms CPU")
    ratio = _slope(large, small, many - few) / one_more
    yield Row("one chat more, against the bare loop", f"{ratio:.2f} ×")
    peaks = f"{small.peak_mb:.0f}, {ours.peak_mb:.0f}, {large.peak_mb:.0f} MB"
    yield Row(f"peak memory at {few:,}, {some:,}, {many:,} chats", peaks, "≤ 120, flat")


def _endpoint() -> AbstractContextManager[Endpoint]:
    return endpoint(latency=(SECONDS, SECONDS))


def _ideal(count: int) -> float:
    return count / AT_ONCE * SECONDS


def _cost(used: Used, count: int) -> str:
    return f"{1000 * used.cpu / count:.2f} ms CPU a chat, wall {used.wall / _ideal(count):.2f} × ideal"


def _slope(more: Used, less: Used, chats_between: int) -> float:
    return 1000 * (more.cpu - less.cpu) / chats_between
