"""What a run came to, in words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from evaluator.batch import Tally
from evaluator.cli.totals import totals
from evaluator.models import Evaluation, Review, Status, Usage
from evaluator.rubric import load_rubric
from evaluator.writers import Result


def _chat(
    status: Status, error: str | None = None, review: Sequence[str] = (), **usage: object
) -> Evaluation:
    return Evaluation(
        conversation_id="a",
        status=status,
        score=80.0,
        band="good",
        error=error,
        review=Review.of(review),
        usage=Usage.model_validate(usage),
    )


def _lines(tally: Tally) -> list[str]:
    return totals(tally, load_rubric()).plain.splitlines()


def test_rules_alone_are_two_lines():
    tally = Tally()
    tally.add(_chat(Status.RULES))
    assert len(_lines(tally)) == 2


def test_a_model_has_a_line_of_its_own():
    tally = Tally()
    for number in range(3):
        tally.add(_chat(Status.GRADED, requests=2, input_tokens=700_000, output_tokens=number, cost=0.4))
    tally.add(_chat(Status.GRADED, cache_hit=True))
    for error in ("not_api: x", "rate: x", "rate: y"):
        tally.add(_chat(Status.FALLBACK, error))
    assert _lines(tally)[2] == (
        "model: 4 judged   3 by rules (rate 2, not api 1)   1 from the cache   6 requests   2.1M tokens   cost 1.20"
    )


def test_the_reasons_of_earlier_fallbacks_are_not_known():
    tally = Tally()
    tally.add_done(Result(Status.FALLBACK, 80.0, "good"))
    assert _lines(tally)[2] == "model: 0 judged   1 by rules (earlier 1)"


@pytest.mark.parametrize(("count", "line"), [(1, "review: 1 chat"), (31, "review: 31 chats")])
def test_chats_to_review_are_counted(count, line):
    tally = Tally()
    for _ in range(count):
        tally.add(_chat(Status.RULES, review=["turn 1: text meant for the grader"]))
    assert line in _lines(tally)


def test_a_hostile_kind_stays_on_its_line():
    tally = Tally()
    tally.add(_chat(Status.FALLBACK, "ra\nte\x1b[2J"))
    assert "ra te␛[2J 1" in _lines(tally)[2]
