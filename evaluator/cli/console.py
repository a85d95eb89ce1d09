"""Where the commands print: plain when nobody watches, and never reading markup from a chat."""

from __future__ import annotations

import os
import re
import sys
from typing import IO, NoReturn, TextIO, cast

from rich.console import Console

_PLAIN_WIDTH = 100
_TRAILING = re.compile(r" +(?=\n)")


class _Console(Console):
    def on_broken_pipe(self) -> NoReturn:
        """Leave it to the one place that decides about exit codes."""
        raise BrokenPipeError


class _Trimmed:
    """A file without the spaces that tables leave at the end of lines."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.encoding = file.encoding

    def write(self, text: str) -> int:
        return self._file.write(_TRAILING.sub("", text))

    def flush(self) -> None:
        self._file.flush()


def output(width: int | None = None) -> Console:
    """Open standard output.

    In a file or pipe there are 100 columns, unless COLUMNS or `width` says otherwise.
    """
    if sys.stdout.isatty():
        return _Console(width=width, markup=False, highlight=False, emoji=False)
    if width is None and not os.environ.get("COLUMNS"):
        width = _PLAIN_WIDTH
    file = cast("IO[str]", _Trimmed(sys.stdout))
    return _Console(file=file, width=width, markup=False, highlight=False, emoji=False)


def messages() -> Console:
    """Open standard error."""
    return _Console(stderr=True, markup=False, highlight=False, emoji=False)
