"""Reads the shipped table. Its format is written down in `scripts/build_language_table.py`."""

from __future__ import annotations

import gzip
import json
from collections.abc import Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evaluator.languageid.sortedwords import SortedWords

_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Rows:
    """Costs by key, as columns; a row has one byte a lane: the languages, then the background."""

    index: SortedWords | dict[str, int]
    columns: bytes

    def get(self, key: str) -> bytes | None:
        """Return the row of `key`."""
        at = self.index.get(key)
        return None if at is None else self.columns[at :: len(self.index)]


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
    head, words, grams, marks = text.decode("utf-8").split("\n\n")
    header = json.loads(head)
    width = len(header["languages"]) + 1
    indices: list[SortedWords | dict[str, int]] = [SortedWords(words), _numbered(grams), _numbered(marks)]
    rows = []
    for index in indices:
        size = len(index) * width
        rows.append(Rows(index, costs[:size]))
        costs = costs[size:]
    base, per_letter = header["background"]
    return Table(
        languages=tuple(header["languages"]),
        unit=header["unit"],
        unseen=header["unseen"],
        background=(base, per_letter),
        names=frozenset(header["names"]),
        words=rows[0],
        grams=rows[1],
        marks=rows[2],
    )


def _numbered(lines: str) -> dict[str, int]:
    return {line: number for number, line in enumerate(lines.split("\n"))}


@cache
def word_list(code: str) -> Set[str]:
    """Return the folded common words of a language; empty if there is no list for it."""
    path = _HERE / f"words-{code}.txt.gz"
    if not (code.isalpha() and path.is_file()):
        return frozenset()
    return SortedWords(gzip.decompress(path.read_bytes()).decode("utf-8"))
