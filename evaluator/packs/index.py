"""Which phrases a sentence may hold, told by one of its words or by two that stand side by side."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from evaluator.packs.matching import Fits, match
from evaluator.packs.phrase import Phrase

# Of how many words, and of how many pairs of them, it is remembered which phrases they may belong to.
_WORDS = 8192
_PAIRS = 32768
_SENTENCES = 4096
# What stands in no folded word, as a space may: "ﷺ" is one letter, and folded four words.
APART = "\n"


class Voiding(NamedTuple):
    """A phrase that voids others, with its rarest part: number `part`, one of `atoms`; `also` is needed as well."""

    phrase: Phrase
    part: int
    atoms: frozenset[str]
    also: frozenset[str]


class Entry(NamedTuple):
    """What phrases prove, and what voids it: nothing does without one of the atoms `alarms` in the sentence."""

    move: str
    entry: str
    unless: tuple[Voiding, ...]
    alarms: frozenset[str]


class Candidate(NamedTuple):
    """A phrase that may stand where its part number `part` is the word in question, or the one after (`shift` 1).

    It needs one of `also` somewhere in the sentence.
    """

    entry: Entry
    phrase: Phrase
    part: int
    shift: int
    also: frozenset[str]


# What a candidate proves, and where: move, entry, first word, the word after the last.
Made = tuple[str, str, int, int]
# Candidates that need one of these atoms beside the word that they are filed under.
_Group = tuple[frozenset[str], list[Candidate]]


class _Filed(NamedTuple):
    """What is filed under an atom; `beside` is what all its groups need beside it, taken together."""

    groups: list[_Group]
    beside: set[str]


_Atoms = Callable[[str], tuple[str, ...]]


class _Pairs(dict[str, tuple[Candidate, ...]]):
    """Two words in a row → the phrases that may stand there, worked out when first asked for.

    The words are joined by `APART`: as tuples, so many keys would be work for the garbage collector.
    """

    def __init__(self, atoms: _Atoms) -> None:
        super().__init__()
        self._atoms = atoms
        self._filed: tuple[dict[str, _Filed], ...] = ({}, {})
        self._groups: dict[tuple[int, frozenset[str], frozenset[str]], list[Candidate]] = {}

    def file(self, candidate: Candidate, left: int, under: int) -> None:
        """File a phrase for its parts `left` and `left + 1`, under the words of part number `under`."""
        side = under - left
        atoms, beside = candidate.phrase.parts[under].atoms, candidate.phrase.parts[left + 1 - side].atoms
        key = (side, atoms, beside)
        if key not in self._groups:
            # One value for all the words that it is filed under, for memory's sake.
            group = (beside, self._groups.setdefault(key, []))
            for atom in atoms:
                filed = self._filed[side].setdefault(atom, _Filed([], set()))
                filed.groups.append(group)
                filed.beside.update(beside)
        self._groups[key].append(candidate)

    def __missing__(self, pair: str) -> tuple[Candidate, ...]:
        if len(self) >= _PAIRS:
            self.clear()
        words = [*map(self._atoms, pair.split(APART))]
        # By identity: a word that stands for two atoms finds what is filed under both twice.
        found: dict[int, Candidate] = {}
        for side, filed in enumerate(self._filed):
            other = words[1 - side]
            for atom in words[side]:
                if atom in filed and not filed[atom].beside.isdisjoint(other):
                    groups = (group for beside, group in filed[atom].groups if not beside.isdisjoint(other))
                    found.update((id(candidate), candidate) for group in groups for candidate in group)
        self[pair] = candidates = tuple(found.values())
        return candidates


class _Words(dict[str, tuple[Candidate, ...]]):
    """One word → the phrases that may stand there, worked out when first asked for."""

    def __init__(self, atoms: _Atoms) -> None:
        super().__init__()
        self._atoms = atoms
        self._filed: dict[str, list[Candidate]] = {}

    def file(self, candidate: Candidate, under: int) -> None:
        """File a phrase under the words of its part number `under`."""
        for atom in candidate.phrase.parts[under].atoms:
            self._filed.setdefault(atom, []).append(candidate)

    def __missing__(self, word: str) -> tuple[Candidate, ...]:
        if len(self) >= _WORDS:
            self.clear()
        found = {id(c): c for atom in self._atoms(word) for c in self._filed.get(atom, ())}
        self[word] = candidates = tuple(found.values())
        return candidates


class Index:
    """The phrases of one side, each filed under its rarest word or pair of words."""

    def __init__(self, atoms: _Atoms) -> None:
        """`atoms` tells what a word stands for."""
        self._atoms = atoms
        self._pairs = _Pairs(atoms)
        self._words = _Words(atoms)
        self.remembered = lru_cache(maxsize=_SENTENCES)(self.read)

    def add(self, entry: Entry, phrase: Phrase) -> None:
        """File one phrase."""
        parts = phrase.parts
        rare = _by_rarity(phrase)
        pairs = [n for n in range(len(parts) - 1) if not parts[n + 1].gap]
        if not phrase.fixed:
            # Where gaps leave several matches, the rarest part decides between them: no other may stand for it.
            pairs = [n for n in pairs if rare[0] in (n, n + 1)]
        if not pairs:
            also = parts[rare[1] if len(rare) > 1 else rare[0]].atoms
            self._words.file(Candidate(entry, phrase, rare[0], 0, also), rare[0])
            return
        left = min(pairs, key=lambda n: _cost(parts[n].atoms) * _cost(parts[n + 1].atoms))
        pair = (left, left + 1)
        under, part = next(n for n in rare if n in pair), left if phrase.fixed else rare[0]
        also = parts[next((n for n in rare if n not in pair), under)].atoms
        self._pairs.file(Candidate(entry, phrase, part, part - left, also), left, under)

    def read(self, sentence: str) -> tuple[Made, ...]:
        """What a sentence says, in its order: its folded words, joined by `APART`, with a "?" behind a question."""
        asks = sentence.endswith("?")
        words = sentence.removesuffix("?").split(APART)
        fits = [*map(self._atoms, words)]
        present = frozenset[str]().union(*fits)
        pairs = map(self._pairs.__getitem__, map(APART.join, pairwise(words)))
        made: set[Made] = set()
        void: dict[str, bool] = {}
        for found in (pairs, map(self._words.__getitem__, words)):
            for at, candidates in enumerate(found):
                for entry, phrase, part, shift, also in candidates:
                    if also.isdisjoint(present):
                        continue
                    span = match(phrase, part, fits, at + shift, asks)
                    if not span:
                        continue
                    if entry.alarms.isdisjoint(present) or not _is_void(entry, fits, present, asks, void):
                        made.add((entry.move, entry.entry, *span))
        return tuple(sorted(made, key=_IN_ORDER)) if len(made) > 1 else tuple(made)


# First word, last, entry.
_IN_ORDER = itemgetter(2, 3, 1)


def _is_void(entry: Entry, fits: Fits, present: frozenset[str], asks: bool, void: dict[str, bool]) -> bool:
    """Whether something in the sentence voids the entry; `void` remembers it for the sentence."""
    if entry.entry not in void:
        void[entry.entry] = any(
            match(phrase, part, fits, at, asks)
            for phrase, part, atoms, also in entry.unless
            if not (atoms.isdisjoint(present) or also.isdisjoint(present))
            for at, fit in enumerate(fits)
            if not atoms.isdisjoint(fit)
        )
    return void[entry.entry]


def voiding(phrase: Phrase) -> Voiding:
    """A phrase that voids, ready to be looked for."""
    number, *others = _by_rarity(phrase)
    atoms = phrase.parts[number].atoms
    return Voiding(phrase, number, atoms, phrase.parts[others[0]].atoms if others else atoms)


def _by_rarity(phrase: Phrase) -> list[int]:
    """The parts of a phrase, those of few and long words first: short ones stand everywhere."""
    costs = [_cost(part.atoms) for part in phrase.parts]
    return sorted(range(len(costs)), key=costs.__getitem__)


@cache
def _cost(atoms: frozenset[str]) -> int:
    return sum(_COMMON.get(len(atom), 1) for atom in atoms)


# How often a word of that length turns up, roughly; an atom is a word and its mark.
_COMMON = {1: 40, 2: 40, 3: 40, 4: 20, 5: 6, 6: 2}
