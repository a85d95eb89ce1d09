"""How the conversation ended, one outcome for each."""

from __future__ import annotations

from evaluator.closing import Ending
from evaluator.models import Outcome
from evaluator.rules.verdict import find

_ANSWERS = frozenset({"done", "instruct", "commit", "summary", "redirect", "handled_vague"})


def outcome(ending: Ending) -> Outcome:
    """The first of the outcomes, from the most particular to `resolved`, whose facts are there."""
    if _misdirected(ending):
        return Outcome.MISDIRECTED
    if _transferred(ending):
        return Outcome.TRANSFERRED
    if left_in_silence(ending) and not ending.open_question:
        return Outcome.CUSTOMER_LEFT
    if unsettled(ending):
        return Outcome.UNRESOLVED
    if _plan(ending):
        return Outcome.FOLLOW_UP
    return Outcome.RESOLVED


def left_in_silence(ending: Ending) -> bool:
    """Closed on the silence of a customer who had been asked, and who had not accepted an answer before."""
    if not ending.on_silence:
        return False
    if ending.asked_in_silence is None and not find(ending.after_customer, "silence"):
        return False
    last = ending.customer[-1] if ending.customer else None
    if last is None or last.asks or last.moves & {"c_wait", "c_leaving"}:
        return True
    return not last.moves & {"c_confirm", "c_thanks", "c_no_more"}


def unsettled(ending: Ending) -> bool:
    """The customer's last word on the matter is a question, an objection or a contradiction that nobody met."""
    if ending.open_question or _contradicted(ending):
        return True
    return refused(ending) and not _plan(ending)


def refused(ending: Ending) -> bool:
    """The agent side's last word on the matter is a no, and nothing else was done or offered with it."""
    for turn in reversed(ending.closing_agent):
        if turn.moves & {"refusal", "dismissive"}:
            settled = turn.moves & {"alternative", "done", "redirect", "commit", "transfer", "escalate"}
            pleased = bool(ending.customer) and "c_confirm" in ending.customer[-1].moves
            return not settled and not pleased
        if turn.moves & {"alternative", "done", "redirect", "commit", "escalate", "transfer"}:
            return False
    return False


def _misdirected(ending: Ending) -> bool:
    """Somebody said so, and nothing was done about the matter afterwards."""
    said = find(ending.agent_turns, "misdirect") + find(ending.customer_turns, "c_wrong_place")
    if not said:
        return False
    first = min(f.turn.index for f in said)
    return not any(f.turn.index > first for f in find(ending.closing_agent, "done", "escalate", "defer"))


def _transferred(ending: Ending) -> bool:
    moved = ending.transfer
    if moved is not None:
        # A hand-over that the next agent already took up in this chat is history, not the ending.
        later = (t for b in ending.agent for t in b.turns if t.index > moved.index and t.substance)
        return not {t.turn.name for t in later} - {moved.turn.name}
    last = ending.substance[-1:]
    return any("redirect" in b.moves and not b.moves & {"done", "commit"} for b in last)


def _plan(ending: Ending) -> bool:
    vague = find((t for b in ending.substance for t in b.turns), "vague_next")
    return bool(vague or find(ending.closing_agent, "escalate", "defer"))


def _contradicted(ending: Ending) -> bool:
    last = ending.customer[-1].moves if ending.customer else frozenset[str]()
    return "c_unsolved" in last and not last & {"c_confirm", "c_thanks", "c_no_more"}


def answered_before(ending: Ending) -> bool:
    """Whether an answer or a step was given at all."""
    return any(b.moves & _ANSWERS for b in ending.agent)
