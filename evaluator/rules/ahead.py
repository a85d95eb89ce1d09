"""Rules on what lies ahead: the next steps, and who takes over."""

from __future__ import annotations

from evaluator.closing import Ending
from evaluator.models import Level, Outcome
from evaluator.rules.outcome import answered_before
from evaluator.rules.plan import ships
from evaluator.rules.resources import resources
from evaluator.rules.verdict import Found, Verdict, find, verdict

_LEFT = ("commit", "instruct", "defer", "escalate", "transfer", "redirect")
_DUE_HANDOVER = ("transfer", "escalate", "defer", "redirect", "vague_next")
# What the customer is to do, or whom to turn to, says who.
_POINTS = frozenset({"instruct", "redirect"})
_NO_STEP = frozenset(
    {"feedback_ask", "feedback_mention", "offer", "invite_back", "hold", "still_there", "farewell_cold"}
)
_PASSING = frozenset({Outcome.TRANSFERRED, Outcome.CUSTOMER_LEFT})


def next_steps(ending: Ending, outcome: Outcome) -> Verdict:
    """Does the customer know what happens next, who does it and by when?"""
    if outcome is Outcome.MISDIRECTED:
        return _pointer(ending)
    steps = [f for f in _steps(ending, outcome) if _still_due(ending, f, outcome)]
    if outcome is Outcome.RESOLVED:
        steps = [f for f in steps if _tells(f)]
    if steps and not _only_passed_on(ending, outcome):
        # What leaves the matter unresolved is no plan, however exact it sounds.
        told = outcome is not Outcome.UNRESOLVED and not _evaded_when(ending, outcome)
        told = told and any(_tells(f) for f in steps)
        return verdict(Level.MET if told else Level.PARTIAL, "told" if told else "vague", *steps)
    vague = find(ending.closing_agent, "vague_next")
    if vague:
        return verdict(Level.PARTIAL, "vague", *vague)
    return _nothing_said(ending, outcome)


def _tells(found: Found) -> bool:
    """Whether a step comes with who or when; in a settled matter any other is said by the way."""
    return bool(found.moves & _POINTS or found.turn.moves & {"when", "who"})


def _nothing_said(ending: Ending, outcome: Outcome) -> Verdict:
    if outcome is Outcome.RESOLVED:
        return Verdict(Level.NA, "nothing_left")
    if outcome is Outcome.UNRESOLVED and find(ending.agent_turns, "refusal") and not ending.open_question:
        return Verdict(Level.NA, "nothing_left")
    if outcome is Outcome.CUSTOMER_LEFT:
        back = find(ending.after_customer, "invite_back")
        if back:
            return verdict(Level.PARTIAL, "vague", *back)
        if answered_before(ending):
            return Verdict(Level.NA, "nothing_left")
    return Verdict(Level.MISSED, "unsaid")


def _evaded_when(ending: Ending, outcome: Outcome) -> bool:
    """Whether the customer's last "when?" about what is still to come was met without any time."""
    asked = [t.index for t in ending.customer_turns if "c_when" in t.moves]
    if not asked or outcome not in (Outcome.FOLLOW_UP, Outcome.TRANSFERRED):
        return False
    dated = find(ending.agent_turns.after(asked[-1]), "when")
    return all(f.moves & _NO_STEP for f in dated)


def _pointer(ending: Ending) -> Verdict:
    """Where somebody who is wrong here should turn to."""
    given = find(ending.closing_agent, "redirect", "instruct", "alternative", "commit", "reference")
    if given:
        return verdict(Level.MET, "told", *given)
    linked = resources(ending, Outcome.MISDIRECTED)
    return linked._replace(case="told") if linked.evidence else Verdict(Level.NA, "nothing_left")


def _only_passed_on(ending: Ending, outcome: Outcome) -> bool:
    """Whether the customer is passed on without a word: what was asked of them before is no step."""
    said = find(ending.closing_agent, *_DUE_HANDOVER, "hold")
    return outcome is Outcome.TRANSFERRED and not said


