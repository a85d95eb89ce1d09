"""The rule on the personal touch in an ending's courtesies."""

from __future__ import annotations

import re

from evaluator.answering import MOCKS
from evaluator.closing import Ending
from evaluator.models import Level, Outcome, Role
from evaluator.packs.said import SUBSTANCE
from evaluator.rules.cut import cut_short
from evaluator.rules.names import called_at_end, is_form, mistaken_names, written_names
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
_REACTIONS = frozenset({"ack", "apology", "understanding"})
_POLITE = frozenset({"c_thanks", "c_confirm", "c_accept", "c_no_more", "c_bye"})
_GOODBYES = frozenset({"farewell", "wish"})
_STEM = 5
_OWN_WORDS = 3
# Typed by hand: what stands beside it is no template.
_SMILEY = re.compile(r"[:;]-?[)D]|\bx+D+\b|[\u2600-\u27bf\U0001f300-\U0001faff]")


def personal(ending: Ending, outcome: Outcome) -> Verdict:
    """Is there a personal touch in the closing's courtesy part?"""
    courteous = [
        f
        for f in find(ending.parting, *_PARTING)
        if not f.turn.moves & MOCKS and not _carries_matter(ending, f)
    ]
    names = written_names(ending, "customer")
    mistaken = next(mistaken_names(ending, names), None)
    if mistaken:
        return verdict(Level.MISSED, "wrong_name", mistaken)
    called = [(f, called) for f in courteous if f.move in _ADDRESSES for called in called_at_end(f)]
    for found, words in called if names else ():
        known = names | written_names(ending, "agent") | _said_by_customer(ending, before=found.turn.index)
        if not any(_is_known(word, known) for word in words):
            return verdict(Level.MISSED, "wrong_name", found)
    by_name = _by_name(ending, names) or (None if names else _called_unknown(ending, called))
    if by_name:
        return verdict(Level.MET, "name", by_name)
    if not ending.open_question and not cut_short(ending, outcome):
        touch = _own_touch(ending, outcome, courteous)
        if touch:
            return touch
    # Over an ignored question even a wish that fits is a formula.
    return Verdict(Level.MISSED, "stock", tuple(quote(f.turn, f.sentence) for f in courteous[-1:]))


def _called_unknown(ending: Ending, called: list[tuple[Found, list[str]]]) -> Found | None:
    """Where somebody whose name is not known is called by one: the agent's own is a signature."""
    own = written_names(ending, "agent")
    return next((f for f, words in called if not any(_is_known(word, own) for word in words)), None)


def _own_touch(ending: Ending, outcome: Outcome, courteous: list[Found]) -> Verdict | None:
    """A detail of the case, or words of one's own: the most personal there is."""
    own: Found | None = None
    said = _said_by_customer(ending)
    for found in courteous:
        if "overdone" in found.moves or _opens(ending, found):
            continue
        own_words = _own_words(found, said) if found.move != "signoff" else []
        if _fits_the_case(found) or (own_words and _takes_up(own_words, said)):
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


def _opens(ending: Ending, found: Found) -> bool:
    """Whether it reacts in the first words of the agent side, before anything was settled."""
    return len(ending.agent) > 1 and found.turn.index == ending.agent[0].first and found.move in _REACTIONS


def _by_name(ending: Ending, names: set[str]) -> Found | None:
    """Where the customer is named near the end, in whatever words but a greeting: nobody is named in a formula."""
    for turn in ending.parting if names else ():
        greets = turn.index <= ending.agent[0].last
        for number, moves in enumerate(turn.moves_of if turn.moves.isdisjoint(MOCKS) else ()):
            if not (greets and "greeting" in moves) and _names(Found(turn, number, "farewell"), names):
                return Found(turn, number, "farewell")
    return None


def _names(found: Found, names: set[str]) -> bool:
    """Whether the sentence names the customer: with a capital, unless its writer has no use for them."""
    text = found.turn.turn.text
    return any(
        _is_known(token.word, names)
        for token in found.tokens()
        if text[token.start].isupper() or text.islower()
    )


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


def _own_words(found: Found, said: set[str]) -> list[str]:
    """Words beyond the formula, without the names of firms and products; a place that the customer named is none."""
    free = set(found.turn.said.uncovered(found.sentence))
    if not free:
        return []
    text = found.turn.turn.text
    first, *rest = found.tokens()
    thanks = found.move in ("thanks", "thanks_bare")
    words = [] if thanks and text[first.start].isupper() else [first]
    words += [t for t in rest if not text[t.start].isupper() or (not thanks and t.word[:_STEM] in said)]
    return [t.word for t in words if t.word in free]


def _takes_up(words: list[str], said: set[str]) -> bool:
    return any(word[:_STEM] in said for word in words)


def _is_known(word: str, names: set[str]) -> bool:
    return any(is_form(word, name) for name in names)


def _said_by_customer(ending: Ending, before: int | None = None) -> set[str]:
    """Beginnings of the customer's longer words: what a detail of the case is told by, "great, thanks" not."""
    return {
        word[:_STEM]
        for t in ending.turns[:before]
        if t.side == "customer"
        for n in range(len(t.moves_of))
        for word in t.said.uncovered(n, _POLITE)
        if len(word) >= _STEM
    }
