"""The model that callers' tests are given."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from evaluator import (
    Conversation,
    Evaluator,
    Failure,
    FailureKind,
    Judge,
    Question,
    Reply,
    ScriptedModel,
    load_rubric,
)
from evaluator.endpoint.question import Shape

CHAT = Conversation.model_validate(
    {
        "id": "1",
        "turns": [
            {"role": "customer", "text": "It works now, thank you!"},
            {"role": "agent", "text": "Glad to hear it. Anything else I can do?"},
            {"role": "customer", "text": "No, that is all."},
            {"role": "agent", "text": "Thank you for your patience, goodbye!"},
        ],
    }
)
QUESTION = Question("system", (("user", "chat"),), Shape("s", {}, {}))


def verdict(question: Question) -> str:
    """Meets everything, on the strength of the goodbye."""
    chat = json.loads(question.messages[0][1])
    criteria = question.shape.unbounded["properties"]["criteria"]["properties"]
    said: dict[str, Any] = {
        "evidence": [{"turn": chat["turns"][-1]["id"], "quote": "goodbye"}],
        "reason": "So it is.",
    }
    judged = {criterion: {**said, "due": True, "level": "met"} for criterion in criteria}
    return json.dumps({"outcome": {"reason": "It works.", "value": "resolved"}, "criteria": judged})


def test_a_judge_of_it_grades_as_one_with_an_endpoint_does():
    rubric, model = load_rubric(), ScriptedModel(verdict)
    evaluator = Evaluator(rubric=rubric, judge=Judge(rubric, [model]))
    found = asyncio.run(evaluator.evaluate(CHAT))
    assert found.status == "graded"
    assert found.score == 100
    assert found.provenance is not None
    assert found.provenance.model == "scripted"
    assert len(model.questions) == 1


def test_answers_come_in_their_order_and_the_last_again_and_again():
    model = ScriptedModel(["a", Reply("b")])
    replies = [asyncio.run(model.ask(QUESTION)).text for _ in range(3)]
    assert replies == ["a", "b", "b"]


def test_a_failure_is_raised():
    with pytest.raises(Failure, match="busy"):
        asyncio.run(ScriptedModel([Failure(FailureKind.RATE, "busy")]).ask(QUESTION))
