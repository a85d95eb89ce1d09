"""Several chats on a page, a line each, printed as they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from evaluator.models import Evaluation, Level
from evaluator.report.looks import STATUSES, band_style, outcome_words, score_text
from evaluator.report.safe import clipped
from evaluator.rubric import Rubric

if TYPE_CHECKING:
    from rich.console import Console

# The widths are settled by the first chats, so that a long file shows its first lines at once.
_SETTLING = 40
_GAP = "  "
_MOST_WORST = 4


class Column(NamedTuple):
    """A column of the overview; its width lies between that of its title and `widest`."""

    title: str
    widest: int
    right: bool = False


COLUMNS = (
    Column("chat", 30),
    Column("agent", 16),
    Column("lang", 4),
    Column("outcome", 13),
    Column("score", 5, right=True),
    Column("band", 12),
    Column("critical", 18),
    Column("worst", 60),
)


def print_overview(console: Console, evaluations: Iterable[Evaluation], rubric: Rubric) -> None:
    """Print the table while the evaluations come in."""
    rows = ((evaluation, _cells(evaluation, rubric)) for evaluation in evaluations)
    first = list(islice(rows, _SETTLING))
    widths = _widths([cells for _, cells in first], console.width)
    titles = [column.title for column in COLUMNS]
    console.print(_line(titles, widths, ["bold"] * len(titles)), no_wrap=True, overflow="crop")
    for evaluation, cells in chain(first, rows):
        verdict = band_style(rubric, evaluation.band)
        styles = [
            "",
            "dim",
            "dim",
            "",
            verdict,
            verdict,
            "bold red",
            "" if evaluation.judgements else "yellow",
        ]
        console.print(_line(cells, widths, styles), no_wrap=True, overflow="crop")


def _cells(evaluation: Evaluation, rubric: Rubric) -> list[str]:
    failed = f"{STATUSES[evaluation.status]}: {evaluation.error}"
    return [
        clipped(evaluation.conversation_id, COLUMNS[0].widest),
        clipped(evaluation.agent or "", COLUMNS[1].widest),
        evaluation.language or "",
        outcome_words(evaluation),
        score_text(evaluation.score),
        evaluation.band or "",
        ", ".join(evaluation.critical),
        ", ".join(islice(worst(evaluation, rubric), _MOST_WORST))
        if evaluation.judgements
        else clipped(failed, 200),
    ]


def worst(evaluation: Evaluation, rubric: Rubric) -> Iterator[str]:
    """Return the criteria that cost most, first the missed ones, by weight."""
    for level in (Level.MISSED, Level.PARTIAL):
        ids = [j.criterion for j in evaluation.judgements if j.level is level]
        yield from sorted(ids, key=lambda criterion: -rubric.criterion(criterion).weight)


def _widths(rows: Sequence[Sequence[str]], total: int) -> list[int]:
    """Return as wide as the first rows need; the last column gets what is left."""
    widths = [
        min(column.widest, max(cell_len(text) for text in (column.title, *cells)))
        for column, cells in zip(COLUMNS, zip(*rows, strict=True), strict=True)
    ]
    others = sum(widths[:-1]) + len(_GAP) * (len(widths) - 1)
    return [*widths[:-1], max(total - others, len(COLUMNS[-1].title))]


def _line(cells: Sequence[str], widths: Sequence[int], styles: Sequence[str]) -> Text:
    line = Text()
    for column, text, width, style in zip(COLUMNS, cells, widths, styles, strict=True):
        line.append(_fitted(text, width, right=column.right), style or None).append(_GAP)
    line.rstrip()
    return line


def _fitted(text: str, width: int, *, right: bool) -> str:
    """Return text of exactly that width on screen, whatever its script."""
    if cell_len(text) > width:
        return set_cell_size(text, width - 1) + "…"
    padding = " " * (width - cell_len(text))
    return padding + text if right else text + padding
