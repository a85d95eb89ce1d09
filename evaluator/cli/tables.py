"""Plain tables for lists."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from evaluator.cli.console import output
from evaluator.report.safe import one_line


def table(titles: Sequence[str], rows: Sequence[Sequence[str]], *, gap: bool = False) -> None:
    """Print rows under bold titles; with a `gap`, after an empty line."""
    drawn = Table(*titles, box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for row in rows:
        drawn.add_row(*(Text(one_line(text)) for text in row))
    console = output()
    if gap:
        console.print()
    console.print(drawn)
