"""The closing as it was written, turn by turn, with the quotes of the judgements marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rich.table import Table
from rich.text import Text

from evaluator.models import Conversation, Evaluation, Level, Role, Turn
from evaluator.report.marked import Span, mark
from evaluator.report.safe import clipped

_MOST_TURNS = 40
_ROLE_STYLES = {Role.CUSTOMER: "cyan", Role.AGENT: "blue", Role.BOT: "blue", Role.SYSTEM: "dim"}


def transcript(conversation: Conversation, evaluation: Evaluation, *, brackets: bool) -> Table:
    """Return the turns of the closing, numbered as in the evaluation; of a very long one only its end."""
    closing = evaluation.closing
    start, end = (closing.start, closing.end) if closing else (0, len(conversation.turns))
    first = max(start, end - _MOST_TURNS)
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(no_wrap=True, max_width=24)
    table.add_column(ratio=1, overflow="fold")
    if first:
        table.add_row("", "", Text(f"… {first:,} earlier turn{'s' * (first > 1)}", "dim"))
    spans = quoted(evaluation)
    for number in range(first, end):
        turn = conversation.turns[number]
        table.add_row(
            f"#{number}",
            _speaker(turn),
            mark(turn.text.strip("\n"), _shifted(turn, spans[number]), brackets=brackets),
        )
    return table


def quoted(evaluation: Evaluation) -> Mapping[int, list[Span]]:
    """Every span that a judgement quotes, by turn; a `missed` is quoted too where it rests on words."""
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    for judgement in evaluation.judgements:
        for evidence in judgement.evidence if judgement.level is not Level.NA else ():
            if evidence.turn is not None and evidence.start is not None and evidence.end is not None:
                spans[evidence.turn].append((evidence.start, evidence.end))
    return spans


def _shifted(turn: Turn, spans: list[Span]) -> list[Span]:
    """Return the spans in the text without its leading line breaks."""
    cut = len(turn.text) - len(turn.text.lstrip("\n"))
    return [(start - cut, end - cut) for start, end in spans]


def _speaker(turn: Turn) -> Text:
    who = Text(turn.role.value, _ROLE_STYLES[turn.role])
    if turn.name:
        who.append(f" {clipped(turn.name, 24)}", "dim")
    if turn.at:
        who.append(f" {turn.at:%H:%M}", "dim")
    return who
