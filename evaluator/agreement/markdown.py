"""The figures as Markdown, put between two marks of a page whose prose stays as it is."""

from __future__ import annotations

from collections.abc import Iterable

from evaluator.agreement.sheets import Sheet, by_criterion, by_language, kappas
from evaluator.agreement.values import ALL, Agreement
from evaluator.errors import InputError

START, END = "<!-- agreement: begin -->", "<!-- agreement: end -->"


def tables(agreement: Agreement) -> str:
    """Return every table of a run."""
    pooled = agreement.all_labels.group(ALL)
    sheets = (
        by_language(agreement.all_labels, "By language, every label"),
        by_language(agreement.without_doubtful, "By language, without the labels marked doubtful"),
        kappas(agreement.all_labels, "Kappa by criterion and language, every label"),
        by_criterion(pooled, "By criterion, all languages, every label"),
        by_criterion(
            agreement.without_doubtful.group(ALL), "By criterion, all languages, without doubtful labels"
        ),
    )
    return "\n\n".join(map(_table, sheets))


def replace_tables(page: str, text: str, where: str) -> str:
    """Return the page with `text` between its marks. Raises `InputError` if they are not there."""
    before, start, rest = page.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise InputError(f"{where}: lacks the lines {START} and {END}; put them where the tables shall stand")
    return f"{before}{START}\n\n{text}\n\n{END}{after}"


def _table(sheet: Sheet) -> str:
    rule = (":--", *("--:" for _ in sheet.header[1:]))
    lines = [_line(row) for row in (sheet.header, rule, *sheet.rows)]
    return "\n".join((f"### {sheet.title}", "", *lines))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
