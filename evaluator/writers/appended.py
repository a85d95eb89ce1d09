"""A file of lines that grows at its end and is never left torn."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import Self

from evaluator.writers.beside import beside, copy_rights, put_in_place
from evaluator.writers.locked import LOCKS, make_locked, open_locked
from evaluator.writers.writer import unwritable


class AppendedFile:
    """Complete lines only: what a killed run left of a line is cut off when the file is read again.

    Held by one process at a time. With `anew`, what the file holds is dropped.
    """

    def __init__(self, path: Path, *, anew: bool = False) -> None:
        self.path = path
        try:
            self._file = open_locked(path)
            status = os.fstat(self._file.fileno())
            self._is_regular = stat.S_ISREG(status.st_mode)
            if anew and self._is_regular:
                self._file.truncate(0)
        except OSError as error:
            raise unwritable(path, error) from error
        self._length = 0 if anew or not self._is_regular else status.st_size
        self.tail = b""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in the file, not even a torn line."""
        return not self._length

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
        try:
            _write(self._file, line)
        except OSError as error:
            with suppress(OSError):
                self._truncate()
            raise unwritable(self.path, error) from error
        self._length += len(line)

    def clear(self) -> None:
        """Drop all lines."""
        self._length = 0
        self._truncate()

    def keep(self, is_kept: Callable[[bytes], bool]) -> None:
        """Drop the lines that `is_kept` refuses, and the tail. Raises `OutputError`.

        The kept ones are written to a file beside this one, which then takes its place: whenever the process is
        killed, the file holds all lines or the kept ones.
        """
        target, unfinished = beside(self.path)
        try:
            unfinished.unlink(missing_ok=True)
            kept = make_locked(unfinished)
            try:
                copy_rights(target, unfinished)
                length = sum(_write(kept, line) for line in self.lines() if is_kept(line))
                os.fsync(kept.fileno())
                self._replace_by(kept, unfinished, target)
            except BaseException:
                kept.close()
                unfinished.unlink(missing_ok=True)
                raise
        except OSError as error:
            raise unwritable(self.path, error) from error
        self._length, self.tail = length, b""

    def sync(self) -> None:
        """Make the lines survive a power failure. Raises `OutputError`."""
        if self._is_regular:
            try:
                os.fsync(self._file.fileno())
            except OSError as error:
                raise unwritable(self.path, error) from error

    def remove(self) -> None:
        """Close the file and leave none behind. Whoever waits for it makes a new one."""
        if LOCKS:
            self.path.unlink(missing_ok=True)
            self._file.close()
        else:
            self._file.close()
            self.path.unlink(missing_ok=True)

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

    def _replace_by(self, kept: FileIO, unfinished: Path, target: Path) -> None:
        if LOCKS:
            put_in_place(unfinished, target)
            self._file.close()
            self._file = kept
            return
        kept.close()
        self._file.close()  # Windows replaces no file that is open
        try:
            put_in_place(unfinished, target)
        finally:
            self._file = open_locked(target)


def _write(file: FileIO, line: bytes) -> int:
    rest = memoryview(line)
    while rest:
        rest = rest[file.write(rest) :]
    return len(line)
