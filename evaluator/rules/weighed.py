"""Verdicts that rest on all the signs of an ending, where the rule by itself would miss too much."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from evaluator.closing import Ending
from evaluator.models import Level, Outcome
from evaluator.rules.outcome import supposed
from evaluator.rules.signs import signs
from evaluator.rules.verdict import Verdict, find, verdict
from evaluator.rules.weights import weights


class _Case(NamedTuple):
    """A reason for a level, and the moves of the agent side or of the customer that show it; one of them must stand."""

    case: str
    agent: tuple[str, ...] = ()
    customer: tuple[str, ...] = ()


_STEPS = ("commit", "instruct", "defer", "escalate", "transfer", "redirect", "vague_next", "when")
_HANDED = ("transfer", "escalate", "defer", "redirect", "vague_next", "hold", "visit")
_CLAIMED = ("done", "handled_vague", "solved_claim", "instruct", "commit")
_TAKEN = ("c_confirm", "c_thanks", "c_no_more", "c_accept")
_OPEN = ("c_question", "c_request", "c_objection", "c_unsolved", "c_complaint", "c_anger")
# The first that is shown is the reason; an absence needs no words. A level without any is left to the rule.
CASES: Mapping[str, Mapping[Level, tuple[_Case, ...]]] = {
    "resolution": {
        Level.MET: (_Case("confirmed", customer=_TAKEN), _Case("checked", ("check",))),
        Level.PARTIAL: (_Case("asserted", _CLAIMED),),
        Level.MISSED: (_Case("contradicted", customer=("c_unsolved",)), _Case("nothing")),
        Level.NA: (_Case("not_due"),),
    },
    "next_steps": {
        Level.MET: (_Case("told", _STEPS),),
        Level.PARTIAL: (_Case("vague", _STEPS),),
        Level.MISSED: (_Case("unsaid"),),
        Level.NA: (_Case("nothing_left"),),
    },
    "handover": {
        Level.MET: (_Case("announced", _HANDED),),
        Level.PARTIAL: (_Case("incomplete", _HANDED),),
        Level.MISSED: (_Case("silent"),),
        Level.NA: (_Case("none"),),
    },
    "honesty": {
        Level.PARTIAL: (_Case("vague", ("overpromise", "vague_next", "handled_vague")),),
        Level.MISSED: (
            _Case("invented", ("overpromise",)),
            _Case("blames", ("blame_other",)),
            _Case("contradicted", ("solved_claim", "handled_vague", "done", "signoff")),
        ),
    },
    "last_word": {
        Level.MET: (_Case("free", ("offer", "check", "still_there"), ("c_no_more", "c_bye", "c_thanks")),),
        Level.MISSED: (_Case("open_question", customer=_OPEN),),
    },
}


class Weighed:
    """One ending, weighed. `outcome` is what the signs speak for."""

    def __init__(self, ending: Ending) -> None:
        self._ending = ending
        self._sums = weights().sums(signs(ending, supposed(ending)))
        self.outcome = Outcome(weights().choose("outcome", self._sums))

    def verdict(self, criterion: str, by_rule: Verdict) -> Verdict:
        """Return the rule's verdict, or another where the signs speak for another level and the chat shows why."""
        cases = CASES.get(criterion)
        if cases is None:
            return by_rule
        more = rule_signs(self.outcome, by_rule.level)
        level = Level(weights().choose(criterion, self._sums, *more))
        if level is by_rule.level:
            return by_rule
        for case, agent, customer in cases.get(level, ()):
            said = find(self._ending.closing_agent, *agent) + find(self._ending.closing_customer, *customer)
            if said or not (agent or customer):
                return verdict(level, case, *said)
        return by_rule


def rule_signs(outcome: Outcome, by_rule: Level) -> tuple[str, str]:
    """Return what a criterion is weighed by beside the signs of the ending: its outcome, and what the rule says."""
    return f"outcome:{outcome}", f"rule:{by_rule}"
