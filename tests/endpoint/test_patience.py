"""How long an answer is waited for."""

import asyncio
import time

import pytest

from evaluator.endpoint.patience import Patience


def after(answers: list[float], most: float = 60.0) -> Patience:
    patience = Patience(most)
    for seconds in answers:
        patience.answered(seconds)
    return patience


@pytest.mark.parametrize(
    ("answers", "tries", "seconds"),
    [
        ([], 0, 60),
        ([0.1] * 19, 0, 60),
        ([0.1] * 20, 0, 2),
        ([0.1] * 20, 1, 4),
        ([0.1] * 20, 3, 16),
        ([0.1] * 20, 30, 60),
        ([0.5] * 19 + [1.0], 0, 8),
        ([1.0] + [0.1] * 500, 0, 8),
        ([20.0] * 20, 0, 60),
    ],
    ids=[
        "all-the-time-at-first",
        "all-the-time-until-enough-answers-came",
        "little-for-a-fast-model",
        "twice-as-much-at-the-second-try",
        "ever-more",
        "never-more-than-allowed",
        "a-multiple-of-the-slowest",
        "the-slowest-is-remembered",
        "all-for-a-slow-model",
    ],
)
def test_the_time_for_an_answer(answers, tries, seconds):
    assert after(answers).seconds(tries) == pytest.approx(seconds)


def test_a_short_limit_stays_short():
    assert after([0.01] * 50, most=0.3).seconds(0) == pytest.approx(0.3)


def test_it_knows_whether_anything_was_ever_answered():
    assert not Patience(60).has_seen_answers
    assert after([1.0]).has_seen_answers


async def _hung_while_others_answer(patience: Patience) -> float:
    began = time.monotonic()

    async def hang() -> None:
        async with patience.limit(0):
            await asyncio.sleep(60)

    hanging = asyncio.create_task(hang())
    await asyncio.sleep(0)
    for _ in range(20):
        patience.answered(0.01)
    with pytest.raises(TimeoutError):
        await hanging
    return time.monotonic() - began


def test_what_hangs_since_the_start_is_given_up_once_the_others_are_known_to_be_fast():
    assert asyncio.run(_hung_while_others_answer(Patience(60.0))) < 10


def test_what_is_inside_may_take_its_time():
    async def answer() -> str:
        async with Patience(5.0).limit(0):
            await asyncio.sleep(0.01)
            return "here"

    assert asyncio.run(answer()) == "here"