def _steps(ending: Ending, outcome: Outcome) -> list[Found]:
    """Actions still ahead: named ones, and dates given beside something done or promised."""
    left = (*_LEFT, "invite_back") if outcome is Outcome.CUSTOMER_LEFT else _LEFT
    named = find(ending.closing_agent, *left)
    dated = [f for f in find(ending.closing_agent, "when") if f.turn.moves & {"done", "commit", "escalate"}]
    booked = ending.customer_turns.moves.isdisjoint(("c_trouble", "c_unsolved"))
    return [f for f in named + dated if _lies_ahead(f, outcome, booked)]


def _lies_ahead(found: Found, outcome: Outcome, booked: bool) -> bool:
    moves = found.moves
    if found.asks or (outcome is Outcome.UNRESOLVED and "overpromise" in moves):
        return False
    if outcome is Outcome.CUSTOMER_LEFT and "invite_back" in moves:
        return bool(moves & {"when", "reference", "redirect"})
    if outcome is Outcome.RESOLVED and _told_by_the_way(moves, booked):
        return False
    return not moves & _NO_STEP and not ("ask_data" in moves and outcome in _PASSING)


def _told_by_the_way(moves: frozenset[str], booked: bool) -> bool:
    """In a settled matter: what was done when, or what to do should it happen again.

    Where a wish was met rather than trouble mended, the date is that of the appointment or the change.
    """
    past = "done" in moves and not (booked and "when" in moves)
    return "commit" not in moves and (past or "condition" in moves)


def _still_due(ending: Ending, found: Found, outcome: Outcome) -> bool:
    """Whether a step lies ahead: not contested, not reported as done, and in a settled matter dated or promised."""
    later = ending.closing_customer.after(found.turn.index).moves
    if outcome is Outcome.UNRESOLVED and later & {"c_unsolved", "c_objection", "c_anger"}:
        return False
    if "when" in found.moves:
        return True
    if "c_confirm" in later:
        return False
    promised = outcome is not Outcome.RESOLVED or found.move not in ("instruct", "redirect")
    return promised or later.isdisjoint(("c_thanks", "c_accept"))


def _notice(found: Found) -> bool:
    """Whether it is only word to come once something dated is done ("it is due today; you'll get a text then")."""
    dated = "when" in found.turn.moves
    return dated and "condition" in found.moves and found.moves.isdisjoint(("who", "escalate", "transfer"))


def _date_agreed(ending: Ending, said: list[Found]) -> bool:
    """Whether all that is announced is somebody who comes at an agreed date: no answer is put off."""
    if any(f.moves & {"defer", "vague_next", "transfer"} for f in said):
        return False
    visits = "visit" in ending.closing_agent.moves
    return visits or all("when" in f.moves for f in said)


def handover(ending: Ending, outcome: Outcome) -> Verdict:
    """If transferred, put on hold, escalated or deferred: was it announced first, with the reason?"""
    if outcome not in (Outcome.TRANSFERRED, Outcome.FOLLOW_UP):
        return Verdict(Level.NA, "none")
    follow_up = outcome is Outcome.FOLLOW_UP
    said = find(ending.closing_agent if follow_up else ending.agent_turns, *_DUE_HANDOVER)
    if follow_up:
        said = [f for f in said if not _notice(f) and not ships(f)]
        said = [] if _date_agreed(ending, said) else said
    if not said:
        return Verdict(Level.NA, "none") if follow_up else Verdict(Level.MISSED, "silent")
    around = [t for b in ending.agent if b.last >= said[-1].turn.index - 4 for t in b.turns]
    reasoned = find(around, "reason", "refusal", "consent")
    named = find(around, "who", "when")
    if reasoned and named:
        return verdict(Level.MET, "announced", *said)
    return verdict(Level.PARTIAL, "incomplete", *said)
