"""Whether a customer asks for something, and whether what is said to it answers."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.marked import Block, MarkedTurn

# What a customer signals the end with, complains of, contests, and takes.
ENDS = frozenset({"c_no_more", "c_bye", "c_leaving"})
TROUBLES = frozenset({"c_trouble", "c_complaint", "c_anger", "c_distress"})
CONTESTS = frozenset({"c_unsolved", "c_objection", "c_complaint", "c_anger"})
TAKEN = ENDS | {"c_confirm", "c_thanks", "c_accept", "c_wait", "c_no"}
DEMANDS = frozenset({"c_question", "c_request", "c_objection", "c_unsolved"})
MOCKS = frozenset({"rude", "sarcasm", "blame_customer"})
EVASIONS = frozenset({"dismissive", "solved_claim", "handled_vague", "rude", "blame_customer", "sarcasm"})
RESULTS = frozenset({"done", "commit", "instruct", "alternative"})
_OPENINGS = frozenset({"ack", "greeting"})
_POINTS = frozenset({"when", "who", "reference"})
_TELLS = _OPENINGS | _POINTS | {"reason"}
# Words of its own that make a greeting an answer as well.
_ANSWER = 2
# What a customer says to "it works here" objects from this many words.
_OBJECTION = 3
_SHUTS = frozenset({"farewell_cold", "close_announce"})
# Fewer words than this before a shut door answer nothing.
_CURT = 4


def is_demand(turn: MarkedTurn) -> bool:
    """Whether the customer asks, wants or contests something, and does not take it back in the same turn."""
    if turn.moves.isdisjoint(DEMANDS) and not turn.asks:
        return False
    demanded = max((h.first for h in turn.hits if h.move in DEMANDS), default=-1)
    done = max((h.first for h in turn.hits if h.move in ("c_no_more", "c_bye")), default=-1)
    marked = any(s.asks for s in turn.words.sentences) or (turn.asks and not turn.words.folded)
    return marked or demanded > done


def answers(block: Block, contested: bool) -> bool:
    """Whether the block says something to the point: even a bare "yes" does; courtesy or a shut door does not.

    Where the customer contests what was said, claiming it again is no answer either.
    """
    if block.moves & _SHUTS and _words_of_substance(block) < _CURT:
        return False
    said = [m for t in block.turns for n, m in enumerate(t.moves_of) if n in t.substance or not m]
    if any(not moves & EVASIONS or (moves & RESULTS and not contested) for moves in said):
        return True
    if not contested and "ask_data" in block.moves:
        return True
    # "Yes", "Within three days", "Hi, both card and cash" settle nothing by themselves, and answer.
    return not contested and any(
        m == {"ack"}
        or (m <= _TELLS and not m.isdisjoint(_POINTS))
        or (not m.isdisjoint(_OPENINGS) and m <= _TELLS and len(t.said.uncovered(n)) >= _ANSWER)
        for t in block.turns
        for n, m in enumerate(t.moves_of)
    )


def _words_of_substance(block: Block) -> int:
    return sum(len(t.words.of(n)) for t in block.turns for n in t.substance)


def unanswered(customer: Sequence[Block], agent: Sequence[Block]) -> MarkedTurn | None:
    """The customer's last question, request or objection, when the agent side never answered it."""
    for block in reversed(customer):
        later = [b for b in agent if b.first > block.last]
        asked = [t for t in block.turns if is_demand(t) or (not later and t.moves & TROUBLES)]
        asked = asked or _disputes(block, customer, agent)
        if asked:
            contested = any(not is_demand(t) or t.moves & CONTESTS for t in asked)
            return None if any(answers(b, contested) for b in later) else asked[-1]
        if block.moves & ENDS:
            return None
    return None


def _disputes(block: Block, customer: Sequence[Block], agent: Sequence[Block]) -> list[MarkedTurn]:
    """What the customer says to a claim that all works, unless it is a yes, a thanks or a goodbye."""
    before = [b for b in agent if b.last < block.first][-1:]
    denied = any("c_unsolved" in b.moves for b in customer if b.last < block.first)
    claimed = denied and any("solved_claim" in b.moves and not b.asks for b in before)
    said = sum(len(t.words.folded) for t in block.turns)
    return list(block.turns) if claimed and said >= _OBJECTION and not block.moves & TAKEN else []
