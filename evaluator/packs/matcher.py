"""Finds the moves of a language pack in a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from evaluator.packs.lexicon import Lexicon
from evaluator.packs.phrase import Phrase
from evaluator.packs.text import Sentence, Words, split

# Agents answer with the same canned texts all day long.
_REMEMBERED_TEXTS = 4096
_CANNED = 300


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


class Matcher:
    """All rules of a language, indexed by the words that their phrases start with."""

    def __init__(self, rules: Sequence[Rule], known: frozenset[str] = frozenset()) -> None:
        self._starts: dict[str, dict[str, list[tuple[Rule, Phrase]]]] = defaultdict(lambda: defaultdict(list))
        for rule in rules:
            for phrase in rule.say:
                for atom in phrase.parts[0].atoms:
                    self._starts[rule.side][atom].append((rule, phrase))
        self._lexicon = Lexicon(_all_atoms(rules), known)
        self._remembered = lru_cache(maxsize=_REMEMBERED_TEXTS)(self._find)

    def find(self, text: str, side: str) -> tuple[Words, tuple[Hit, ...]]:
        """The words of `text` and every move of that side in it, in the order of the text."""
        return self._remembered(text, side) if len(text) <= _CANNED else self._find(text, side)

    def _find(self, text: str, side: str) -> tuple[Words, tuple[Hit, ...]]:
        words = split(text)
        starts = self._starts[side]
        fits = [self._lexicon.atoms(token.word) for token in words.tokens]
        hits: dict[Hit, None] = {}
        for number, sentence in enumerate(words.sentences):
            for at in range(sentence.first, sentence.last):
                for atom in fits[at]:
                    for rule, phrase in starts.get(atom, ()):
                        last = _match(phrase, fits, at, sentence)
                        if last and not _voided(rule, fits, sentence):
                            hits[Hit(rule.move, rule.entry, number, at, last)] = None
        return words, tuple(hits)


def _all_atoms(rules: Iterable[Rule]) -> set[str]:
    return {a for r in rules for p in (*r.say, *r.unless) for part in p.parts for a in part.atoms}


def _voided(rule: Rule, fits: Sequence[tuple[str, ...]], sentence: Sentence) -> bool:
    return any(
        _match(phrase, fits, at, sentence)
        for phrase in rule.unless
        for at in range(sentence.first, sentence.last)
    )


def _match(phrase: Phrase, fits: Sequence[tuple[str, ...]], at: int, sentence: Sentence) -> int:
    """The token after the match that starts at token `at`, or 0."""
    if phrase.asks is not None and phrase.asks != sentence.asks:
        return 0
    if phrase.at_start is not None and at - sentence.first > phrase.at_start:
        return 0
    return _match_from(phrase, 0, fits, at, sentence)


def _match_from(
    phrase: Phrase, number: int, fits: Sequence[tuple[str, ...]], at: int, sentence: Sentence
) -> int:
    part = phrase.parts[number]
    gap = part.gap if number else 0
    for here in range(at, min(at + gap + 1, sentence.last)):
        if part.atoms.isdisjoint(fits[here]):
            continue
        if number + 1 == len(phrase.parts):
            if phrase.at_end is None or sentence.last - here - 1 <= phrase.at_end:
                return here + 1
        elif end := _match_from(phrase, number + 1, fits, here + 1, sentence):
            return end
    return 0
