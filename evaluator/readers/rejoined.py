"""A byte stream that one can look into without taking anything from it, be it a pipe."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD_BYTES = 1 << 20


class Rejoined(io.RawIOBase):
    """A stream that begins with its `head`. What failed while looking is raised after the head."""

    def __init__(self, rest: io.BufferedIOBase | gzip.GzipFile) -> None:
        self._rest = rest
        self._position = 0
        self.failure: Exception | None = None
        head = bytearray()
        try:
            while len(head) < HEAD_BYTES and (part := rest.read1(HEAD_BYTES - len(head))):
                head += part
        except (OSError, EOFError, zlib.error) as error:
            self.failure = error
        self.head = bytes(head)

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill the buffer from the head, then from the rest."""
        view = memoryview(buffer).cast("B")
        if self._position < len(self.head):
            part = self.head[self._position : self._position + len(view)]
            self._position += len(part)
        elif self.failure:
            raise self.failure
        else:
            part = self._rest.read1(len(view))
        view[: len(part)] = part
        return len(part)

    def close(self) -> None:
        """Close the file underneath, unless it is standard input."""
        if self._rest is not getattr(sys.stdin, "buffer", None):
            self._rest.close()
        super().close()
