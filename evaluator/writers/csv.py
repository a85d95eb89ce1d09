"""CSV for spreadsheets: a row for each chat, a column for each criterion's level.

UTF-8 with a byte order mark: without it Excel takes UTF-8 for a Windows code page and spoils every accented letter.
Separated by commas, or by semicolons with decimal commas: where numbers are written with a comma, Excel puts
comma-separated rows into one column and takes 6.7 for a date. A cell is on one line and never a formula; programs
should rather read JSON Lines.
"""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Self

from evaluator.errors import OutputError
from evaluator.models import Status
from evaluator.report.safe import cell
from evaluator.writers.appended import AppendedFile
from evaluator.writers.done import Done, Result
from evaluator.writers.row import KEY, Cell, Row, columns, flat, from_cells
from evaluator.writers.writer import foreign

_STATUS = "status"


class CsvWriter:
    """Writes ``.csv``."""

    def __init__(
        self, path: Path, criteria: Sequence[str], *, force: bool = False, semicolon: bool = False
    ) -> None:
        self.path = path
        self._criteria = criteria
        self._separator = ";" if semicolon else ","
        self._header = BOM_UTF8 + self._line(columns(criteria))
        self._file = AppendedFile(path, anew=force)
        self._discarded: Collection[Status] = ()

    def discard(self, statuses: Collection[Status]) -> None:
        """See `Writer`."""
        self._discarded = statuses

    def done(self, settings: str) -> Done:
        """See `Writer`."""
        lines = self._file.lines()
        header = next(lines, None)
        if header is None:
            self._start()
        rows = self._results(header, lines) if header else ()
        done = Done(self.path, rows, settings, self._discarded)
        self._file.cut_tail()
        if header and header != self._header and not done.rows:
            self._file.clear()
            self._file.append(self._header)
        if header and done.discards:
            status = self._cells(header).index(_STATUS)
            self._file.keep(lambda line: self._cells(line)[status] not in self._discarded)
        return done

    def _start(self) -> None:
        """Write the header, also over a torn one."""
        if not self._header.startswith(self._file.tail):
            raise foreign(self.path)
        self._file.cut_tail()
        self._file.append(self._header)

    def _results(self, header: bytes, lines: Iterator[bytes]) -> Iterator[tuple[str, Result]]:
        names = self._cells(header)
        if names[:1] != list(columns(())[:1]) or KEY not in names:
            raise self._other(header)
        for line in lines:
            cells = dict(zip(names, self._cells(line), strict=False))
            try:
                score = cells["score"].replace(",", ".")
                result = from_cells(cells[_STATUS], score, cells["band"], cells.get("review"))
                yield cells[KEY], result
            except (ValueError, KeyError) as error:
                raise foreign(self.path) from error

    def _other(self, header: bytes) -> OutputError:
        """Return the error for a header that is not ours, or one with the other separator."""
        other = header.replace(*(b";", b",") if self._separator == "," else (b",", b";"))
        if KEY not in self._cells(other):
            return foreign(self.path)
        flag = "without --semicolon" if self._separator == ";" else "with --semicolon"
        return OutputError(f"{self.path}: was written {flag}; continue it so, or pass --force to replace it")

    def write(self, row: Row) -> None:
        """See `Writer`."""
        self._file.append(self._line(map(self._cell, flat(row, self._criteria).values())))

    def sync(self) -> None:
        """See `Writer`."""
        self._file.sync()

    def finish(self) -> None:
        """See `Writer`."""
        self.sync()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.__exit__()

    def _cell(self, value: Cell) -> Cell:
        if isinstance(value, float) and self._separator == ";":
            return str(value).replace(".", ",")
        return cell(value) if isinstance(value, str) else value

    def _line(self, cells: Iterable[Cell]) -> bytes:
        text = io.StringIO()
        csv.writer(text, delimiter=self._separator).writerow(cells)
        return text.getvalue().encode()

    def _cells(self, line: bytes) -> list[str]:
        return next(csv.reader([line.decode("utf-8-sig", "replace")], delimiter=self._separator), [])
