"""Tells refusals that slowing down does not help against from those of a rate limit."""

from __future__ import annotations

from collections import deque

_SPAN = 0.5  # seconds that are counted together ...
_SETTLED, _REMEMBERED = 2, 20  # ... those of the last are not judged yet, and those of long ago no more
_CLEARLY_BELOW = 0.9
_ENOUGH = 3
_RECENT = 64
_MANY = 8  # fewer in a span are no measure of what is borne
_WORST, _MORE = 0.3, 0.1


class Strays:
    """A limiter refuses nobody who stays below the rate that it bore a moment ago.

    So refusals that come nevertheless, a few in a row, are not about the rate: such as those of an overloaded server
    that turns away one request in ten. They are borne as long as their share does not rise.
    """

    def __init__(self) -> None:
        self._spans: deque[tuple[int, list[int]]] = deque(maxlen=_REMEMBERED)  # sent and refused in each
        self._last: deque[int] = deque(maxlen=_RECENT)  # numbers of requests refused
        self._in_a_row = 0
        self._borne: float | None = None

    def sent(self, now: float) -> None:
        """A request leaves."""
        span = int(now / _SPAN)
        if not self._spans or self._spans[-1][0] != span:
            self._spans.append((span, [0, 0]))
        self._spans[-1][1][0] += 1

    def is_one(self, number: int, sent_at: float, now: float, rate: float) -> bool:
        """Tell whether the refusal of the request `number`, at this rate of requests a second, is a stray one."""
        for span, counts in self._spans:
            if span == int(sent_at / _SPAN):
                counts[1] += 1
        self._last.append(number)
        share = sum(number - refused < _RECENT for refused in self._last) / max(1, min(number, _RECENT))
        if self._borne is not None:
            if share <= 1.5 * self._borne + _MORE:
                return True
            self._borne, self._in_a_row = None, 0
            self._spans.clear()
            return False
        is_stray = share < _WORST and rate < _CLEARLY_BELOW * self._borne_rate(now)
        self._in_a_row = self._in_a_row + 1 if is_stray else 0
        if self._in_a_row >= _ENOUGH:
            self._borne = share
        return is_stray

    @property
    def are_known(self) -> bool:
        """Whether refusals have turned out not to depend on the rate."""
        return self._borne is not None

    def _borne_rate(self, now: float) -> float:
        """The highest rate of late at which most requests were accepted."""
        until, since = int(now / _SPAN) - _SETTLED, int(now / _SPAN) - _REMEMBERED
        rates = [
            (sent - refused) / _SPAN
            for span, (sent, refused) in self._spans
            if since <= span <= until and sent >= _MANY and refused < _WORST * sent
        ]
        return max(rates, default=0.0)
