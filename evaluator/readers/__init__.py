"""Reads conversations from files, folders and standard input, whatever way they are written down.

A new way is one more `Format` in the registry; an export whose chats are JSON objects of another shape
needs only a mapping (see `evaluator.exports`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from evaluator.errors import InputError, RecordError, UsageError
from evaluator.readers.conversation import parse_conversation
from evaluator.readers.header import FIELDS
from evaluator.readers.json_values import looks_like_lines
from evaluator.readers.native import JSON, JSONL
from evaluator.readers.record import Format, ReadOptions, Record
from evaluator.readers.seen import SeenIds
from evaluator.readers.slack_export import is_export
from evaluator.readers.source import find_sources
from evaluator.readers.table import CSV
from evaluator.readers.text import Text, check_encoding, open_text
from evaluator.readers.transcript import TRANSCRIPT

__all__ = ["Format", "ReadOptions", "Record", "formats", "parse_conversation", "read"]

# In this order they are asked whether a text is theirs.
_FORMATS = {format_.name: format_ for format_ in (JSONL, JSON, CSV, TRANSCRIPT)}


def formats() -> Mapping[str, Format]:
    """Return the formats that can be read, by name."""
    return MappingProxyType(_FORMATS)


def read(sources: Iterable[str | Path], options: ReadOptions = ReadOptions()) -> Iterator[Record]:  # noqa: B008
    """Read every conversation of files, folders (recursively), globs and ``-`` (standard input), as a stream.

    Raises `InputError` at once for a source that is missing, unreadable or empty, and `UsageError` for
    options that cannot be. Later a mistake becomes a record with an error; only where the sole file makes no
    sense as a whole is it raised, as `RecordError`.
    """
    _check(options)
    endings = {ending for format_ in _FORMATS.values() for ending in format_.endings}
    names = find_sources(sources, endings, options.exclude)
    if not names:
        raise InputError("no input; name a file, a folder, or - for standard input")
    return _note_duplicates(_read_all(names, options))


def _check(options: ReadOptions) -> None:
    if options.mapping is not None or options.format not in (None, *_FORMATS):
        from evaluator.exports.reading import check

        check(options, _FORMATS)
    if unknown := options.columns.keys() - set(FIELDS):
        raise UsageError(f"unknown column field {sorted(unknown)[0]!r}; known: {', '.join(FIELDS)}")
    if options.encoding is not None:
        check_encoding(options.encoding)


def _read_all(names: list[str], options: ReadOptions) -> Iterator[Record]:
    for name in names:
        try:
            yield from _read_file(name, options)
        except RecordError as error:
            if len(names) == 1:
                raise
            yield Record.failed(error)


def _read_file(name: str, options: ReadOptions) -> Iterator[Record]:
    if is_export(Path(name)):
        yield from _read_slack(Path(name), options)
        return
    text = open_text(name, options.encoding)
    try:
        number = 0
        for number, record in enumerate(_choose(text, options).parse(text, options), 1):
            yield (
                replace(record, notes=(*text.notes, *record.notes)) if number == 1 and text.notes else record
            )
        if not number:
            raise RecordError(text.name, text.failure or "holds no chats")
        if text.failure:
            yield Record.failed(RecordError(f"{text.name}:{text.line + 1}", text.failure))
    finally:
        text.close()


def _read_slack(path: Path, options: ReadOptions) -> Iterator[Record]:
    from evaluator.exports.mapping import shipped
    from evaluator.exports.reading import read_export
    from evaluator.exports.slack import read_values

    return read_export(shipped()["slack"], read_values(path), path.stem, options)


def _choose(text: Text, options: ReadOptions) -> Format:
    """Take the format that was asked for, or whose look the text has, or whose ending the file has."""
    if options.format in _FORMATS:
        return _FORMATS[options.format]
    if options.format or options.mapping:
        return JSONL if looks_like_lines(text.head) else JSON
    head = text.head.replace("\r\n", "\n").replace("\r", "\n")
    for format_ in _FORMATS.values():
        if format_.sniff(head) or (format_ is CSV and options.columns):
            return format_
    for format_ in _FORMATS.values():
        if text.ending in format_.endings:
            return format_
    raise RecordError(text.name, f"format not recognised; name it with --format ({', '.join(_FORMATS)})")


def _note_duplicates(records: Iterable[Record]) -> Iterator[Record]:
    """Ids are kept as they are; a repeated one is only pointed out."""
    seen = SeenIds()
    for record in records:
        if record.conversation and not seen.add(record.conversation.id):
            note = f"id {record.conversation.id!r} was already used by an earlier chat"
            yield replace(record, notes=(*record.notes, note))
        else:
            yield record
