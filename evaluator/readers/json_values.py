"""Streams the values of a JSON text: one a line, the items of a list, or one document.

Every value comes with the place it starts at. A broken value is a `RecordError` in its place; the rest goes
on. Formats that are JSON of another shape map these values to the native one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from pydantic_core import from_json

from evaluator.errors import RecordError
from evaluator.readers.surrogates import BROKEN_BYTES, REPLACED, has_broken_bytes, replace_surrogates
from evaluator.readers.text import Text

LARGEST = 64 << 20
_CHUNK = 1 << 16

_LIST = re.compile(r'\s*(?:\{\s*"conversations"\s*:\s*)?\[')
_STRING = r'"(?:[^"\\]++|\\.)*+"'
_NEXT_OUTSIDE = re.compile(rf'(?:[^"\[\]{{}},]++|{_STRING})*+([\[\]{{}},])', re.DOTALL)
_NEXT_INSIDE = re.compile(rf'(?:[^"\[\]{{}}]++|{_STRING})*+([\[\]{{}}])', re.DOTALL)
_DOCUMENT = re.compile(r'\s*(?:\{|\[\s*(?:[\[{"\]]|$))')


class Found(NamedTuple):
    """A value and where it starts (``file:line``)."""

    where: str
    value: object
    notes: tuple[str, ...] = ()


def looks_like_json(head: str) -> bool:
    """Whether a text begins like a JSON object or list (and not like a transcript's ``[14:05]``)."""
    return bool(_DOCUMENT.match(head))


def looks_like_lines(head: str) -> bool:
    """Whether every line is a value: the first line is complete, or it is broken and a later one is complete.

    A first line longer than `head` is taken for one of many.
    """
    first, newline, rest = head.lstrip().partition("\n")
    if first.startswith("["):
        return False
    if not newline:
        return first.startswith("{") and not _LIST.match(head)
    return bool(_keys(first)) or any(
        {"turns", "messages"} & _keys(line) for line in rest.split("\n", 100)[:100]
    )


def _keys(line: str) -> set[str]:
    """Return the keys of a line that is a whole JSON object."""
    try:
        value = from_json(line) if line.startswith("{") else None
    except (ValueError, TypeError):
        return set()
    return set(value) if isinstance(value, dict) else set()


def read_lines(text: Text) -> Iterator[Found | RecordError]:
    """One value a line; blank lines are nothing."""
    for line in text:
        if not line.isspace():
            yield _decode(line, text.name, text.line)


def read_document(text: Text) -> Iterator[Found | RecordError]:
    """Read the items of ``[…]`` or ``{"conversations": […]}``, one by one, or else one value.

    A document that is one value, and a single item, may have 64 Mi characters.
    """
    if opening := _LIST.match(text.head):
        for line, item in _items(text, opening[0]):
            yield (
                _decode(item, text.name, line)
                if item
                else RecordError(
                    f"{text.name}:{line}",
                    "the list of chats is not closed: the file is cut short, or a bracket is missing",
                )
            )
        return
    document = text.read(LARGEST)
    if not text.failure:
        too_large = RecordError(
            f"{text.name}:1", "too large for one JSON value; write one chat a line (JSONL)"
        )
        yield too_large if text.read(1) else _decode(document, text.name, 1)


def _items(text: Text, opening: str) -> Iterator[tuple[int, str]]:
    """Line and text of each item. An empty one says that the list did not end."""
    line, bare = 1 + text.read(len(opening)).count("\n"), "{" not in opening
    buffer, start, position, depth = "", 0, 0, 0
    while True:
        token = (_NEXT_INSIDE if depth else _NEXT_OUTSIDE).match(buffer, position)
        if not token:
            more = text.read(max(_CHUNK, len(buffer) - start)) if len(buffer) <= LARGEST else ""
            if not more:
                break
            buffer, position, start = buffer[start:] + more, position - start, 0
            continue
        position = token.end()
        if token[1] in "[{":
            depth += 1
        elif depth and token[1] != ",":
            depth -= 1
        elif not depth:
            item = buffer[start : position - 1]
            if body := item.strip():
                yield line + item[: item.index(body[0])].count("\n"), body
            if token[1] != ",":
                # Whatever follows a bare list is no part of it, and must not get lost in silence.
                tail = (buffer[position:] + text.read(_CHUNK)).strip()
                if tail and bare:
                    yield line + item.count("\n"), tail
                return
            line, start = line + item.count("\n"), position
    if not text.failure:
        rest = buffer[start:].strip()
        if depth == 0 and rest:
            yield line, rest
        yield line, ""


def _decode(text: str, name: str, line: int) -> Found | RecordError:
    where = f"{name}:{line}"
    try:
        return Found(where, from_json(text))
    except (ValueError, TypeError):
        # What the fast parser refuses may only hold a lone surrogate, which real exports do.
        return _decode_slowly(text, where, line)


def _decode_slowly(text: str, where: str, line: int) -> Found | RecordError:
    if has_broken_bytes(text):
        return RecordError(where, BROKEN_BYTES)
    try:
        value, replaced = replace_surrogates(json.loads(text))
        return Found(where, value, (REPLACED,) if replaced else ())
    except json.JSONDecodeError as error:
        return RecordError(
            where, f"not valid JSON: {error.msg} (line {line + error.lineno - 1}, column {error.colno})"
        )
    except (ValueError, RecursionError):
        return RecordError(where, "not usable JSON: nested too deeply, or a number with thousands of digits")
