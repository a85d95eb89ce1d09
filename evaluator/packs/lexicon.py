"""Which words of a pack a written word stands for: itself, a stem it starts with, or a word it is a typo of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
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
        by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(self._words):
            by_length[len(word) - 1].append(word)
        self._near_words = {length: _Near(words, 1) for length, words in by_length.items()}
        self._near_stems = {length: _Near(stems, 0) for length, stems in self._stems.items()}
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
            if length in self._near_words:
                for near in self._near_words[length].within(edits, "=" + word):
                    if _same_beginning(near[1:], word):
                        yield near
        for length, stems in self._near_stems.items():
            if _SHORTEST_STEM_TYPO <= length <= len(word):
                for near in stems.within(1, word[:length]):
                    if _same_beginning(near, word):
                        yield near + "*"


class _Near:
    """Words of one length. `at` is where their first letter stands."""

    def __init__(self, words: Sequence[str], at: int) -> None:
        self._words = words
        self._at = at
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in words:
            self._by_letter[word[at]].append(word)

    def within(self, edits: int, word: str) -> Iterable[str]:
        """The four nearest, so many edits away at most; none where none of them begins like the word."""
        # Most words are a typo of nothing, and a few words are soon compared.
        letters = {word[self._at], word[self._at + 1]}
        alike = [other for letter in letters for other in self._by_letter.get(letter, ())]
        if alike and process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=edits):
            found = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=edits, limit=4)
            return [near for near, _, _ in found]
        return ()


def _same_beginning(a: str, b: str) -> bool:
    """Typos seldom hit the first letter, unless it is swapped with the second; a "ne-" is a negation, not a typo."""
    return (a[0] == b[0] or a[:2] == b[1::-1]) and a.startswith("ne") == b.startswith("ne")
