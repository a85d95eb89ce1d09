"""A set of many words in little memory: one string of sorted lines, where a Python set needs 90 bytes a word."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Set
from itertools import accumulate


class SortedWords(Set[str]):
    """Words in ascending order, each with its position. Looking one up takes microseconds: for cached callers."""

    def __init__(self, lines: str) -> None:
        """`lines`: the words in ascending order, parted by line breaks."""
        self._lines = lines.encode("utf-8")
        lengths = (len(word) + 1 for word in self._lines.split(b"\n"))
        self._starts = array("I", accumulate(lengths, initial=0))

    def get(self, word: object) -> int | None:
        """Tell the position of `word`; null if it is not there."""
        if not isinstance(word, str):
            return None
        # UTF-8 sorts as code points do. Lone surrogates stand in no list.
        sought = word.encode("utf-8", "replace")
        at = bisect_left(range(len(self)), sought, key=self._word)
        return at if at < len(self) and self._word(at) == sought else None

    def _word(self, at: int) -> bytes:
        return self._lines[self._starts[at] : self._starts[at + 1] - 1]

    def __contains__(self, word: object) -> bool:
        return self.get(word) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines.decode("utf-8").split("\n"))

    def __len__(self) -> int:
        return len(self._starts) - 1
