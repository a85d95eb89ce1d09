"""SQLite: table ``evaluations``, the columns of the CSV and the whole evaluation as JSON."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from evaluator.errors import OutputError
from evaluator.models import Status
from evaluator.writers.done import Done, Result
from evaluator.writers.row import COUNTS, KEY, NUMBERS, Row, columns, flat, from_cells, to_json
from evaluator.writers.sqlite_file import begin_anew, error_name, hold
from evaluator.writers.writer import busy, foreign, unwritable

_TABLE = "evaluations"
_JSON = "evaluation"
_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table'"
_RESULT = (KEY, "status", "score", "band")


class SqliteWriter:
    """Writes ``.sqlite``; every row is a transaction, and only one run has it open."""

    def __init__(self, path: Path, criteria: Sequence[str], *, force: bool = False) -> None:
        self.path = path
        self._criteria = criteria
        self._discarded: Collection[Status] = ()
        with self._failing_clearly():
            self._database = begin_anew(path) if force else hold(path)

    def discard(self, statuses: Collection[Status]) -> None:
        """See `Writer`."""
        self._discarded = statuses

    def done(self, settings: str) -> Done:
        """See `Writer`."""
        with self._failing_clearly():
            rows = self._results() if self._has_table() else ()
            done = Done(self.path, rows, settings, self._discarded)
            if not done.rows:
                # Also where there is a table: an empty one may have been made for other columns.
                self._create()
            if done.discards:
                self._drop_discarded()
            return done

    def _has_table(self) -> bool:
        """Tell a new database from one that holds evaluations; any other is refused."""
        tables = [name for (name,) in self._database.execute(_TABLES)]
        if tables and not self._names().issuperset(_RESULT):
            raise foreign(self.path)
        return bool(tables)

    def _names(self) -> set[str]:
        return {name for _, name, *_ in self._database.execute(f"PRAGMA table_info({_TABLE})")}

    def _create(self) -> None:
        # A killed process loses nothing so; a power failure, what came since the last sync.
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("BEGIN")
        self._database.execute(f"DROP TABLE IF EXISTS {_TABLE}")
        self._database.execute(f"CREATE TABLE {_TABLE} ({', '.join(self._columns())})")
        self._database.execute("COMMIT")

    def _results(self) -> Iterator[tuple[str, Result]]:
        names = [*_RESULT, *({"review"} & self._names())]
        found = self._database.execute(f"SELECT {', '.join(names)} FROM {_TABLE}")  # noqa: S608  # our own names
        for key, *cells in found:
            try:
                yield str(key), from_cells(*cells)
            except ValueError as error:
                raise foreign(self.path) from error

    def _drop_discarded(self) -> None:
        statuses = [status.value for status in self._discarded]
        places = ", ".join("?" * len(statuses))
        self._database.execute(f"DELETE FROM {_TABLE} WHERE status IN ({places})", statuses)  # noqa: S608  # our own names

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
        kinds = dict.fromkeys(NUMBERS, "REAL") | dict.fromkeys(COUNTS, "INTEGER")
        for name in columns(self._criteria):
            yield f'"{name}" {kinds.get(name, "TEXT")}'
        yield f"{_JSON} TEXT"

    @contextmanager
    def _failing_clearly(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise unwritable(self.path, error) from error
        except sqlite3.Error as error:
            match error_name(error):
                case "SQLITE_NOTADB":
                    raise foreign(self.path) from error
                case "SQLITE_BUSY":
                    raise busy(self.path) from error
            raise OutputError(f"{self.path}: cannot be written: {error}") from error
