"""Agreement on chats that the rules were written on, and on chats that their authors never read."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

from evaluator import Evaluator
from evaluator.agreement import grade_all, read_gold, summarise
from evaluator.agreement.values import Figures, GroupFigures

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("dev", "more", "held")


def table() -> str:
    """Return the table: mean kappa, outcomes and the distance of scores, a row a language."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    runs = {folder: _figures(folder) for folder in FOLDERS}
    titles = [f"{folder}: {what}" for folder in FOLDERS for what in ("mean kappa", "outcome", "off by")]
    yield f"| lang | {' | '.join(titles)} | held: mean kappa without doubtful labels |"
    yield f"| :-- |{' --: |' * (len(titles) + 1)}"
    certain = _figures("held", doubtful=False)
    for group in runs["dev"].groups:
        code = group.language
        cells = [cell for folder in FOLDERS for cell in _cells(runs[folder].group(code))]
        yield f"| {code} | {' | '.join(cells)} | {certain.group(code).mean_kappa or 0:.2f} |"


def _figures(folder: str, *, doubtful: bool = True) -> Figures:
    chats = read_gold([ROOT / "tests" / "golden" / folder])
    agreement = summarise(asyncio.run(grade_all(chats, Evaluator())))
    return agreement.all_labels if doubtful else agreement.without_doubtful


def _cells(group: GroupFigures) -> tuple[str, str, str]:
    return (
        f"{group.mean_kappa or 0:.2f}",
        f"{group.outcome_accuracy or 0:.0%}",
        f"{group.score_error or 0:.1f}",
    )
