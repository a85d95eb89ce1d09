"""Whether the customer was passed on: to another agent, another team, or somewhere else altogether."""

from __future__ import annotations

from evaluator.closing import Ending
from evaluator.marked import MarkedTurn
from evaluator.rules.verdict import find


def transferred(ending: Ending) -> bool:
    """Whether the customer was handed to somebody else, here or elsewhere."""
    moved = ending.transfer
    if moved is not None:
        return not _taken_up(ending, moved)
    return _sent_on(ending) or _entrusted(ending)


def _points(moves: frozenset[str]) -> bool:
    """Whether a sentence sends the customer elsewhere now, not only should it happen again."""
    return "redirect" in moves and moves.isdisjoint(("condition", "invite_back"))


def _entrusted(ending: Ending) -> bool:
    """Whether the customer agreed that somebody else takes the matter over and calls."""
    called = [f for f in find(ending.closing_agent, "defer") if "who" in f.turn.moves_of[f.sentence]]
    asked = [f for f in find(ending.agent_turns, "consent") if f.turn.moves & {"reason", "refusal"}]
    return any(
        a.turn.index < c.turn.index
        and any(a.turn.index < t.index < c.turn.index for t in ending.customer_turns)
        for a in asked[-3:]
        for c in called
    )


def _taken_up(ending: Ending, moved: MarkedTurn) -> bool:
    """Whether the next agent already answers in this chat: the hand-over is history, not the ending."""
    later = [t for b in ending.agent for t in b.turns if t.index > moved.index]
    another = {t.turn.name for t in later if t.substance} - {moved.turn.name}
    return bool(another) or any("greeting" in t.moves for t in later)


def _sent_on(ending: Ending) -> bool:
    """Whether the last thing settled is that the customer must turn to somebody else, and that was not the question."""
    if ending.customer and "c_where" in ending.customer[0].moves:
        return False
    if ending.customer and "c_turns" in ending.customer[-1].moves:
        return "done" not in ending.agent[-1].moves
    for block in reversed(ending.substance):
        if "dismissive" in block.moves:
            return False
        if any(_points(moves) for t in block.turns for moves in t.moves_of):
            said = [moves for t in block.turns for moves in t.moves_of if "redirect" not in moves]
            return "done" not in block.moves and not any("commit" in moves for moves in said)
        if block.moves & {"done", "commit", "instruct", "alternative", "escalate", "defer"}:
            return False
    return False
