"""Several chats on a page, a line each, printed as they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from evaluator.models import Evaluation, Level, Status
from evaluator.report.looks import STATUSES, band_style, outcome_words, score_text
from evaluator.report.safe import clipped
from evaluator.rubric import Rubric

if TYPE_CHECKING:
    from rich.console import Console

# The widths are settled by the first chats, so that a long file shows its first lines at once.
_SETTLING = 40
_GAP = "  "
_MOST_WORST = 5


class Column(NamedTuple):
    """A column of the overview; its width lies between that of its title and `widest`."""

    title: str
    widest: int
    right: bool = False


COLUMNS = (
    Column("chat", 30),
    Column("agent", 14),
    Column("lang", 4),
    Column("outcome", 13),
    Column("score", 5, right=True),
    Column("band", 12),
)
_LAST = "worst (! critical)"


class Line(NamedTuple):
    """What is said of one chat: a cell for each column, and the last one, as wide as there is room."""

    cells: Sequence[Text]
    rest: Text


def print_overview(console: Console, evaluations: Iterable[Evaluation], rubric: Rubric) -> None:
    """Print the table while the evaluations come in."""
    lines = (_line(evaluation, rubric) for evaluation in evaluations)
    first = list(islice(lines, _SETTLING))
    widths = [_width(number, first) for number in range(len(COLUMNS))]
    titles = Line([Text(column.title, "bold") for column in COLUMNS], Text(_LAST, "bold"))
    for line in chain([titles], first, lines):
        console.print(_laid_out(line, widths, console.width), no_wrap=True, overflow="crop")


def _line(evaluation: Evaluation, rubric: Rubric) -> Line:
    names = [
        Text(clipped(evaluation.conversation_id, COLUMNS[0].widest)),
        Text(clipped(evaluation.agent or "", COLUMNS[1].widest), "dim"),
        Text(clipped(evaluation.language or "", COLUMNS[2].widest), "dim"),
    ]
    if not evaluation.judgements:
        why = Text(clipped(f"{STATUSES[evaluation.status]}: {evaluation.error}", 200), "yellow")
        return Line(names, Text(_GAP).join([*_marks(evaluation), why]))
    style = band_style(rubric, evaluation.band)
    verdict = [
        Text(outcome_words(evaluation)),
        Text(score_text(evaluation.score), style),
        Text(clipped(evaluation.band or "", COLUMNS[5].widest), style),
    ]
    criteria = islice(worst(evaluation, rubric), _MOST_WORST)
    rest = Text(", ").join(
        Text(f"{name} !", "bold red") if name in evaluation.critical else Text(name) for name in criteria
    )
    return Line([*names, *verdict], Text(_GAP).join([*_marks(evaluation), rest]))


def _marks(evaluation: Evaluation) -> Iterator[Text]:
    """Say first what must not be cut off: that a person should look, that it is not the model's grade."""
    if evaluation.review.needed:
        yield Text("review", "yellow")
    if evaluation.status is Status.FALLBACK:
        yield Text("by rules", "yellow")


def worst(evaluation: Evaluation, rubric: Rubric) -> Iterator[str]:
    """Return the criteria that cost most: critical ones that were missed, other missed ones, partial ones."""
    levels = {judgement.criterion: judgement.level for judgement in evaluation.judgements}
    yield from evaluation.critical
    for level in (Level.MISSED, Level.PARTIAL):
        ids = [name for name, found in levels.items() if found is level and name not in evaluation.critical]
        yield from sorted(ids, key=lambda name: -rubric.criterion(name).weight)


def _width(number: int, lines: Sequence[Line]) -> int:
    """Return what the first lines need in a column."""
    needed = [line.cells[number].cell_len for line in lines if number < len(line.cells)]
    return min(COLUMNS[number].widest, max([len(COLUMNS[number].title), *needed]))


def _laid_out(line: Line, widths: Sequence[int], total: int) -> Text:
    laid = Text()
    for column, cell, width in zip(COLUMNS, line.cells, widths, strict=False):
        cell.truncate(width, overflow="ellipsis")
        cell.align("right" if column.right else "left", width)
        laid.append_text(cell).append(_GAP)
    left = max(total - laid.cell_len, len(_LAST))
    line.rest.truncate(left, overflow="ellipsis")
    laid.append_text(line.rest)
    laid.rstrip()
    return laid
