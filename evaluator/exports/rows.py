"""Turns that are lines of one text, with headers before them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from evaluator.exports.mapping import Rows
from evaluator.exports.plain import from_html
from evaluator.readers.times import UNKNOWN_DAY, read_time

_OFFSETS = {"h": 3600, "m": 60, "s": 1}
# Stands before a line that nobody said, while HTML becomes text.
_MARK = "\x02"


def read_rows(rows: Rows, chat: object) -> tuple[list[dict[str, object]], dict[str, list[str]]]:
    """Return the turns, and the headers by name. A line that is no turn goes on with the one before.

    Raises `ValueError`: there is no text, or no turn in it.
    """
    text = rows.text.of(chat)
    if not isinstance(text, str):
        raise ValueError(f"{rows.text.source!r} finds no text")
    headers: dict[str, list[str]] = {name: [] for name in rows.headers}
    turns: list[dict[str, object]] = []
    if rows.header_tag:
        text = re.sub(rows.header_tag, rf"\g<0>{_MARK}", text)
    for line in (from_html(text) if rows.html else text).split("\n"):
        if match := re.match(rows.pattern, line):
            turns.append({"text": "", **_fields(match.groupdict(), headers)})
        elif not _is_header(line, rows, headers) and turns:
            turns[-1]["text"] = f"{turns[-1]['text']}\n{line}"
    if not turns:
        raise ValueError(f"{rows.text.source!r} has no line such as {rows.pattern!r}")
    return turns, headers


def _is_header(line: str, rows: Rows, headers: dict[str, list[str]]) -> bool:
    marked = line.startswith(_MARK)
    if rows.header_tag and not marked:
        return False
    for name, pattern in rows.headers.items():
        if match := re.match(pattern, line.lstrip(_MARK)):
            headers[name].append(match.groupdict().get("value") or match[0])
            return True
    return marked


def _fields(groups: dict[str, str | None], headers: dict[str, list[str]]) -> dict[str, object]:
    fields: dict[str, object] = {key: value for key, value in groups.items() if value and key not in _OFFSETS}
    offsets = [(groups.get(key), seconds) for key, seconds in _OFFSETS.items()]
    if any(number for number, _ in offsets):
        elapsed = sum(int(number) * seconds for number, seconds in offsets if number)
        fields["at"] = (_start(headers) + timedelta(seconds=elapsed)).isoformat()
    return fields


def _start(headers: dict[str, list[str]]) -> datetime:
    """When the chat began, if a header `started` says so in a way that can be read; only differences are used."""
    try:
        return read_time(next(iter(headers.get("started", ())), None)) or UNKNOWN_DAY
    except ValueError:
        return UNKNOWN_DAY
