"""Opens a file as text: plain or gzipped, whatever the encoding, as a stream."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

from evaluator.errors import RecordError, UsageError
from evaluator.readers.encodings import Encoding, detect_encoding, marked_encoding
from evaluator.readers.rejoined import HEAD_BYTES, Rejoined
from evaluator.readers.source import STDIN

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_WIDE = ("utf-16", "utf-32", "utf_16", "utf_32")


class Text:
    """A file's text as a stream. Reading never raises: where it breaks off, `failure` says why.

    Bytes that the encoding does not know come as lone surrogates; line ends are kept as they are.
    """

    def __init__(self, name: str, stream: Rejoined, encoding: Encoding) -> None:
        self.name = name
        self.encoding = encoding
        self.head = stream.head.decode(encoding.name, "ignore")
        self.line = 0
        self.failure: str | None = None
        errors = "surrogatepass" if encoding.name.lower().startswith(_WIDE) else "surrogateescape"
        self._text = io.TextIOWrapper(io.BufferedReader(stream, 1 << 16), encoding.name, errors, newline="")

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know about the file as a whole."""
        if not self.encoding.guessed:
            return ()
        return (
            f"read as {self.encoding.name}, which is a guess; to be sure, name the encoding with --encoding",
        )

    @property
    def stem(self) -> str:
        """The file's name without folder and endings: what chats without an id are named after."""
        name = Path(self.name).name.removesuffix(".gz")
        return name.rsplit(".", 1)[0] or name

    @property
    def ending(self) -> str:
        """The file name's ending, in lower case, without ``.gz``."""
        return Path(self.name.lower().removesuffix(".gz")).suffix

    def __iter__(self) -> Iterator[str]:
        """Lines; `line` is the number of the last one."""
        while line := self._next(self._text.readline):
            self.line += 1
            yield line

    def read(self, size: int) -> str:
        """Return the next characters, none at the end."""
        return self._next(lambda: self._text.read(size))

    def close(self) -> None:
        """Let go of the file."""
        self._text.close()

    def _next(self, step: Callable[[], str]) -> str:
        if self.failure:
            return ""
        try:
            return step()
        except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
            self.failure = _describe(error)
            return ""


def open_text(name: str, encoding: str | None = None) -> Text:
    """Open a file, or standard input for ``-``. A byte order mark overrides `encoding`.

    Raises `RecordError` if it is empty, cannot be read at all, or is no text.
    """
    label = "stdin" if name == STDIN else name
    try:
        stream = Rejoined(_open_bytes(name))
    except OSError as error:
        raise RecordError(label, f"cannot be read: {error.strerror}") from error
    if stream.head.startswith(_GZIP):
        stream = Rejoined(gzip.GzipFile(fileobj=stream))
    if stream.head.startswith(_ZIP):
        raise RecordError(label, "is a spreadsheet or an archive; save it as CSV, or unpack it")
    if not stream.head.strip():
        raise RecordError(label, _describe(stream.failure) if stream.failure else "is empty")
    found = marked_encoding(stream.head) or (Encoding(encoding) if encoding else None)
    found = found or detect_encoding(stream.head, whole=len(stream.head) < HEAD_BYTES)
    if not found:
        what = (
            "neither UTF-8 nor UTF-16, and no likely code page; name it with --encoding, for example cp1250"
        )
        raise RecordError(label, what)
    return Text(label, stream, found)


def check_encoding(name: str) -> None:
    """Raise `UsageError` unless Python knows an encoding of text by this name."""
    try:
        io.TextIOWrapper(io.BytesIO(), name)
    except LookupError as error:
        raise UsageError(f"unknown encoding {name!r}; use a name such as utf-8, cp1250, cp1257") from error


def _open_bytes(name: str) -> io.BufferedIOBase:
    if name == STDIN:
        return cast("io.BufferedIOBase", sys.stdin.buffer)
    return Path(name).open("rb")


def _describe(error: Exception) -> str:
    match error:
        case EOFError():
            return "breaks off: the compressed data is cut short"
        case UnicodeDecodeError():
            return f"breaks off: {error.reason} ({error.encoding})"
    return f"breaks off: {error}"
