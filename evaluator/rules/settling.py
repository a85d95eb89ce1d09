"""The rule on the matter itself: was it made sure that it is settled?"""

from __future__ import annotations

from evaluator.closing import Ending
from evaluator.models import Level, Outcome
from evaluator.rules.outcome import answered_before, refused
from evaluator.rules.verdict import Found, Verdict, find, verdict


def resolution(ending: Ending, outcome: Outcome) -> Verdict:
    """Is it made sure that the customer got what they came for?"""
    if outcome in (Outcome.TRANSFERRED, Outcome.MISDIRECTED):
        return Verdict(Level.NA, "not_due")
    checked = find(ending.closing_agent, "check")
    if outcome is Outcome.CUSTOMER_LEFT and not checked and not answered_before(ending):
        return Verdict(Level.NA, "not_due")
    confirmed = find(ending.closing_customer, "c_confirm", "c_thanks", "c_no_more", "c_accept")
    if outcome is Outcome.UNRESOLVED:
        return _unresolved(ending, confirmed)
    contradiction = [
        f for f in find(ending.closing_customer, "c_unsolved") if not _later(ending, f, "c_confirm")
    ]
    if contradiction:
        return verdict(Level.MISSED, "contradicted", *contradiction)
    if confirmed:
        return _confirmed(ending, outcome, confirmed, checked)
    if checked:
        return verdict(Level.MET, "checked", *checked)
    asserted = find(ending.closing_agent, "done", "handled_vague", "solved_claim", "instruct", "commit")
    if asserted:
        return verdict(Level.PARTIAL, "asserted", *asserted)
    return Verdict(Level.MISSED, "nothing")


def _unresolved(ending: Ending, taken: list[Found]) -> Verdict:
    """A no that was explained and taken owes nothing more; a request left standing does."""
    contradiction = find(ending.closing_customer, "c_unsolved")
    if refused(ending) and taken and not ending.open_question and not contradiction:
        return verdict(Level.NA, "refused", *find(ending.closing_agent, "refusal"))
    settled = [f for f in taken if f.move == "c_confirm" and _before_question(ending, f)]
    if settled and not contradiction:
        return verdict(Level.PARTIAL, "asserted", *settled)
    return verdict(Level.MISSED, "contradicted" if contradiction else "nothing", *contradiction)


def _before_question(ending: Ending, found: Found) -> bool:
    """Whether one matter was confirmed before the question about another that nobody answered."""
    question = ending.open_question
    return question is not None and found.turn.index <= question.index


def _confirmed(ending: Ending, outcome: Outcome, confirmed: list[Found], checked: list[Found]) -> Verdict:
    last = confirmed[-1].turn
    if not any(t.index > last.index for t in ending.closing_agent):
        level = Level.MET if checked and confirmed[-1].move != "c_accept" else Level.PARTIAL
        return verdict(
            level, "unacknowledged" if level is Level.PARTIAL else "checked", *checked, *confirmed[-1:]
        )
    if outcome is Outcome.FOLLOW_UP:
        if "c_grudging" in last.moves:
            return verdict(Level.PARTIAL, "asserted", *confirmed[-1:])
        return verdict(Level.MET, "plan_agreed", *confirmed)
    if "c_leaving" in last.moves and not checked:
        return verdict(Level.PARTIAL, "untried", *confirmed[-1:])
    return verdict(Level.MET, "confirmed", *confirmed, *checked)


def _later(ending: Ending, found: Found, move: str) -> bool:
    return any(move in t.moves for t in ending.closing_customer if t.index > found.turn.index)
