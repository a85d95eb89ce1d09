"""How fast requests may leave, learnt from refusals alone."""

from __future__ import annotations

from collections import deque
from enum import Enum, auto

from evaluator.endpoint.strays import Strays

FIRST_RATE = 100.0  # requests a second at the very start ...
START_DOUBLING = 0.15  # ... doubling in so many seconds until one is refused ...
FREE_RATE = 5_000.0  # ... or until it is so fast that nothing needs spacing.
SEARCH_DOUBLING = 0.5
STEADY_SLOPE, FIRST_SLOPE = 0.04, 0.12  # faster by this share each second without a refusal ...
CUBIC, CUBIC_AFTER = 0.05, 2.0  # ... and ever faster later: the limit must have been raised
LEAST_CUT, LARGEST_CUT = 0.95, 0.5
WARY = 0.85  # of the rate is kept at the very start for a refusal that is not yet taken for one of a limit
ENOUGH = 8  # accepted requests between two refusals that make a measurement ...
ENOUGH_SLOWLY = ((10.0, 2), (1.0, 4), (0.0, ENOUGH))  # ... or fewer over so many seconds
LOOK_BACK, LOOK_BACK_REQUESTS = 60.0, 100
SLACK = 0.01  # timers are late; what they cost may be caught up
SLOWEST = 1 / 60
PATIENCE = 1.25  # refusals in a row stretch what Retry-After says, which may be too short


class _Phase(Enum):
    START = auto()  # nothing refused yet
    FREE = auto()  # nothing refused at any speed
    SEARCH = auto()  # refused, capacity unknown
    PROBE = auto()  # capacity measured; slowly asking for more


class Pace:
    """Spaces requests so that few are refused.

    A limiter that refuses has no credit left at that moment. So what it accepted between two refusals,
    divided by the time between, is its capacity: no header is needed.
    """

    def __init__(self) -> None:
        self.rate = FIRST_RATE
        self.sent = 0
        self._phase = _Phase.START
        self._next = 0.0
        self._last = 0.0
        self._first = 0.0
        self._recent: deque[float] = deque(maxlen=32)
        self._refusals: deque[tuple[float, int]] = deque(maxlen=64)  # when sent, accepted before it
        self._refused = 0
        self._in_a_row = 0
        self._drained = False  # a large credit at the other side is used up: our speed says nothing
        self._cut_at = float("-inf")
        self._base = FIRST_RATE
        self._plateau = 0.0  # what was measured, before refusals in a row slowed us further
        self._slope = FIRST_SLOPE
        self._probed = 0.0
        self._strays = Strays()

    def ready_at(self) -> float:
        """The earliest moment for the next request."""
        return self._next

    def send(self, now: float) -> int:
        """A request leaves now; returns its number."""
        if not self.sent:
            self._first = self._last = now
        self.sent += 1
        self._recent.append(now)
        self._strays.sent(now)
        if self._phase is not _Phase.FREE:
            interval = 1 / self.rate
            if now <= self._next + interval:  # somebody waited: the pace is what limits us
                self._grow(min(now - self._last, 2 * interval))
            self._next = max(self._next, now - SLACK) + 1 / self.rate
        self._last = now
        return self.sent

    def _grow(self, elapsed: float) -> None:
        searching = max(SEARCH_DOUBLING, 2 / self.rate)
        if self._phase is _Phase.PROBE and self.rate < self._plateau:
            self.rate = self._base = min(self.rate * 2.0 ** (elapsed / searching), self._plateau)
            return
        if self._phase is _Phase.PROBE:
            self._probed += elapsed / max(1.0, 20 / self._base)
            s = self._probed
            self.rate = min(
                self._base * (1 + self._slope * s + CUBIC * max(0.0, s - CUBIC_AFTER) ** 3), FREE_RATE
            )
            return
        doubling = START_DOUBLING if self._phase is _Phase.START else searching
        self.rate = min(self.rate * 2.0 ** (elapsed / doubling), FREE_RATE)
        if self._phase is _Phase.START and self.rate >= FREE_RATE:
            self._phase = _Phase.FREE
            self._next = 0.0

    def refuse(self, number: int, sent_at: float, now: float, retry_after: float | None) -> None:
        """The request `number`, sent at `sent_at`, was refused for being too many."""
        self._refused += 1
        if self._strays.is_one(number, sent_at, now, self._current(now), self._cut_at):
            if self._strays.are_known and self._phase is _Phase.PROBE:
                self._phase = _Phase.SEARCH
            return
        accepted = number - self._refused
        self._in_a_row = self._in_a_row + 1 if self._refusals and accepted <= self._refusals[-1][1] else 0
        measured = self._measure(sent_at, accepted)
        self._refusals.append((sent_at, accepted))
        if self._phase in (_Phase.START, _Phase.FREE) and self._strays.are_few(number):
            if self._phase is _Phase.START:
                self.rate = max(self.rate * WARY, 1.0)
            return
        still_too_fast = self._drained and self._in_a_row and self._in_a_row % ENOUGH == 0
        if sent_at < self._cut_at and not still_too_fast:
            return  # it was on its way before we slowed down
        current = self._current(now)
        if measured is not None and measured < 2 * current:  # else it is of better times
            self._slope = FIRST_SLOPE if self._phase is not _Phase.PROBE else STEADY_SLOPE
            self._phase, self._drained = _Phase.PROBE, False
            floor, wanted = SLOWEST, max(_below(measured, current), current * LARGEST_CUT)
            if not self._in_a_row:
                self._plateau = wanted
        else:
            gap = max(retry_after or 10.0, 1.0) * PATIENCE ** min(self._in_a_row, 30)
            floor, wanted = max(min(1 / gap, current * LEAST_CUT), SLOWEST), current * LARGEST_CUT
            if self._phase in (_Phase.START, _Phase.FREE):
                elapsed = now - self._first
                self._drained = elapsed > 1.0
                wanted = min(wanted, max(accepted, 1) / max(elapsed, 0.25))
            self._phase = _Phase.SEARCH
        self.rate = self._base = max(wanted, floor)
        self._probed = 0.0
        self._cut_at = now
        self._next = max(self._next, now + 1 / self.rate)

    def _current(self, now: float) -> float:
        if self._phase in (_Phase.SEARCH, _Phase.PROBE) or not self._recent:
            return self.rate
        return min(self.rate, len(self._recent) / max(now - self._recent[0], 0.001))

    def _measure(self, sent_at: float, accepted: int) -> float | None:
        """Accepted a second since an earlier refusal; None where too few refusals or answers say so."""
        for when, before in reversed(self._refusals):
            if sent_at - when > max(LOOK_BACK, LOOK_BACK_REQUESTS / self.rate):
                break
            between, elapsed = accepted - before, sent_at - when
            if elapsed > 0 and between >= next(enough for least, enough in ENOUGH_SLOWLY if elapsed >= least):
                return between / elapsed
        return None


def _below(measured: float, refused: float) -> float:
    """A rate just below the capacity, which is at least `measured` (unless it fell) and below `refused`."""
    return min(max(0.97 * measured, min(0.92 * refused, 1.1 * measured)), LEAST_CUT * refused)
