from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.readers.times import read_time

NOON = datetime(2026, 1, 2, 14, 5)
NOON_UTC = NOON.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(None, None, id="null is no time"),
        pytest.param("", None, id="empty text is no time"),
        pytest.param("  ", None, id="blank text is no time"),
        pytest.param("2026-01-02T14:05:00Z", NOON_UTC, id="RFC 3339"),
        pytest.param(
            "2026-01-02T14:05:00.25+02:00",
            datetime(2026, 1, 2, 14, 5, 0, 250000, timezone(timedelta(hours=2))),
            id="fraction and offset",
        ),
        pytest.param("2026-01-02T14:05", NOON, id="naive ISO stays naive"),
        pytest.param("2026-01-02 14:05", NOON, id="space for T"),
        pytest.param("2026-01-02 14:05:00 UTC", NOON_UTC, id="UTC spelled out"),
        pytest.param("2026-01-02 14:05:00 +0000", NOON_UTC, id="offset after a space"),
        pytest.param("2026/01/02 14:05", NOON, id="slashes, year first"),
        pytest.param("2.1.2026 14:05", NOON, id="day first"),
        pytest.param("2. 1. 2026 14:05:00", NOON, id="day first with spaces"),
        pytest.param("02.01.26, 14:05", NOON, id="two-digit year"),
        pytest.param("2.1.2026 klo 14.05", NOON, id="Finnish"),
        pytest.param(1767362700, NOON_UTC, id="epoch seconds"),
        pytest.param(1767362700.0, NOON_UTC, id="epoch seconds as float"),
        pytest.param(1767362700000, NOON_UTC, id="epoch milliseconds"),
        pytest.param(1767362700000000, NOON_UTC, id="epoch microseconds"),
        pytest.param(1767362700000000000, NOON_UTC, id="epoch nanoseconds"),
        pytest.param("1767362700", NOON_UTC, id="epoch as text"),
        pytest.param("1767362700.000000", NOON_UTC, id="epoch with fraction as text"),
        pytest.param("20260102", datetime(2026, 1, 2), id="eight digits are a date"),
        pytest.param("14:05", datetime(2000, 1, 1, 14, 5), id="time of day"),
        pytest.param("14:05:12", datetime(2000, 1, 1, 14, 5, 12), id="time of day with seconds"),
        pytest.param("2:05 PM", datetime(2000, 1, 1, 14, 5), id="afternoon"),
        pytest.param("12:05 a.m.", datetime(2000, 1, 1, 0, 5), id="after midnight"),
    ],
)
def test_reads(value: object, expected: datetime | None) -> None:
    found = read_time(value)
    assert found == expected
    assert (found and found.tzinfo is None) == (expected and expected.tzinfo is None)


@pytest.mark.parametrize(
    "value",
    [
        "yesterday",
        "25:00",
        "14:61",
        "31.2.2026 14:05",
        True,
        [],
        {},
        float("nan"),
        float("inf"),
        10**30,
        1e30,
        "13:05 pm",
    ],
    ids=str,
)
def test_refuses(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (any ValueError is the promise)
        read_time(value)


def test_time_of_day_follows_the_turn_before() -> None:
    late = datetime(2026, 1, 2, 23, 59)
    assert read_time("0:01", late) == datetime(2026, 1, 3, 0, 1)
    assert read_time("23:58", late) == datetime(2026, 1, 2, 23, 58), "a small step back is no midnight"
    assert read_time("0:01", late.replace(tzinfo=UTC)) == datetime(2026, 1, 3, 0, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="00:01"):
        read_time("0:01", datetime(9999, 12, 31, 23, 59))


@given(st.text() | st.integers() | st.floats() | st.none() | st.lists(st.none()))
def test_any_value_is_a_time_or_a_value_error(value: object) -> None:
    with suppress(ValueError):
        assert isinstance(read_time(value), datetime | None)


@given(st.datetimes(timezones=st.just(UTC) | st.none()))
def test_iso_round_trip(at: datetime) -> None:
    assert read_time(at.isoformat()) == at
