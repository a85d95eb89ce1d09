"""Understands a table's first row: the delimiter, and which column is what."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluator.readers.roles import read_label
from evaluator.readers.words import fold, words

FIELDS = ("id", "role", "text", "time", "name")
NEEDED = ("id", "role", "text")
_DELIMITERS = ",;\t|"
_SEP_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_FACTS = ("language", "lang", "agent", "channel")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the fields stand; `others` are the columns that become facts and metadata of the chat."""

    width: int
    index: Mapping[str, int]
    others: Mapping[int, str]


def separator_line(line: str) -> str | None:
    """Return the delimiter that Excel's ``sep=;`` line names."""
    match = _SEP_LINE.fullmatch(line)
    return match[1] if match else None


def likeliest_delimiter(line: str, columns: Mapping[str, str]) -> str:
    """Find the delimiter that makes the most known columns of a header line, else the most columns."""

    def score(delimiter: str) -> tuple[int, int]:
        names = split(line, delimiter)
        return len(find_fields(names, columns)), len(names)

    return max(_DELIMITERS, key=score)


def looks_like_table(head: str) -> bool:
    """Whether the first line names at least two of the columns that are needed."""
    first, _, rest = head.lstrip().partition("\n")
    named = separator_line(first)
    line = rest.partition("\n")[0] if named else first
    found = find_fields(split(line, named or likeliest_delimiter(line, {})), {})
    return len(found.keys() & NEEDED) >= 2


def split(line: str, delimiter: str) -> list[str]:
    """Return the cells of a header line."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def find_fields(names: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Find column numbers by field: as the user says in `columns`, else by what such columns are called."""
    folded = [fold(name) for name in names]
    index: dict[str, int] = {}
    for field, name in columns.items():
        if name in names or fold(name) in folded:
            index[field] = names.index(name) if name in names else folded.index(fold(name))
    for field in FIELDS:
        if field not in columns:
            likely = (folded.index(name) for name in words().columns[field] if name in folded)
            if (column := next((c for c in likely if c not in index.values()), None)) is not None:
                index[field] = column
    if "role" not in index and "name" in index and "role" not in columns:
        index["role"] = index.pop("name")
    return index


def read_header(names: Sequence[str], columns: Mapping[str, str]) -> Header:
    """Read a table's header. Raises `ValueError` if a column is missing that is needed or was asked for."""
    index = find_fields(names, columns)
    missing = [f for f in (*NEEDED, *columns) if f not in index]
    if missing:
        what = ", ".join(f"{f} ({columns[f]!r})" if f in columns else f for f in dict.fromkeys(missing))
        example = f"--column {missing[0]}=NAME"
        raise ValueError(
            f"no column for {what}; columns found: {', '.join(names)[:300]!r}; say which with {example}"
        )
    others = {
        i: fold(n) if fold(n) in _FACTS else n.strip() for i, n in enumerate(names) if i not in index.values()
    }
    return Header(len(names), index, {i: name for i, name in others.items() if name})


def with_known_roles(header: Header, names: Sequence[str], rows: Sequence[Sequence[str]]) -> Header:
    """Take another column for the role where only its values are roles; the first guess then holds names.

    Exports often have both: "Author: Eva Malá" and "Type: agent".
    """
    likely = [i for i, name in enumerate(names) if fold(name) in words().columns["role"]]
    known = [
        i for i in (header.index["role"], *likely) if _are_roles([row[i] for row in rows if i < len(row)])
    ]
    if not known or known[0] == header.index["role"]:
        return header
    index = {**header.index, "role": known[0]}
    index.setdefault("name", header.index["role"])
    others = {i: name for i, name in header.others.items() if i not in index.values()}
    return Header(header.width, index, others)


def _are_roles(values: Sequence[str]) -> bool:
    filled = [value for value in values if value.strip()]
    return bool(filled) and all(read_label(value.strip())[0] for value in filled)
