"""The signs and colours that reports share."""

from __future__ import annotations

from typing import NamedTuple

from evaluator.models import Evaluation, Level, Status
from evaluator.rubric import Rubric


class Look(NamedTuple):
    """How something is shown: a sign that works without colour, a word, a style."""

    sign: str
    word: str
    style: str


LEVELS = {
    Level.MET: Look("✔", "met", "green"),
    Level.PARTIAL: Look("◐", "partial", "yellow"),
    Level.MISSED: Look("✘", "missed", "bold red"),
    Level.NA: Look("–", "n/a", "dim"),
    Level.UNSCORED: Look("?", "unscored", "magenta"),
}
STATUSES = {
    Status.GRADED: "graded by the model",
    Status.FALLBACK: "graded by rules instead of the model",
    Status.RULES: "graded by rules",
    Status.NOT_GRADABLE: "not gradable",
    Status.ERROR: "error",
}
_BAND_STYLES = ("bold green", "bold cyan", "bold yellow", "bold red")


def band_style(rubric: Rubric, band: str | None) -> str:
    """Return the colour of a band: from green for the rubric's best to red for its last."""
    names = [known.name for known in rubric.bands]
    if band not in names:
        return "dim"
    share = names.index(band) / max(len(names) - 1, 1)
    return _BAND_STYLES[round(share * (len(_BAND_STYLES) - 1))]


def outcome_words(evaluation: Evaluation) -> str:
    """Return the outcome in plain words, a dash where there is none."""
    return evaluation.outcome.replace("_", " ") if evaluation.outcome else "–"


def score_text(score: float | None) -> str:
    """Return a score as people write it: no decimals where there are none."""
    return "–" if score is None else f"{score:.1f}".removesuffix(".0")
