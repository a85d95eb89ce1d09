"""Cold start: processor time of single commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.judge import chats
from benchmarks.judge.processes import MODEL, Command, closure, endpoint, fresh, measure, python
from benchmarks.judge.table import Row


def rows(times: int, folder: Path) -> Iterator[Row]:
    """Measure each command that often; the least counts."""
    one = chats.write(folder / "one.jsonl", 1)
    with endpoint() as served:

        def least(command: Command) -> str:
            return f"{min(measure(command, fresh(folder), served.url).cpu for _ in range(times)):.2f} s CPU"

        yield Row("`python -c pass`", least(python("-c", "pass")))
        yield Row("`closure --help`", least(closure("--help")), "≤ 0.3")
        yield Row("`closure grade` of one chat by rules", least(closure("grade", one)))
        judged = closure("grade", one, "--model", MODEL)
        yield Row("`closure grade --model` of one chat", least(judged), "≤ 1.2")
        yield Row("`import openai`", least(python("-c", "import openai")))
