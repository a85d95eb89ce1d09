"""A database that is this process's alone, from before the first look at it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from evaluator.writers.locked import open_locked

_ALL = (
    "SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') AND substr(name, 1, 7) <> 'sqlite_'"
)
_NO_DATABASE = ("SQLITE_NOTADB", "SQLITE_CORRUPT")
_BESIDE = ("-wal", "-shm", "-journal")


def hold(path: Path) -> sqlite3.Connection:
    """Open the database, made if there is none, and keep others out until it is closed.

    Raises `sqlite3.Error`, named SQLITE_BUSY if another process has it open.
    """
    database = sqlite3.connect(path, isolation_level=None, timeout=1)
    try:
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
        database.execute("BEGIN EXCLUSIVE")
        database.execute("COMMIT")
    except sqlite3.Error:
        database.close()
        raise
    return database


def begin_anew(path: Path) -> sqlite3.Connection:
    """Open the database as `hold` does, and only then drop what it holds; a file of another kind is emptied."""
    try:
        database = hold(path)
        try:
            _clear(database)
        except sqlite3.Error:
            database.close()
            raise
    except sqlite3.Error as error:
        if error_name(error) not in _NO_DATABASE:
            raise
        _empty(path)
        return hold(path)
    return database


def error_name(error: sqlite3.Error) -> str:
    """Return SQLite's name of an error, without what some errors add to it."""
    return "_".join(str(getattr(error, "sqlite_errorname", "")).split("_")[:2])


def _clear(database: sqlite3.Connection) -> None:
    database.execute("BEGIN EXCLUSIVE")
    for kind, name in database.execute(_ALL).fetchall():
        quoted = str(name).replace('"', '""')
        database.execute(f'DROP {kind} IF EXISTS "{quoted}"')
    database.execute("COMMIT")
    database.execute("VACUUM")


def _empty(path: Path) -> None:
    with open_locked(path) as file:
        file.truncate(0)
    for ending in _BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)
