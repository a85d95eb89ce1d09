"""How the conversation ended, one outcome for each."""

from __future__ import annotations

from evaluator.closing import Ending
from evaluator.models import Outcome
from evaluator.rules.verdict import find

_PLANS = ("escalate", "defer", "vague_next")
_ANSWERS = frozenset({"done", "instruct", "commit", "summary", "redirect", "handled_vague"})


def outcome(ending: Ending) -> Outcome:
    """The first of the outcomes, from the most particular to `resolved`, whose facts are there."""
    if _misdirected(ending):
        return Outcome.MISDIRECTED
    if _transferred(ending):
        return Outcome.TRANSFERRED
    if left_in_silence(ending):
        return Outcome.CUSTOMER_LEFT
    if unsettled(ending):
        return Outcome.UNRESOLVED
    if _plan(ending):
        return Outcome.FOLLOW_UP
    return Outcome.RESOLVED


def left_in_silence(ending: Ending) -> bool:
    """Closed on the silence of a customer who had been asked, and who had not accepted an answer before."""
    if not ending.on_silence or ending.asked_in_silence is None:
        return False
    last = ending.customer[-1] if ending.customer else None
    return last is None or not last.moves & {"c_confirm", "c_thanks", "c_no_more"} or last.asks


def unsettled(ending: Ending) -> bool:
    """The customer's last word on the matter is a question, an objection or a contradiction that nobody met."""
    if ending.open_question or _contradicted(ending):
        return True
    return refused(ending) and not _plan(ending)


def refused(ending: Ending) -> bool:
    """The last word on the matter is a no without a way out."""
    last = ending.substance[-1:]
    if not any(b.moves & {"refusal", "dismissive"} for b in last):
        return False
    if any(b.moves & {"alternative", "done", "redirect", "commit"} for b in last):
        return False
    return not (ending.customer and ending.customer[-1].moves & {"c_confirm"})


def _misdirected(ending: Ending) -> bool:
    return any("misdirect" in b.moves for b in ending.agent) or any(
        "c_wrong_place" in b.moves for b in ending.customer
    )


def _transferred(ending: Ending) -> bool:
    moved = ending.transfer
    if moved is not None:
        # A hand-over that the next agent already took up in this chat is history, not the ending.
        later = [b for b in ending.agent if b.first > moved.index and b.substantial]
        names = {t.turn.name for b in later for t in b.turns} - {moved.turn.name}
        return not (later and names)
    last = ending.substance[-1:]
    return any("redirect" in b.moves and not b.moves & {"done", "commit"} for b in last)


def _plan(ending: Ending) -> bool:
    return any(find(ending.closing_agent, *_PLANS))


def _contradicted(ending: Ending) -> bool:
    last = ending.customer[-1] if ending.customer else None
    return bool(last and "c_unsolved" in last.moves and not last.moves & {"c_confirm", "c_thanks"})


def answered_before(ending: Ending) -> bool:
    """Whether an answer or a step was given at all."""
    return any(b.moves & _ANSWERS for b in ending.agent)
