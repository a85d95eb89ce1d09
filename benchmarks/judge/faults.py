"""Faults: what becomes of the chats when the endpoint misbehaves."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.judge import chats
from benchmarks.judge.deals import Odds, is_refused, path
from benchmarks.judge.processes import Used, batch, endpoint, fresh, measure
from benchmarks.judge.table import Row

SECONDS = 0.2
# Each deals other faults to other chats.
SEEDS = (1, 2, 3, 4, 5)
# A client that gives up a hanging request as soon as that can be told: ten times as late as an answer comes.
PATIENCE = 2.0


class _Run(NamedTuple):
    """What one run came to; `counts` are the endpoint's."""

    seed: int
    results: Sequence[dict[str, Any]]
    counts: dict[str, Any]
    refused: int
    longest: float
    used: Used

    @property
    def wall(self) -> float:
        """Seconds from the first request to the last answer."""
        return float(self.counts["last_at"] - self.counts["first_at"])


def rows(size: int, folder: Path) -> Iterator[Row]:
    """Judge chats while requests fail; every chat and attempt meets the same fault in each run of a seed."""
    runs = [_run(seed, size, folder) for seed in SEEDS]
    chats_asked = size * len(SEEDS)
    fates = sum((Counter(run.counts["fates"]) for run in runs), Counter[str]())
    dealt = ", ".join(f"{count} {fate}" for fate, count in sorted(fates.items()))
    yield Row(f"faults dealt to {len(SEEDS)} × {size} chats", dealt)
    results = [result for run in runs for result in run.results]
    judged = sum(result["status"] == "graded" for result in results)
    goal = f"{chats_asked - sum(run.refused for run in runs)}: all but the refused"
    yield Row("chats judged", f"{judged} of {chats_asked}", goal)
    yield Row("chats that rules stand in for, by reason", _reasons(results) or "none")
    silently = sum(_silently(run.results, run.counts["good"]) for run in runs)
    yield Row("chats silently scored", str(silently), "0")
    requests = sum(sum(run.counts["asked"].values()) for run in runs)
    yield Row("requests a chat", f"{requests / chats_asked:.2f}", "≤ 1.3")
    for run in runs:
        figure = f"{run.wall:.1f} s, {run.wall / run.longest:.2f} × of {run.longest:.1f} s"
        yield Row(
            f"first request to last answer, against the slowest needed path, seed {run.seed}", figure, "≤ 3 ×"
        )
    cpu = sum(run.used.cpu for run in runs) / chats_asked
    yield Row(
        "the whole command",
        f"{max(run.used.wall for run in runs):.1f} s at most, {1000 * cpu:.2f} ms CPU a chat",
    )


def _run(seed: int, size: int, folder: Path) -> _Run:
    odds, own = Odds(), fresh(folder)
    out, file = own / "out.jsonl", chats.write(own / "chats.jsonl", size)
    with endpoint(latency=(SECONDS, SECONDS), odds=vars(odds), seed=seed) as served:
        used = measure(batch(file, out), own, served.url)
        counts = served.counts()
    results = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    refused = sum(is_refused(odds, seed, mark) for mark in chats.marks(size))
    longest = max(path(odds, seed, mark, SECONDS, PATIENCE) for mark in chats.marks(size))
    return _Run(seed, results, counts, refused, longest, used)


def _reasons(results: Sequence[dict[str, Any]]) -> str:
    kinds = Counter(str(r["error"]).partition(":")[0] for r in results if r["status"] != "graded")
    return ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))


def _silently(results: Sequence[dict[str, Any]], good: dict[str, list[float]]) -> int:
    """Chats whose result has a score as if the model had answered, and it never did; or with a score by nobody."""
    marked = [(result["conversation_id"].rpartition("-")[2], result) for result in results]
    return sum(
        (result["status"] == "graded" and mark not in good)
        or (result["status"] not in ("graded", "fallback") and result["score"] is not None)
        for mark, result in marked
    )
