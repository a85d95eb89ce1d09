"""Kappa and intervals. Cells count pairs: ``{(gold level, graded level): how often}``."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from math import sqrt
from typing import TypeVar

from evaluator.agreement.values import Interval

Cells = Mapping[tuple[str, str], int]
Unit = TypeVar("Unit")
Key = TypeVar("Key", bound=Hashable)

_Z = 1.959963984540054


def agreement(cells: Cells) -> float | None:
    """Return the share of pairs that agree; null without pairs."""
    total = sum(cells.values())
    return sum(n for (gold, graded), n in cells.items() if gold == graded) / total if total else None


def kappa(cells: Cells) -> float | None:
    """Cohen's kappa, unweighted.

    Null where the gold side knows fewer than two levels: chance alone then explains any agreement, and kappa
    would be 0 or 0/0 whatever the grader did.
    """
    gold: Counter[str] = Counter()
    graded: Counter[str] = Counter()
    for (one, other), n in cells.items():
        gold[one] += n
        graded[other] += n
    observed = agreement(cells)
    if observed is None or len(gold) < 2:
        return None
    chance = sum(n * graded[level] for level, n in gold.items()) / gold.total() ** 2
    return (observed - chance) / (1 - chance)


def wilson(hits: int, total: int) -> Interval | None:
    """Wilson's 95 % interval of a share; null without trials."""
    if not total:
        return None
    share, z2 = hits / total, _Z * _Z
    middle = share + z2 / (2 * total)
    spread = _Z * sqrt(share * (1 - share) / total + z2 / (4 * total * total))
    low, high = ((middle + sign * spread) / (1 + z2 / total) for sign in (-1, 1))
    return Interval(low=max(low, 0.0), high=min(high, 1.0))


def bootstrap(
    units: Sequence[Unit],
    statistics: Callable[[Sequence[Unit]], Mapping[Key, float | None]],
    *,
    rounds: int = 1000,
    seed: int = 20,
) -> dict[Key, Interval]:
    """95 % percentile intervals of several statistics at once, by drawing whole units with replacement.

    Rounds in which a statistic is null do not count for it. The same units in the same order give the same
    intervals.
    """
    # Not for secrets: a seeded generator is the point.
    draw = random.Random(seed)  # noqa: S311
    seen: dict[Key, list[float]] = {}
    for _ in range(rounds if units else 0):
        for key, value in statistics(draw.choices(units, k=len(units))).items():
            if value is not None:
                seen.setdefault(key, []).append(value)
    return {key: _middle_95(sorted(values)) for key, values in seen.items()}


def _middle_95(ordered: Sequence[float]) -> Interval:
    last = len(ordered) - 1
    return Interval(low=ordered[round(0.025 * last)], high=ordered[round(0.975 * last)])
