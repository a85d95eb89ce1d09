"""Whether a name in an ending is the customer's, in one of its forms, or one mistaken for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from evaluator.closing import Ending
from evaluator.packs.text import fold
from evaluator.rules.verdict import Found

_LETTERS = re.compile(r"[^\W\d_]+")
_SHORTEST = 4
_LONGEST_ENDING = 3
_INITIALS = 2
# "Maliarová" for "Malíková", "Freddie" for "Ferdie": what is less alike is somebody or something else.
_ALIKE = 0.7

_LONGEST_ADDRESS = 60
_VOCATIVE = re.compile(
    r",\s+(?:[^\W\d_]{2,6}\.?\s+)?(?P<name>[A-ZÀ-Ž][^\W\d_]{2,})(?:\s+(?P<last>[A-ZÀ-Ž][^\W\d_]+))?\s*[.!?]*$"
)


def mistaken_names(ending: Ending, names: set[str]) -> Iterator[Found]:
    """Sentences with a name that is nearly one of the customer's `names`, and that nobody else goes by or wrote."""
    if not names:
        return
    others = written_names(ending, "agent") | {w for t in ending.customer_turns for w in t.words.folded}
    for turn in ending.parting:
        for number, (first, last, _) in enumerate(turn.words.sentences):
            # What begins a sentence has a capital anyway.
            for token in turn.words.tokens[first + 1 : last]:
                if not turn.turn.text[token.start].isupper() or token.word in others:
                    continue
                if any(_is_mistaken(token.word, name) for name in names):
                    yield Found(turn, number, "farewell")


def written_names(ending: Ending, side: str) -> set[str]:
    """The parts of the names that turns of a side are signed with, folded."""
    written = {t.turn.name for t in ending.turns if t.side == side and t.turn.name}
    return {word for name in written for w in _LETTERS.findall(name) if len(word := fold(w)) > _INITIALS}


def _is_mistaken(word: str, name: str) -> bool:
    if len(word) < _SHORTEST or word[0] != name[0] or is_form(word, name):
        return False
    return SequenceMatcher(None, word, name, autojunk=False).ratio() >= _ALIKE


def is_form(word: str, name: str) -> bool:
    """Whether the word is the name, inflected (Jarka, Jarko; Pavel, Pavle; Vytas, Vytai) or cut short (Ľubi).

    "July" is no short form of "Julia".
    """
    if len(name) < _SHORTEST:
        # Eva, Evo; Jan, Jane: of so short a name little else may be another.
        return len(word) - len(name) in (0, 1) and word[:-1] in (name[:-1], name)
    return any(_is_of_stem(word, stem, name) for stem in _stems(name)) or (
        _SHORTEST <= len(word) < len(name) and name.startswith(word if word[-1] == "y" else word[:-1])
    )


def _is_of_stem(word: str, stem: str, name: str) -> bool:
    """Whether only an ending follows the stem: behind a short one, which begins other names too, a vowel does."""
    ending = word.removeprefix(stem) if word.startswith(stem) else None
    if ending is None or len(word) - len(name) > _LONGEST_ENDING:
        return False
    return len(stem) >= _SHORTEST or ending[:1] in ("", *"aeiouy")


def _stems(name: str) -> Iterator[str]:
    yield name[:-1] if name[-1] in "aeiouy" else name
    if name[-1] == "s":
        yield name[:-2]
    elif name[-2] == "e":
        yield name[:-2] + name[-1]


def called_at_end(found: Found) -> Iterator[list[str]]:
    """Whom the sentence addresses at its end, in one word or two: "…, Ms Field!", "…, Ginoong Valdez"."""
    start, end = found.turn.span(found.sentence)
    begin = max(start, end - _LONGEST_ADDRESS)
    match = _VOCATIVE.search(found.turn.turn.text[begin:end])
    if match and match["name"][0].isupper() and not _is_title(found, begin + match.start("name")):
        yield [fold(word) for word in (match["name"], match["last"]) if word]


def _is_title(found: Found, offset: int) -> bool:
    """Whether the word at that place is a form of address of its own ("Sir") rather than a name."""
    words = found.turn.words
    return any(
        h.move in ("formal", "informal") and words.starts[h.first] <= offset < words.ends[h.last - 1]
        for h in found.turn.hits
    )
