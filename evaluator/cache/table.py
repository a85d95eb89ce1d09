"""The table of answers in an SQLite file."""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from pathlib import Path

_WAIT_SECONDS = 5.0
_PAUSE_SECONDS = 0.01
_DAY = 86_400
_EVICTED_AT_ONCE = 64

# `used` is the day an answer was last of use: what has been of no use for longest goes first.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers
    (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, value BLOB NOT NULL, used INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS oldest ON answers (used, id);
"""
# A process that is killed loses nothing, as the system has its writes; a power failure may cost the last answers.
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA journal_size_limit = 4000000",
    "PRAGMA trusted_schema = OFF",
)
_FIND = "SELECT value, used, id FROM answers WHERE key = ?"
_TOUCH = "UPDATE answers SET used = ? WHERE id = ?"
_STORE = """
INSERT INTO answers (key, value, used) VALUES (?, ?, ?)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, used = excluded.used
"""
_EVICT = "DELETE FROM answers WHERE id IN (SELECT id FROM answers ORDER BY used, id LIMIT ?)"
_COUNT = "SELECT count(*) FROM answers"
_PAGES = """
SELECT page_count - freelist_count, page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size
"""
# A file that is no cache of ours, such as one with another table of that name, counts as damaged too.
_DAMAGES = (
    *(sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT),
    *(sqlite3.SQLITE_ERROR, sqlite3.SQLITE_SCHEMA),
)


def connect(file: Path) -> sqlite3.Connection:
    """Open the file, which is there, and make the table. Raises `sqlite3.Error`."""
    table = sqlite3.connect(file, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        _prepare(table)
    except sqlite3.Error:
        table.close()
        raise
    return table


def _prepare(table: sqlite3.Connection) -> None:
    # SQLite does not wait by itself where several processes at once are the first to open a file.
    until = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            for pragma in _PRAGMAS:
                table.execute(pragma)
            table.executescript(_SCHEMA)
            return
        except sqlite3.OperationalError as error:
            if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_PAUSE_SECONDS)


def find(table: sqlite3.Connection, key: str) -> object:
    """What is stored under the key, or None; it counts as of use today."""
    row = table.execute(_FIND, (key,)).fetchone()
    if row is None:
        return None
    stored, used, number = row
    if used != (today := _today()):
        table.execute(_TOUCH, (today, number))
    return stored


def store(table: sqlite3.Connection, key: str, stored: bytes) -> None:
    """Write it, in place of what has the same key."""
    table.execute(_STORE, (key, stored, _today()))


def make_room(table: sqlite3.Connection, limit: int) -> None:
    """Remove what has been of no use for longest while there is more than `limit` bytes."""
    while size(table) > limit and table.execute(_EVICT, (_EVICTED_AT_ONCE,)).rowcount:
        pass


def count(table: sqlite3.Connection) -> int:
    """How many answers there are."""
    return int(table.execute(_COUNT).fetchone()[0])


def size(table: sqlite3.Connection) -> int:
    """How many bytes of the file are in use."""
    pages, page_bytes = table.execute(_PAGES).fetchone()
    return int(pages * page_bytes)


def empty(table: sqlite3.Connection) -> int:
    """Remove everything, and give the room back if no other process is in the way; how many answers there were."""
    removed = table.execute("DELETE FROM answers").rowcount
    with suppress(sqlite3.OperationalError):
        table.execute("VACUUM")
        table.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return removed


def is_damage(error: OSError | sqlite3.Error) -> bool:
    """Tell whether the file is at fault, and not its place or who else uses it."""
    return isinstance(error, sqlite3.Error) and _code(error) in _DAMAGES


def _code(error: sqlite3.Error) -> int:
    # Errors of the Python side have no code.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _today() -> int:
    return int(time.time()) // _DAY
