"""The rule on honesty: whether what the closing claims is true to the conversation."""

from __future__ import annotations

from evaluator.answering import CONTESTS, TROUBLES, is_demand
from evaluator.closing import Ending
from evaluator.marked import Stretch
from evaluator.models import Evidence, Level, Outcome
from evaluator.rules.outcome import invented_promise
from evaluator.rules.verdict import Found, Verdict, find, quote_turn, verdict


def honesty(ending: Ending, outcome: Outcome) -> Verdict:
    """Is what the closing claims true to the conversation?"""
    open_end = outcome is Outcome.UNRESOLVED or ending.open_question is not None
    denied = find(ending.closing_customer, "c_unsolved", "c_objection")
    claimed = find(ending.closing_agent, "solved_claim")
    if (denied and open_end and claimed) or (outcome is Outcome.RESOLVED and _claimed_against(ending)):
        return verdict(Level.MISSED, "contradicted", *denied, *claimed)
    if claimed and outcome is Outcome.UNRESOLVED and _goes_on_asking(ending, claimed[0]):
        return verdict(Level.MISSED, "contradicted", *claimed)
    if outcome in (Outcome.UNRESOLVED, Outcome.CUSTOMER_LEFT) and _heard(ending).moves & CONTESTS:
        # "Glad I could help" to somebody who has just said that it does not help.
        helped = find(ending.after_customer, "signoff")
        if helped:
            return verdict(Level.MISSED, "contradicted", *helped)
    blamed = find(ending.closing_agent, "blame_other")
    if blamed and outcome is Outcome.UNRESOLVED and not _appeased(ending):
        return verdict(Level.MISSED, "blames", *blamed)
    promised = find(ending.closing_agent, "overpromise")
    # "It will be there tomorrow, trust me" invents; "don't worry about it" only soothes.
    if promised and (open_end or invented_promise(ending)) and not _appeased(ending):
        invented = any(f.moves & {"commit", "when"} for f in promised)
        return verdict(
            Level.MISSED if invented else Level.PARTIAL, "invented" if invented else "vague", *promised
        )
    return Verdict(Level.MET, "true", last_words(ending))


def _appeased(ending: Ending) -> bool:
    """Whether the customer, at the last, neither asks nor complains: who drops a question counts as answered."""
    last = _heard(ending)
    return not ending.open_question and not any(is_demand(t) or t.moves & (CONTESTS | TROUBLES) for t in last)


def _heard(ending: Ending) -> Stretch:
    """What the customer said last, before the chat was closed."""
    return Stretch(ending.heard[-1].turns if ending.heard else ())


def _claimed_against(ending: Ending) -> bool:
    """Whether it is claimed to work after the customer said that it does not, who never confirmed it since."""
    denied = [t.index for t in ending.closing_customer if "c_unsolved" in t.moves]
    if not denied or "c_confirm" in ending.closing_customer.after(denied[0]).moves:
        return False
    return "solved_claim" in ending.closing_agent.after(denied[0]).moves


def _goes_on_asking(ending: Ending, claimed: Found) -> bool:
    """Whether the customer asks or objects after a claim that all is solved: "Solved how, when I have no parcel?"."""
    return any(is_demand(t) or t.moves & CONTESTS for t in ending.closing_customer.after(claimed.turn.index))


def last_words(ending: Ending) -> tuple[Evidence, ...]:
    """The agent side's last turn in the closing, as evidence of how it goes."""
    return tuple(e for t in ending.closing_agent[-1:] for e in quote_turn(t))
