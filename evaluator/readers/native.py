"""Reads JSON and JSONL in the native shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

from evaluator.errors import RecordError
from evaluator.readers.conversation import build
from evaluator.readers.json_values import Found, looks_like_json, looks_like_lines, read_document, read_lines
from evaluator.readers.record import Format, ReadOptions, Record
from evaluator.readers.text import Text

if TYPE_CHECKING:
    from evaluator.exports.mapping import Mapping

# A log of webhooks may begin with others than those of a chat.
_LOOKED_AT = 5


def make_record(
    value: object,
    where: str,
    default_id: str,
    options: ReadOptions,
    notes: tuple[str, ...] = (),
    *,
    infer: bool = False,
) -> Record:
    """Build the record of a native value that holds no lone surrogates. `infer`: see `roles.assign`."""
    try:
        conversation, found = build(value, where, default_id, options.agent_names, infer=infer)
    except RecordError as error:
        return Record(where, None, error, notes)
    return Record(where, conversation, None, notes + found)


def _parse_lines(text: Text, options: ReadOptions) -> Iterator[Record]:
    return _records(read_lines(text), text, options)


def _parse_document(text: Text, options: ReadOptions) -> Iterator[Record]:
    return _records(read_document(text), text, options)


def _records(values: Iterable[Found | RecordError], text: Text, options: ReadOptions) -> Iterator[Record]:
    """Read all values as the system's that one of the first is recognised as, or in the native shape."""
    ahead: list[Found | RecordError] = []
    values = iter(values)
    first = islice((value for value in _kept(values, ahead) if isinstance(value, Found)), _LOOKED_AT)
    system = _first_system(first, options)
    if system is None:
        yield from _natives(chain(ahead, values), text, options)
        return
    from evaluator.exports.reading import read_export

    yield from read_export(system, chain(ahead, values), text.stem, options)


def _first_system(values: Iterable[Found], options: ReadOptions) -> Mapping | None:
    for found in values:
        system = _system(found.value, options)
        if system is not None or _has_turns(found.value):
            return system
    return None


def _kept(
    values: Iterable[Found | RecordError], ahead: list[Found | RecordError]
) -> Iterator[Found | RecordError]:
    for value in values:
        ahead.append(value)
        yield value


def _system(value: object, options: ReadOptions) -> Mapping | None:
    """The mapping of the live-chat system that the value comes from, or that was asked for."""
    asked = options.mapping is not None or options.format not in (None, "json", "jsonl")
    if not asked and (options.format or _is_native(value)):
        return None
    # Slow to import, and most chats are in the native shape.
    from evaluator.exports.reading import system_of, wanted

    return wanted(options)[0] if asked else system_of(value, options)


def _is_native(value: object) -> bool:
    return _has_turns(value, ("turns",))


def _has_turns(value: object, keys: Iterable[str] = ("turns", "messages")) -> bool:
    chats = _unwrap(value)
    return bool(chats) and isinstance(chats[0], dict) and any(key in chats[0] for key in keys)


def _natives(values: Iterable[Found | RecordError], text: Text, options: ReadOptions) -> Iterator[Record]:
    number = 0
    for found in values:
        if isinstance(found, RecordError):
            number += 1
            yield Record.failed(found)
            continue
        chats = _unwrap(found.value)
        for index, chat in enumerate(chats):
            number += 1
            where = found.where if len(chats) == 1 else f"{found.where}#{index + 1}"
            yield make_record(chat, where, f"{text.stem}#{number}", options, found.notes)


def _unwrap(value: object) -> list[object]:
    """Return the chats inside a list or wrapper, or the value as the only one."""
    inner = value.get("conversations") if isinstance(value, dict) else value
    return inner if isinstance(inner, list) else [value]


JSONL = Format(
    "jsonl",
    (".jsonl", ".ndjson"),
    'one JSON object a line: {"id", "turns": [{"role", "text", "at", "name"}]}',
    looks_like_lines,
    _parse_lines,
)
JSON = Format(
    "json",
    (".json",),
    'one such object, a list of them, or {"conversations": [...]}',
    looks_like_json,
    _parse_document,
)
