"""So many requests or tokens a minute: told by the user, or by the endpoint in its headers."""

from __future__ import annotations

import re

_UNIT = {"d": 86400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|us|µs|ns|d|h|m|s)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LONGEST = 366 * 86400.0  # a larger number of seconds is a date


def seconds(text: str | None) -> float | None:
    """A duration of a header: ``6m0s``, ``120ms``, ``1.5`` (seconds). None for anything else."""
    text = (text or "").strip()
    if _NUMBER.fullmatch(text):
        value = float(text)
    elif text and _PART.sub("", text) == "":
        value = sum(float(number) * _UNIT[unit] for number, unit in _PART.findall(text))
    else:
        return None
    return value if value < _LONGEST else None


def number(text: str | None) -> float | None:
    """A count of a header; None for anything that is none."""
    text = (text or "").strip()
    return float(text) if len(text) < 16 and _NUMBER.fullmatch(text) else None


class Allowance:
    """A bucket that fills steadily. More may be taken than is in it; who comes next waits for that."""

    def __init__(self, rate: float, capacity: float) -> None:
        self.rate = rate
        self.capacity = capacity
        self._level = capacity
        self._stamp: float | None = None

    def _fill(self, now: float) -> float:
        if self._stamp is not None:
            self._level = min(self.capacity, self._level + (now - self._stamp) * self.rate)
        self._stamp = now
        return self._level

    def ready_at(self, amount: float, now: float) -> float:
        """When `amount` may be taken; what is larger than the bucket waits until it is full."""
        missing = min(amount, self.capacity) - self._fill(now)
        return now + missing / self.rate if missing > 0 else now

    def take(self, amount: float, now: float) -> None:
        """Take `amount`; a negative one is given back."""
        self._level = min(self.capacity, self._fill(now) - amount)

    def told(
        self, limit: float, remaining: float | None, reset: float | None, under_way: float, now: float
    ) -> None:
        """The endpoint said how full the bucket is; `under_way` may not have been counted yet.

        A limit is one a minute, unless the time until it is full again says that it is a slower one
        (some endpoints send the limit of a day).
        """
        self.capacity, self.rate = limit, limit / 60
        if remaining is None:
            self._fill(now)
            return
        if reset and remaining < limit:
            self.rate = max(min(self.rate, (limit - remaining) / reset), limit / 86400, 1 / 60)
        self._stamp = now
        # However wrong the figures are, nobody waits much longer than a minute for them.
        self._level = max(min(remaining, limit) - under_way, -60 * self.rate)
