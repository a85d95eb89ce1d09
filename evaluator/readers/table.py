"""Reads CSV and TSV: one row a turn.

Rows of one chat need not stand together, as long as they are not too far apart: up to `OPEN_CHATS` chats
(and `OPEN_ROWS` rows) are held open, and the one without news for longest is given out first. A chat that
goes on after that is an error, since half of it was given out before.
"""

from __future__ import annotations

import csv
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from evaluator.errors import RecordError
from evaluator.readers.header import (
    Header,
    likeliest_delimiter,
    looks_like_table,
    read_header,
    separator_line,
    with_known_roles,
)
from evaluator.readers.native import make_record
from evaluator.readers.record import Format, ReadOptions, Record
from evaluator.readers.seen import SeenIds
from evaluator.readers.surrogates import BROKEN_BYTES, has_broken_bytes
from evaluator.readers.text import Text

OPEN_CHATS = 256
OPEN_ROWS = 20_000
_LARGEST_CELL = 64 << 20
_LOOKED_AT = 50
_NOT_CLOSED = "a quote that opens in this row is never closed"


# First line, cells, and what is wrong with the row.
_Row = tuple[int, list[str], str | None]


@dataclass(slots=True)
class _Chat:
    id: str
    where: str
    facts: dict[str, object]
    turns: list[dict[str, str]] = field(default_factory=list)
    broken: RecordError | None = None


def _parse(text: Text, options: ReadOptions) -> Iterator[Record]:
    lines = iter(text)
    first = next(lines, "")
    delimiter = separator_line(first)
    if delimiter:
        first = next(lines, "")
    delimiter = delimiter or likeliest_delimiter(first, options.columns)
    try:
        names = next(csv.reader(chain([first], lines), delimiter=delimiter), [])
        header = read_header(names, options.columns)
    except (ValueError, csv.Error) as error:
        raise RecordError(f"{text.name}:{text.line}", str(error)) from error
    rows = _rows(text, lines, delimiter)
    ahead = list(islice(rows, _LOOKED_AT))
    if "role" not in options.columns:
        header = with_known_roles(header, names, [cells for _, cells, _ in ahead])
    for number, chat in enumerate(_chats(text, chain(ahead, rows), header), 1):
        if chat.broken:
            yield Record.failed(chat.broken)
        else:
            value = {**chat.facts, "id": chat.id, "turns": chat.turns}
            yield make_record(value, chat.where, f"{text.stem}#{number}", options)


def _chats(text: Text, found: Iterable[_Row], header: Header) -> Iterator[_Chat]:
    chats: OrderedDict[str, _Chat] = OrderedDict()
    closed, rows = SeenIds(), 0
    for line, cells, problem in found:
        where = f"{text.name}:{line}"
        problem = problem or _problem(cells, header)
        chat_id = cells[header.index["id"]].strip() if header.index["id"] < len(cells) else ""
        if not chat_id:
            yield _Chat("", where, {}, broken=RecordError(where, problem or "the row has no conversation id"))
            continue
        if chat_id not in chats:
            chats[chat_id] = _Chat(chat_id, where, _facts(cells, header))
            if chat_id in closed:
                problem = "the chat goes on after many others; sort the table by conversation and time"
        chat = chats[chat_id]
        chats.move_to_end(chat_id)
        if problem and not chat.broken:
            chat.broken = RecordError(where, problem, chat_id)
        chat.turns.append(_turn(cells, header))
        rows += 1
        while len(chats) > 1 and (len(chats) > OPEN_CHATS or rows > OPEN_ROWS):
            _, oldest = chats.popitem(last=False)
            rows -= len(oldest.turns)
            closed.add(oldest.id)
            yield oldest
    if text.failure and chats:
        chats.popitem()
    yield from chats.values()


def _rows(text: Text, lines: Iterator[str], delimiter: str) -> Iterator[_Row]:
    """First line, cells, and what is wrong with the row."""
    csv.field_size_limit(_LARGEST_CELL)
    quotes = 0

    def counted() -> Iterator[str]:
        nonlocal quotes
        for line in lines:
            quotes += line.count('"')
            yield line

    reader = csv.reader(counted(), delimiter=delimiter)
    while True:
        start, quotes = text.line + 1, 0
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield start, [], f"not a readable row: {error}; {_NOT_CLOSED}"
            return
        if any(cells):
            yield start, cells, _NOT_CLOSED if quotes % 2 and text.line > start else None


def _problem(cells: Sequence[str], header: Header) -> str | None:
    if any(cells[header.width :]) or len(cells) <= max(header.index[f] for f in ("id", "role", "text")):
        count = f"the row has {len(cells)} cells and the header {header.width}"
        return f"{count}; quote text that holds the delimiter"
    if has_broken_bytes("".join(cells)):
        return BROKEN_BYTES
    return None


def _facts(cells: Sequence[str], header: Header) -> dict[str, object]:
    return {name: cells[i] for i, name in header.others.items() if i < len(cells) and cells[i]}


def _turn(cells: Sequence[str], header: Header) -> dict[str, str]:
    keys = {"role": "role", "text": "text", "time": "at", "name": "name"}
    return {
        key: cells[i] for f, key in keys.items() if (i := header.index.get(f)) is not None and i < len(cells)
    }


CSV = Format(
    "csv",
    (".csv", ".tsv", ".tab"),
    "CSV or TSV with a header, one row a turn: conversation id, role, text, and perhaps time and name",
    looks_like_table,
    _parse,
)
