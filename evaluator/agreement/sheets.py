"""The figures as tables of text, to be printed or written into a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from evaluator.agreement.values import ALL, Confusion, CriterionFigures, Figures, GroupFigures, Interval

NONE = "–"
LEGEND = (
    "mean kappa: Cohen's kappa of met, partial, missed and na, averaged over criteria; kappa: of all labels",
    "agree: share of scored labels that are equal; cover: share of labels that were scored (not unscored).",
    "outcome: share of outcomes that are equal; off by, bias: points between the score and the labels' own.",
    "detected: chats whose customer's language was found. In brackets: 95 % intervals.",
)


class Sheet(NamedTuple):
    """A table: its title, header and rows, all text."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def by_language(figures: Figures, title: str) -> Sheet:
    """One row a language, ``all`` last; `LEGEND` says what the columns are."""
    header = (
        "lang",
        "chats",
        "mean kappa",
        "kappa",
        "agree",
        "cover",
        "outcome",
        "off by",
        "bias",
        "detected",
    )
    return Sheet(title, header, tuple(map(_language_row, figures.groups)))


def by_criterion(group: GroupFigures, title: str) -> Sheet:
    """One row a criterion."""
    header = ("criterion", "labels", "coverage", "agreement", "kappa")
    return Sheet(title, header, tuple(map(_criterion_row, group.criteria)))


def kappas(figures: Figures, title: str) -> Sheet:
    """Criteria down, languages across."""
    found = {
        (group.language, each.criterion): each.kappa for group in figures.groups for each in group.criteria
    }
    languages = [group.language for group in figures.groups]
    rows = [
        (each.criterion, *(_number(found.get((code, each.criterion))) for code in languages))
        for each in figures.group(ALL).criteria
    ]
    means = ("mean", *(_number(group.mean_kappa) for group in figures.groups))
    return Sheet(title, ("criterion", *languages), (*rows, means))


def disagreements(confusions: Iterable[Confusion], title: str) -> Sheet:
    """One row for each kind of disagreement; a ``?`` marks chats whose label is doubtful."""
    rows = [(c.language, c.criterion, c.gold, c.graded, str(len(c.chats)), _ids(c)) for c in confusions]
    return Sheet(title, ("language", "criterion", "label", "graded", "chats", "ids"), tuple(rows))


def _language_row(group: GroupFigures) -> tuple[str, ...]:
    return (
        group.language,
        str(group.chats),
        _with_interval(group.mean_kappa, group.mean_kappa_interval),
        _number(group.overall_kappa),
        _percent(group.agreement),
        _percent(group.coverage),
        _percents(group.outcome_accuracy, group.outcome_interval),
        _points(group.score_error),
        _points(group.score_bias, "+.1f"),
        _percent(group.language_accuracy),
    )


def _criterion_row(each: CriterionFigures) -> tuple[str, ...]:
    return (
        each.criterion,
        str(each.labels),
        _percent(each.coverage),
        _percents(each.agreement, each.agreement_interval),
        _with_interval(each.kappa, each.kappa_interval),
    )


def _ids(confusion: Confusion) -> str:
    return " ".join(f"{chat}?" if chat in confusion.doubtful else chat for chat in confusion.chats)


def _number(value: float | None) -> str:
    # Adding zero turns minus zero into zero.
    return NONE if value is None else f"{round(value, 2) + 0.0:.2f}"


def _with_interval(value: float | None, interval: Interval | None) -> str:
    bounds = f" [{_number(interval.low)}, {_number(interval.high)}]" if interval else ""
    return _number(value) + bounds


def _percent(value: float | None) -> str:
    return NONE if value is None else f"{100 * value:.0f} %"


def _percents(value: float | None, interval: Interval | None) -> str:
    if value is None or interval is None:
        return _percent(value)
    return f"{_percent(value)} [{100 * interval.low:.0f}, {100 * interval.high:.0f}]"


def _points(value: float | None, form: str = ".1f") -> str:
    return NONE if value is None else format(value, form)
