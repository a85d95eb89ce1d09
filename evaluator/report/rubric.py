"""A rubric on a page."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from evaluator.models import Level
from evaluator.report.looks import LEVELS, band_style
from evaluator.rubric import Criterion, Rubric


def rubric_page(rubric: Rubric) -> RenderableType:
    """Title, bands, and a row for each criterion: weight, id, question, and what its levels mean."""
    title = Text(rubric.title, "bold").append(f"  {rubric.id} {rubric.version}", "not bold dim")
    bands = Text()
    for band in rubric.bands:
        bands.append(f"{band.name}", band_style(rubric, band.name)).append(f" from {band.start:g}   ", "dim")
    cap = Text(f"!  critical: missed, it caps the score at {rubric.cap:g}", "dim")
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right", style="bold")
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for criterion in rubric.criteria:
        name = Text(criterion.id, "bold").append(" !" if criterion.critical else "", "bold red")
        table.add_row(f"{criterion.weight:g}", name, Text(criterion.question, "bold"))
        table.add_row("", "", _levels(criterion))
        table.add_row()
    return Group(title, bands, cap, Text(), table)


def _levels(criterion: Criterion) -> Table:
    meanings = {
        Level.MET: criterion.levels.met,
        Level.PARTIAL: criterion.levels.partial,
        Level.MISSED: criterion.levels.missed,
        Level.NA: criterion.na,
    }
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for level, meaning in meanings.items():
        if meaning:
            look = LEVELS[level]
            table.add_row(Text(f"{look.sign} {look.word}", look.style), Text(meaning))
    return table
