"""Joins the pages of one conversation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from evaluator.models import Conversation
from evaluator.readers.record import Record


def joined(records: Iterable[Record]) -> Iterator[Record]:
    """Join records in a row that are pages of one conversation, in the order of the times if all turns have one.

    A turn that stands on two pages is taken once, if it has an id.
    """
    page: Record | None = None
    for record in records:
        if page is not None and _is_next_page(page, record):
            page = _join(page, record)
            continue
        if page is not None:
            yield page
        page = record
    if page is not None:
        yield page


def _is_next_page(page: Record, record: Record) -> bool:
    first, second = page.conversation, record.conversation
    return first is not None and second is not None and first.id == second.id


def _join(page: Record, record: Record) -> Record:
    first, second = page.conversation, record.conversation
    if first is None or second is None:
        raise AssertionError("only records with a conversation are pages")
    known = {turn.id for turn in first.turns if turn.id}
    turns = [*first.turns, *(turn for turn in second.turns if turn.id not in known)]
    times = [turn.at for turn in turns if turn.at]
    if len(times) == len(turns) and len({time.tzinfo is None for time in times}) == 1:
        turns.sort(key=lambda turn: (turn.at is None, turn.at))
    whole = Conversation.model_validate({**dict(first), "turns": tuple(turns)})
    return replace(
        page, conversation=whole, notes=page.notes + record.notes, dropped=page.dropped + record.dropped
    )
