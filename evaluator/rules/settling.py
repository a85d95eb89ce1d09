"""Rules on the matter itself: was it settled, restated, continued, handed over?"""

from __future__ import annotations

from evaluator.closing import Ending, is_demand
from evaluator.models import Level, Outcome
from evaluator.packs.said import SUBSTANCE
from evaluator.rules.outcome import answered_before, refused
from evaluator.rules.verdict import UNSCORED, Found, Verdict, find, verdict

_LEFT = ("commit", "instruct", "defer", "escalate", "transfer", "redirect")
_HINTS = frozenset({"refusal", "dismissive", "handled_vague", "solved_claim", "vague_next"})
_TELLING = 7
_PLENTY = 24
_DUE_HANDOVER = ("transfer", "escalate", "defer", "redirect", "vague_next")
_NO_STEP = frozenset(
    {"feedback_ask", "feedback_mention", "offer", "invite_back", "hold", "still_there", "farewell_cold"}
)
_SHORT_QUESTION = 20
_SHORT_ANSWERS = 2


def resolution(ending: Ending, outcome: Outcome) -> Verdict:
    """Is it made sure that the customer got what they came for?"""
    if outcome in (Outcome.TRANSFERRED, Outcome.MISDIRECTED):
        return Verdict(Level.NA, "not_due")
    if outcome is Outcome.CUSTOMER_LEFT and not answered_before(ending):
        return Verdict(Level.NA, "not_due")
    confirmed = find(ending.closing_customer, "c_confirm", "c_thanks", "c_no_more", "c_accept")
    if outcome is Outcome.UNRESOLVED:
        return _unresolved(ending, confirmed)
    contradiction = [
        f for f in find(ending.closing_customer, "c_unsolved") if not _later(ending, f, "c_confirm")
    ]
    if contradiction:
        return verdict(Level.MISSED, "contradicted", *contradiction)
    checked = find(ending.closing_agent, "check")
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
    return verdict(Level.MISSED, "contradicted" if contradiction else "nothing", *contradiction)


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


def recap(ending: Ending, outcome: Outcome) -> Verdict:
    """Is the solution or agreement restated at the end?"""
    if outcome is Outcome.MISDIRECTED:
        return Verdict(Level.NA, "not_due")
    if _one_short_question(ending, outcome):
        # Whether the matter was one short question or more than that is beyond words.
        return UNSCORED
    told = [
        Found(t, n, "")
        for b in ending.substance
        for t in b.turns
        for n in t.substance
        if not t.words.sentences[n].asks
    ]
    telling = [f for f in told if _tells(f)]
    summed_up = any("summary" in f.turn.moves_of[f.sentence] for f in told)
    if summed_up or _length(telling) >= _TELLING or _length(told) >= _PLENTY:
        return verdict(Level.MET, "restated", *(telling or told))
    if any(f.turn.moves_of[f.sentence] & _HINTS for f in told):
        return verdict(Level.PARTIAL, "hinted", *told)
    return UNSCORED if told else Verdict(Level.MISSED, "none")


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


def next_steps(ending: Ending, outcome: Outcome) -> Verdict:
    """Does the customer know what happens next, who does it and by when?"""
    steps = [f for f in _steps(ending) if _still_due(ending, f, outcome)]
    if steps:
        told = any(f.move == "instruct" or f.turn.moves & {"when", "who"} for f in steps)
        return verdict(Level.MET if told else Level.PARTIAL, "told" if told else "vague", *steps)
    vague = find(ending.closing_agent, "vague_next")
    if vague:
        return verdict(Level.PARTIAL, "vague", *vague)
    if outcome in (Outcome.RESOLVED, Outcome.MISDIRECTED):
        return Verdict(Level.NA, "nothing_left")
    if outcome is Outcome.UNRESOLVED and refused(ending) and not ending.open_question:
        return Verdict(Level.NA, "nothing_left")
    return Verdict(Level.MISSED, "unsaid")


def _steps(ending: Ending) -> list[Found]:
    """Actions still ahead: named ones, and dates given beside something done or promised."""
    named = find(ending.closing_agent, *_LEFT)
    dated = [f for f in find(ending.closing_agent, "when") if f.turn.moves & {"done", "commit", "escalate"}]
    return [f for f in named + dated if not f.turn.moves_of[f.sentence] & _NO_STEP and not _asks(f)]


def _asks(found: Found) -> bool:
    return found.turn.words.sentences[found.sentence].asks


def _still_due(ending: Ending, found: Found, outcome: Outcome) -> bool:
    """Whether a step lies ahead: not contested, not reported as done, and in a settled matter dated or promised."""
    later = [t for t in ending.closing_customer if t.index > found.turn.index]
    if outcome is Outcome.UNRESOLVED and any(
        t.moves & {"c_unsolved", "c_objection", "c_anger"} for t in later
    ):
        return False
    dated = "when" in found.turn.moves_of[found.sentence]
    if dated:
        return True
    if any("c_confirm" in t.moves for t in later):
        return False
    promised = outcome is not Outcome.RESOLVED or found.move not in ("instruct", "redirect")
    return promised or not any(t.moves & {"c_thanks", "c_accept"} for t in later)


def handover(ending: Ending, outcome: Outcome) -> Verdict:
    """If transferred, put on hold, escalated or deferred: was it announced first, with the reason?"""
    if outcome not in (Outcome.TRANSFERRED, Outcome.FOLLOW_UP):
        return Verdict(Level.NA, "none")
    said = find((t for b in ending.agent for t in b.turns), *_DUE_HANDOVER)
    if outcome is Outcome.FOLLOW_UP:
        said = [f for f in said if f.turn.index >= ending.start]
    if not said:
        silent = outcome is Outcome.TRANSFERRED
        return Verdict(Level.MISSED, "silent") if silent else Verdict(Level.NA, "none")
    around = [t for b in ending.agent if b.last >= said[-1].turn.index - 2 for t in b.turns]
    reasoned = find(around, "reason", "refusal", "consent")
    named = find(around, "who", "when")
    if reasoned and named:
        return verdict(Level.MET, "announced", *said)
    return verdict(Level.PARTIAL, "incomplete", *said)
