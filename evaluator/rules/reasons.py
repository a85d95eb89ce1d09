"""Why a level that the signs speak for may be taken: each reason with what must stand in the chat for it to be true."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from evaluator.answering import CONTESTS, DEMANDS
from evaluator.closing import Ending
from evaluator.marked import Stretch
from evaluator.models import Level, Outcome
from evaluator.rules.verdict import Found, find

# What shows the reason; nothing where it would not be true. An absence is true and shows nothing.
_Shown = list[Found] | None


class Reason(NamedTuple):
    """A reason for a level (`Verdict.case`), and what shows it."""

    case: str
    shown: Callable[[Ending, Outcome], _Shown]


_AHEAD = ("commit", "instruct", "defer", "escalate", "transfer", "redirect")
_STEPS = (*_AHEAD, "vague_next")
_HANDED = ("transfer", "escalate", "defer", "redirect", "vague_next", "hold", "visit")
_CLAIMED = ("done", "handled_vague", "solved_claim", "instruct", "commit")
_TAKEN = ("c_confirm", "c_thanks", "c_no_more", "c_accept")
_TELLS = frozenset({"when", "who", "instruct", "redirect"})
_PASSING = (Outcome.TRANSFERRED, Outcome.MISDIRECTED, Outcome.CUSTOMER_LEFT)


def _said(*moves: str) -> Callable[[Ending, Outcome], _Shown]:
    return lambda ending, _: find(ending.closing_agent, *moves) or None


def _always(_ending: Ending, _outcome: Outcome) -> _Shown:
    return []


def _told(ending: Ending, _: Outcome) -> _Shown:
    return [f for f in find(ending.closing_agent, *_STEPS, "when") if f.moves & _TELLS] or None


def _vague(ending: Ending, _: Outcome) -> _Shown:
    return [f for f in find(ending.closing_agent, *_STEPS) if f.moves.isdisjoint(("when", "who"))] or None


def _nothing_left(ending: Ending, _: Outcome) -> _Shown:
    ahead = [f for f in find(ending.closing_agent, *_AHEAD) if "when" in f.moves and not f.asks]
    return None if ahead else []


def _announced(ending: Ending, _: Outcome) -> _Shown:
    reasoned = find(ending.agent_turns, "reason", "refusal", "consent")
    named = find(ending.agent_turns, "who", "when")
    return find(ending.closing_agent, *_HANDED) or None if reasoned and named else None


def _silent(ending: Ending, _: Outcome) -> _Shown:
    return None if find(ending.closing_agent, *_HANDED) else []


def _confirmed(ending: Ending, _: Outcome) -> _Shown:
    taken = find(ending.closing_customer, *_TAKEN)
    return taken if taken and ending.closing_agent.after(taken[-1].turn.index) else None


def _unacknowledged(ending: Ending, _: Outcome) -> _Shown:
    return find(ending.closing_customer, "c_confirm") or None


def _contradicted(ending: Ending, _: Outcome) -> _Shown:
    return find(ending.closing_customer, "c_unsolved") or None


def _claimed(ending: Ending, _: Outcome) -> _Shown:
    contested = not ending.closing_customer.moves.isdisjoint(DEMANDS | CONTESTS)
    return find(ending.closing_agent, "solved_claim") or None if contested else None


def _not_due(_ending: Ending, outcome: Outcome) -> _Shown:
    return [] if outcome in _PASSING else None


def _finished(ending: Ending, _: Outcome) -> _Shown:
    asked = find(ending.closing_agent, "offer", "check", "still_there")
    return asked + find(ending.closing_customer, "c_no_more", "c_bye", "c_thanks") or None


def _left_open(ending: Ending, _: Outcome) -> _Shown:
    return find(Stretch(ending.heard[-1].turns), *(DEMANDS | CONTESTS)) or None if ending.heard else None


# By criterion and level, the best reason first. A level without any is left to the rule.
REASONS: Mapping[str, Mapping[Level, tuple[Reason, ...]]] = {
    "resolution": {
        Level.MET: (Reason("confirmed", _confirmed), Reason("checked", _said("check"))),
        Level.PARTIAL: (
            Reason("unacknowledged", _unacknowledged),
            Reason("asserted", _said(*_CLAIMED)),
        ),
        Level.MISSED: (Reason("contradicted", _contradicted), Reason("nothing", _always)),
        Level.NA: (Reason("not_due", _not_due), Reason("refused", _said("refusal"))),
    },
    "next_steps": {
        Level.MET: (Reason("told", _told),),
        Level.PARTIAL: (Reason("vague", _vague),),
        Level.MISSED: (Reason("unsaid", _always),),
        Level.NA: (Reason("nothing_left", _nothing_left),),
    },
    "handover": {
        Level.MET: (Reason("announced", _announced),),
        Level.PARTIAL: (Reason("incomplete", _said(*_HANDED)),),
        Level.MISSED: (Reason("silent", _silent),),
        Level.NA: (Reason("none", _always),),
    },
    "honesty": {
        Level.PARTIAL: (Reason("vague", _said("overpromise", "vague_next", "handled_vague")),),
        Level.MISSED: (
            Reason("invented", _said("overpromise")),
            Reason("blames", _said("blame_other")),
            Reason("contradicted", _claimed),
        ),
    },
    "last_word": {
        Level.MET: (Reason("free", _finished),),
        Level.MISSED: (Reason("open_question", _left_open),),
    },
}
