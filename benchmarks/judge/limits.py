"""A rate limit: how near the judge comes to it, and how often it runs into it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.judge import chats
from benchmarks.judge.processes import batch, endpoint, fresh, measure
from benchmarks.judge.table import Row

PER_SECOND, BURST, SECONDS = 50, 5, 0.2


def rows(size: int, folder: Path) -> Iterator[Row]:
    """Judge chats at an endpoint that takes so many requests a second."""
    own = fresh(folder)
    out, file = own / "out.jsonl", chats.write(own / "chats.jsonl", size)
    with endpoint(latency=(SECONDS, SECONDS), requests_per_second=PER_SECOND, burst=BURST) as served:
        used = measure(batch(file, out), own, served.url)
        counts = served.counts()
    results = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    judged = sum(result["status"] == "graded" for result in results)
    wall, ideal = counts["last_at"] - counts["first_at"], (size - BURST) / PER_SECOND + SECONDS
    refused, requests = counts["fates"].get("429", 0), sum(counts["asked"].values())
    yield Row(f"at most {PER_SECOND} requests a second: first request to last answer", f"{wall:.1f} s")
    yield Row("against the ideal", f"{wall / ideal:.2f} × of {ideal:.1f} s", "≤ 1.2 ×")
    yield Row("the whole command against the ideal", f"{used.wall / ideal:.2f} ×", "≤ 1.2 ×")
    yield Row("chats not judged", str(size - judged), "0")
    yield Row("requests refused (429)", f"{refused} of {requests}, {refused / requests:.1%}", "≤ 10 %")
