"""Applies a mapping to one conversation: the native shape, and what was left out of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from operator import itemgetter
from reprlib import repr as short
from typing import NamedTuple

from evaluator.exports import mapping as model
from evaluator.exports.events import happened
from evaluator.exports.expression import Expression
from evaluator.exports.plain import from_html, from_mrkdwn, without_quotes
from evaluator.exports.rows import read_rows
from evaluator.exports.speakers import Speaker, roles_of
from evaluator.models import Role
from evaluator.readers.message import scalar
from evaluator.readers.record import Dropped
from evaluator.readers.times import read_time

_FILE = "📎"
_SHOWN = 200
_NO_ROW, _NO_TEXT = "not an object", "no text"
Row = Mapping[str, object]


class Converted(NamedTuple):
    """A conversation in the native shape, all of its turns with roles of ours, and what was left out."""

    native: dict[str, object]
    dropped: tuple[Dropped, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """One line on the rows that could not be read, or nothing: what the mapping leaves out is as it should be."""
        reasons = [dropped.why for dropped in self.dropped if dropped.why in (_NO_ROW, _NO_TEXT)]
        counted = ", ".join(f"{reasons.count(why)} × {why}" for why in dict.fromkeys(reasons))
        return (f"rows left out: {counted}",) if counted else ()


class _Said(NamedTuple):
    speaker: Speaker
    turn: dict[str, object]


def convert(mapping: model.Mapping, chat: object, agent_names: Collection[str] = ()) -> Converted:
    """Return what the mapping makes of one conversation. Raises `ValueError`, with the expression that failed."""
    rows, around = _rows(mapping, chat)
    found = {name: _objects(lookup, chat) for name, lookup in mapping.lookups.items()}
    said: list[_Said] = []
    dropped: list[Dropped] = []
    for number, row in _in_order(mapping, rows, dropped):
        turn = _turn(mapping, {**row, "_chat": around, **_looked_up(mapping, found, row)}, number, found)
        if isinstance(turn, Dropped):
            dropped.append(turn)
        else:
            said.append(turn)
    speakers = [one.speaker for one in said if "role" not in one.turn]
    roles = roles_of(mapping, around, speakers, agent_names)
    turns = [{"role": roles.get(speaker, Role.SYSTEM).value, **turn} for speaker, turn in said]
    return Converted({**_facts(mapping, around), "turns": turns}, tuple(sorted(dropped)))


def _rows(mapping: model.Mapping, chat: object) -> tuple[list[object], object]:
    """The rows, and the conversation as expressions on a row see it."""
    if mapping.rows is not None:
        rows, headers = read_rows(mapping.rows, chat)
        return list(rows), {**chat, "_headers": headers} if isinstance(chat, dict) else chat
    found = mapping.turns.of(chat) if mapping.turns else None
    if not isinstance(found, list):
        source = mapping.turns.source if mapping.turns else ""
        raise ValueError(f"turns: {source!r} finds no list of turns")
    if mapping.inner is None:
        return found, chat
    groups = [(group, mapping.inner.of(group)) for group in found if isinstance(group, dict)]
    inside = [(group, row) for group, rows in groups if isinstance(rows, list) for row in rows]
    return [{**row, "_group": group} if isinstance(row, dict) else row for group, row in inside], chat


def _in_order(
    mapping: model.Mapping, rows: list[object], dropped: list[Dropped]
) -> Iterator[tuple[int, Row]]:
    """The rows that can be read, with their numbers, in the order in which they were said."""
    kept: list[tuple[int, Row]] = []
    for number, row in enumerate(rows):
        if isinstance(row, dict):
            kept.append((number, row))
        elif row is not None:
            dropped.append(Dropped(number, _NO_ROW, short(row)))
    yield from _by_time(mapping.turn.at, kept) if mapping.by_time and mapping.turn.at is not None else kept


def _by_time(at: Expression, rows: list[tuple[int, Row]]) -> list[tuple[int, Row]]:
    """The rows by their times, if these can be compared; one without a time stays behind the one before it."""
    timed = [(_time(at, row), (number, row)) for number, row in rows]
    times = [time for time, _ in timed if time]
    if not times or len({time.tzinfo is None for time in times}) > 1:
        return rows
    if times[0] > times[-1] and times == sorted(times, reverse=True):
        # Newest first: of two in the same second, too, the latter is the earlier one.
        timed.reverse()
    filled: list[tuple[datetime, tuple[int, Row]]] = []
    before = min(times[0], times[-1])
    for time, row in timed:
        before = time or before
        filled.append((before, row))
    return [row for _, row in sorted(filled, key=itemgetter(0))]


def _time(at: Expression, row: Row) -> datetime | None:
    try:
        return read_time(at.of(row))
    except ValueError:
        return None


def _objects(lookup: model.Lookup, chat: object) -> dict[str, object]:
    found = lookup.among.of(chat)
    if isinstance(found, dict):
        return {str(key): value for key, value in found.items()}
    objects = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return {key: one for one in objects if (key := scalar(one.get(lookup.key)))}


def _looked_up(
    mapping: model.Mapping, found: Mapping[str, Mapping[str, object]], row: Row
) -> dict[str, object]:
    keys = {name: scalar(lookup.by.of(row)) for name, lookup in mapping.lookups.items()}
    return {name: found[name].get(key) if key else None for name, key in keys.items()}


def _turn(
    mapping: model.Mapping, row: Row, number: int, found: Mapping[str, Mapping[str, object]]
) -> _Said | Dropped:
    fields = mapping.turn
    text = _text(mapping, row, found)
    for drop in mapping.drop:
        if drop.when.holds(row):
            return Dropped(number, drop.why, text[:_SHOWN])
    name = _scalar(fields.name, row)
    speaker = Speaker(scalar(fields.role.of(row)), name)
    facts = {"at": fields.at.of(row) if fields.at else None, "id": _scalar(fields.id, row)}
    code = _scalar(fields.event, row)
    shown = mapping.events.get(code) if code else None
    if shown == "nothing":
        return Dropped(number, f"{code}: nobody said anything", text[:_SHOWN])
    if shown is not None and not (shown == "itself" and not text):
        text = text if shown == "itself" else happened(shown, name)
        return _Said(speaker, {"role": Role.SYSTEM.value, "text": text, **facts})
    if not text:
        return Dropped(number, _NO_TEXT, code or "")
    return _Said(speaker, {"text": text, "name": name, **facts})


def _scalar(query: Expression | None, row: Row) -> str | None:
    return scalar(query.of(row)) if query else None


def _text(mapping: model.Mapping, row: Row, found: Mapping[str, Mapping[str, object]]) -> str:
    said = mapping.turn.text.of(row)
    parts = said if isinstance(said, list) else [said]
    text = "\n".join(part for part in map(scalar, parts) if part).strip()
    is_html = mapping.html.holds(row) if isinstance(mapping.html, Expression) else mapping.html
    if is_html:
        text = from_html(text)
    elif mapping.mrkdwn:
        text = from_mrkdwn(text, found.get("_user", {}))
    if mapping.mail:
        text = without_quotes(text)
    files = mapping.turn.files.of(row) if mapping.turn.files else None
    names = [name for name in map(scalar, files if isinstance(files, list) else [files]) if name]
    return "\n".join([*([text] if text else []), *(f"{_FILE} {name}" for name in names)])


def _facts(mapping: model.Mapping, chat: object) -> dict[str, object]:
    facts = mapping.conversation
    about = {"id": facts.id, "agent": facts.agent, "channel": facts.channel, "language": facts.language}
    told = {name: scalar(query.of(chat)) for name, query in about.items() if query}
    rated = {"rating": facts.rating, "comment": facts.comment}
    kept = {name: value for name, query in rated.items() if query and (value := query.of(chat)) is not None}
    return {
        **{name: value for name, value in told.items() if value},
        "metadata": {"export": mapping.name, **kept},
    }
