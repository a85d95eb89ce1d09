"""How long to wait for an answer, learned from those that came."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

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
        # What began before enough was known, with when that was and how often the chat had been asked.
        self._open: dict[asyncio.Timeout, tuple[float, int]] = {}

    @property
    def has_seen_answers(self) -> bool:
        """Whether any answer came yet."""
        return self._seen > 0

    def answered(self, seconds: float) -> None:
        """Learn from an answer."""
        self._seen += 1
        self._slowest = max(self._slowest, seconds)
        if self._seen == _ENOUGH:
            for clock, (began, tries) in self._open.items():
                if not clock.expired():
                    clock.reschedule(began + self.seconds(tries))
            self._open.clear()

    @asynccontextmanager
    async def limit(self, tries: int) -> AsyncIterator[None]:
        """Give what is inside the time of an answer, by what is known then or later. Raises `TimeoutError`."""
        async with asyncio.timeout(self.seconds(tries)) as clock:
            if self._seen < _ENOUGH:
                self._open[clock] = (asyncio.get_running_loop().time(), tries)
            try:
                yield
            finally:
                self._open.pop(clock, None)

    def seconds(self, tries: int) -> float:
        """Return how long to wait now; `tries` is how often this chat was asked before."""
        if self._seen < _ENOUGH:
            return self._most
        return min(self._most, max(_SHORTEST, _TIMES * self._slowest) * 2.0**tries)
