"""What the agent side took on and has still to do when the chat ends."""

from __future__ import annotations

from evaluator.answering import TAKEN
from evaluator.closing import Ending
from evaluator.marked import MarkedTurn
from evaluator.rules.verdict import Found, find


def planned(ending: Ending) -> bool:
    """Whether the agent side took on a step that is still to come."""
    taken = find(ending.closing_agent, "escalate", "defer")
    vague = [f for f in find((t for b in ending.substance for t in b.turns), "vague_next") if not ships(f)]
    return bool(vague) or any(lasts(ending, f) for f in taken) or _visit(ending)


def taken_on(ending: Ending) -> bool:
    """Whether the agent side passed the matter on or put it off, and the customer did not contest that.

    Such a matter is in hand even where a last question about it stays open.
    """
    taken = [f for f in find(ending.closing_agent, "escalate", "defer") if lasts(ending, f)]
    if not taken:
        return False
    after = ending.closing_customer.after(taken[-1].turn.index)
    return not any(t.moves & {"c_unsolved", "c_objection"} and t.moves.isdisjoint(TAKEN) for t in after)


def lasts(ending: Ending, found: Found) -> bool:
    """Whether a step taken on is still to come at the end."""
    done = "done" in ending.closing_agent.after(found.turn.index).moves
    return not ("hold" in found.moves and done) and not ships(found) and not aftercare(ending, found)


def ships(found: Found) -> bool:
    """Whether it is only word of what is on its way."""
    return "dispatch" in found.moves and "escalate" not in found.moves


def _visit(ending: Ending) -> bool:
    """Whether somebody comes to put right what is broken; an appointment that was itself the wish is none."""
    wished = bool(ending.customer) and ending.customer[0].moves & {"c_request", "c_question"}
    visits = [f for f in find(ending.closing_agent, "visit") if "condition" not in f.moves]
    return bool(visits) and not wished


def aftercare(ending: Ending, found: Found) -> bool:
    """Whether the customer had confirmed before that what was done works, so that this is only an extra."""
    checked = False
    for block in ending.blocks:
        if block.last >= found.turn.index:
            return False
        if block.side == "agent":
            checked = "done" in block.moves and any(_checks(t) for t in block.turns)
        elif checked and block.moves & {"c_confirm", "c_no_more"} and "c_unsolved" not in block.moves:
            return True
    return False


def _checks(turn: MarkedTurn) -> bool:
    """Whether it asks how things are, rather than for leave to do something."""
    return any("check" in moves and moves.isdisjoint(("consent", "alternative")) for moves in turn.moves_of)
