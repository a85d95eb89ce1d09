import asyncio
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.endpoint.limiter import Limiter
from tests.endpoint.simulated_limits import Bucket, Window, crowd
from tests.endpoint.virtual_time import now, run


@pytest.mark.parametrize(
    ("bucket", "items", "refusal_latency", "slowdown", "refused"),
    [
        pytest.param(Bucket(50, 5), 500, 0.002, 1.2, 0.05, id="50 a second"),
        pytest.param(Bucket(50, 5), 500, 0.2, 1.2, 0.10, id="50 a second, which says no slowly"),
        pytest.param(Bucket(200, 20), 2000, 0.002, 1.2, 0.05, id="200 a second"),
        pytest.param(Bucket(5, 1), 100, 0.002, 1.2, 0.08, id="5 a second, evenly"),
        pytest.param(Bucket(500 / 60, 500), 1000, 0.002, 1.05, 0.05, id="500 a minute, at once if need be"),
        pytest.param(Bucket(1, 1), 100, 0.002, 1.2, 0.10, id="one a second"),
    ],
)
def test_a_limit_without_headers_is_met_with_few_refusals(bucket, items, refusal_latency, slowdown, refused):
    async def main():
        limiter = Limiter(concurrency=64)
        return await crowd(limiter, bucket.accepts, items=items, refusal_latency=refusal_latency)

    result = run(main())

    ideal = (items - bucket.burst) / bucket.rate
    assert result.answered == items
    assert result.seconds <= slowdown * max(ideal, items / 320)
    assert result.refused_share <= refused


@pytest.mark.parametrize(
    "window", [pytest.param(Window(60, 1), id="a second"), pytest.param(Window(600, 60), id="a minute")]
)
def test_a_fixed_window_loses_nothing(window):
    result = run(crowd(Limiter(concurrency=64), window.accepts, items=1500))

    assert result.answered == 1500
    assert result.refused_share <= 0.1


def test_a_limit_that_is_a_few_a_minute_is_learnt_though_retry_after_is_too_short():
    result = run(crowd(Limiter(concurrency=8), Bucket(0.05, 1).accepts, items=60, workers=8, retry_after=1))

    assert result.answered == 60
    assert result.refused <= 30
    assert result.seconds <= 1.15 * 59 / 0.05


@pytest.mark.parametrize(
    ("after", "ideal", "slowdown"),
    [pytest.param(15, 28.3, 1.2, id="lowered"), pytest.param(200, 8.0, 1.6, id="raised")],
)
def test_a_limit_that_changes_is_learnt_again(after, ideal, slowdown):
    async def main():
        bucket = Bucket(50, 5)

        def change():
            bucket.rate = after

        asyncio.get_running_loop().call_later(5, change)
        items = 250 + round((ideal - 5) * after)
        return await crowd(Limiter(concurrency=64), bucket.accepts, items=items)

    result = run(main())

    assert result.seconds <= slowdown * ideal
    assert result.refused_share <= 0.1


