"""A file of lines that grows at its end and is never left torn."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import Self

from evaluator.writers.writer import busy, unwritable

try:
    import fcntl
except ImportError:  # there are no such locks on Windows
    fcntl = None  # type: ignore[assignment]


class AppendedFile:
    """Complete lines only: what a killed run left of a line is cut off when the file is read again.

    Held by one process at a time. With `anew`, what the file holds is dropped.
    """

    def __init__(self, path: Path, *, anew: bool = False) -> None:
        self.path = path
        try:
            self._file = FileIO(path, "a+")
            self._lock()
            status = os.fstat(self._file.fileno())
            self._is_regular = stat.S_ISREG(status.st_mode)
            if anew and self._is_regular:
                self._file.truncate(0)
        except OSError as error:
            raise unwritable(path, error) from error
        self._length = 0 if anew or not self._is_regular else status.st_size
        self.tail = b""

    def lines(self) -> Iterator[bytes]:
        """Return the complete lines, with their line ends; then `tail` is what follows them."""
        self.tail = b""
        if not self._length:
            return
        with self.path.open("rb") as reading:
            for line in reading:
                if line.endswith(b"\n"):
                    yield line
                else:
                    self.tail = line

    def cut_tail(self) -> None:
        """Drop what follows the last complete line."""
        if self.tail:
            self._length -= len(self.tail)
            self.tail = b""
            self._truncate()

    def append(self, line: bytes) -> None:
        """Write one line, whole or not at all. Raises `OutputError`."""
        rest = memoryview(line)
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            with suppress(OSError):
                self._truncate()
            raise unwritable(self.path, error) from error
        self._length += len(line)

    def clear(self) -> None:
        """Drop all lines."""
        self._length = 0
        self._truncate()

    def sync(self) -> None:
        """Make the lines survive a power failure. Raises `OutputError`."""
        if self._is_regular:
            try:
                os.fsync(self._file.fileno())
            except OSError as error:
                raise unwritable(self.path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.sync()
        finally:
            self._file.close()

    def _truncate(self) -> None:
        if self._is_regular:
            self._file.truncate(self._length)

    def _lock(self) -> None:
        if fcntl is None:
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise busy(self.path) from error
        except OSError:
            return  # some network file systems know no locks
