"""Every error a caller may see.

::

    ClosureError                 anything this package raises on purpose
    ├── InputError               the chats: missing, unreadable, not understood
    │   └── RecordError          one record of a file; the rest can still be read
    ├── DataFileError            a rubric, language pack or mapping has a mistake
    ├── OutputError              the result cannot be written
    ├── UsageError               options that do not go together
    └── Failure                  a model gave no answer (in `evaluator.endpoint.failure`): `kind` says why
        ├── Rejection            it does not accept the request as it is
        └── TooLong              the chat does not fit its context

A message is one line: what is wrong, where, and what to do about it.
"""

from __future__ import annotations


class ClosureError(Exception):
    """Base of the tree. `exit_code` is what the command line ends with."""

    exit_code = 1


class InputError(ClosureError):
    """The input as a whole cannot be read."""

    exit_code = 3


class RecordError(InputError):
    """One record cannot be understood; `where` is ``file:line`` (or ``file#n`` for CSV rows and JSON items)."""

    def __init__(self, where: str, what: str, record_id: str | None = None) -> None:
        super().__init__(f"{where}: {what}")
        self.where = where
        self.what = what
        self.record_id = record_id


class DataFileError(ClosureError):
    """A mistake in a rubric, pack or mapping file, with its position (1-based)."""

    exit_code = 4

    def __init__(self, file: str, line: int | None, column: int | None, what: str) -> None:
        position = "".join(f":{n}" for n in (line, column) if n is not None)
        super().__init__(f"{file}{position}: {what}")
        self.file = file
        self.line = line
        self.column = column
        self.what = what


class OutputError(ClosureError):
    """The output cannot be written, or must not be overwritten."""

    exit_code = 5


class UsageError(ClosureError):
    """Options that contradict each other or need something that is missing."""

    exit_code = 2
