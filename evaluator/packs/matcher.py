"""Finds the moves of a language pack in a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cache
from typing import NamedTuple

from evaluator.packs.lexicon import Lexicon
from evaluator.packs.phrase import Phrase
from evaluator.packs.text import Sentence, Words, split


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


class _Entry(NamedTuple):
    """What a rule's phrases prove, and what voids it."""

    move: str
    entry: str
    unless: tuple[_Anchored, ...]


class _Anchored(NamedTuple):
    """A phrase with its rarest part: number `part`, which needs one of `atoms`; `also` is what else it needs."""

    phrase: Phrase
    part: int
    atoms: frozenset[str]
    also: frozenset[str]


# The atoms that a word of the text stands for.
_Fits = tuple[str, ...]
# A phrase, and which of its parts the atom is of that it is filed under.
_Candidate = tuple[_Entry, Phrase, int]
# Phrases that need one of `atoms` in the whole sentence (place 0), the next word (1) or the one before (-1).
_Group = tuple[int, frozenset[str], list[_Candidate]]


class Matcher:
    """All rules of a language, indexed by the rarest word of each phrase."""

    def __init__(self, rules: Sequence[Rule], known: Set[str] = frozenset()) -> None:
        """`known`: words of the language that are no typos of others."""
        self._anchored: dict[str, dict[str, list[_Group]]] = {}
        groups: dict[tuple[str, frozenset[str], int, frozenset[str]], list[_Candidate]] = {}
        for rule in rules:
            entry = _Entry(rule.move, rule.entry, tuple(map(_anchored, rule.unless)))
            anchored = self._anchored.setdefault(rule.side, {})
            for phrase in rule.say:
                number, place, atoms = _anchor(phrase)
                key = (rule.side, phrase.parts[number].atoms, place, atoms)
                if key not in groups:
                    groups[key] = []
                    # One value for all the words that it is filed under, for memory's sake.
                    group = (place, atoms, groups[key])
                    for atom in phrase.parts[number].atoms:
                        anchored.setdefault(atom, []).append(group)
                groups[key].append((entry, phrase, number))
        self._lexicon = Lexicon(_all_atoms(rules), known)

    def find(self, text: str, side: str) -> tuple[Words, tuple[Hit, ...]]:
        """The words of `text` and every move of that side in it, in the order of the text."""
        words = split(text)
        anchored = self._anchored.get(side, {})
        fits = [self._lexicon.atoms(word) for word in words.folded]
        hits: list[Hit] = []
        for number, sentence in enumerate(words.sentences):
            found = _in_sentence(anchored, fits, number, sentence)
            hits += sorted(found, key=_in_order) if len(found) > 1 else found
        return words, tuple(hits)


def _in_sentence(
    anchored: Mapping[str, Sequence[_Group]], fits: Sequence[_Fits], number: int, sentence: Sentence
) -> set[Hit]:
    first, last, _ = sentence
    present = frozenset[str]().union(*fits[first:last])
    hits: set[Hit] = set()
    void: dict[str, bool] = {}
    for at in range(first, last):
        for atom in fits[at]:
            groups = anchored.get(atom)
            if groups is None:
                continue
            # Indexed by place; -1 is the last of them.
            beside = (present, fits[at + 1] if at + 1 < last else (), fits[at - 1] if at > first else ())
            for place, atoms, candidates in groups:
                if atoms.isdisjoint(beside[place]):
                    continue
                for entry, phrase, part in candidates:
                    span = _match(phrase, part, fits, at, sentence)
                    if not span:
                        continue
                    if entry.unless and entry.entry not in void:
                        void[entry.entry] = _voided(entry, fits, sentence, present)
                    if not (entry.unless and void[entry.entry]):
                        hits.add(Hit(entry.move, entry.entry, number, *span))
    return hits


def _in_order(hit: Hit) -> tuple[int, int, str]:
    return hit.first, hit.last, hit.entry


