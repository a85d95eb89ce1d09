"""Verdicts that rest on all the signs of an ending, where the rule by itself would miss too much."""

from __future__ import annotations

from evaluator.closing import Ending
from evaluator.models import Level, Outcome
from evaluator.rules.outcome import supposed
from evaluator.rules.reasons import REASONS
from evaluator.rules.signs import signs
from evaluator.rules.verdict import Verdict, verdict
from evaluator.rules.weights import weights


class Weighed:
    """One ending, weighed. `outcome` is what the signs speak for."""

    def __init__(self, ending: Ending) -> None:
        self._ending = ending
        self._sums = weights().sums(signs(ending, supposed(ending)))
        self.outcome = Outcome(weights().choose("outcome", self._sums))

    def verdict(self, criterion: str, by_rule: Verdict) -> Verdict:
        """Return the rule's verdict, or another where the signs speak for another level and the chat shows why."""
        reasons = REASONS.get(criterion)
        if reasons is None:
            return by_rule
        more = rule_signs(self.outcome, by_rule.level)
        level = Level(weights().choose(criterion, self._sums, *more))
        if level is by_rule.level:
            return by_rule
        for reason in reasons.get(level, ()):
            shown = reason.shown(self._ending, self.outcome)
            if shown is not None:
                return verdict(level, reason.case, *shown)
        return by_rule


def rule_signs(outcome: Outcome, by_rule: Level) -> tuple[str, str]:
    """Return what a criterion is weighed by beside the signs of the ending: its outcome, and what the rule says."""
    return f"outcome:{outcome}", f"rule:{by_rule}"
