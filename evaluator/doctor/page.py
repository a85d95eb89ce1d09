"""A check as somebody reads it."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from evaluator.doctor.check import Check, State
from evaluator.report.safe import one_line

_STYLES = {State.OK: "green", State.WARNING: "yellow", State.PROBLEM: "bold red", State.SKIPPED: "dim"}
_STATE_WIDTH, _NAME_WIDTH = 7, 9


def line(check: Check) -> Table:
    """Return state, name and what was found; below, what to do. The columns of all checks are the same."""
    drawn = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    drawn.add_column(width=_STATE_WIDTH)
    drawn.add_column(width=_NAME_WIDTH)
    drawn.add_column(ratio=1, overflow="fold")
    found = Text(one_line(check.found), "dim" if check.state is State.SKIPPED else "")
    drawn.add_row(Text(check.state, _STYLES[check.state]), check.name, found)
    if check.advice:
        drawn.add_row("", "", Text(f"→ {one_line(check.advice)}", "bold"))
    return drawn
