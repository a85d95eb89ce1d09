"""Finds the moves in every turn of a conversation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from evaluator.language import foreign_sentences
from evaluator.marked import MarkedTurn, Side
from evaluator.models import Conversation, Role, Turn
from evaluator.packs.matcher import Hit, Matcher
from evaluator.packs.text import Words, split

_SIDES: dict[Role, Side] = {
    Role.AGENT: "agent",
    Role.BOT: "agent",
    Role.CUSTOMER: "customer",
    Role.SYSTEM: "system",
}


def mark(
    conversation: Conversation, codes: Sequence[str], matcher: Callable[[str], Matcher | None]
) -> tuple[MarkedTurn, ...]:
    """Every turn with the moves of its side in it; `codes[n]` is the language that turn n is read in."""
    marked: list[MarkedTurn] = []
    answered = checked = False
    for number, (turn, code) in enumerate(zip(conversation.turns, codes, strict=True)):
        found = _mark_turn(number, turn, code, matcher)
        if not answered and "c_unsolved" in found.moves:
            # "It does not work" is what the chat is about, until somebody has answered.
            found = replace(found, hits=tuple(h for h in found.hits if h.move != "c_unsolved"))
        if checked and found.side == "customer":
            # A "no" to "does it work now?" contradicts; a "no" to anything else tells nothing about the matter.
            found = replace(found, hits=tuple(_as_unsolved(h) for h in found.hits))
        if found.side == "agent":
            answered = answered or bool(found.substance)
            checked = "check" in found.moves and found.moves.isdisjoint(("consent", "offer"))
        marked.append(found)
    return tuple(marked)


def _as_unsolved(hit: Hit) -> Hit:
    return hit._replace(move="c_unsolved") if hit.move == "c_no" else hit


def _mark_turn(number: int, turn: Turn, code: str, matcher: Callable[[str], Matcher | None]) -> MarkedTurn:
    side = _SIDES[turn.role]
    own = matcher(code)
    words, hits = own.find(turn.text, side) if own else (split(turn.text), ())
    if side == "agent":
        hits += tuple(_stray_hits(turn.text, code, words, matcher))
    if side == "system" and own:
        # "Goodbye and thank you for chatting" in a system row is a goodbye too, if an automatic one.
        hits += tuple(h for h in own.find(turn.text, "agent")[1] if h.move == "farewell")
    return MarkedTurn(number, side, turn, words, hits)


def _stray_hits(
    text: str, code: str, words: Words, matcher: Callable[[str], Matcher | None]
) -> Iterator[Hit]:
    """Moves in sentences of another language: a template ("Thank you for contacting us!") still thanks."""
    found: dict[str, tuple[Hit, ...]] = {}
    for start, end, other in foreign_sentences(text, code):
        if other not in found:
            stray = matcher(other)
            found[other] = stray.find(text, "agent")[1] if stray else ()
        for hit in found[other]:
            if start <= words.tokens[hit.first].start and words.tokens[hit.last - 1].end <= end:
                yield hit
