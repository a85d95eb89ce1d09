"""Tells refusals that slowing down does not help against from those of a rate limit."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from math import sqrt

_TOGETHER = 16  # requests that are counted together ...
_SETTLED = 0.5  # ... and judged when their answers have had so many seconds to come
_REMEMBERED = 20
_CLEARLY_BELOW = 0.7  # from 0.8 on, fixed windows of a second are taken for strays
_ENOUGH = 3
_RECENT = 64
_WORST, _MORE = 0.3, 0.1
_BY_CHANCE = 0.12  # refusals that no limit is made responsible for, unless there are more ...
_SURELY = 2.5  # ... by so many standard deviations ...
_WINDOWS = (8, 24, 128)  # ... among so many requests


@dataclass(slots=True)
class _Group:
    """Requests sent one after the other."""

    began: float
    ended: float
    sent: int = 0
    refused: int = 0


class Strays:
    """A limiter refuses nobody who stays below the rate that it bore a moment ago.

    So refusals that come nevertheless, a few in a row, are not about the rate: such as those of an overloaded server
    that turns away one request in ten. They are borne as long as their share does not rise.
    """

    def __init__(self) -> None:
        self._groups: deque[_Group] = deque(maxlen=_REMEMBERED)
        self._begun = 0  # groups, those forgotten too
        self._last: deque[int] = deque(maxlen=_RECENT)  # numbers of the last requests refused
        self._in_a_row = 0
        self._borne: float | None = None

    def sent(self, now: float) -> None:
        """A request leaves."""
        if not self._groups or self._groups[-1].sent == _TOGETHER:
            self._groups.append(_Group(now, now))
            self._begun += 1
        group = self._groups[-1]
        group.sent, group.ended = group.sent + 1, now

    def is_one(self, number: int, sent_at: float, now: float, rate: float, cut_at: float) -> bool:
        """Tell whether the refusal of a request is a stray one.

        `rate` is that of now, in requests a second, and `cut_at` when it was last lowered: what was sent before that
        tells nothing of it.
        """
        place = (number - 1) // _TOGETHER - (self._begun - len(self._groups))
        if 0 <= place < len(self._groups):
            self._groups[place].refused += 1
        self._last.append(number)
        share = sum(number - refused < _RECENT for refused in self._last) / max(1, min(number, _RECENT))
        if self._borne is not None:
            if share <= 1.5 * self._borne + _MORE:
                return True
            self._borne, self._in_a_row = None, 0
            for group in self._groups:
                group.refused = group.sent  # it tells nothing of what is borne now
            return False
        if sent_at < cut_at:
            return False
        is_stray = share < _WORST and rate < _CLEARLY_BELOW * self._borne_rate(now)
        self._in_a_row = self._in_a_row + 1 if is_stray else 0
        if self._in_a_row >= _ENOUGH:
            self._borne = share
        return is_stray

    def are_few(self, number: int) -> bool:
        """Whether the refusals before request `number`, itself refused, are few enough to be none of a rate limit.

        That is asked before any limit was met: one that is exceeded refuses all that is too much.
        """
        return all(self._few_of(window, number) for window in _WINDOWS)

    def _few_of(self, window: int, number: int) -> bool:
        requests = min(number, window)
        refused = sum(number - window < other <= number for other in self._last)
        spread = sqrt(requests * _BY_CHANCE * (1 - _BY_CHANCE))
        return refused <= requests * _BY_CHANCE + _SURELY * spread

    @property
    def are_known(self) -> bool:
        """Whether refusals have turned out not to depend on the rate."""
        return self._borne is not None

    def _borne_rate(self, now: float) -> float:
        """The highest rate of late at which most requests were accepted."""
        rates = [
            (group.sent - group.refused - 1) / (group.ended - group.began)
            for group in self._groups
            if group.sent == _TOGETHER
            and now - group.ended >= _SETTLED
            and group.refused < _WORST * group.sent
            and group.ended > group.began
        ]
        return max(rates, default=0.0)
