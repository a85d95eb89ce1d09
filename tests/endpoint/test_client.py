"""How a model is asked: at what pace, how long, how often, in which manners, and for how much."""

import asyncio
import json
import time
from itertools import pairwise
from pathlib import Path

import pytest

from evaluator import Evaluation, Evaluator, Status, UsageError
from evaluator.endpoint.budget import Budget
from evaluator.endpoint.client import Endpoint
from evaluator.endpoint.failure import Failure, FailureKind
from evaluator.endpoint.manners import Manners
from evaluator.endpoint.prices import load_prices
from evaluator.endpoint.question import Form, Question, Shape
from tests.endpoint import (
    EVERYTHING,
    LocalEndpoint,
    Reply,
    Seen,
    answer,
    good,
    hang,
    judged,
    rate_limited,
    reset,
    status,
    usage,
)
from tests.judge.chats import PARCEL, evaluated, parcels, settings

SHAPE = Shape("any", {"type": "object"}, {"type": "object"})
QUESTION = Question("Say something.", (("user", "Please."),), SHAPE, seed=1)
GRADED, FALLBACK = Status.GRADED, Status.FALLBACK
PRICES = "prices:\n- {model: m, input: 1.0, cached_input: 0.5, output: 2.0}\n"


def statuses(evaluations: list[Evaluation]) -> list[Status]:
    return [evaluation.status for evaluation in evaluations]


def client(served: LocalEndpoint, **changes) -> Endpoint:
    budget = Budget(max_cost=None, max_tokens=None, prices=load_prices())
    return Endpoint(settings(served, **changes), "m", budget)


def spacing(served: LocalEndpoint) -> list[float]:
    times = [seen.at for seen in served.chats]
    return [after - before for before, after in pairwise(times)]


def test_a_reply_says_what_it_has_cost(endpoint):
    async def ask():
        model = client(
            endpoint([status(500, headers={"retry-after": "0"}), answer("{}", usage=usage(90, 7, 80))])
        )
        try:
            return await model.ask(QUESTION)
        finally:
            await model.close()

    reply = asyncio.run(ask())
    assert (reply.text, reply.form, reply.fingerprint) == ("{}", Form.SCHEMA, "fp_test")
    spent = reply.spent
    assert (spent.requests, spent.input_tokens, spent.cached_tokens, spent.output_tokens) == (2, 90, 80, 7)
    assert spent.seconds > 0
    assert spent.cost is None


def test_a_failure_says_what_trying_has_cost(endpoint):
    async def ask():
        model = client(endpoint(answer("", usage=usage(90, 7))))
        try:
            await model.ask(QUESTION)
        finally:
            await model.close()

    with pytest.raises(Failure) as caught:
        asyncio.run(ask())
    assert (caught.value.spent.requests, caught.value.spent.input_tokens) == (2, 180)


WAITS = {"retry-after": rate_limited(0.4), "retry-after-ms": rate_limited(retry_after_ms=400)}


@pytest.mark.parametrize("refusal", WAITS.values(), ids=WAITS)
def test_the_endpoint_says_when_to_come_back(endpoint, refusal):
    served = endpoint([refusal, good])
    assert statuses(evaluated(served)) == [GRADED]
    assert spacing(served)[0] >= 0.39


def test_who_would_have_to_wait_beyond_the_deadline_gives_up_at_once(endpoint):
    began = time.monotonic()
    [result] = evaluated(endpoint(rate_limited(100)), deadline=5)
    assert str(result.error).startswith("rate: m: HTTP 429")
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("after", [0, None], ids=["come-back-at-once", "nothing-said"])
def test_an_endpoint_that_only_refuses_is_given_up(endpoint, after):
    began = time.monotonic()
    [result] = evaluated(endpoint(rate_limited(after)), deadline=1)
    assert str(result.error).startswith("rate: m: HTTP 429")
    assert time.monotonic() - began < 5


def test_refusals_do_not_use_up_the_tries(endpoint):
    served = endpoint(
        [*[status(503, headers={"retry-after": "0"})] * 3, rate_limited(retry_after_ms=1), good]
    )
    assert statuses(evaluated(served, deadline=20)) == [GRADED]
    assert served.statuses == [503, 503, 503, 429, 200]


def test_a_chat_gets_four_tries(endpoint):
    at_once = {"retry-after": "0"}
    served = endpoint([*[status(503, headers=at_once)] * 3, good])
    assert statuses(evaluated(served)) == [GRADED]
    served = endpoint([*[status(503, headers=at_once)] * 4, good])
    assert statuses(evaluated(served)) == [FALLBACK]
    assert len(served.chats) == 4


def test_waiting_in_the_queue_does_not_count_against_the_deadline(endpoint):
    served = endpoint(latency=0.1)
    results = evaluated(served, parcels(6), at_once=True, concurrency=1, deadline=0.4)
    assert statuses(results) == [GRADED] * 6
    assert served.most_at_once == 1


