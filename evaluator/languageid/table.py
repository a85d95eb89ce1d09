"""Reads the shipped table. Its format is written down in `scripts/build_language_table.py`."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Rows:
    """Costs by key; a row has one byte a lane: the languages, then the background."""

    index: dict[str, int]
    data: bytes
    width: int

    def get(self, key: str) -> bytes | None:
        """Return the row of `key`."""
        at = self.index.get(key)
        return None if at is None else self.data[at * self.width : (at + 1) * self.width]


@dataclass(frozen=True)
class Table:
    """Costs of words, letter trigrams and marked letters, in `unit` parts of a nat."""

    languages: tuple[str, ...]
    unit: int
    unseen: int
    background: tuple[float, float]
    names: frozenset[str]
    words: Rows
    grams: Rows
    marks: Rows


@cache
def load() -> Table:
    """Read the table, once."""
    text, _, costs = gzip.decompress((_HERE / "table.bin.gz").read_bytes()).partition(b"\0")
    head, *sections = text.decode("utf-8").split("\n\n")
    header = json.loads(head)
    width = len(header["languages"]) + 1
    rows = []
    for section in sections:
        keys = section.split("\n")
        size = len(keys) * width
        rows.append(Rows({key: i for i, key in enumerate(keys)}, _by_row(costs[:size], width), width))
        costs = costs[size:]
    words, grams, marks = rows
    base, per_letter = header["background"]
    return Table(
        languages=tuple(header["languages"]),
        unit=header["unit"],
        unseen=header["unseen"],
        background=(base, per_letter),
        names=frozenset(header["names"]),
        words=words,
        grams=grams,
        marks=marks,
    )


@cache
def word_list(code: str) -> frozenset[str]:
    """Return the folded common words of a language; empty if there is no list for it."""
    path = _HERE / f"words-{code}.txt.gz"
    if not (code.isalpha() and path.is_file()):
        return frozenset()
    return frozenset(gzip.decompress(path.read_bytes()).decode("utf-8").split("\n"))


def _by_row(columns: bytes, width: int) -> bytes:
    height = len(columns) // width
    rows = bytearray(len(columns))
    for lane in range(width):
        rows[lane::width] = columns[lane * height : (lane + 1) * height]
    return bytes(rows)
