"""How long to wait for an answer, learned from those that came."""

from __future__ import annotations

_ENOUGH = 20
_TIMES = 8.0
_SHORTEST = 2.0


class Patience:
    """The time allowed for one answer: `most` at first, and for a model that is always fast much less.

    A request that hangs is so given up after a multiple of the slowest answer seen, instead of after the full time;
    with each further try of the same chat the time doubles, up to `most`.
    """

    def __init__(self, most: float) -> None:
        self._most = most
        self._seen = 0
        self._slowest = 0.0

    @property
    def has_seen_answers(self) -> bool:
        """Whether any answer came yet."""
        return self._seen > 0

    def answered(self, seconds: float) -> None:
        """Learn from an answer."""
        self._seen += 1
        self._slowest = max(self._slowest, seconds)

    def seconds(self, tries: int) -> float:
        """Return how long to wait now; `tries` is how often this chat was asked before."""
        if self._seen < _ENOUGH:
            return self._most
        return min(self._most, max(_SHORTEST, _TIMES * self._slowest) * 2.0**tries)