def test_waiting_for_the_next_minute_does_not_count_against_the_deadline(endpoint):
    served = endpoint()
    results = evaluated(served, parcels(4), at_once=True, requests_per_minute=400, deadline=0.2)
    assert statuses(results) == [GRADED] * 4
    assert sum(spacing(served)) >= 0.42


def test_the_deadline_holds_for_all_tries_together(endpoint):
    began = time.monotonic()
    [result] = evaluated(endpoint(hang(10)), timeout=0.2, deadline=0.5)
    assert str(result.error).startswith("timeout: m: no answer within 0.")
    assert time.monotonic() - began < 1.5


def test_as_many_are_asked_at_once_as_may_be(endpoint):
    served = endpoint(latency=0.1)
    assert statuses(evaluated(served, parcels(12), at_once=True, concurrency=4)) == [GRADED] * 12
    assert served.most_at_once == 4


def test_one_evaluator_serves_several_event_loops(endpoint):
    served = endpoint()
    evaluator = Evaluator.from_settings(settings(served))

    async def twice():
        return [await evaluator.evaluate(PARCEL), await evaluator.evaluate(PARCEL)]

    async def once_and_close():
        async with evaluator:
            return [await evaluator.evaluate(PARCEL)]

    assert (
        statuses(asyncio.run(once_and_close()) + asyncio.run(twice()) + asyncio.run(once_and_close()))
        == [GRADED] * 4
    )
    assert len(served.chats) == 4


def test_closing_twice_or_before_anything_was_asked_does_no_harm(endpoint):
    async def run():
        evaluator = Evaluator.from_settings(settings(endpoint()))
        await evaluator.close()
        result = await evaluator.evaluate(PARCEL)
        await evaluator.close()
        await evaluator.close()
        return result

    assert asyncio.run(run()).status is GRADED


def no_lengths(seen: Seen) -> Reply:
    if seen.schema and "maxLength" in json.dumps(seen.schema):
        said = "Invalid schema for response_format: 'maxLength' is not permitted."
        return status(400, said, param="response_format")
    return good(seen)


def without(*names: str) -> frozenset[str]:
    return EVERYTHING - set(names)


LEARNED = {
    "json-schema": ({"supports": without("json_schema")}, Manners(form=Form.OBJECT), 1),
    "json-schema-and-object": (
        {"supports": without("json_schema", "json_object")},
        Manners(form=Form.TEXT),
        2,
    ),
    "lengths": ({"script": no_lengths}, Manners(form=Form.UNBOUNDED), 1),
    "temperature": ({"supports": without("temperature")}, Manners(temperature=None), 1),
    "seed": ({"supports": without("seed")}, Manners(seeded=False), 1),
    "max-completion-tokens": ({"supports": without("max_completion_tokens")}, Manners(limit="max_tokens"), 1),
    "any-limit": (
        {"supports": without("max_completion_tokens", "max_tokens")},
        Manners(limit=None),
        2,
    ),
    "anything": (
        {"supports": frozenset()},
        Manners(form=Form.TEXT, temperature=None, seeded=False, limit=None),
        6,
    ),
}


@pytest.mark.parametrize("dialect", ["openai", "vllm", "llama.cpp"])
@pytest.mark.parametrize(("behaviour", "manners", "lessons"), LEARNED.values(), ids=LEARNED)
def test_what_a_model_rejects_is_learned_once(endpoint, behaviour, manners, lessons, dialect):
    served = endpoint(**{"dialect": dialect, **behaviour})

    async def run():
        async with Evaluator.from_settings(settings(served)) as evaluator:
            results = [await evaluator.evaluate(one) for one in parcels(2)]
            assert evaluator.judge
            [model] = evaluator.judge.models
            assert isinstance(model, Endpoint)
            return results, model.manners

    results, learned = asyncio.run(run())
    assert statuses(results) == [GRADED, GRADED]
    # "Without lengths" is tried on the way from a schema to an object.
    more = 1 if manners.form in (Form.OBJECT, Form.TEXT) else 0
    assert [r.usage.requests for r in results] == [lessons + more + 1, 1]
    assert learned == manners


def test_what_is_learned_at_the_same_time_is_learned_once(endpoint):
    served = endpoint(supports=without("temperature"), latency=0.05)
    results = evaluated(served, parcels(8), at_once=True)
    assert statuses(results) == [GRADED] * 8
    assert all(result.usage.requests <= 2 for result in results)


