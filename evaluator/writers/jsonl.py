"""JSON Lines: a line for each chat, the whole evaluation."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Self

from evaluator.models import Status
from evaluator.writers.appended import AppendedFile
from evaluator.writers.done import Done, Result
from evaluator.writers.row import KEY, Row, from_cells, from_line, to_line
from evaluator.writers.writer import foreign

_START = f'{{"{KEY}":"'.encode()


class JsonLinesWriter:
    """Writes ``.jsonl``."""

    def __init__(self, path: Path, *, force: bool = False) -> None:
        self.path = path
        self._file = AppendedFile(path, anew=force)
        self._discarded: Collection[Status] = ()

    def discard(self, statuses: Collection[Status]) -> None:
        """See `Writer`."""
        self._discarded = statuses

    def done(self, settings: str) -> Done:
        """See `Writer`."""
        done = Done(self.path, self.results(), settings, self._discarded)
        self._file.cut_tail()
        if done.discards:
            self.keep_without(self._discarded)
        return done

    def results(self) -> Iterator[tuple[str, Result]]:
        """Return key and result of each line, in order."""
        for line in self._file.lines():
            if not line.startswith(_START):
                raise foreign(self.path)
            try:
                data = json.loads(line)
                cells = data["status"], data["score"], data["band"], data["review"]["needed"]
                yield data[KEY], from_cells(*cells)
            except (ValueError, KeyError, TypeError) as error:
                raise foreign(self.path) from error
        if not self._file.tail.startswith(_START[: len(self._file.tail)]):
            raise foreign(self.path)

    def rows(self) -> Iterator[Row]:
        """Return the rows written so far."""
        return map(from_line, self._file.lines())

    def write(self, row: Row) -> None:
        """See `Writer`."""
        self._file.append(to_line(row).encode() + b"\n")

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in the file."""
        return self._file.is_empty

    def keep_without(self, statuses: Collection[Status]) -> None:
        """Drop the rows of these statuses, all at once."""
        self._file.keep(lambda line: json.loads(line)["status"] not in statuses)

    def clear(self) -> None:
        """Drop all rows."""
        self._file.clear()

    def sync(self) -> None:
        """See `Writer`."""
        self._file.sync()

    def finish(self) -> None:
        """See `Writer`."""
        self.sync()

    def remove(self) -> None:
        """Close the output and leave no file behind."""
        self._file.remove()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.__exit__()
