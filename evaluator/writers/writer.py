"""What every writer can do."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Protocol, Self

from evaluator.errors import OutputError
from evaluator.models import Status
from evaluator.writers.done import Done
from evaluator.writers.row import Row


class Writer(Protocol):
    """An output that grows by rows. Every method raises `OutputError` when the output fails."""

    def discard(self, statuses: Collection[Status]) -> None:
        """Make `done` drop the rows of these statuses, so that their chats are graded again.

        To be called before `done`, which first makes sure that the rows were graded with its settings. Where the
        process is killed in the middle, the output holds what it held before, or what it is to hold.
        """

    def done(self, settings: str) -> Done:
        """Return what it holds; to be called once, before `write`.

        Refuses what was graded with other settings.
        """

    def write(self, row: Row) -> None:
        """Add a row. When this returns, a killed process does not lose it."""

    def sync(self) -> None:
        """Make what was written survive a power failure."""

    def finish(self) -> None:
        """Complete the output, once everything is written."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


def foreign(path: Path) -> OutputError:
    """Return the error for a file that something else has written."""
    return OutputError(f"{path}: exists and was not written by closure batch; pass --force to replace it")


def busy(path: Path) -> OutputError:
    """Return the error for an output that another process holds."""
    return OutputError(f"{path}: another run is writing to it; wait for that, or write elsewhere")


def unwritable(path: Path, error: OSError) -> OutputError:
    """Return the error for what the system refuses."""
    return OutputError(f"{path}: cannot be written: {error.strerror or error}")
