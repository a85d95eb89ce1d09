"""SQLite: table ``evaluations``, the columns of the CSV and the whole evaluation as JSON."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from evaluator.errors import OutputError
from evaluator.writers.done import Done, Result
from evaluator.writers.row import KEY, NUMBERS, Row, columns, flat, from_cells, to_json
from evaluator.writers.writer import busy, foreign, unwritable

_TABLE = "evaluations"
_JSON = "evaluation"
_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table'"


class SqliteWriter:
    """Writes ``.sqlite``; every row is a transaction, and only one run has it open."""

    def __init__(self, path: Path, criteria: Sequence[str], *, force: bool = False) -> None:
        self.path = path
        self._criteria = criteria
        if force:
            _remove(path)
        with self._failing_clearly():
            self._database = sqlite3.connect(path, isolation_level=None, timeout=1)

    def done(self, settings: str) -> Done:
        """See `Writer`."""
        with self._failing_clearly():
            # One run at a time: the lock is held from the first access on.
            self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
            tables = [name for (name,) in self._database.execute(_TABLES)]
            if tables and _TABLE not in tables:
                raise foreign(self.path)
            if not tables:
                # A killed process loses nothing so; a power failure, what came since the last sync.
                self._database.execute("PRAGMA journal_mode = WAL")
                self._database.execute(f"CREATE TABLE {_TABLE} ({', '.join(self._columns())})")
            return Done(self.path, self._results(), settings)

    def _results(self) -> Iterator[tuple[str, Result]]:
        found = self._database.execute(f"SELECT {KEY}, status, score, band FROM {_TABLE}")  # noqa: S608  # our own names
        for key, *cells in found:
            try:
                yield str(key), from_cells(*cells)
            except ValueError as error:
                raise foreign(self.path) from error

    def write(self, row: Row) -> None:
        """See `Writer`."""
        cells = (*flat(row, self._criteria).values(), to_json(row.evaluation))
        places = ", ".join("?" * len(cells))
        with self._failing_clearly():
            self._database.execute(f"INSERT INTO {_TABLE} VALUES ({places})", cells)  # noqa: S608  # our own names

    def sync(self) -> None:
        """See `Writer`."""
        with self._failing_clearly():
            self._database.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def finish(self) -> None:
        """See `Writer`."""
        with self._failing_clearly():
            self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def _columns(self) -> Iterator[str]:
        for name in columns(self._criteria):
            yield f'"{name}" {"REAL" if name in NUMBERS else "TEXT"}'
        yield f"{_JSON} TEXT"

    @contextmanager
    def _failing_clearly(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            match getattr(error, "sqlite_errorname", ""):
                case "SQLITE_NOTADB":
                    raise foreign(self.path) from error
                case "SQLITE_BUSY":
                    raise busy(self.path) from error
            raise OutputError(f"{self.path}: cannot be written: {error}") from error


def _remove(path: Path) -> None:
    for name in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        try:
            name.unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(path, error) from error
