"""Finds the moves of a language pack in a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
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
    """All rules of a language, indexed by the rarest word of each phrase."""

    def __init__(self, rules: Sequence[Rule], known: frozenset[str] = frozenset()) -> None:
        """`known`: words of the language that are no typos of others."""
        self._anchored: dict[str, _Anchored] = defaultdict(lambda: defaultdict(list))
        for rule in rules:
            for phrase in rule.say:
                number, *others = _by_rarity(phrase)
                also = phrase.parts[others[0]].atoms if others else None
                for atom in phrase.parts[number].atoms:
                    self._anchored[rule.side][atom].append((rule, phrase, number, also))
        self._lexicon = Lexicon(_all_atoms(rules), known)
        self._remembered = lru_cache(maxsize=_REMEMBERED_TEXTS)(self._find)

    def find(self, text: str, side: str) -> tuple[Words, tuple[Hit, ...]]:
        """The words of `text` and every move of that side in it, in the order of the text."""
        return self._remembered(text, side) if len(text) <= _CANNED else self._find(text, side)

    def _find(self, text: str, side: str) -> tuple[Words, tuple[Hit, ...]]:
        words = split(text)
        anchored = self._anchored[side]
        fits = [self._lexicon.atoms(token.word) for token in words.tokens]
        hits: set[Hit] = set()
        for number, sentence in enumerate(words.sentences):
            present = frozenset[str]().union(*fits[sentence.first : sentence.last])
            for at in range(sentence.first, sentence.last):
                for atom in fits[at]:
                    for rule, phrase, part, also in anchored.get(atom, ()):
                        if also is not None and also.isdisjoint(present):
                            continue
                        span = _match(phrase, part, fits, at, sentence)
                        if span and not _voided(rule, fits, sentence, present):
                            hits.add(Hit(rule.move, rule.entry, number, *span))
        return words, tuple(sorted(hits, key=_in_order))


# By atom: a phrase, which of its parts the atom is of, and the atoms one of which must stand in the sentence as well.
_Anchored = dict[str, list[tuple[Rule, Phrase, int, frozenset[str] | None]]]


def _in_order(hit: Hit) -> tuple[int, int, str]:
    return hit.first, hit.last, hit.entry


@cache
def _cost(atoms: frozenset[str]) -> int:
    return sum(_COMMON.get(len(atom), 1) for atom in atoms)


def _by_rarity(phrase: Phrase) -> list[int]:
    """The parts of a phrase, those of few and long words first: short ones stand everywhere."""
    costs = [_cost(part.atoms) for part in phrase.parts]
    return sorted(range(len(costs)), key=costs.__getitem__)


# How often a word of that length turns up, roughly; an atom is a word and its mark.
_COMMON = {1: 40, 2: 40, 3: 40, 4: 20, 5: 6, 6: 2}


def _all_atoms(rules: Iterable[Rule]) -> set[str]:
    return {a for r in rules for p in (*r.say, *r.unless) for part in p.parts for a in part.atoms}


def _voided(rule: Rule, fits: Sequence[tuple[str, ...]], sentence: Sentence, present: frozenset[str]) -> bool:
    return any(
        _match(phrase, 0, fits, at, sentence)
        for phrase in rule.unless
        if not phrase.parts[0].atoms.isdisjoint(present)
        for at in range(sentence.first, sentence.last)
        if not phrase.parts[0].atoms.isdisjoint(fits[at])
    )


def _match(
    phrase: Phrase, anchor: int, fits: Sequence[tuple[str, ...]], at: int, sentence: Sentence
) -> tuple[int, int] | None:
    """The tokens of the match whose part number `anchor` is token `at`, which fits it."""
    parts = phrase.parts
    if phrase.asks is not None and phrase.asks != sentence.asks:
        return None
    if anchor and at - sentence.first < anchor:
        return None
    if sentence.last - at < len(parts) - anchor:
        return None
    last = _rightward(phrase, anchor + 1, fits, at + 1, sentence)
    if not last:
        return None
    first = _leftward(phrase, anchor, fits, at, sentence)
    return None if first is None else (first, last)


def _rightward(
    phrase: Phrase, number: int, fits: Sequence[tuple[str, ...]], at: int, sentence: Sentence
) -> int:
    """The token after the match of part `number` and those behind it, from token `at` on; 0 without one."""
    if number == len(phrase.parts):
        return at if phrase.at_end is None or sentence.last - at <= phrase.at_end else 0
    gap, atoms = phrase.parts[number]
    for here in range(at, min(at + gap + 1, sentence.last)):
        if not atoms.isdisjoint(fits[here]):
            end = _rightward(phrase, number + 1, fits, here + 1, sentence)
            if end:
                return end
    return 0


def _leftward(
    phrase: Phrase, number: int, fits: Sequence[tuple[str, ...]], at: int, sentence: Sentence
) -> int | None:
    """The first token of the match of the parts before `number`, which is at token `at`."""
    if number == 0:
        return at if phrase.at_start is None or at - sentence.first <= phrase.at_start else None
    gap, atoms = phrase.parts[number].gap, phrase.parts[number - 1].atoms
    for here in range(at - 1, max(at - gap - 2, sentence.first - 1), -1):
        if not atoms.isdisjoint(fits[here]):
            first = _leftward(phrase, number - 1, fits, here, sentence)
            if first is not None:
                return first
    return None
