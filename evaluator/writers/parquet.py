"""Parquet: the columns of the CSV and the whole evaluation as JSON.

A Parquet file cannot grow, so rows go to JSON Lines beside it first (``OUT.part.jsonl``), which a killed run
continues; the Parquet file is made from them in the end, under another name until it is complete.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import chain, islice
from pathlib import Path
from types import ModuleType
from typing import Any, Self

from evaluator.errors import OutputError, UsageError
from evaluator.writers.done import Done, Result
from evaluator.writers.jsonl import JsonLinesWriter
from evaluator.writers.row import KEY, NUMBERS, Row, columns, flat, from_cells, to_json
from evaluator.writers.writer import foreign, unwritable

_JSON = "evaluation"
_GROUP = 5_000
_RESULT = [KEY, "status", "score", "band"]


class ParquetWriter:
    """Writes ``.parquet``."""

    def __init__(self, path: Path, criteria: Sequence[str], *, force: bool = False) -> None:
        self._arrow, self._parquet = _library("pyarrow"), _library("pyarrow.parquet")
        self.path = path
        self._criteria = criteria
        if force:
            _remove(path)
        elif path.exists() and not path.is_file():
            raise OutputError(f"{path}: is not a file")
        self._part = JsonLinesWriter(path.with_name(f"{path.name}.part.jsonl"), force=force)
        self._count = 0

    def done(self, settings: str) -> Done:
        """See `Writer`."""
        complete, waiting = self._complete(), list(self._part.results())
        if waiting and complete[-len(waiting) :] == waiting:
            # The run was killed between the completion of the file and the removal of its part.
            waiting = []
            self._drop_part()
        self._count = len(waiting)
        self._part.done(settings)
        return Done(self.path, [*complete, *waiting], settings)

    def write(self, row: Row) -> None:
        """See `Writer`."""
        self._part.write(row)
        self._count += 1

    def sync(self) -> None:
        """See `Writer`."""
        self._part.sync()

    def finish(self) -> None:
        """See `Writer`."""
        if not self._count and self.path.exists():
            return
        unfinished = self.path.with_name(f"{self.path.name}.unfinished")
        try:
            self._make(unfinished)
            unfinished.replace(self.path)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise unwritable(self.path, error) from error
        self._drop_part()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._part.__exit__()
        if not self._count:
            self._part.path.unlink(missing_ok=True)

    def _make(self, target: Path) -> None:
        schema = self._schema()
        with target.open("wb") as file:
            with self._parquet.ParquetWriter(file, schema, compression="zstd") as writer:
                for table in chain(self._old_groups(), self._new_groups(schema)):
                    writer.write_table(table)
            file.flush()
            os.fsync(file.fileno())

    def _schema(self) -> Any:  # noqa: ANN401  # pyarrow has no types
        text, number = self._arrow.string(), self._arrow.float64()
        names = (*columns(self._criteria), _JSON)
        return self._arrow.schema([(name, number if name in NUMBERS else text) for name in names])

    def _old_groups(self) -> Iterator[Any]:
        if self.path.exists():
            with self._parquet.ParquetFile(self.path) as file:
                for number in range(file.num_row_groups):
                    yield file.read_row_group(number)

    def _new_groups(self, schema: Any) -> Iterator[Any]:  # noqa: ANN401  # pyarrow has no types
        rows = self._part.rows()
        while group := [self._record(row) for row in islice(rows, _GROUP)]:
            yield self._arrow.Table.from_pylist(group, schema=schema)

    def _record(self, row: Row) -> dict[str, Any]:
        return flat(row, self._criteria) | {_JSON: to_json(row.evaluation)}

    def _complete(self) -> list[tuple[str, Result]]:
        if not self.path.exists():
            return []
        try:
            rows = self._parquet.read_table(self.path, columns=_RESULT).to_pylist()
            return [(row[KEY], from_cells(row["status"], row["score"], row["band"])) for row in rows]
        except (self._arrow.ArrowInvalid, KeyError, ValueError) as error:
            raise foreign(self.path) from error
        except OSError as error:
            raise unwritable(self.path, error) from error

    def _drop_part(self) -> None:
        self._part.clear()
        self._count = 0


def _library(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        what = "Parquet needs pyarrow: pip install 'closure-evaluator[parquet]'; or write .jsonl or .csv"
        raise UsageError(what) from error


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error
