"""Remembers which ids were there before, in about 16 to 32 bytes an id."""

from __future__ import annotations

from array import array


class SeenIds:
    """A set of texts that keeps 64 bits of each; two of a million share them by a chance of 1 in 10⁷."""

    def __init__(self) -> None:
        self._table = array("Q", bytes(8 * 1024))
        self._count = 0

    def add(self, text: str) -> bool:
        """Remember the text, and say whether it is new."""
        if self._count * 2 >= len(self._table):
            self._grow()
        return self._put(hash(text) & 0xFFFF_FFFF_FFFF_FFFF or 1)

    def __contains__(self, text: str) -> bool:
        return self._table[self._slot(hash(text) & 0xFFFF_FFFF_FFFF_FFFF or 1)] != 0

    def _put(self, key: int) -> bool:
        slot = self._slot(key)
        if self._table[slot]:
            return False
        self._table[slot] = key
        self._count += 1
        return True

    def _slot(self, key: int) -> int:
        """Find where the key is, or would go."""
        mask = len(self._table) - 1
        slot = key & mask
        while self._table[slot] not in (0, key):
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        old, self._count = self._table, 0
        self._table = array("Q", bytes(16 * len(old)))
        for key in filter(None, old):
            self._put(key)
