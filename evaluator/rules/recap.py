"""The rule on the recap: is the solution or agreement restated at the end?"""

from __future__ import annotations

from evaluator.answering import is_demand
from evaluator.closing import Ending
from evaluator.models import Level, Outcome
from evaluator.packs.said import SUBSTANCE
from evaluator.rules.outcome import answered_before, refused
from evaluator.rules.verdict import Found, Verdict, find, verdict

_HINTS = frozenset({"refusal", "dismissive", "handled_vague", "solved_claim", "vague_next"})
_AGREES = frozenset({"done", "commit", "escalate"})
_HANDED = ("transfer", "redirect", "escalate", "defer", "hold", "done", "commit")
_TELLING = 7
_PLENTY = 24
# One short matter: the words that bring it up, the answers to it, and the customer's turns with the last "ok, thanks".
_SHORT_QUESTION = 25
_SHORT_ANSWERS = 2
_SHORT_TURNS = 3


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
    summed_up = any("summary" in f.moves for f in told)
    if outcome is Outcome.CUSTOMER_LEFT and not summed_up and not answered_before(ending):
        return Verdict(Level.MISSED, "none")
    if outcome is Outcome.TRANSFERRED and not find(ending.closing_agent, *_HANDED):
        return Verdict(Level.MISSED, "none")
    if not told:
        return Verdict(Level.MISSED, "none")
    if not summed_up and _one_short_matter(ending, outcome):
        return Verdict(Level.NA, "short")
    telling = [f for f in told if _tells(f)]
    # Where nothing was agreed, the last answers are at most a hint at how the matter stands.
    agreed = outcome is not Outcome.UNRESOLVED or refused(ending)
    agreed = agreed and (summed_up or not _side_matter(ending))
    if agreed and (summed_up or _length(telling) >= _TELLING or _length(told) >= _PLENTY):
        return verdict(Level.MET, "restated", *(telling or told))
    return verdict(Level.PARTIAL, "hinted", *told)


def _side_matter(ending: Ending) -> bool:
    """Whether the last two turns only answer a question that came up after the matter was confirmed."""
    if any(b.moves & _AGREES for b in ending.substance):
        return False
    first, last = ending.substance[0].first, ending.substance[-1].first
    confirmed = [b.first for b in ending.customer if "c_confirm" in b.moves and b.first < first]
    asked = [b.first for b in ending.customer if any(is_demand(t) for t in b.turns) and b.first < last]
    return bool(confirmed and asked) and asked[-1] >= confirmed[0]


def _tells(found: Found) -> bool:
    """Whether the sentence states a result or a fact, rather than hinting at one."""
    return not found.moves & _HINTS and (
        bool(found.moves & SUBSTANCE) or found.turn.said.numbers(found.sentence) > 0
    )


def _length(found: list[Found]) -> int:
    return sum(len(f.words()) for f in found)


def _one_short_matter(ending: Ending, outcome: Outcome) -> bool:
    """One short question or request and what was said or done to it: nothing that could get lost."""
    if outcome is not Outcome.RESOLVED or not ending.customer or len(ending.customer) > _SHORT_TURNS:
        return False
    demands = sum(any(is_demand(t) for t in b.turns) for b in ending.customer)
    answers = sum(b.substantial for b in ending.agent)
    if demands > 1 or answers > _SHORT_ANSWERS:
        return False
    return sum(len(t.words.folded) for t in ending.customer[0].turns) <= _SHORT_QUESTION
