"""Verdicts that rest on all the signs of an ending, where the rule by itself would miss too much."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from evaluator.closing import Ending
from evaluator.models import Level, Outcome
from evaluator.rules.outcome import supposed
from evaluator.rules.signs import signs
from evaluator.rules.verdict import Verdict, find, verdict
from evaluator.rules.weights import weighings

_PROVEN = (Level.MET, Level.PARTIAL)


class _Case(NamedTuple):
    """The reason of a verdict, and the moves that show it."""

    case: str
    moves: tuple[str, ...] = ()


_STEPS = ("commit", "instruct", "defer", "escalate", "transfer", "redirect", "vague_next", "when")
_HANDED = ("transfer", "escalate", "defer", "redirect", "vague_next", "hold", "visit")
CASES: Mapping[str, Mapping[Level, _Case]] = {
    "next_steps": {
        Level.MET: _Case("told", _STEPS),
        Level.PARTIAL: _Case("vague", _STEPS),
        Level.MISSED: _Case("unsaid"),
        Level.NA: _Case("nothing_left"),
    },
    "handover": {
        Level.MET: _Case("announced", _HANDED),
        Level.PARTIAL: _Case("incomplete", _HANDED),
        Level.MISSED: _Case("silent"),
        Level.NA: _Case("none"),
    },
}


class Weighed:
    """One ending, weighed. `outcome` is what the signs speak for."""

    def __init__(self, ending: Ending) -> None:
        self._ending = ending
        self._signs = signs(ending, supposed(ending))
        self.outcome = Outcome(weighings()["outcome"].choose(self._signs))

    def verdict(self, criterion: str, by_rule: Verdict) -> Verdict:
        """Return the rule's verdict, or another where the signs speak for another level and there are words to show."""
        weighing, cases = weighings().get(criterion), CASES.get(criterion)
        if weighing is None or cases is None:
            return by_rule
        level = Level(weighing.choose(rule_signs(self._signs, self.outcome, by_rule.level)))
        if level is by_rule.level:
            return by_rule
        case, moves = cases[level]
        shown = find(self._ending.closing_agent, *moves)
        if level in _PROVEN and not shown:
            return by_rule
        return verdict(level, case, *shown)


def rule_signs(signs: frozenset[str], outcome: Outcome, by_rule: Level) -> frozenset[str]:
    """Return the signs that a criterion is weighed by: those of the ending, its outcome, and what the rule says."""
    return signs | {f"outcome:{outcome}", f"rule:{by_rule}"}
