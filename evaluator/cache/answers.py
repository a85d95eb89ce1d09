"""Answers by key, whatever the disk says."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from errno import ENOTDIR
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple, TypeVar

from evaluator.cache import table

MEGABYTE = 1_000_000
_FILE = "answers-1.sqlite"
_BESIDE = ("", "-wal", "-shm", "-journal")
_ONE_ANSWERS_SHARE = 8
_UNMEASURED_SHARE = 64

T = TypeVar("T")


class CacheInfo(NamedTuple):
    """What a cache holds."""

    directory: Path
    entries: int
    bytes: int
    limit_bytes: int


def default_directory() -> Path:
    """The folder for answers where none is configured."""
    from platformdirs import user_cache_path

    return user_cache_path("closure-evaluator")


def open_cache(directory: Path | None, size_mb: int) -> AnswerCache:
    """The cache that the settings `cache_dir` and `cache_size_mb` speak of."""
    return AnswerCache(directory or default_directory(), size_mb * MEGABYTE)


class AnswerCache:
    """Answers by key. Safe to share between threads, and its folder between processes that each open their own.

    Nothing it meets on disk raises an error: `trouble` says what is wrong, and from then on it is as good as empty.
    The folder is made when the first answer is put, for its owner alone. When there are more than `size_bytes`,
    the answers go that have been of no use for longest; one larger than an eighth of that is not kept. It may be
    over by a sixty-fourth for a while.
    """

    def __init__(self, directory: Path, size_bytes: int) -> None:
        self.directory = directory
        self.trouble: str | None = None
        self._limit = size_bytes
        self._file = directory / _FILE
        self._damaged = False
        self._unmeasured = 0
        self._lock = Lock()
        self._opened: sqlite3.Connection | None = None

    def __enter__(self) -> AnswerCache:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def get(self, key: str) -> dict[str, Any] | None:
        """The answer put under the key; None for none, and for one that cannot be read."""
        return _read(self._guarded(lambda opened: table.find(opened, key)))

    def put(self, key: str, value: dict[str, Any]) -> None:
        """Keep an answer, in place of one with the same key. It outlives a kill of this process."""
        stored = json.dumps(value, separators=(",", ":")).encode()
        if len(stored) <= self._limit // _ONE_ANSWERS_SHARE:
            self._guarded(lambda opened: self._store(opened, key, stored), make=True)

    def _store(self, opened: sqlite3.Connection, key: str, stored: bytes) -> None:
        table.store(opened, key, stored)
        # To measure the file takes as long as to write to it: that waits until some have come together.
        self._unmeasured -= len(stored)
        if self._unmeasured < 0:
            table.make_room(opened, self._limit)
            self._unmeasured = self._limit // _UNMEASURED_SHARE

    def info(self) -> CacheInfo:
        """Count what is there."""
        found = self._guarded(lambda opened: (table.count(opened), table.size(opened)))
        return CacheInfo(self.directory, *(found or (0, 0)), self._limit)

    def clear(self) -> int:
        """Remove every answer, and nothing else in the folder; how many there were. Mends a damaged cache."""
        removed = self._guarded(table.empty)
        if self._damaged:
            self.close()
            self._remove_files()
        return removed or 0

    def close(self) -> None:
        """Let go of the file."""
        with self._lock, suppress(sqlite3.Error):
            if self._opened:
                self._opened.close()
            self._opened = None

    def _guarded(self, work: Callable[[sqlite3.Connection], T], *, make: bool = False) -> T | None:
        """Do the work, unless there has been trouble or there is no file and none shall be made."""
        if self.trouble:
            return None
        with self._lock:
            try:
                opened = self._opened or self._open(make=make)
                return work(opened) if opened else None
            except (OSError, sqlite3.Error) as error:
                self._damaged = table.is_damage(error)
                self.trouble = f"{self._file}: {_said(error)}"
                return None

    def _open(self, *, make: bool) -> sqlite3.Connection | None:
        if not self._file.exists():
            if self.directory.exists() and not self.directory.is_dir():
                raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR))
            if not make:
                return None
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600))
        self._opened = table.connect(self._file)
        return self._opened

    def _remove_files(self) -> None:
        try:
            for ending in _BESIDE:
                self._file.with_name(_FILE + ending).unlink(missing_ok=True)
        except OSError as error:
            self.trouble = f"{self._file}: {_said(error)}"
        else:
            self.trouble, self._damaged = None, False


def _read(stored: object) -> dict[str, Any] | None:
    if not isinstance(stored, bytes):
        return None
    try:
        value = json.loads(stored)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _said(error: OSError | sqlite3.Error) -> str:
    if table.is_damage(error):
        return f"is damaged ({error}); closure cache clear mends it"
    why = error.strerror if isinstance(error, OSError) else None
    return f"cannot be used: {why or error}"
