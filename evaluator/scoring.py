"""The total: arithmetic over the levels, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from evaluator.models import Judgement, Level
from evaluator.rubric_model import Criterion, Rubric


@dataclass(frozen=True, slots=True)
class Score:
    """A total of 0 to 100 with one decimal, and its band; both null where nothing could be scored.

    `coverage` (0 to 1) is the share of the applicable weight that was scored. `critical` names the critical
    criteria that were missed, in the rubric's order.
    """

    score: float | None
    band: str | None
    coverage: float
    critical: tuple[str, ...]


def score(rubric: Rubric, judgements: Sequence[Judgement]) -> Score:
    """Weigh the judgements, one for each of the rubric's criteria, in any order.

    `na` and `unscored` are left out of the total; a missed critical criterion caps it. The band is that of
    the rounded total. Raises `ValueError` for a criterion that is missing, unknown or judged twice.
    """
    levels = _levels(rubric, judgements)
    values = {
        Level.MET: rubric.scale.met,
        Level.PARTIAL: rubric.scale.partial,
        Level.MISSED: rubric.scale.missed,
    }
    scored = [c for c in rubric.criteria if levels[c.id] in values]
    critical = tuple(c.id for c in scored if c.critical and levels[c.id] is Level.MISSED)
    weight = _weight(scored)
    if not weight:
        return Score(None, None, 0.0, ())
    total = 100 * fsum(c.weight * values[levels[c.id]] for c in scored) / weight
    shown = round(min(total, rubric.cap if critical else 100.0), 1)
    applicable = _weight([c for c in rubric.criteria if levels[c.id] is not Level.NA])
    return Score(shown, rubric.band(shown), round(weight / applicable, 4), critical)


def _weight(criteria: Sequence[Criterion]) -> float:
    return fsum(criterion.weight for criterion in criteria)


def _levels(rubric: Rubric, judgements: Sequence[Judgement]) -> Mapping[str, Level]:
    ids = rubric.ids
    levels = {judgement.criterion: judgement.level for judgement in judgements}
    if len(judgements) == len(ids) and levels.keys() == set(ids):
        return levels
    counts = Counter(judgement.criterion for judgement in judgements)
    wrong = {
        "not in the rubric": [c for c in counts if c not in ids],
        "not judged": [c for c in ids if c not in counts],
        "judged twice": [c for c, count in counts.items() if count > 1],
    }
    found = "; ".join(f"{what}: {', '.join(ids)}" for what, ids in wrong.items() if ids)
    raise ValueError(f"the judgements do not fit rubric {rubric.id!r}: {found}")
