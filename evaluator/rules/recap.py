"""The rule on the recap: is the solution or agreement restated at the end?"""

from __future__ import annotations

from evaluator.answering import is_demand
from evaluator.closing import Ending
from evaluator.models import Level, Outcome
from evaluator.packs.said import SUBSTANCE
from evaluator.rules.outcome import answered_before, refused
from evaluator.rules.verdict import UNSCORED, Found, Verdict, find, verdict

_HINTS = frozenset({"refusal", "dismissive", "handled_vague", "solved_claim", "vague_next"})
_AGREES = frozenset({"done", "commit", "summary", "escalate"})
_SETTLED_IN = frozenset({"done", "commit", "instruct", "alternative", "escalate"})
_HANDED = ("transfer", "redirect", "escalate", "defer", "hold", "done", "commit")
_TELLING = 7
_PLENTY = 24
_SHORT_QUESTION = 20
_SHORT_ANSWERS = 2


def recap(ending: Ending, outcome: Outcome) -> Verdict:
    """Is the solution or agreement restated at the end?"""
    if outcome is Outcome.MISDIRECTED:
        return Verdict(Level.NA, "not_due")
    told = [
        Found(t, n, "")
        for b in ending.substance
        for t in b.turns
        for n in t.substance
        if not t.words.sentences[n].asks
    ]
    summed_up = any("summary" in f.turn.moves_of[f.sentence] for f in told)
    if outcome is Outcome.CUSTOMER_LEFT and not summed_up and not answered_before(ending):
        return Verdict(Level.MISSED, "none")
    if outcome is Outcome.TRANSFERRED and not find(ending.closing_agent, *_HANDED):
        return Verdict(Level.MISSED, "none")
    if not summed_up and _one_short_question(ending, outcome):
        # Whether the matter was one short question or more than that is beyond words.
        return UNSCORED
    if outcome is Outcome.UNRESOLVED and not refused(ending):
        return _unsettled(told)
    telling = [f for f in told if _tells(f)]
    if telling and not summed_up and _side_matter(ending, outcome):
        return verdict(Level.PARTIAL, "hinted", *telling)
    if summed_up or _length(telling) >= _TELLING or _length(told) >= _PLENTY:
        return verdict(Level.MET, "restated", *(telling or told))
    if any(f.turn.moves_of[f.sentence] & _HINTS for f in told):
        return verdict(Level.PARTIAL, "hinted", *told)
    return UNSCORED if told else Verdict(Level.MISSED, "none")


def _unsettled(told: list[Found]) -> Verdict:
    """Nothing was agreed: a no or a brush-off is at most a hint at it, a promise or a claim is none."""
    hints = [f for f in told if f.turn.moves_of[f.sentence] & {"refusal", "dismissive"}]
    if hints:
        return verdict(Level.PARTIAL, "hinted", *hints)
    return UNSCORED if any(_tells(f) for f in told) else Verdict(Level.MISSED, "none")


def _side_matter(ending: Ending, outcome: Outcome) -> bool:
    """Whether what was done or agreed stands before the last two turns, which add an answer or a tip."""
    if outcome not in (Outcome.RESOLVED, Outcome.FOLLOW_UP):
        return False
    if any(b.moves & _AGREES for b in ending.substance):
        return False
    first = ending.substance[0].first
    return any(b.substantial and b.moves & _SETTLED_IN for b in ending.agent if b.first < first)


def _tells(found: Found) -> bool:
    """Whether the sentence states a result or a fact, rather than hinting at one."""
    moves = found.turn.moves_of[found.sentence]
    return not moves & _HINTS and (bool(moves & SUBSTANCE) or found.turn.said.numbers(found.sentence) > 0)


def _length(found: list[Found]) -> int:
    return sum(len(f.words()) for f in found)


def _one_short_question(ending: Ending, outcome: Outcome) -> bool:
    """A plain question and its answer, and nothing wrong that would make it a matter."""
    if outcome not in (Outcome.RESOLVED, Outcome.CUSTOMER_LEFT) or len(ending.substance) > _SHORT_ANSWERS:
        return False
    demands = [b for b in ending.customer if any(is_demand(t) for t in b.turns)]
    troubled = any(b.moves & {"c_trouble", "c_complaint", "c_unsolved", "c_request"} for b in ending.customer)
    if len(demands) != 1 or troubled or sum(b.substantial for b in ending.agent) > _SHORT_ANSWERS:
        return False
    return sum(len(t.words.folded) for t in demands[0].turns) <= _SHORT_QUESTION
