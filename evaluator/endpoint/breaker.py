"""Stops asking an endpoint that is down, and tries it again now and then."""

from __future__ import annotations

import time
from collections.abc import Callable

from evaluator.endpoint.failure import FailureKind

# The endpoint itself is not well; the chat has nothing to do with it.
_INFRASTRUCTURE = frozenset({FailureKind.SERVER, FailureKind.CONNECTION, FailureKind.TIMEOUT})
_ANSWERED = frozenset(
    {
        FailureKind.RATE,
        FailureKind.CONTEXT,
        FailureKind.REJECTED,
        FailureKind.REFUSAL,
        FailureKind.TRUNCATED,
        FailureKind.EMPTY,
        FailureKind.UNREADABLE,
    }
)
_COOLDOWN, _LONGEST = 30.0, 300.0


class Breaker:
    """Closed: all are admitted. Open: none. After a cooldown one trial decides; each failed one doubles it.

    Opens after `threshold` infrastructure failures in a row, and at the first word of a used-up quota
    for good.
    """

    def __init__(
        self,
        threshold: int = 5,
        *,
        cooldown: float = _COOLDOWN,
        longest: float = _LONGEST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.reason: str | None = None
        self._threshold = threshold
        self._first_cooldown = self._cooldown = cooldown
        self._longest = longest
        self._clock = clock
        self._in_a_row = 0
        self._for_good = False
        self._shut_until = 0.0
        self._on_trial = False

    def admits(self) -> bool:
        """Whether a request may be sent now.

        While open, at most one True a cooldown: whoever gets it is the trial and reports with
        `succeeded` or `failed`. A trial that reports neither is followed by another a cooldown later.
        """
        if self.reason is None:
            return True
        now = self._clock()
        if self._for_good or now < self._shut_until:
            return False
        self._on_trial = True
        self._shut_until = now + self._cooldown
        return True

    def succeeded(self) -> None:
        """A request was answered."""
        if self._for_good:
            return
        self.reason = None
        self._in_a_row = 0
        self._cooldown = self._first_cooldown

    def failed(self, kind: FailureKind, what: str) -> None:
        """A request failed; `what` is one line.

        A refusal, a cut-off or a bad answer is still an answer: the endpoint is up. What never left
        (no budget, no access) says nothing.
        """
        if self._for_good:
            return
        if kind is FailureKind.QUOTA:
            self._for_good = True
            self.reason = what
        elif kind in _INFRASTRUCTURE:
            self._in_a_row += 1
            self._count(what)
        elif kind in _ANSWERED:
            self.succeeded()

    def _count(self, what: str) -> None:
        if self.reason is None:
            if self._in_a_row < self._threshold:
                return
            self.reason = f"{self._in_a_row} failures in a row, the last one: {what}"
        elif self._on_trial:
            self._cooldown = min(self._cooldown * 2, self._longest)
        else:
            return  # it left before the breaker opened
        self._on_trial = False
        self._shut_until = self._clock() + self._cooldown
