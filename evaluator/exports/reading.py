"""Reads the conversations of live-chat systems out of JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from evaluator.errors import RecordError, UsageError
from evaluator.exports.convert import convert
from evaluator.exports.mapping import Mapping, read_mapping, shipped
from evaluator.exports.pages import joined
from evaluator.exports.recognise import recognise
from evaluator.readers.conversation import build
from evaluator.readers.json_values import Found
from evaluator.readers.record import ReadOptions, Record


def wanted(options: ReadOptions) -> tuple[Mapping, ...]:
    """Return the mappings to try: the user's own alone, the one named as the format alone, or all that are shipped.

    Raises `DataFileError` for a mistake in the user's own.
    """
    if options.mapping is not None:
        return (read_mapping(Path(options.mapping)),)
    named = shipped().get(options.format or "")
    return (named,) if named else tuple(shipped().values())


def system_of(value: object, options: ReadOptions) -> Mapping | None:
    """Return the mapping of the system whose conversation, or part of one, the first value of a file is."""
    mappings = wanted(options)
    known = recognise(value, mappings)
    if known is not None:
        return known.mapping
    return next((one for one in mappings if one.items is not None and one.items.holds(value)), None)


def check(options: ReadOptions, formats: Iterable[str]) -> None:
    """Raise `UsageError` or `DataFileError` at once unless the format or mapping that is asked for exists."""
    if options.mapping is not None and options.format is not None:
        raise UsageError("--mapping and --format do not go together: the mapping is the format")
    if options.mapping is not None:
        read_mapping(Path(options.mapping))
    elif options.format not in shipped():
        known = ", ".join((*formats, *shipped()))
        raise UsageError(f"unknown format {options.format!r}; known: {known}")


def read_export(
    mapping: Mapping, values: Iterable[Found | RecordError], stem: str, options: ReadOptions
) -> Iterator[Record]:
    """Read all values as the mapping says. One that holds no conversation of the system is an error in its place."""
    records = _records(mapping, values, stem, options)
    return joined(records) if mapping.paged else records


def _records(
    mapping: Mapping, values: Iterable[Found | RecordError], stem: str, options: ReadOptions
) -> Iterator[Record]:
    number = 0
    for found in _gathered(mapping, values):
        if isinstance(found, RecordError):
            number += 1
            yield Record.failed(found)
            continue
        known = recognise(found.value, (mapping,))
        chats = known.chats if known else ()
        if not chats:
            number += 1
            what = f"holds no conversation of {mapping.title}: {mapping.recognise.source!r} is true of none"
            yield Record.failed(RecordError(found.where, what))
        for index, chat in enumerate(chats):
            number += 1
            where = found.where if len(chats) == 1 else f"{found.where}#{index + 1}"
            yield _read(mapping, chat, where, f"{stem}#{number}", options, found.notes)


def _gathered(mapping: Mapping, values: Iterable[Found | RecordError]) -> Iterator[Found | RecordError]:
    """The values; where each is but a part of one conversation, all of them as one."""
    values = iter(values)
    first = next(values, None)
    if first is None:
        return
    is_part = mapping.items is not None and isinstance(first, Found) and mapping.items.holds(first.value)
    if not is_part or not isinstance(first, Found):
        yield from chain((first,), values)
        return
    parts: list[object] = []
    for found in chain((first,), values):
        if isinstance(found, RecordError):
            yield found
        else:
            parts.append(found.value)
    yield first._replace(value=parts)


def _read(
    mapping: Mapping, chat: object, where: str, default_id: str, options: ReadOptions, notes: tuple[str, ...]
) -> Record:
    try:
        converted = convert(mapping, chat, options.agent_names)
    except (ValueError, RecursionError) as error:
        what = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        return Record(where, None, RecordError(where, f"{mapping.name}: {what}"), notes, mapping.name)
    notes = notes + converted.notes
    try:
        conversation, more = build(converted.native, where, default_id)
    except RecordError as error:
        return Record(where, None, error, notes, mapping.name, converted.dropped)
    return Record(where, conversation, None, notes + more, mapping.name, converted.dropped)
