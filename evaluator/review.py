"""What should make a person look at a chat: the QA lead's queue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from evaluator.injection import Suspicion
from evaluator.models import Judgement, Level

_STEPS = {Level.MISSED: 0, Level.PARTIAL: 1, Level.MET: 2}
_GAP = 2
_MANY = 3


def suspected(suspicions: Iterable[Suspicion]) -> Iterator[str]:
    """Say which turns hold text that is meant for the grader."""
    for turn, kinds in _by_turn(suspicions).items():
        yield f"turn {turn}: text meant for the grader ({', '.join(kinds)})"


def gaps(model: Mapping[str, Judgement], rules: Iterable[Judgement]) -> Iterator[str]:
    """Say where the model and the rules are two levels apart, and where the model leaves out much that was missed."""
    left_out = []
    for by_rules in rules:
        by_model = model.get(by_rules.criterion)
        if by_model and _distance(by_model.level, by_rules.level) >= _GAP:
            yield f"{by_rules.criterion}: the model says {by_model.level}, the rules say {by_rules.level}"
        if by_model and (by_model.level, by_rules.level) == (Level.NA, Level.MISSED):
            left_out.append(by_rules.criterion)
    # One or two are a matter of opinion. To call everything "not due" would raise a score without any evidence.
    if len(left_out) >= _MANY:
        yield f"{', '.join(left_out)}: not due, says the model; missed, say the rules"


def _distance(one: Level, other: Level) -> int:
    return abs(_STEPS[one] - _STEPS[other]) if one in _STEPS and other in _STEPS else 0


def _by_turn(suspicions: Iterable[Suspicion]) -> dict[int, list[str]]:
    kinds: dict[int, list[str]] = {}
    for suspicion in suspicions:
        found = kinds.setdefault(suspicion.turn, [])
        if suspicion.kind not in found:
            found.append(suspicion.kind)
    return kinds
