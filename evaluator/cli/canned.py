"""Prints the reviews of canned texts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from evaluator.cli.console import output
from evaluator.models import Level
from evaluator.report.looks import LEVELS, score_text
from evaluator.report.safe import clipped, one_line, without_surrogates
from evaluator.suggest.macros import CRITERIA, Review

_LONGEST_TITLE = 28


def print_reviews(reviews: Iterable[Review]) -> None:
    """Print a table of all texts, then what is to be said of each, and a better one where there is one."""
    everything = list(reviews)
    table = Table("text", "lang", "score", *CRITERIA, box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for one in everything:
        signs = [LEVELS[one.levels.get(criterion, Level.NA)].sign for criterion in CRITERIA]
        title = Text(clipped(one.macro.title, _LONGEST_TITLE))
        table.add_row(title, one_line(one.language or "–"), score_text(one.score), *signs)
    console = output()
    console.print(table)
    for one in everything:
        if not (one.remarks or one.better or one.why):
            continue
        console.print()
        console.print(Text(one_line(f"{one.macro.title}  ({one.macro.where})"), "bold"))
        for remark in (*one.remarks, *([one.why] if one.why else ())):
            console.print(Padding(Text(one_line(f"- {remark}")), (0, 0, 0, 2)))
        for number, message in enumerate(one.better):
            lead = "better: " if not number else "then:   "
            console.print(Padding(Text(one_line(lead + message)), (0, 0, 0, 2)))


def print_json(reviews: Iterable[Review]) -> None:
    """Print a line for each text."""
    for one in reviews:
        line = {
            "title": one.macro.title,
            "source": one.macro.where,
            "language": one.language,
            "score": one.score,
            "levels": {criterion: level.value for criterion, level in one.levels.items()},
            "remarks": one.remarks,
            "better": one.better,
            "error": one.why,
        }
        sys.stdout.write(without_surrogates(json.dumps(line, ensure_ascii=False)) + "\n")
