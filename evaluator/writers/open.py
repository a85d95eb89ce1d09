"""Chooses the writer by the output's ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from evaluator.errors import OutputError, UsageError
from evaluator.rubric import Rubric
from evaluator.writers.csv import CsvWriter
from evaluator.writers.jsonl import JsonLinesWriter
from evaluator.writers.parquet import ParquetWriter
from evaluator.writers.sqlite import SqliteWriter
from evaluator.writers.writer import Writer

DESCRIPTIONS: Mapping[str, str] = {
    ".jsonl": "a line of JSON for each chat, everything in it",
    ".csv": "a row for each chat, for spreadsheets",
    ".sqlite": "table evaluations: the CSV's columns, and everything as JSON",
    ".parquet": "the same columns; needs the extra closure-evaluator[parquet]",
}


def open_writer(path: Path, rubric: Rubric, *, force: bool = False, semicolon: bool = False) -> Writer:
    """Open the output, to be continued if it exists; with `force` it is begun anew.

    `semicolon` is for CSV that Excel is to open where numbers have a decimal comma. Raises `UsageError` if there is
    no writer for this ending, or the one there is needs an extra, and `OutputError` if the place cannot be written,
    or another run is writing there.
    """
    makers: Mapping[str, Callable[[], Writer]] = {
        ".jsonl": lambda: JsonLinesWriter(path, force=force),
        ".csv": lambda: CsvWriter(path, rubric.ids, force=force, semicolon=semicolon),
        ".sqlite": lambda: SqliteWriter(path, rubric.ids, force=force),
        ".parquet": lambda: ParquetWriter(path, rubric.ids, force=force),
    }
    ending = path.suffix.lower()
    if ending not in makers:
        raise UsageError(
            f"{path}: cannot write {ending or 'a file without an ending'}; use {', '.join(makers)}"
        )
    if semicolon and ending != ".csv":
        raise UsageError(f"{path}: --semicolon is for .csv")
    if not path.parent.is_dir():
        raise OutputError(f"{path}: there is no folder {path.parent}; create it first")
    return makers[ending]()