def test_without_a_limit_the_careful_start_costs_at_most_5_percent():
    result = run(crowd(Limiter(concurrency=64), lambda: True, items=2000))

    assert result.seconds <= 1.05 * -(-2000 // 64) * 0.2
    assert result.refused == 0


def test_turns_come_in_the_order_of_asking():
    async def main():
        limiter = Limiter(concurrency=2)
        served = []

        async def ask(number):
            async with limiter.slot(1):
                served.append(number)
                await asyncio.sleep(1)

        await asyncio.gather(*(ask(n) for n in range(20)))
        return served

    assert run(main()) == list(range(20))


async def _held(limiter, seconds):
    async with limiter.slot(10):
        await asyncio.sleep(seconds)


def test_who_gives_up_waiting_takes_no_turn():
    async def main():
        limiter = Limiter(concurrency=1)
        first, gone, last = (asyncio.create_task(_held(limiter, 1)) for _ in range(3))
        await asyncio.sleep(0.5)
        gone.cancel()
        await asyncio.gather(first, gone, last, return_exceptions=True)
        return gone.cancelled(), limiter.in_flight

    assert run(main()) == (True, 0)


def test_who_is_cancelled_just_as_the_turn_comes_passes_it_on():
    async def main():
        limiter = Limiter(concurrency=1)
        first = asyncio.create_task(_held(limiter, 1))
        await asyncio.sleep(0.5)
        gone, last = (asyncio.create_task(_held(limiter, 1)) for _ in range(2))
        first.add_done_callback(lambda _: gone.cancel())
        await asyncio.wait_for(asyncio.gather(first, gone, last, return_exceptions=True), 10)
        return gone.cancelled(), limiter.in_flight

    assert run(main()) == (True, 0)


def test_a_large_request_that_gives_up_lets_a_small_one_through():
    async def main():
        limiter = Limiter(concurrency=9, tokens_per_minute=600)

        async def ask(tokens):
            async with limiter.slot(tokens):
                return now()

        await ask(100)  # ten seconds' worth
        began = now()
        large = asyncio.create_task(ask(1000))
        small = asyncio.create_task(ask(1))
        await asyncio.sleep(0.1)
        large.cancel()
        return await small - began

    assert run(main()) < 10.0


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 5),
    st.lists(st.tuples(st.floats(0, 3), st.floats(0, 2), st.floats(0, 4)), min_size=1, max_size=30),
)
def test_never_too_many_at_once_and_no_slot_is_lost(concurrency, requests):
    async def main():
        limiter = Limiter(concurrency=concurrency)
        most = 0

        async def ask(start, length):
            nonlocal most
            await asyncio.sleep(start)
            async with limiter.slot(5):
                most = max(most, limiter.in_flight)
                await asyncio.sleep(length)

        loop = asyncio.get_running_loop()
        tasks = []
        for start, length, cancelled_at in requests:
            tasks.append(asyncio.create_task(ask(start, length)))
            if cancelled_at < 2:
                loop.call_later(cancelled_at, tasks[-1].cancel)
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.wait_for(asyncio.gather(*(ask(0, 0.1) for _ in range(concurrency))), 60)
        return most, limiter.in_flight

    most, left = run(main())
    assert most <= concurrency
    assert left == 0


def _moments(limiter, headers=None, *, requests=5, tokens=0, used=0):
    """When each of several requests left, in seconds after the first one."""

    async def ask():
        async with limiter.slot(tokens) as slot:
            at = now()
            slot.accepted(headers or {}, used)
            return at

    async def main():
        moments = [await ask() for _ in range(requests)]
        return [round(at - moments[0], 3) for at in moments]

    return run(main())


def test_so_many_requests_a_minute():
    assert _moments(Limiter(concurrency=9, requests_per_minute=30)) == [0, 2, 4, 6, 8]


def test_so_many_tokens_a_minute():
    limiter = Limiter(concurrency=9, tokens_per_minute=6000)

    assert _moments(limiter, tokens=300, requests=4) == [0, 3, 6, 9]


def test_tokens_that_were_not_used_are_given_back():
    limiter = Limiter(concurrency=9, tokens_per_minute=6000)

    assert _moments(limiter, tokens=300, used=200, requests=4) == [0, 2, 4, 6]


def _headers(what, limit, remaining, reset):
    said = {"limit": limit, "remaining": remaining, "reset": reset}
    return {f"x-ratelimit-{name}-{what}": value for name, value in said.items()}


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param(_headers("requests", "60", "0", "60s"), 1.0, id="nothing remains"),
        pytest.param(_headers("requests", "60", "59", "1s"), 0.0, id="much remains"),
        pytest.param(_headers("requests", "14400", "14370", "2m59.56s"), 0.0, id="limit of a day"),
        pytest.param(_headers("tokens", "6000", "0", "1m0s"), 5.0, id="no tokens remain"),
        pytest.param(_headers("requests", "-4", "many", "soon"), 0.0, id="nonsense"),
        pytest.param(_headers("requests", "0", "0", "0"), 0.0, id="zeros"),
    ],
)
def test_headers_are_heeded_without_a_refusal(headers, seconds):
    limiter = Limiter(concurrency=9)

    assert _moments(limiter, headers, requests=2, tokens=500)[1] == pytest.approx(seconds, abs=0.02)


@pytest.mark.parametrize("seed", range(8))
def test_refusals_at_random_slow_nobody_down(seed):
    random = Random(seed)
    result = run(
        crowd(Limiter(concurrency=64), lambda: random.random() > 0.1, items=500, refusal_latency=0.2)
    )

    assert result.answered == 500
    assert result.seconds <= 8
