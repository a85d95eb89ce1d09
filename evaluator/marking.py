"""Finds the moves in every turn of a conversation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from evaluator.answering import DEMANDS, TROUBLES
from evaluator.injection import Suspicion
from evaluator.language import foreign_sentences
from evaluator.marked import MarkedTurn, Side
from evaluator.models import Conversation, Role, Turn
from evaluator.packs.matcher import Hit, Matcher
from evaluator.packs.said import Said
from evaluator.packs.text import Words, split

_SIDES: dict[Role, Side] = {
    Role.AGENT: "agent",
    Role.BOT: "agent",
    Role.CUSTOMER: "customer",
    Role.SYSTEM: "system",
}
# What nobody says who only supposes it.
_SUPPOSED = TROUBLES | DEMANDS | {"c_wait"}
# Agents answer with the same canned texts all day long, and customers with the same thanks.
_REMEMBERED_TEXTS = 2048
_CANNED = 300


def mark(
    conversation: Conversation,
    codes: Sequence[str],
    matcher: Callable[[str], Matcher | None],
    orders: Iterable[Suspicion] = (),
) -> tuple[MarkedTurn, ...]:
    """Every turn with the moves of its side in it; `codes[n]` is the language that turn n is read in.

    What a customer says in `orders`, to the grader, makes no move: it asks nothing of the agent.
    """
    ordered: dict[int, list[Suspicion]] = {}
    for order in orders:
        ordered.setdefault(order.turn, []).append(order)
    marked: list[MarkedTurn] = []
    matchers = {code: matcher(code) for code in set(codes)}
    sides = [_SIDES[turn.role] for turn in conversation.turns]
    # In a chat of one language no turn is read in another.
    main = matchers.get(_most_spoken(codes, sides)) if len(matchers) > 1 else None
    answered = checked = False
    for number, (turn, code, side) in enumerate(zip(conversation.turns, codes, sides, strict=True)):
        said = _said(turn, side, matchers[code])
        if side == "agent":
            said = _with_strays(said, code, matcher)
            if main is not None and main is not matchers[code]:
                said = _with_unread(said, main)
            answered = answered or bool(said.substance)
            checked = "check" in said.moves and said.moves.isdisjoint(("consent", "offer"))
        else:
            if number in ordered:
                said = _without_orders(said, ordered[number])
            if "c_retry" in said.moves:
                said = said.with_hits(tuple(_as_leaving(h) for h in said.hits if _is_left(h, said)))
            if not answered and "c_unsolved" in said.moves:
                # "It does not work" is what the chat is about, until somebody has answered.
                said = said.with_hits(tuple(h for h in said.hits if h.move != "c_unsolved"))
            if checked and "c_no" in said.moves:
                # A "no" to "does it work now?" contradicts; a "no" to anything else tells nothing about the matter.
                said = said.with_hits(tuple(_as_unsolved(h) for h in said.hits))
            if checked and "c_unsolved" in said.moves:
                # Nor is a "no, nothing there" the end of the chat.
                said = said.with_hits(tuple(h for h in said.hits if h.move != "c_no_more"))
        marked.append(MarkedTurn(number, side, turn, said, said.moves))
    return tuple(marked)


def _most_spoken(codes: Sequence[str], sides: Sequence[Side]) -> str:
    """The language of most turns of the agent side; empty where it has none."""
    spoken = Counter(code for code, side in zip(codes, sides, strict=True) if side == "agent")
    return spoken.most_common(1)[0][0] if spoken else ""


def _is_left(hit: Hit, said: Said) -> bool:
    """Whether it is heard beside "if it does not help, I will write again": no trouble or wish is."""
    return "c_retry" not in said.moves_of[hit.sentence] or hit.move not in _SUPPOSED


def _as_leaving(hit: Hit) -> Hit:
    return hit._replace(move="c_leaving") if hit.move == "c_retry" else hit


def _without_orders(said: Said, orders: Sequence[Suspicion]) -> Said:
    spans = [said.span(n) for n in range(len(said.words.sentences))]
    to_grader = {
        n for n, (start, end) in enumerate(spans) if any(o.start < end and start < o.end for o in orders)
    }
    return said.with_hits(tuple(h for h in said.hits if h.sentence not in to_grader))


def _as_unsolved(hit: Hit) -> Hit:
    return hit._replace(move="c_unsolved") if hit.move == "c_no" else hit


def _said(turn: Turn, side: Side, own: Matcher | None) -> Said:
    if own is None:
        return Said(turn.text, split(turn.text), ())
    return _remembered(turn.text, side, own) if len(turn.text) <= _CANNED else _read(turn.text, side, own)


def _read(text: str, side: Side, own: Matcher) -> Said:
    words, hits = own.find(text, side)
    if side == "system":
        # "Goodbye and thank you for chatting" in a system row is a goodbye too, if an automatic one.
        hits += tuple(h for h in own.find(text, "agent")[1] if h.move == "farewell")
    return Said(text, words, hits)


_remembered = lru_cache(maxsize=_REMEMBERED_TEXTS)(_read)


def _with_strays(said: Said, code: str, matcher: Callable[[str], Matcher | None]) -> Said:
    foreign = foreign_sentences(said.text, code)
    strays = tuple(_stray_hits(foreign, said.text, said.words, matcher)) if foreign else ()
    return said.with_hits(said.hits + strays) if strays else said


def _with_unread(said: Said, main: Matcher) -> Said:
    """The same with what the chat's language finds in sentences that say nothing in the turn's own."""
    words, hits = main.find(said.text, "agent")
    if words.sentences != said.words.sentences:
        return said
    unread = tuple(h for h in hits if not said.moves_of[h.sentence])
    return said.with_hits(said.hits + unread) if unread else said


def _stray_hits(
    foreign: Sequence[tuple[int, int, str]],
    text: str,
    words: Words,
    matcher: Callable[[str], Matcher | None],
) -> Iterator[Hit]:
    """Moves in sentences of another language: a template ("Thank you for contacting us!") still thanks."""
    found: dict[str, tuple[Hit, ...]] = {}
    for start, end, other in foreign:
        if other not in found:
            stray = matcher(other)
            found[other] = stray.find(text, "agent")[1] if stray else ()
        for hit in found[other]:
            if start <= words.starts[hit.first] and words.ends[hit.last - 1] <= end:
                yield hit
