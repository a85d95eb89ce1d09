"""Files that one process holds at a time, also where the file at a path may be replaced by another."""

from __future__ import annotations

import os
from io import FileIO
from pathlib import Path

from evaluator.writers.writer import busy

try:
    import fcntl
except ImportError:  # there are no such locks on Windows
    fcntl = None  # type: ignore[assignment]

LOCKS = fcntl is not None
_ATTEMPTS = 5


def open_locked(path: Path) -> FileIO:
    """Open the file to append and to read; made if there is none. Raises `OutputError` if another holds it."""
    for _ in range(_ATTEMPTS):
        file = FileIO(path, "a+")
        try:
            lock(file, path)
        except BaseException:
            file.close()
            raise
        # Who held it may have replaced or removed it meanwhile: then this is not what others will open.
        if not LOCKS or _is_at(file, path):
            return file
        file.close()
    raise busy(path)


def make_locked(path: Path) -> FileIO:
    """Make a file that did not exist, locked, for its owner only."""
    file = FileIO(path, "a+", opener=_private)
    lock(file, path)
    return file


def lock(file: FileIO, path: Path) -> None:
    """Hold the file until it is closed."""
    if fcntl is None:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise busy(path) from error
    except OSError:
        return  # some network file systems know no locks


def _is_at(file: FileIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _private(name: str, flags: int) -> int:
    return os.open(name, flags | os.O_EXCL, 0o600)
