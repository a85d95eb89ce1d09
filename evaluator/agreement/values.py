"""The figures of an agreement run, frozen, as ``closure agreement --json`` writes them.

Shares and kappas run from 0 (kappa: −1) to 1; null where there is nothing to measure. Intervals are 95 %.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

ALL = "all"
OUTCOME = "outcome"


class _Figures(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Interval(_Figures):
    """Bounds of a 95 % confidence interval."""

    low: float
    high: float


class CriterionFigures(_Figures):
    """One criterion. Agreement and kappa are over the labels that were scored; coverage says how many."""

    criterion: str
    labels: int
    scored: int
    coverage: float | None
    agreement: float | None
    agreement_interval: Interval | None
    kappa: float | None
    kappa_interval: Interval | None


class GroupFigures(_Figures):
    """One language, or ``all``. `mean_kappa` averages the `criteria_with_kappa` criteria that have a kappa.

    `overall_kappa` throws the labels of all criteria together. `score_error` is the mean distance (in points)
    between the score from the gold labels and ours, `score_bias` the mean of ours minus theirs.
    """

    language: str
    chats: int
    labels: int
    scored: int
    coverage: float | None
    weight_coverage: float | None
    agreement: float | None
    agreement_interval: Interval | None
    mean_kappa: float | None
    mean_kappa_interval: Interval | None
    criteria_with_kappa: int
    overall_kappa: float | None
    overall_kappa_interval: Interval | None
    outcomes: int
    outcome_accuracy: float | None
    outcome_interval: Interval | None
    scores: int
    score_error: float | None
    score_bias: float | None
    languages: int
    language_accuracy: float | None
    criteria: tuple[CriterionFigures, ...]


class Figures(_Figures):
    """Every language, and ``all`` last."""

    groups: tuple[GroupFigures, ...]

    def group(self, language: str) -> GroupFigures:
        """Return the figures of one language or of ``all``. Raises `KeyError` for one that is not there."""
        for group in self.groups:
            if group.language == language:
                return group
        raise KeyError(language)


class Confusion(_Figures):
    """Chats of one language in which one gold level was graded as another. `doubtful` are among `chats`."""

    language: str
    criterion: str
    gold: str
    graded: str
    chats: tuple[str, ...]
    doubtful: tuple[str, ...]


class Agreement(_Figures):
    """A whole run: the figures with and without the labels marked doubtful, and every disagreement."""

    part: str | None
    all_labels: Figures
    without_doubtful: Figures
    confusions: tuple[Confusion, ...]
