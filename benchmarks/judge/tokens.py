"""Tokens: all criteria in one request against one request a criterion."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.judge import chats
from benchmarks.judge.processes import ROOT
from benchmarks.judge.table import Row


def rows(size: int, folder: Path) -> Iterator[Row]:
    """Count what the chats of the excerpt take; by the project's own estimate of tokens."""
    file = chats.write(folder / "tokens.jsonl", size)
    command = [sys.executable, "-m", "benchmarks.judge.counted", str(file)]
    counted = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    chat, fixed, each = counted["chats"], counted["prefix"], counted["prefixes"]
    mean = statistics.fmean(chat)
    one, many = fixed + mean, sum(each) + len(each) * mean
    yield Row(f"prompt tokens a chat, all {len(each)} criteria in one request", f"{one:,.0f}")
    yield Row("prompt tokens a chat, one request a criterion", f"{many:,.0f} ({many / one:.1f} ×)")
    yield Row("requests a chat", f"1 against {len(each)}")
    yield Row("share of the prompt that is the same for every chat", f"{fixed / one:.0%}")
    schema = f"{counted['schema']:,} ({counted['schema'] / one:.0%} of the prompt)"
    yield Row("tokens of the schema beside it, also the same", schema)
