"""Rules on the courtesies of an ending: thanks, offer of help, feedback, goodbye, personal touch."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evaluator.closing import Ending
from evaluator.models import Level, Outcome
from evaluator.packs.said import SUBSTANCE
from evaluator.packs.text import fold
from evaluator.rules.verdict import UNSCORED, Found, Verdict, find, quote, verdict

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
_GOODBYES = ("farewell", "wish", "returned_wish")
_STEM = 5
_LONGEST_ADDRESS = 60
_VOCATIVE = re.compile(
    r",\s+(?:[^\W\d_]{2,6}\.?\s+)?(?P<name>[A-ZÀ-Ž][^\W\d_]{2,})(?:\s+[A-ZÀ-Ž][^\W\d_]+)?\s*[.!?]*$"
)
_OWN_WORDS = 4


def thanks(ending: Ending, _outcome: Outcome) -> Verdict:
    """Does the agent side thank the customer?"""
    given = find(ending.parting, "thanks")
    sincere = [f for f in given if "sarcasm" not in f.turn.moves]
    if sincere:
        return verdict(Level.MET, "given", *sincere)
    if given:
        return verdict(Level.MISSED, "ironic", *given)
    bare = [f for f in find(ending.parting, "thanks_bare") if "sarcasm" not in f.turn.moves]
    if bare:
        return verdict(Level.PARTIAL, "bare", *bare)
    return Verdict(Level.MISSED, "none")


def further_help(ending: Ending, outcome: Outcome) -> Verdict:
    """Is more help offered?"""
    if outcome is Outcome.MISDIRECTED:
        return Verdict(Level.NA, "not_due")
    offers = [f for f in find(ending.closing_agent, "offer") if "sarcasm" not in f.turn.moves]
    if offers:
        return verdict(Level.MET, "asked", *offers)
    invited = find(ending.parting, "invite_back")
    if invited:
        return verdict(Level.PARTIAL, "invited", *invited)
    unasked = find(ending.closing_customer, "c_no_more", "c_bye")
    if unasked and not ending.open_question:
        return verdict(Level.NA, "not_needed", unasked[0])
    return Verdict(Level.MISSED, "none")


def feedback(ending: Ending, outcome: Outcome) -> Verdict:
    """Is feedback invited?"""
    if outcome in (Outcome.TRANSFERRED, Outcome.MISDIRECTED, Outcome.CUSTOMER_LEFT):
        return Verdict(Level.NA, "not_due")
    asked = find(ending.parting, "feedback_ask")
    if asked:
        return verdict(Level.MET, "asked", *asked)
    mentioned = find(ending.parting, "feedback_mention")
    if mentioned:
        return verdict(Level.PARTIAL, "mentioned", *mentioned)
    angry = find([t for b in ending.customer[-2:] for t in b.turns], "c_anger")
    if angry:
        return verdict(Level.NA, "angry", *angry)
    return Verdict(Level.MISSED, "none")


def farewell(ending: Ending, outcome: Outcome) -> Verdict:
    """Is there a clear, kind goodbye?"""
    if outcome is Outcome.TRANSFERRED and _goes_on_here(ending):
        return Verdict(Level.NA, "continues")
    said = [f for f in find(ending.parting, *_GOODBYES) if not _opens(ending, f)]
    mocking = [f for f in said if "sarcasm" in f.turn.moves]
    if mocking:
        return verdict(Level.MISSED, "mocking", *mocking)
    if said:
        if ending.open_question:
            return verdict(Level.PARTIAL, "cut_off", *said)
        return verdict(Level.MET, "said", *said)
    announced = find(ending.parting, "close_announce", "farewell_cold")
    back = find(ending.parting, "invite_back")
    if announced and back:
        return verdict(Level.MET, "announced", *announced, *back)
    if announced:
        return verdict(Level.PARTIAL, "cold", *announced)
    formula = find(ending.parting, "signoff")
    if formula:
        return verdict(Level.PARTIAL, "formula", *formula)
    automatic = find(ending.system, "farewell")
    if automatic:
        return verdict(Level.PARTIAL, "automatic", *automatic[-1:])
    return Verdict(Level.MISSED, "none")


def _opens(ending: Ending, found: Found) -> bool:
    """Whether it is the greeting at the start: "Magandang umaga po!" is both."""
    return found.turn.index == ending.agent[0].first and "greeting" in found.turn.moves_of[found.sentence]


def _goes_on_here(ending: Ending) -> bool:
    """Whether the next agent takes over in this very chat, rather than by phone, mail or elsewhere."""
    moved = ending.transfer
    return moved is not None and not find(ending.closing_agent, "redirect", "defer")


def personal(ending: Ending, _outcome: Outcome) -> Verdict:
    """Is there a personal touch in the closing's courtesy part?"""
    courteous = [f for f in find(ending.parting, *_PARTING) if not f.turn.moves_of[f.sentence] & SUBSTANCE]
    names = _names(ending)
    called = [(f, name) for f in courteous if f.move in _ADDRESSES for name in _called(f)]
    for found, name in called:
        known = names | _names(ending, "agent") | _said_by_customer(ending, before=found.turn.index)
        if names and not _is_known(name, known):
            return verdict(Level.MISSED, "wrong_name", found)
    own = False
    for found in courteous:
        words = found.words()
        if any(_is_known(word, names) for word in words) or any(f == found for f, _ in called):
            return verdict(Level.MET, "name", found)
        own_words = _own_words(found)
        if found.move == "wish" or (own_words and _takes_up(own_words, _said_by_customer(ending))):
            return verdict(Level.MET, "detail", found)
        if len(own_words) >= _OWN_WORDS:
            own = True
    if own:
        # Own words are a personal touch or none, depending on what they mean.
        return UNSCORED
    return Verdict(Level.MISSED, "stock", tuple(quote(f.turn, f.sentence) for f in courteous[-1:]))


def _called(found: Found) -> Iterator[str]:
    """Whom the sentence addresses at its end: "…, Ms Field!"."""
    start, end = found.turn.span(found.sentence)
    match = _VOCATIVE.search(found.turn.turn.text[max(start, end - _LONGEST_ADDRESS) : end])
    if match and match["name"][0].isupper():
        yield fold(match["name"])


def _own_words(found: Found) -> list[str]:
    """Words beyond the formula; in thanks and sign-offs without the names of firms and products."""
    free = set(found.turn.said.uncovered(found.sentence))
    if not free:
        return []
    text = found.turn.turn.text
    named = found.move not in ("thanks", "thanks_bare", "signoff")
    return [t.word for t in found.tokens() if t.word in free and (named or not text[t.start].isupper())]


def _takes_up(words: list[str], said: set[str]) -> bool:
    return any(word[:_STEM] in said for word in words)


def _is_known(word: str, names: set[str]) -> bool:
    """Names are inflected (Jarka, Jarko; Vytas, Vytai): the beginning decides."""
    return any(word[: len(name)] == name for name in names)


def _names(ending: Ending, side: str = "customer") -> set[str]:
    written = {t.turn.name for t in ending.turns if t.side == side and t.turn.name}
    words = {fold(w) for name in written for w in re.findall(r"[^\W\d_]+", name)}
    return {word[: max(3, min(_STEM, len(word) - 1))] for word in words if len(word) > 2}


def _said_by_customer(ending: Ending, before: int | None = None) -> set[str]:
    """Beginnings of the customer's longer words: what a detail of the case is told by."""
    return {
        word[:_STEM]
        for t in ending.turns[:before]
        if t.side == "customer"
        for word in t.words.folded
        if len(word) >= _STEM
    }
