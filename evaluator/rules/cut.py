"""Whether a goodbye cuts the customer short."""

from __future__ import annotations

from evaluator.answering import CONTESTS, TAKEN, TROUBLES, is_demand
from evaluator.closing import CLOSES, Ending
from evaluator.marked import Block, MarkedTurn
from evaluator.models import Outcome

# What heeds a last demand, even in the turn that says goodbye.
_HEEDS = frozenset(
    ("ack", "apology", "apology_formula", "understanding", "alternative", "redirect", "instruct", "commit")
)
# What meets an objection, even so.
_WAYS_OUT = frozenset({"alternative", "redirect"})
_MAKES_GOOD = frozenset({"apology", "commit"})
_CONTENT = frozenset({"c_confirm", "c_thanks", "c_no_more", "c_bye"})
_OPENED = 2
_UPSET = CONTESTS | TROUBLES


def cut_short(ending: Ending, outcome: Outcome) -> MarkedTurn | None:
    """The customer's last demand or objection, where the goodbye comes in the same breath as the reply.

    To a plain demand the reply may give way or point on; an objection, or a demand
    that follows one, asks for a way out, or for room.
    """
    after = ending.after_customer
    if outcome is Outcome.MISDIRECTED or not ending.heard or after.moves.isdisjoint(CLOSES):
        return None
    if any(t.asks for t in after):
        return None
    last = ending.heard[-1]
    demands = [t for t in last.turns if is_demand(t)]
    met = after.moves >= _MAKES_GOOD or not after.moves.isdisjoint(_WAYS_OUT)
    if not met and _contested(ending, last, bool(demands)):
        return (demands or list(last.turns))[-1]
    heeded = outcome is Outcome.TRANSFERRED or not after.moves.isdisjoint(_HEEDS)
    return demands[-1] if demands and not heeded else None


def _contested(ending: Ending, last: Block, demands: bool) -> bool:
    """Whether the customer's last words object, or ask once more after an objection."""
    if not last.moves.isdisjoint(_CONTENT if demands else TAKEN):
        return False
    # A complaint that opens the chat objects to nothing yet.
    before = ending.heard[-2].moves if demands and len(ending.heard) > _OPENED else frozenset[str]()
    return not last.moves.isdisjoint(_UPSET) or not before.isdisjoint(CONTESTS)
