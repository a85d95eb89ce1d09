import pytest

from evaluator.endpoint.breaker import Breaker
from evaluator.endpoint.failure import FailureKind as Kind


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def _opened(clock, **options):
    breaker = Breaker(3, clock=clock, **options)
    for _ in range(3):
        breaker.failed(Kind.SERVER, "503 from the endpoint")
    return breaker


@pytest.mark.parametrize(
    ("events", "open_"),
    [
        pytest.param([], False, id="at the start"),
        pytest.param([Kind.SERVER] * 2, False, id="fewer than the threshold"),
        pytest.param(
            [Kind.SERVER, Kind.CONNECTION, Kind.TIMEOUT], True, id="threshold, of any infrastructure"
        ),
        pytest.param([Kind.SERVER, Kind.SERVER, None, Kind.SERVER], False, id="a success in between"),
        pytest.param([Kind.SERVER, Kind.SERVER, Kind.REFUSAL, Kind.SERVER], False, id="an answer in between"),
        pytest.param(
            [Kind.SERVER, Kind.SERVER, Kind.BUDGET, Kind.SERVER], True, id="something unsent in between"
        ),
        pytest.param([Kind.UNREADABLE] * 9, False, id="bad answers"),
        pytest.param([Kind.RATE] * 9, False, id="too many requests"),
        pytest.param([Kind.QUOTA], True, id="quota at once"),
        pytest.param([Kind.QUOTA, None], True, id="quota for good"),
        pytest.param([Kind.SERVER] * 3 + [None], False, id="a late success closes"),
    ],
)
def test_opens_and_closes(events, open_, clock):
    breaker = Breaker(3, clock=clock)
    for event in events:
        if event:
            breaker.failed(event, "what happened")
        else:
            breaker.succeeded()

    assert (breaker.reason is not None) == open_
    assert breaker.admits() != open_


def test_says_why_in_one_line(clock):
    assert _opened(clock).reason == "3 failures in a row, the last one: 503 from the endpoint"


def test_one_trial_after_the_cooldown_and_its_success_closes(clock):
    breaker = _opened(clock)
    clock.now = 29.9
    assert not breaker.admits()
    clock.now = 30
    assert [breaker.admits() for _ in range(3)] == [True, False, False]

    breaker.succeeded()

    assert breaker.reason is None
    assert breaker.admits()


def test_each_failed_trial_doubles_the_cooldown_up_to_five_minutes(clock):
    breaker = _opened(clock)
    waits = []
    for _ in range(6):
        began = clock.now
        while not breaker.admits():
            clock.now += 1
        waits.append(clock.now - began)
        breaker.failed(Kind.TIMEOUT, "no answer in 60 s")

    assert waits == [30, 60, 120, 240, 300, 300]


def test_a_success_makes_the_cooldown_short_again(clock):
    breaker = _opened(clock)
    clock.now = 30
    breaker.admits()
    breaker.failed(Kind.SERVER, "503")
    clock.now = 100
    breaker.admits()
    breaker.succeeded()
    for _ in range(3):
        breaker.failed(Kind.SERVER, "503")
    clock.now = 130

    assert breaker.admits()


def test_failures_that_were_under_way_lengthen_nothing(clock):
    breaker = _opened(clock)
    clock.now = 10
    for _ in range(50):
        breaker.failed(Kind.CONNECTION, "reset")
    clock.now = 30

    assert breaker.admits()


def test_a_trial_that_is_never_reported_is_followed_by_another(clock):
    breaker = _opened(clock)
    clock.now = 30
    assert breaker.admits()
    clock.now = 60
    assert breaker.admits()


def test_a_used_up_quota_admits_no_trial(clock):
    breaker = Breaker(clock=clock)
    breaker.failed(Kind.QUOTA, "the quota of this key is used up")
    clock.now = 1e9

    assert not breaker.admits()
    assert breaker.reason == "the quota of this key is used up"
