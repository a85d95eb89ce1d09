"""Reads the times that chats carry.

A time of day without a date is put on 1 January 2000, or on the day of the turn before it; one that is more
than half a day earlier than the turn before it belongs to the next day. Only differences of such times mean
anything.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from math import isfinite

UNKNOWN_DAY = datetime(2000, 1, 1)
_HALF_A_DAY = timedelta(hours=12)

# Up to which number an epoch counts seconds, milliseconds, microseconds; beyond, nanoseconds.
_EPOCH_UNITS = ((1e11, 1), (1e14, 1e3), (1e17, 1e6), (1e20, 1e9))

_EPOCH = re.compile(r"-?\d{9,19}(?:\.\d{1,9})?")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*([ap])?(?:\.?m\.?)?", re.IGNORECASE)
_ISO_LIKE = re.compile(r"(\d{4})[-/.](\d\d)[-/.](\d\d)[,T\s]+(\d\d[:.]\d\d.*)", re.IGNORECASE)
_DAY_FIRST = re.compile(
    r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d\d),?\s+(?:klo\s+|v\s+|o\s+)?(\S.*)", re.IGNORECASE
)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d\d),?\s+(\S.*)", re.IGNORECASE)
_ZONE = re.compile(r"\s*(?:(Z|UTC|GMT)|([+-]\d\d):?(\d\d))$", re.IGNORECASE)


def read_time(value: object, before: datetime | None = None) -> datetime | None:
    """Read RFC 3339, ISO 8601, ``2026-01-02 14:05``, ``2.1.2026 14:05``, ``2/1/2026, 14:05``, ``14:05``, or an epoch.

    None, empty text: no time. An epoch (s, ms, µs, ns by its size) is UTC; text without a zone stays naive.
    `before` is the time of the turn before. Raises `ValueError` for anything else.
    """
    match value:
        case None | "":
            return None
        case bool():
            raise ValueError(value)
        case int() | float():
            return _from_epoch(value)
        case str():
            return _from_text(value.strip(), before)
        case datetime():
            return value
    raise ValueError(value)


def _from_epoch(number: float) -> datetime:
    if not isfinite(number) if isinstance(number, float) else abs(number) >= 10**20:
        raise ValueError(number)
    unit = next((unit for limit, unit in _EPOCH_UNITS if abs(number) < limit), 1e9)
    try:
        return datetime.fromtimestamp(number / unit, UTC)
    except (OverflowError, OSError) as error:
        raise ValueError(number) from error


def _from_text(text: str, before: datetime | None) -> datetime | None:
    if not text:
        return None
    if _EPOCH.fullmatch(text):
        return _from_epoch(float(text))
    if clock := _CLOCK.fullmatch(text):
        return _on_a_day(_clock(clock), before)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return _from_dated_text(text)


def _from_dated_text(text: str) -> datetime:
    if iso := _ISO_LIKE.fullmatch(text):
        year, month, day, rest = iso.groups()
    elif day_first := _DAY_FIRST.fullmatch(text):
        day, month, year, rest = day_first.groups()
    elif slashed := _SLASHED.fullmatch(text):
        # 05/12 is the day first, as most of the world writes; the waits within a chat are the same either way.
        day, month, year, rest = slashed.groups()
        if int(month) > 12:
            day, month = month, day
    else:
        raise ValueError(text)
    full_year = int(year) + (2000 if len(year) == 2 else 0)
    zone = _ZONE.search(rest)
    clock = _CLOCK.fullmatch(rest[: zone.start()] if zone else rest)
    if not clock:
        raise ValueError(text)
    offset = "" if not zone else "+00:00" if zone[1] else f"{zone[2]}:{zone[3]}"
    at = datetime.combine(datetime(full_year, int(month), int(day)), _clock(clock))
    return datetime.fromisoformat(at.isoformat() + offset)


def _clock(match: re.Match[str]) -> time:
    hour = int(match[1])
    if match[4]:
        if not 1 <= hour <= 12:
            raise ValueError(match[0])
        hour = hour % 12 + (12 if match[4] in "pP" else 0)
    return time(hour, int(match[2]), int(match[3] or 0))


def _on_a_day(clock: time, before: datetime | None) -> datetime:
    at = datetime.combine(before or UNKNOWN_DAY, clock, before.tzinfo if before else None)
    try:
        return at + timedelta(days=1) if before and before - at > _HALF_A_DAY else at
    except OverflowError as error:
        raise ValueError(str(clock)) from error
