"""Reads a team's canned texts: CSV with a header, or JSON."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from itertools import chain

from evaluator.errors import RecordError
from evaluator.readers.header import likeliest_delimiter
from evaluator.readers.json_values import Found, looks_like_json, read_document
from evaluator.readers.message import first_of, scalar
from evaluator.readers.text import Text, open_text

_TITLE = ("title", "name", "shortcut", "key", "id")
_TEXT = ("text", "body", "content", "message", "value", "macro")
_LANGUAGE = ("language", "lang", "locale")
_LISTS = ("macros", "canned_responses", "items", "data", "results")


def read_rows(name: str) -> Iterator[tuple[str, str, str, str | None]]:
    """Yield place, title, text and language of each canned text; the text may be empty.

    Raises `RecordError` where the file as a whole makes no sense.
    """
    text = open_text(name)
    try:
        rows = list(_json(text) if looks_like_json(text.head) else _csv(text))
        if text.failure or not any(first_of(row, _TEXT) for _, row in rows):
            what = f"holds no texts (looked for a column or key {', '.join(_TEXT)})"
            raise RecordError(text.name, text.failure or what)
        for where, row in rows:
            language = (scalar(first_of(row, _LANGUAGE)) or "").replace("_", "-").partition("-")[0].lower()
            said = (scalar(first_of(row, _TEXT)) or "").strip()
            yield where, scalar(first_of(row, _TITLE)) or where, said, language or None
    finally:
        text.close()


def _json(text: Text) -> Iterator[tuple[str, Mapping[str, object]]]:
    number = 0
    for found in read_document(text):
        if isinstance(found, RecordError):
            raise found
        for value in _items(found):
            number += 1
            if not isinstance(value, dict):
                raise RecordError(f"{text.name}#{number}", "must be an object with title and text")
            yield f"{text.name}#{number}", value


def _items(found: Found) -> list[object]:
    value = found.value
    inner = first_of(value, _LISTS) if isinstance(value, dict) else value
    return inner if isinstance(inner, list) else [value]


def _csv(text: Text) -> Iterator[tuple[str, Mapping[str, object]]]:
    lines = iter(text)
    first = next(lines, "")
    reader = csv.DictReader(chain([first], lines), delimiter=likeliest_delimiter(first, {}))
    try:
        reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
        for row in reader:
            yield f"{text.name}:{text.line}", {key: value for key, value in row.items() if key and value}
    except csv.Error as error:
        raise RecordError(f"{text.name}:{text.line}", str(error)) from error
