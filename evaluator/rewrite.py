"""A better closing without a model: what the agent said of the matter, and the courtesies that were missed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from evaluator.closing import Ending
from evaluator.models import Conversation, Level, Outcome, Role, Turn
from evaluator.packs.pack import Templates

# Where the matter is open, was passed on or fell silent, no courtesy mends the ending.
_MENDABLE = (Outcome.RESOLVED, Outcome.FOLLOW_UP)
_MISSING = (Level.MISSED, Level.PARTIAL)
_UNKIND = frozenset({"rude", "sarcasm", "blame_customer", "dismissive", "farewell_cold", "overdone"})


class Proposal(NamedTuple):
    """The messages to send, how they address the customer, and the chat as it would have been with them."""

    messages: tuple[str, ...]
    formality: Literal["formal", "informal"]
    conversation: Conversation


def propose(
    conversation: Conversation,
    ending: Ending,
    outcome: Outcome,
    levels: Mapping[str, Level],
    templates: Templates,
) -> Proposal | None:
    """The agent's last turn, rewritten; None where nothing is missing that a courtesy could mend."""
    missing = [c for c in ("further_help", "thanks", "feedback", "farewell") if levels.get(c) in _MISSING]
    if outcome not in _MENDABLE or not missing or ending.open_question:
        return None
    formality = _formality(ending)
    pieces = (templates.formal if formality == "formal" else templates.informal).model_dump()
    last = ending.agent[-1].turns[-1]
    parting = [pieces[c] for c in missing if c != "further_help"]
    offering = "further_help" in missing
    if offering and "farewell" not in missing:
        parting.append(pieces["farewell"])
    kept = _kept(ending, offering=offering)
    before = [*kept, pieces["further_help"]] if offering else []
    messages = tuple(" ".join(m) for m in (before, parting if before else [*kept, *parting]) if m)
    turns = conversation.turns[: last.index] + tuple(_turns(messages, pieces["reply"], last.turn))
    return Proposal(messages, formality, conversation.model_copy(update={"turns": turns}))


def _formality(ending: Ending) -> Literal["formal", "informal"]:
    moves = [h.move for b in ending.agent for t in b.turns for h in t.hits]
    return "informal" if moves.count("informal") > moves.count("formal") else "formal"


def _kept(ending: Ending, *, offering: bool) -> list[str]:
    """The agent's own sentences of the last turn, without unkind ones; before an offer, without the goodbye."""
    last = ending.agent[-1].turns[-1]
    unwanted = (
        _UNKIND | {"farewell", "wish", "signoff", "close_announce", "invite_back"} if offering else _UNKIND
    )
    kept = []
    for number, moves in enumerate(last.moves_of):
        start, end = last.span(number)
        if not moves & unwanted:
            kept.append(last.turn.text[start:end])
    return kept


def _turns(messages: tuple[str, ...], reply: str, last: Turn) -> list[Turn]:
    """The messages as turns; between two of them the customer has answered."""
    turns = [last.model_copy(update={"text": messages[0]})]
    if len(messages) > 1:
        turns.append(Turn(role=Role.CUSTOMER, text=reply, at=last.at))
        turns.append(last.model_copy(update={"text": messages[1]}))
    return turns