def test_models_learn_for_themselves(endpoint):
    def picky(seen: Seen) -> Reply:
        if seen.body["model"] == "picky" and "temperature" in seen.body:
            return status(400, "Unsupported value: 'temperature'", param="temperature")
        return good(seen)

    served = endpoint(picky)
    results = evaluated(served, parcels(2), models=("plain", "picky"))
    assert statuses(results) == [GRADED] * 2
    asked = [(seen.body["model"], "temperature" in seen.body) for seen in served.chats]
    assert sorted(asked) == [("picky", False)] * 2 + [("picky", True)] + [("plain", True)] * 2


def fenced(seen: Seen) -> Reply:
    content = json.loads(judged(seen).body)["choices"][0]["message"]["content"]
    return answer(f"Here it is:\n```json\n{content}\n```\nI hope this helps.")


@pytest.mark.parametrize(
    "supports",
    [without("json_schema"), without("json_schema", "json_object")],
    ids=["object", "text"],
)
def test_a_model_that_cannot_be_held_to_a_form_may_write_around_it(endpoint, supports):
    [result] = evaluated(endpoint(fenced, supports=supports))
    assert result.status is GRADED


def test_the_breaker_opens_and_the_rest_falls_back_at_once(endpoint):
    served = endpoint(reset())
    began = time.monotonic()
    results = evaluated(served, parcels(40), deadline=0.05)
    assert statuses(results) == [FALLBACK] * 40
    assert len(served.chats) == 5
    assert str(results[0].error).startswith("connection: ")
    assert str(results[-1].error).startswith("breaker: 5 failures in a row, the last one: m: no connection")
    assert results[-1].usage.requests == 0
    assert time.monotonic() - began < 3


def test_faults_between_answers_do_not_open_the_breaker(endpoint):
    faulty = [step for _ in range(12) for step in (status(500, headers={"retry-after": "0"}), good)]
    assert statuses(evaluated(endpoint(faulty), parcels(12))) == [GRADED] * 12


def test_a_used_up_quota_is_asked_about_once(endpoint):
    served = endpoint(status(429, "Pay first.", code_name="insufficient_quota"))
    first, second = evaluated(served, parcels(2))
    assert str(first.error).startswith("quota: ")
    assert str(second.error).startswith("breaker: ")
    assert len(served.chats) == 1


def counted(seen: Seen) -> Reply:
    value = json.loads(judged(seen).body)["choices"][0]["message"]["content"]
    return answer(value, usage=usage(9000, 1000, 4000))


def test_a_budget_of_tokens_is_never_exceeded(endpoint):
    served = endpoint(counted)
    results = evaluated(served, parcels(10), max_tokens=50_000)
    spent = sum(result.usage.input_tokens + result.usage.output_tokens for result in results)
    fallen = [result for result in results if result.status is FALLBACK]
    assert 0 < spent <= 50_000
    assert fallen
    assert all(str(result.error).startswith("budget: ") for result in fallen)
    assert len(served.chats) == 10 - len(fallen)


def test_a_budget_of_money_is_never_exceeded(endpoint, tmp_path: Path):
    (tmp_path / "prices.yaml").write_text(PRICES)
    served = endpoint(counted)
    results = evaluated(served, parcels(10), max_cost=0.05, prices=tmp_path / "prices.yaml")
    graded = [result for result in results if result.status is GRADED]
    assert 0 < len(graded) < 10
    assert [result.usage.cost for result in graded] == [pytest.approx(0.009)] * len(graded)
    assert {str(r.error).split(":")[0] for r in results if r not in graded} == {"budget"}


def test_a_limit_on_the_cost_of_a_model_without_a_price_is_a_mistake():
    with pytest.raises(UsageError, match="no price is known for model m"):
        Evaluator.from_settings(settings("http://127.0.0.1:9/v1", max_cost=1.0))


def test_a_failed_request_is_paid_for_only_where_the_model_may_have_worked():
    async def spent(script) -> int:
        with LocalEndpoint(script) as served:
            budget = Budget(max_cost=None, max_tokens=None, prices=load_prices())
            model = Endpoint(settings(served, timeout=0.1, deadline=0.1), "m", budget)
            with pytest.raises(Failure):
                await model.ask(QUESTION)
            await model.close()
            return budget.spent_tokens

    assert asyncio.run(spent(reset())) == 0
    assert asyncio.run(spent(rate_limited(9))) == 0
    assert asyncio.run(spent(status(400))) == 0
    assert asyncio.run(spent(hang(9))) > 0


def test_who_stops_waiting_leaves_nothing_behind(endpoint):
    async def run():
        model = client(endpoint([hang(9), answer("{}")]), concurrency=1)
        task = asyncio.create_task(model.ask(QUESTION))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        reply = await model.ask(QUESTION)
        await model.close()
        return reply.text

    assert asyncio.run(run()) == "{}"


def test_kinds_of_failure_that_pass_are_not_those_that_stop():
    from evaluator.endpoint.failure import FATAL, PASSING

    assert not FATAL & PASSING
    assert FailureKind.AUTH in FATAL
