"""A model is asked again for evidence as long as that has a use."""

from __future__ import annotations

import asyncio

import pytest

from evaluator import Level, Status
from evaluator.judge.insistence import Insistence
from tests.endpoint import LocalEndpoint, judged
from tests.judge.chats import evaluated, parcels


async def _asked_again(insistence: Insistence, chats: int, helped: bool) -> list[bool]:
    """Whether each of the chats, all at once, got to ask."""

    async def chat() -> bool:
        async with insistence.again() as trial:
            await asyncio.sleep(0.001)
            if trial:
                trial.helped = helped
            return trial is not None

    return await asyncio.gather(*(chat() for _ in range(chats)))


@pytest.mark.parametrize(("helped", "asked"), [(True, 30), (False, 8)], ids=["of use", "of none"])
def test_after_eight_trials_it_goes_on_only_if_one_of_them_helped(helped, asked):
    assert sum(asyncio.run(_asked_again(Insistence(), 30, helped))) == asked


def test_a_trial_that_breaks_off_keeps_nobody_waiting():
    async def broken(insistence: Insistence) -> None:
        async with insistence.again():
            raise ValueError

    async def chats() -> list[bool]:
        insistence = Insistence()
        await asyncio.gather(*(broken(insistence) for _ in range(8)), return_exceptions=True)
        return await _asked_again(insistence, 3, helped=True)

    assert asyncio.run(asyncio.wait_for(chats(), 5)) == [False] * 3


def test_a_model_that_invents_every_quote_costs_eight_requests_more_and_no_others():
    with LocalEndpoint(lambda seen: judged(seen, quote="nobody said that")) as served:
        found = evaluated(served, parcels(20), at_once=True)
        assert len(served.chats) == 20 + 8
    assert {evaluation.status for evaluation in found} == {Status.GRADED}
    assert all(j.level is Level.UNSCORED for e in found for j in e.judgements if j.graded_by == "model")


def test_a_model_that_mends_its_quotes_is_always_asked():
    def mending(seen):
        return judged(seen) if len(seen.body["messages"]) > 2 else judged(seen, quote="nobody said that")

    with LocalEndpoint(mending) as served:
        found = evaluated(served, parcels(20), at_once=True)
        assert len(served.chats) == 40
    assert all(j.level is not Level.UNSCORED for e in found for j in e.judgements)
