"""Agreement on chats that the rules were written on, and on chats that nobody read while writing them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

from evaluator import Evaluator
from evaluator.agreement import grade_all, read_gold, summarise
from evaluator.agreement.values import Figures, GroupFigures

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("dev", "more", "held")
REAL = {"real": "33, read", "real_held": "32, not read"}


def table() -> str:
    """Return two tables: a row a language for chats written for this, a row a folder for real English ones."""
    return "\n".join((*_lines(), "", *_real()))


def _real() -> Iterator[str]:
    yield "| real English chats | mean kappa | kappa | labels that agree | outcome | off by |"
    yield "| :-- | --: | --: | --: | --: | --: |"
    for folder, title in REAL.items():
        group = _figures(folder).group("en")
        mean, outcome, off_by = _cells(group)
        kappa, agree = f"{group.overall_kappa or 0:.2f}", f"{group.agreement or 0:.0%}"
        yield f"| {title} | {mean} | {kappa} | {agree} | {outcome} | {off_by} |"


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
