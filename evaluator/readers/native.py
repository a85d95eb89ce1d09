"""Reads JSON and JSONL in the native shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evaluator.errors import RecordError
from evaluator.readers.conversation import build
from evaluator.readers.json_values import Found, looks_like_json, looks_like_lines, read_document, read_lines
from evaluator.readers.record import Format, ReadOptions, Record
from evaluator.readers.text import Text


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
