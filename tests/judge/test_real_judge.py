"""The judge with a real model: what comes back is real, what it says is worthless. Scores are never looked at."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from pydantic import SecretStr

from evaluator import Evaluation, Evaluator, Failure, FailureKind, Judge, Level, Settings, Status, load_rubric
from evaluator.endpoint.budget import Budget
from evaluator.endpoint.client import Endpoint
from evaluator.endpoint.prices import load_prices
from evaluator.judge.template import read_template
from tests.chats import chat
from tests.judge.chats import LINES, PARCEL
from tests.real_model import RealModel, serve

pytestmark = pytest.mark.usefixtures("real_model")

PROMPT = """---
id: short
version: "1"
variables: [outcomes, criteria, ids, reasons]
reasons: {en: in English, other: "in {{code}}"}
again: "That cannot be used: {{problems}}. Answer again."
---
Judge how the agent ends the chat. Quote the words of one agent turn as evidence.
{{outcomes}}
{{criteria}}
Answer with JSON for {{ids}}; reasons {{reasons}}, five words at most.
"""
SHIPPED = load_rubric()
CRITERIA = [SHIPPED.criterion(name).model_copy(update={"notes": ()}) for name in ("thanks", "farewell")]
OUTCOMES = [outcome.model_copy(update={"notes": ()}) for outcome in SHIPPED.outcomes]
RUBRIC = SHIPPED.model_copy(update={"criteria": tuple(CRITERIA), "outcomes": tuple(OUTCOMES)})


async def _evaluated(served: RealModel, lines: tuple[str, ...], changes: dict[str, Any]) -> Evaluation:
    given = {
        "models": (served.model,),
        "base_url": served.base_url,
        "key": SecretStr(served.key),
        "cache": False,
    }
    settings = Settings.model_validate({**given, "answer_tokens": 700, "timeout": 120.0, **changes})
    budget = Budget(max_cost=None, max_tokens=None, prices=load_prices())
    model = Endpoint(settings, served.model, budget)
    judge = Judge(
        RUBRIC,
        [model],
        seed=1,
        answer_tokens=settings.answer_tokens,
        context_tokens=settings.context_tokens,
        template=read_template(PROMPT, "short.md"),
    )
    async with Evaluator(rubric=RUBRIC, judge=judge) as evaluator:
        return await evaluator.evaluate(chat(*lines))


def evaluated(served: RealModel, lines: tuple[str, ...] = LINES, **changes: Any) -> Evaluation:
    return asyncio.run(_evaluated(served, lines, changes))


def graded(served: RealModel) -> Evaluation:
    """An evaluation by the model: its answers differ with the ids of the turns, and not every one can be read."""
    for _ in range(5):
        found = evaluated(served)
        if found.status is Status.GRADED:
            return found
        assert str(found.error).partition(":")[0] in ("unreadable", "truncated")
    raise AssertionError(f"five times no answer that can be read: {found.error}")


def test_its_answers_have_the_structure_and_only_quotes_that_stand_in_the_chat_count(real_model):
    found = graded(real_model)
    assert [judgement.criterion for judgement in found.judgements] == ["thanks", "farewell"]
    assert found.usage.requests >= 1
    assert found.usage.input_tokens > 200
    assert 0 < found.usage.output_tokens <= 700 * found.usage.requests
    for judgement in found.judgements:
        there = [quote for quote in judgement.evidence if quote.status != "absent"]
        assert all(PARCEL.turns[q.turn].text[q.start : q.end] == q.quote for q in there if q.turn is not None)
        if judgement.level in (Level.MET, Level.PARTIAL):
            assert any(PARCEL.turns[quote.turn].is_agent_side for quote in there if quote.turn is not None)
        if judgement.level is Level.UNSCORED:
            assert any(judgement.criterion in reason for reason in found.review.reasons)


def test_an_answer_that_is_cut_off_falls_back(real_model):
    found = evaluated(real_model, answer_tokens=8)
    assert found.status is Status.FALLBACK
    assert str(found.error).startswith("truncated: ")
    assert found.usage.requests == 2, "once more, with twice the room"
    assert found.score is not None


def test_a_wrong_key_stops_the_run(real_model):
    with pytest.raises(Failure) as raised:
        evaluated(real_model, key=SecretStr("not-the-real-key"))
    assert raised.value.kind is FailureKind.AUTH


@pytest.mark.slow
def test_a_chat_that_is_longer_than_the_context_is_cut_until_it_fits():
    long = tuple(f"C: And another thing, number {n}: it does not work at all." for n in range(150))
    with serve(context=2048) as small:
        found = evaluated(small, (*long, *LINES), answer_tokens=500)
    assert found.usage.requests > 1
    assert found.usage.input_tokens > 300, "one request was short enough to be answered"
    assert not str(found.error).startswith("context: ")
    if found.sent:
        assert "left out" in str(found.sent.cut)
