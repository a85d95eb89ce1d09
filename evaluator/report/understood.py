"""One chat as it was read: its turns, what was left out, and what the reader noted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from evaluator.readers.record import Record
from evaluator.readers.times import UNKNOWN_DAY
from evaluator.report.safe import one_line


def understood(record: Record) -> Group:
    """Return the page for a record that holds a conversation."""
    return Group(*_parts(record))


def _parts(record: Record) -> Iterator[RenderableType]:
    conversation = record.conversation
    if conversation is None:
        return
    facts = {
        "read as": record.system,
        "agent": conversation.agent,
        "channel": conversation.channel,
        "language": conversation.language,
    }
    yield Text(one_line(f"{conversation.id}  ({record.where})"), "bold")
    yield Text(one_line(", ".join(f"{name}: {value}" for name, value in facts.items() if value)))
    yield Text()
    yield _table(
        ("", "role", "time", "name", "text"),
        [
            (
                str(number),
                turn.role.value,
                _time(turn.at),
                turn.name or "",
                turn.text,
            )
            for number, turn in enumerate(conversation.turns)
        ],
    )
    if record.dropped:
        yield Text("\nLeft out", "bold")
        yield _table(("row", "why", "text"), [(str(row), why, text) for row, why, text in record.dropped])
    for note in record.notes:
        yield Text(one_line(f"Note: {note}"), "dim")


def _time(at: datetime | None) -> str:
    """The time; without the day that stands in for an unknown one."""
    if at is None:
        return ""
    return at.time().isoformat() if at.date() == UNKNOWN_DAY.date() else at.isoformat(" ")


def _table(titles: tuple[str, ...], rows: list[tuple[str, ...]]) -> Table:
    table = Table(*titles, box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    return table
