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
_INITIALS = 2
# "Maliarová" for "Malíková", "Freddie" for "Ferdie": what is less alike is somebody or something else.
_ALIKE = 0.7


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
    """Whether the word is the name, inflected (Jarka, Jarko; Pavel, Pavle; Vytas, Vytai) or cut short (Ľubi)."""
    if len(name) < _SHORTEST:
        # Eva, Evo; Jan, Jane: of so short a name little else may be another.
        return len(word) - len(name) in (0, 1) and word[:-1] in (name[:-1], name)
    return any(word.startswith(stem) for stem in _stems(name)) or (
        _SHORTEST <= len(word) < len(name) and name.startswith(word[:-1])
    )


def _stems(name: str) -> Iterator[str]:
    yield name[:-1] if name[-1] in "aeiouy" else name
    if name[-1] == "s":
        yield name[:-2]
    elif name[-2] == "e":
        yield name[:-2] + name[-1]
