"""Finds the moves of a language pack in a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import NamedTuple

from evaluator.packs.index import APART, Entry, Index, voiding
from evaluator.packs.lexicon import Lexicon
from evaluator.packs.phrase import Phrase
from evaluator.packs.text import Words, split


class Rule(NamedTuple):
    """An entry, compiled: the move it proves, its phrases, and those that void it in the same sentence.

    `side` is whose turns it is looked for in.
    """

    move: str
    side: str
    entry: str
    say: tuple[Phrase, ...]
    unless: tuple[Phrase, ...]


class Hit(NamedTuple):
    """A move found: tokens ``first`` to ``last`` (exclusive) of sentence number ``sentence``."""

    move: str
    entry: str
    sentence: int
    first: int
    last: int


# Sentences of so many words recur in texts that do not.
_SHORT = 16


class Matcher:
    """All rules of a language, indexed by the rarest words of each phrase."""

    def __init__(self, rules: Sequence[Rule], known: Set[str] = frozenset()) -> None:
        """`known`: words of the language that are no typos of others."""
        self._atoms = Lexicon(_all_atoms(rules), known).atoms
        self._indices: dict[str, Index] = {}
        for rule in rules:
            unless = tuple(map(voiding, rule.unless))
            alarms = frozenset[str]().union(*[v.atoms for v in unless])
            entry = Entry(rule.move, rule.entry, unless, alarms)
            index = self._indices.setdefault(rule.side, Index(self._atoms))
            for phrase in rule.say:
                index.add(entry, phrase)

    def find(self, text: str, side: str) -> tuple[Words, tuple[Hit, ...]]:
        """The words of `text` and every move of that side in it, in the order of the text."""
        words = split(text)
        index = self._indices.get(side)
        if index is None:
            return words, ()
        hits: list[Hit] = []
        for number, (first, last, asks) in enumerate(words.sentences):
            read = index.remembered if last - first <= _SHORT else index.read
            sentence = APART.join(words.folded[first:last]) + ("?" if asks else "")
            for move, entry, start, end in read(sentence):
                hits.append(Hit(move, entry, number, first + start, first + end))
        return words, tuple(hits)


def _all_atoms(rules: Iterable[Rule]) -> set[str]:
    return {a for r in rules for p in (*r.say, *r.unless) for part in p.parts for a in part.atoms}
