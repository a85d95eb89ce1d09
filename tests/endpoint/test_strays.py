"""Refusals that come whatever the rate are borne; those of a rate limit are heeded."""

from __future__ import annotations

from random import Random

import pytest

from evaluator.endpoint.pace import Pace


def _paced(seconds: float, refuses) -> tuple[float, float]:
    """Send as fast as the pace allows, at most 300 a second; returns the rate of the second half, and its refusals."""
    pace, now, late = Pace(), 0.0, []
    while now < seconds:
        now = max(now + 1 / 300, pace.ready_at())
        number = pace.send(now)
        refused = refuses(now)
        if refused:
            pace.refuse(number, now, now, 1.0)
        if now > seconds / 2:
            late.append(refused)
    return len(late) / (seconds / 2), sum(late) / len(late)


@pytest.mark.parametrize("seed", range(12))
def test_one_refusal_in_ten_at_any_rate_does_not_slow_down_for_long(seed):
    random = Random(seed)
    rate, _ = _paced(60, lambda _: random.random() < 0.1)
    assert rate > 150


def test_a_limit_is_kept_all_the_same():
    credit = {"at": 0.0, "left": 5.0}

    def refuses(now: float) -> bool:
        credit["left"] = min(5.0, credit["left"] + 50 * (now - credit["at"]))
        credit["at"] = now
        if credit["left"] < 1:
            return True
        credit["left"] -= 1
        return False

    rate, refused = _paced(20, refuses)
    assert 45 < rate < 55
    assert refused < 0.1
