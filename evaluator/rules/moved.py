"""Whether the customer was passed on: to another agent, another team, or somewhere else altogether."""

from __future__ import annotations

from evaluator.closing import Ending
from evaluator.marked import MarkedTurn
from evaluator.rules.plan import aftercare
from evaluator.rules.verdict import Found, find


def handed_over(ending: Ending) -> bool:
    """Whether the chat was passed on, and ends with that."""
    moved = ending.transfer
    return moved is not None and not _taken_up(ending, moved)


def sent_on(ending: Ending) -> bool:
    """Whether the customer, without being passed on in the chat, has to do with somebody else from now on."""
    return ending.transfer is None and (_pointed_on(ending) or _entrusted(ending))


def _points(found: Found) -> bool:
    """Whether a sentence sends the customer elsewhere now, not only should it happen again."""
    return not found.asks and found.moves.isdisjoint(("condition", "invite_back"))


def _entrusted(ending: Ending) -> bool:
    """Whether the customer agreed that somebody else takes the matter over and calls."""
    called = [f for f in find(ending.closing_agent, "defer") if "who" in f.moves]
    asked = [f for f in find(ending.agent_turns, "consent") if f.turn.moves & {"reason", "refusal"}]
    return any(
        a.turn.index < c.turn.index
        and any(a.turn.index < t.index < c.turn.index for t in ending.customer_turns)
        for a in asked[-3:]
        for c in called
    )


def _taken_up(ending: Ending, moved: MarkedTurn) -> bool:
    """Whether the next agent already serves the customer in this chat: the hand-over is history, not the ending.

    A word of welcome, with nothing after it, still belongs to the hand-over.
    """
    later = [t for t in ending.turns if t.index > moved.index and t.side != "system"]
    agents = [t for t in later if t.side == "agent"]
    another = {t.turn.name for t in agents if t.substance} - {moved.turn.name}
    return len(later) > 1 and (bool(another) or any("greeting" in t.moves for t in agents))


def _pointed_on(ending: Ending) -> bool:
    """Whether the customer must turn to somebody else in the end, and that was not the question.

    Not so where this side keeps a part of it, did it all the same, or shuts the door; nor once the customer is served.
    """
    if ending.customer and "c_where" in ending.customer[0].moves:
        return False
    if "c_turns" in ending.customer_last:
        return "done" not in ending.agent[-1].moves
    pointed = [
        f.turn for f in find(ending.closing_agent, "redirect") if _points(f) and not aftercare(ending, f)
    ]
    if not pointed or pointed[-1].moves & {"done", "escalate", "defer"}:
        return False
    later = [t for t in ending.turns if t.index > pointed[-1].index]
    return not any(t.moves & {"escalate", "defer", "dismissive", "c_confirm"} for t in later)
