"""The rule on the personal touch in an ending's courtesies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evaluator.closing import Ending
from evaluator.models import Level, Outcome, Role
from evaluator.packs.said import SUBSTANCE
from evaluator.packs.text import fold
from evaluator.rules.cut import cut_short
from evaluator.rules.names import is_form, mistaken_names, written_names
from evaluator.rules.verdict import Found, Verdict, content, find, quote, quote_turn, verdict

_PARTING = (
    "wish",
    "farewell",
    "returned_wish",
    "thanks",
    "thanks_bare",
    "ack",
    "apology",
    "understanding",
    "signoff",
    "invite_back",
    "offer",
)
_ADDRESSES = ("farewell", "wish", "returned_wish", "thanks", "thanks_bare")
_MEAN = frozenset({"sarcasm", "rude", "blame_customer"})
_GOODBYES = frozenset({"farewell", "wish"})
_STEM = 5
_LONGEST_ADDRESS = 60
_VOCATIVE = re.compile(
    r",\s+(?:[^\W\d_]{2,6}\.?\s+)?(?P<name>[A-ZÀ-Ž][^\W\d_]{2,})(?:\s+[A-ZÀ-Ž][^\W\d_]+)?\s*[.!?]*$"
)
_OWN_WORDS = 3
# Typed by hand: what stands beside it is no template.
_SMILEY = re.compile(r"[:;]-?[)D]|\bx+D+\b|[\u2600-\u27bf\U0001f300-\U0001faff]")


def personal(ending: Ending, outcome: Outcome) -> Verdict:
    """Is there a personal touch in the closing's courtesy part?"""
    courteous = [
        f
        for f in find(ending.parting, *_PARTING)
        if not f.turn.moves & _MEAN and not _carries_matter(ending, f)
    ]
    names = written_names(ending, "customer")
    mistaken = next(mistaken_names(ending, names), None)
    if mistaken:
        return verdict(Level.MISSED, "wrong_name", mistaken)
    called = [(f, name) for f in courteous if f.move in _ADDRESSES for name in _called(f)]
    for found, name in called if names else ():
        known = names | written_names(ending, "agent") | _said_by_customer(ending, before=found.turn.index)
        if not _is_known(name, known):
            return verdict(Level.MISSED, "wrong_name", found)
    by_name = _by_name(ending, names) or next((f for f, _ in called), None)
    if by_name:
        return verdict(Level.MET, "name", by_name)
    if not ending.open_question and not cut_short(ending, outcome):
        touch = _own_touch(ending, outcome, courteous)
        if touch:
            return touch
    # Over an ignored question even a wish that fits is a formula.
    return Verdict(Level.MISSED, "stock", tuple(quote(f.turn, f.sentence) for f in courteous[-1:]))


def _own_touch(ending: Ending, outcome: Outcome, courteous: list[Found]) -> Verdict | None:
    """A detail of the case, or words of one's own: the most personal there is."""
    own: Found | None = None
    for found in courteous:
        if "overdone" in found.moves:
            continue
        own_words = _own_words(found) if found.move != "signoff" else []
        if _fits_the_case(found) or (own_words and _takes_up(own_words, ending)):
            return verdict(Level.MET, "detail", found)
        if found.move != "invite_back" and content(own_words) >= _OWN_WORDS:
            own = found
    if own:
        # Own words mostly take up what happened, in words that the customer did not use.
        return verdict(Level.MET, "own", own)
    smiling = [t for t in ending.parting if t.turn.role is Role.AGENT and _SMILEY.search(t.turn.text)]
    if smiling and outcome is not Outcome.UNRESOLVED:
        return Verdict(Level.PARTIAL, "own", quote_turn(smiling[-1]))
    return None


def _by_name(ending: Ending, names: set[str]) -> Found | None:
    """Where the customer is named near the end, in whatever words but a greeting: nobody is named in a formula."""
    for turn in ending.parting if names else ():
        for number, moves in enumerate(turn.moves_of if turn.moves.isdisjoint(_MEAN) else ()):
            if "greeting" not in moves and any(_is_known(word, names) for word in turn.words.of(number)):
                return Found(turn, number, "farewell")
    return None


def _carries_matter(ending: Ending, found: Found) -> bool:
    """Whether the sentence is about the matter too: "Yes, that costs 79 euros" is an answer."""
    moves = found.moves
    # "Enjoy Crete, and remember the sunscreen" instructs nobody.
    if moves & (SUBSTANCE - {"instruct"} if moves & _GOODBYES else SUBSTANCE):
        return True
    if found.move != "ack":
        return False
    asked = [b for b in ending.customer if b.last < found.turn.index][-1:]
    return any(b.asks for b in asked)


def _fits_the_case(found: Found) -> bool:
    """Whether it wishes something that belongs to the case; "a successful day" belongs to the calendar."""
    if found.move != "wish":
        return False
    calendar = {i for h in found.turn.hits if h.move == "farewell" for i in range(h.first, h.last)}
    return any(
        h.move == "wish" and h.sentence == found.sentence and not calendar.issuperset(range(h.first, h.last))
        for h in found.turn.hits
    )


def _called(found: Found) -> Iterator[str]:
    """Whom the sentence addresses at its end: "…, Ms Field!"."""
    start, end = found.turn.span(found.sentence)
    begin = max(start, end - _LONGEST_ADDRESS)
    match = _VOCATIVE.search(found.turn.turn.text[begin:end])
    if match and match["name"][0].isupper() and not _is_title(found, begin + match.start("name")):
        yield fold(match["name"])


def _is_title(found: Found, offset: int) -> bool:
    """Whether the word at that place is a form of address of its own ("Sir") rather than a name."""
    words = found.turn.words
    return any(
        h.move in ("formal", "informal") and words.starts[h.first] <= offset < words.ends[h.last - 1]
        for h in found.turn.hits
    )


def _own_words(found: Found) -> list[str]:
    """Words beyond the formula, without the names of firms and products."""
    free = set(found.turn.said.uncovered(found.sentence))
    if not free:
        return []
    text = found.turn.turn.text
    first, *rest = found.tokens()
    begins = found.move not in ("thanks", "thanks_bare") or not text[first.start].isupper()
    words = [first] if begins else []
    words += [t for t in rest if not text[t.start].isupper()]
    return [t.word for t in words if t.word in free]


def _takes_up(words: list[str], ending: Ending) -> bool:
    said = _said_by_customer(ending)
    return any(word[:_STEM] in said for word in words)


def _is_known(word: str, names: set[str]) -> bool:
    return any(is_form(word, name) for name in names)


def _said_by_customer(ending: Ending, before: int | None = None) -> set[str]:
    """Beginnings of the customer's longer words: what a detail of the case is told by."""
    return {
        word[:_STEM]
        for t in ending.turns[:before]
        if t.side == "customer"
        for word in t.words.folded
        if len(word) >= _STEM
    }
