"""Numbers as people read them: how many of what, how much it has cost."""

from __future__ import annotations

from math import floor, log10

_STEPS = ((1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k"))
_EXACT_BELOW = 10_000


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return ``1 request`` or ``512 requests``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def short(number: int) -> str:
    """Return a number whose digits matter little in three of them or so: ``2.1M``."""
    if number < _EXACT_BELOW:
        return f"{number:,}"
    step, unit = next((step, unit) for step, unit in _STEPS if round(number / step, 1) >= 1)
    return f"{number / step:,.1f}".removesuffix(".0") + unit


def money(cost: float) -> str:
    """Return a cost with two decimals, or as many as it takes to show two digits of it."""
    digits = 2 if cost == 0 or abs(cost) >= 1 else max(2, 1 - floor(log10(abs(cost))))
    return f"{cost:,.{digits}f}"
