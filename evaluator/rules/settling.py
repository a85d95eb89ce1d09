"""The rule on the matter itself: was it made sure that it is settled?"""

from __future__ import annotations

from evaluator.answering import CONTESTS, DEMANDS, TAKEN, TROUBLES
from evaluator.closing import Ending
from evaluator.models import Level, Outcome
from evaluator.rules.cut import cut_short
from evaluator.rules.outcome import answered_before, refused
from evaluator.rules.verdict import Found, Verdict, find, verdict

_CONTESTS = DEMANDS | CONTESTS | TROUBLES


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
    contradicted = [f for f in find(ending.closing_customer, "c_unsolved") if _stands(ending, f, outcome)]
    if contradicted:
        return verdict(Level.MISSED, "contradicted", *contradicted)
    if outcome is Outcome.FOLLOW_UP:
        return _planned(ending)
    if confirmed:
        return _confirmed(ending, confirmed, checked)
    if checked:
        return verdict(Level.MET, "checked", *checked)
    return _asserted(ending)


def _asserted(ending: Ending) -> Verdict:
    asserted = find(ending.closing_agent, "done", "handled_vague", "solved_claim", "instruct", "commit")
    return verdict(Level.PARTIAL, "asserted", *asserted) if asserted else Verdict(Level.MISSED, "nothing")


def _unresolved(ending: Ending, taken: list[Found]) -> Verdict:
    """A no that was explained and taken owes nothing more; a request left standing does."""
    contradiction = find(ending.closing_customer, "c_unsolved")
    standing = ending.open_question or contradiction or cut_short(ending, Outcome.UNRESOLVED)
    if refused(ending) and taken and not standing:
        return verdict(Level.NA, "refused", *find(ending.closing_agent, "refusal"))
    settled = [f for f in taken if f.move == "c_confirm" and _before_question(ending, f)]
    if settled and not contradiction:
        return verdict(Level.PARTIAL, "asserted", *settled)
    done = _done_before_question(ending)
    if done and not contradiction:
        return verdict(Level.PARTIAL, "asserted", *done)
    return verdict(Level.MISSED, "contradicted" if contradiction else "nothing", *contradiction)


def _before_question(ending: Ending, found: Found) -> bool:
    """Whether one matter was confirmed before the question about another that nobody answered."""
    question = ending.open_question
    return question is not None and found.turn.index <= question.index


def _done_before_question(ending: Ending) -> list[Found]:
    """What was done, where the question left open comes after it and contests nothing."""
    question = ending.open_question
    asked = [b for b in ending.heard if question in b.turns]
    if not asked or not asked[0].moves.isdisjoint(CONTESTS | TROUBLES):
        return []
    done = [f for f in find(ending.closing_agent, "done") if f.turn.index < asked[0].first]
    return [f for f in done if f.moves.isdisjoint(("overpromise", "solved_claim"))]


def _planned(ending: Ending) -> Verdict:
    """In a matter taken on, the customer's agreement to the plan is what counts."""
    if _still_contests(ending):
        return Verdict(Level.MISSED, "nothing")
    agreed = find(ending.closing_customer, "c_confirm", "c_thanks", "c_no_more", "c_accept", "c_no")
    heeded = [f for f in agreed if ending.closing_agent.after(f.turn.index)]
    if not heeded:
        return _asserted(ending)
    last = heeded[-1]
    if not last.turn.moves.isdisjoint(("c_grudging", "c_anger")):
        return verdict(Level.PARTIAL, "asserted", last)
    return verdict(Level.MET, "plan_agreed", *heeded)


def _still_contests(ending: Ending) -> bool:
    """Whether the customer's last words are a question or a complaint, and take nothing of the plan."""
    if ending.open_question or not ending.heard:
        return bool(ending.open_question)
    last = ending.heard[-1]
    return last.moves.isdisjoint(TAKEN) and (last.asks or not last.moves.isdisjoint(_CONTESTS))


def _confirmed(ending: Ending, confirmed: list[Found], checked: list[Found]) -> Verdict:
    last = confirmed[-1].turn
    if not ending.closing_agent.after(last.index):
        level = Level.MET if checked and confirmed[-1].move != "c_accept" else Level.PARTIAL
        case = "unacknowledged" if level is Level.PARTIAL else "checked"
        return verdict(level, case, *checked, *confirmed[-1:])
    if "c_leaving" in last.moves and not checked:
        return verdict(Level.PARTIAL, "untried", *confirmed[-1:])
    return verdict(Level.MET, "confirmed", *confirmed, *checked)


def _stands(ending: Ending, found: Found, outcome: Outcome) -> bool:
    """Whether "it does not work" is the customer's last word on it, and nothing else was tried and asked about."""
    last = (found.turn.index, found.sentence)
    if any((f.turn.index, f.sentence) > last for f in find(ending.closing_customer, "c_confirm")):
        return False
    asked = "check" in ending.closing_agent.after(found.turn.index).moves
    return not (asked and outcome is Outcome.CUSTOMER_LEFT)
