"""Parquet: the columns of the CSV and the whole evaluation as JSON.

A Parquet file cannot grow, so rows go to JSON Lines beside it first (``OUT.part.jsonl``), which a killed run
continues; the Parquet file is made from them in the end, under another name until it is complete.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import chain, islice
from pathlib import Path
from types import ModuleType
from typing import Any, Self

from evaluator.errors import OutputError, UsageError
from evaluator.models import Status
from evaluator.writers.beside import beside, copy_rights, put_in_place
from evaluator.writers.done import Done, Result
from evaluator.writers.jsonl import JsonLinesWriter
from evaluator.writers.row import COUNTS, KEY, NUMBERS, Row, columns, flat, from_cells, to_json
from evaluator.writers.writer import foreign, unwritable

_JSON = "evaluation"
_GROUP = 5_000
_RESULT = [KEY, "status", "score", "band", "review"]


class ParquetWriter:
    """Writes ``.parquet``."""

    def __init__(self, path: Path, criteria: Sequence[str], *, force: bool = False) -> None:
        self._arrow, self._parquet = _library("pyarrow"), _library("pyarrow.parquet")
        self.path = path
        self._criteria = criteria
        if path.exists() and not path.is_file():
            raise OutputError(f"{path}: is not a file")
        # The part is what a run holds: only who has it may remove the file.
        self._part = JsonLinesWriter(path.with_name(f"{path.name}.part.jsonl"), force=force)
        self._discarded: Collection[Status] = ()
        if force:
            self._remove()

    def discard(self, statuses: Collection[Status]) -> None:
        """See `Writer`."""
        self._discarded = statuses

    def done(self, settings: str) -> Done:
        """See `Writer`."""
        complete, waiting = self._complete(), list(self._part.results())
        if waiting and complete[-len(waiting) :] == waiting:
            # The run was killed between the completion of the file and the removal of its part.
            waiting = []
            self._part.clear()
        self._part.done(settings)
        done = Done(self.path, [*complete, *waiting], settings, self._discarded)
        if done.discards:
            if self.path.exists():
                self._replace(self._kept_groups(self._discarded))
            self._part.keep_without(self._discarded)
        return done

    def write(self, row: Row) -> None:
        """See `Writer`."""
        self._part.write(row)

    def sync(self) -> None:
        """See `Writer`."""
        self._part.sync()

    def finish(self) -> None:
        """See `Writer`."""
        if self._part.is_empty and self.path.exists():
            return
        self._replace(chain(self._old_groups(), self._new_groups()))
        self._part.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._part.is_empty:
            self._part.remove()
        else:
            self._part.__exit__()

    def _replace(self, tables: Iterable[Any]) -> None:
        """Make the file of these tables, all at once."""
        target, unfinished = beside(self.path)
        try:
            with unfinished.open("wb") as file:
                if target.exists():
                    copy_rights(target, unfinished)
                with self._parquet.ParquetWriter(file, self._schema(), compression="zstd") as writer:
                    for table in tables:
                        writer.write_table(table)
                file.flush()
                os.fsync(file.fileno())
            put_in_place(unfinished, target)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise unwritable(self.path, error) from error

    def _schema(self) -> Any:  # noqa: ANN401  # pyarrow has no types
        kinds = dict.fromkeys(NUMBERS, self._arrow.float64()) | dict.fromkeys(COUNTS, self._arrow.int64())
        names = (*columns(self._criteria), _JSON)
        return self._arrow.schema([(name, kinds.get(name, self._arrow.string())) for name in names])

    def _old_groups(self) -> Iterator[Any]:
        if self.path.exists():
            with self._parquet.ParquetFile(self.path) as file:
                groups = map(file.read_row_group, range(file.num_row_groups))
                # A file without rows may have been made for other columns.
                yield from (group for group in groups if group.num_rows)

    def _kept_groups(self, statuses: Collection[Status]) -> Iterator[Any]:
        compute = _library("pyarrow.compute")
        dropped = self._arrow.array([status.value for status in statuses])
        for group in self._old_groups():
            yield group.filter(compute.invert(compute.is_in(group.column("status"), value_set=dropped)))

    def _new_groups(self) -> Iterator[Any]:
        rows, schema = self._part.rows(), self._schema()
        while group := [self._record(row) for row in islice(rows, _GROUP)]:
            yield self._arrow.Table.from_pylist(group, schema=schema)

    def _record(self, row: Row) -> dict[str, Any]:
        return flat(row, self._criteria) | {_JSON: to_json(row.evaluation)}

    def _complete(self) -> list[tuple[str, Result]]:
        if not self.path.exists():
            return []
        try:
            names = [name for name in _RESULT if name in self._parquet.read_schema(self.path).names]
            rows = self._parquet.read_table(self.path, columns=names).to_pylist()
            return [(row[KEY], _result(row)) for row in rows]
        except (self._arrow.ArrowInvalid, KeyError, ValueError) as error:
            raise foreign(self.path) from error
        except OSError as error:
            raise unwritable(self.path, error) from error

    def _remove(self) -> None:
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            self._part.remove()
            raise unwritable(self.path, error) from error


def _library(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        what = "Parquet needs pyarrow: pip install 'closure-evaluator[parquet]'; or write .jsonl or .csv"
        raise UsageError(what) from error


def _result(row: Mapping[str, Any]) -> Result:
    return from_cells(row["status"], row["score"], row["band"], row.get("review"))
