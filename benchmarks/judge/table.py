"""Rows of the table that the benchmarks print."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """What was measured, the figure, and what it ought to be."""

    what: str
    figure: str
    goal: str = ""

    def __str__(self) -> str:
        return f"| {self.what} | {self.figure} | {self.goal} |"


HEAD = "| what | figure | goal |\n|:--|--:|--:|"
