import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.endpoint.allowance import Allowance, seconds


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1s", 1.0),
        ("6m0s", 360.0),
        ("120ms", 0.12),
        ("1h2m3.5s", 3723.5),
        ("2m59.56s", 179.56),
        ("1d", 86400.0),
        ("7", 7.0),
        ("0.25", 0.25),
        (" 2 ", 2.0),
        ("1764040000", None),
        ("2026-11-25T04:00:00Z", None),
        ("soon", None),
        ("-1s", None),
        ("1s!", None),
        ("", None),
        (None, None),
    ],
)
def test_durations_of_headers(text, value):
    assert seconds(text) == (value if value is None else pytest.approx(value))


@given(st.text(max_size=30))
def test_any_text_is_a_duration_or_none(text):
    value = seconds(text)

    assert value is None or value >= 0


@given(st.floats(0.1, 100), st.floats(1, 50), st.lists(st.floats(0, 80), max_size=40))
def test_never_more_than_the_bucket_and_what_flowed_in(rate, capacity, amounts):
    allowance = Allowance(rate, capacity)
    now = taken = 0.0
    for amount in amounts:
        now = max(now, allowance.ready_at(amount, now))
        allowance.take(amount, now)
        # The last one may be larger than the bucket; it is what the next one waits for.
        assert taken <= capacity + rate * now + 1e-6
        taken += amount


@pytest.mark.parametrize(
    ("limit", "remaining", "reset", "under_way", "amount", "wait"),
    [
        pytest.param(60, 10, None, 0, 10, 0, id="what remains may be taken"),
        pytest.param(60, 10, None, 0, 11, 1, id="more comes at the limit of a minute"),
        pytest.param(60, 10, None, 4, 10, 4, id="what is under way may not be counted yet"),
        pytest.param(60, 1000, None, 0, 60, 0, id="no more than the limit remains"),
        pytest.param(7200, 0, 3600, 0, 1, 0.5, id="the limit of an hour"),
        pytest.param(14400, 0, 30 * 86400, 0, 1, 6, id="no slower than the limit of a day"),
        pytest.param(60, 0, 1e6, 0, 1, 60, id="no slower than one a minute"),
        pytest.param(60, 0, 1, 0, 1, 1, id="no faster than the limit"),
        pytest.param(60, 0, None, 1000, 1, 61, id="nobody waits much longer than a minute"),
    ],
)
def test_what_the_endpoint_tells_counts_from_then_on(limit, remaining, reset, under_way, amount, wait):
    allowance = Allowance(1, 60)
    allowance.take(60, 0)
    allowance.told(limit, remaining, reset, under_way, 100)

    assert allowance.ready_at(amount, 100) == pytest.approx(100 + wait)
