"""What is proposed for the labelled chats: how many get a proposal, and what it gains."""

from __future__ import annotations

import asyncio
from pathlib import Path
from statistics import median

from evaluator import Evaluation, Evaluator
from evaluator.agreement import read_gold

ROOT = Path(__file__).resolve().parent.parent
HEAD = (
    "| lang | chats | proposals | without placeholders | median before | median after | least after | below 85 |\n"
    "| :-- | --: | --: | --: | --: | --: | --: | --: |"
)


def table() -> str:
    """Return the table, a row a language."""
    files = sorted((ROOT / "tests" / "golden" / "dev").glob("*.jsonl"))
    return "\n".join([HEAD, *(_row(file.stem, asyncio.run(_graded(file))) for file in files)])


async def _graded(file: Path) -> list[Evaluation]:
    evaluator = Evaluator(suggest=True)
    return [await evaluator.evaluate(chat.conversation) for chat in read_gold([file])]


def _row(code: str, evaluations: list[Evaluation]) -> str:
    proposals = [rewrite for one in evaluations if (rewrite := one.suggestions.rewrite)]
    before, after = [one.before for one in proposals], [one.after for one in proposals]
    cells = (
        code,
        str(len(evaluations)),
        str(len(proposals)),
        str(sum(not one.placeholders for one in proposals)),
        f"{median(before):.1f}",
        f"{median(after):.1f}",
        f"{min(after):.1f}",
        str(sum(score < 85 for score in after)),
    )
    return f"| {' | '.join(cells)} |"
