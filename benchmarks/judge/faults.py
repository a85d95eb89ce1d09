"""Faults: what becomes of the chats when the endpoint misbehaves."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.judge import chats
from benchmarks.judge.deals import Odds, is_refused, path
from benchmarks.judge.processes import batch, endpoint, fresh, measure
from benchmarks.judge.table import Row

SECONDS, SEED = 0.2, 1
# A client that gives up a hanging request as soon as that can be told: ten times as late as an answer comes.
PATIENCE = 2.0


def rows(size: int, folder: Path) -> Iterator[Row]:
    """Judge chats while requests fail; every chat and attempt meets the same fault in each run."""
    odds, own = Odds(), fresh(folder)
    out, file = own / "out.jsonl", chats.write(own / "chats.jsonl", size)
    with endpoint(latency=(SECONDS, SECONDS), odds=vars(odds), seed=SEED) as served:
        used = measure(batch(file, out), own, served.url)
        counts = served.counts()
    refused = [mark for mark in chats.marks(size) if is_refused(odds, SEED, mark)]
    results = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    judged = sum(result["status"] == "graded" for result in results)
    dealt = ", ".join(f"{count} {fate}" for fate, count in sorted(counts["fates"].items()))
    yield Row(f"faults dealt to {size} chats", dealt)
    yield Row("chats judged", f"{judged} of {size}", f"{size - len(refused)}: all but the refused")
    yield Row("chats that rules stand in for, by reason", _reasons(results) or "none")
    yield Row("chats silently scored", str(_silently(results, counts["good"])), "0")
    requests = sum(counts["asked"].values())
    yield Row("requests a chat", f"{requests / size:.2f}", "≤ 1.3")
    longest = max(path(odds, SEED, mark, SECONDS, PATIENCE) for mark in chats.marks(size))
    wall = counts["last_at"] - counts["first_at"]
    figure = f"{wall:.1f} s, {wall / longest:.2f} × of {longest:.1f} s"
    yield Row("first request to last answer, against the slowest needed path", figure, "≤ 3 ×")
    yield Row("the whole command", f"{used.wall:.1f} s, {1000 * used.cpu / size:.2f} ms CPU a chat")


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
