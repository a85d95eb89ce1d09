"""Which words of a pack a written word stands for: itself, a stem it starts with, or a word it is a typo of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from functools import lru_cache
from sys import intern

from rapidfuzz import process
from rapidfuzz.distance import OSA

from evaluator.packs.text import NUMBER

# Shorter words are one edit away from too many others.
_SHORTEST_TYPO = 5
_TWO_EDITS_FROM = 10
_SHORTEST_STEM_TYPO = 6
_CACHED_WORDS = 16384


class Lexicon:
    """The words and stems of one language, looked up with and without typos."""

    def __init__(self, atoms: Iterable[str], known: Set[str] = frozenset()) -> None:
        """`known`: folded words of the language that must not be taken for a typo of another."""
        self._known = known
        # Atoms, as the phrases hold them: the words themselves would be another string each.
        self._words: set[str] = set()
        self._stems: dict[int, list[str]] = defaultdict(list)
        for atom in set(atoms):
            if atom.startswith("="):
                self._words.add(atom)
            elif atom.endswith("*"):
                self._stems[len(atom) - 1].append(atom[:-1])
        self._stem_sets = {n: frozenset(stems) for n, stems in self._stems.items()}
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(self._words):
            self._by_length[len(word) - 1].append(word)
        self.atoms = lru_cache(maxsize=_CACHED_WORDS)(self._atoms)

    def _atoms(self, word: str) -> tuple[str, ...]:
        if word == NUMBER:
            return (NUMBER,)
        itself = "=" + word
        found = [intern(itself)] if itself in self._words else []
        found += [intern(word[:n] + "*") for n, stems in self._stem_sets.items() if word[:n] in stems]
        if found or len(word) < _SHORTEST_TYPO or word in self._known:
            return tuple(found)
        return tuple(dict.fromkeys(self._typos(word)))

    def _typos(self, word: str) -> Iterable[str]:
        edits = 2 if len(word) >= _TWO_EDITS_FROM else 1
        for length in range(max(_SHORTEST_TYPO, len(word) - edits), len(word) + edits + 1):
            for near, _, _ in process.extract(
                "=" + word, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=edits, limit=4
            ):
                if _same_beginning(near[1:], word):
                    yield near
        for length, stems in self._stems.items():
            if _SHORTEST_STEM_TYPO <= length <= len(word):
                for near, _, _ in process.extract(
                    word[:length], stems, scorer=OSA.distance, score_cutoff=1, limit=4
                ):
                    if _same_beginning(near, word):
                        yield near + "*"


def _same_beginning(a: str, b: str) -> bool:
    """Typos seldom hit the first letter, unless it is swapped with the second; a "ne-" is a negation, not a typo."""
    return (a[0] == b[0] or a[:2] == b[1::-1]) and a.startswith("ne") == b.startswith("ne")