def _by_rarity(phrase: Phrase) -> list[int]:
    """The parts of a phrase, those of few and long words first: short ones stand everywhere."""
    costs = [_cost(part.atoms) for part in phrase.parts]
    return sorted(range(len(costs)), key=costs.__getitem__)


def _anchored(phrase: Phrase) -> _Anchored:
    number, *others = _by_rarity(phrase)
    atoms = phrase.parts[number].atoms
    return _Anchored(phrase, number, atoms, phrase.parts[others[0]].atoms if others else atoms)


def _anchor(phrase: Phrase) -> tuple[int, int, frozenset[str]]:
    """The part to file a phrase under, the rarest; and what else must stand where, the rarer neighbour if any."""
    parts = phrase.parts
    number, *others = _by_rarity(phrase)
    for other in others:
        if other == number + 1 and not parts[other].gap:
            return number, 1, parts[other].atoms
        if other == number - 1 and not parts[number].gap:
            return number, -1, parts[other].atoms
    return number, 0, parts[others[0] if others else number].atoms


@cache
def _cost(atoms: frozenset[str]) -> int:
    return sum(_COMMON.get(len(atom), 1) for atom in atoms)


# How often a word of that length turns up, roughly; an atom is a word and its mark.
_COMMON = {1: 40, 2: 40, 3: 40, 4: 20, 5: 6, 6: 2}


def _all_atoms(rules: Iterable[Rule]) -> set[str]:
    return {a for r in rules for p in (*r.say, *r.unless) for part in p.parts for a in part.atoms}


def _voided(entry: _Entry, fits: Sequence[_Fits], sentence: Sentence, present: frozenset[str]) -> bool:
    for phrase, part, atoms, also in entry.unless:
        if not (atoms.isdisjoint(present) or also.isdisjoint(present)):
            for at in range(sentence.first, sentence.last):
                if not atoms.isdisjoint(fits[at]) and _match(phrase, part, fits, at, sentence):
                    return True
    return False


def _match(
    phrase: Phrase, anchor: int, fits: Sequence[_Fits], at: int, sentence: Sentence
) -> tuple[int, int] | None:
    """The tokens of the match whose part number `anchor` is token `at`, which fits it."""
    parts, at_start, _, asks = phrase
    first, last, asked = sentence
    if (asks is not None and asks != asked) or at - first < anchor or last - at < len(parts) - anchor:
        return None
    end = _rightward(phrase, anchor + 1, fits, at + 1, last)
    if not end:
        return None
    if anchor:
        start = _leftward(phrase, anchor, fits, at, first)
        return None if start is None else (start, end)
    return (at, end) if at_start is None or at - first <= at_start else None


def _rightward(phrase: Phrase, number: int, fits: Sequence[_Fits], at: int, last: int) -> int:
    """The token after the match of part `number` and those behind it, from token `at` on; 0 without one."""
    parts = phrase.parts
    while number < len(parts):
        gap, atoms = parts[number]
        number += 1
        if gap:
            for here in range(at, min(at + gap + 1, last)):
                if not atoms.isdisjoint(fits[here]):
                    end = _rightward(phrase, number, fits, here + 1, last)
                    if end:
                        return end
            return 0
        if at >= last or atoms.isdisjoint(fits[at]):
            return 0
        at += 1
    return at if phrase.at_end is None or last - at <= phrase.at_end else 0


def _leftward(phrase: Phrase, number: int, fits: Sequence[_Fits], at: int, first: int) -> int | None:
    """The first token of the match of the parts before `number`, which is at token `at`."""
    if number == 0:
        return at if phrase.at_start is None or at - first <= phrase.at_start else None
    gap, atoms = phrase.parts[number].gap, phrase.parts[number - 1].atoms
    for here in range(at - 1, max(at - gap - 2, first - 1), -1):
        if not atoms.isdisjoint(fits[here]):
            start = _leftward(phrase, number - 1, fits, here, first)
            if start is not None:
                return start
    return None
