"""What a run counts."""

from __future__ import annotations

import pytest

from evaluator.batch import Tally
from evaluator.models import Evaluation, Review, Status, Usage
from evaluator.writers import Result

GOOD = Evaluation(conversation_id="a", status=Status.RULES, score=80.0, band="good")
POOR = Evaluation(conversation_id="b", status=Status.RULES, score=20.5, band="poor")
EMPTY = Evaluation(conversation_id="c", status=Status.NOT_GRADABLE, error="no agent turn")
BROKEN = Evaluation(conversation_id="d", status=Status.ERROR, error="no text", source="f:4")


def test_counts_mean_and_bands():
    tally = Tally()
    for evaluation in (GOOD, POOR, EMPTY, BROKEN):
        tally.add(evaluation)
    assert (tally.chats, tally.graded, tally.not_gradable, tally.failed) == (4, 2, 1, 1)
    assert tally.mean == 50.25
    assert tally.bands == {"good": 1, "poor": 1}
    assert tally.errors == ["f:4: no text"]
    assert tally.ungradable == ["c: no agent turn"]


def test_a_chat_without_a_score_is_below_any_threshold():
    tally = Tally(threshold=0.0)
    for evaluation in (GOOD, POOR, EMPTY, BROKEN):
        tally.add(evaluation)
    assert tally.below == 2


def test_only_the_first_few_failures_are_kept():
    tally = Tally()
    for _ in range(1000):
        tally.add(BROKEN, notes=["a note"])
    assert (len(tally.errors), tally.failed) == (5, 1000)
    assert (len(tally.notes), tally.noted) == (5, 1000)


def test_what_an_earlier_run_did_counts_as_well():
    tally = Tally(threshold=50)
    tally.add_done(Result.of(POOR))
    tally.add(GOOD)
    assert (tally.chats, tally.skipped, tally.below, tally.mean) == (2, 1, 1, 50.25)


def _judged(status: Status, error: str | None = None, review: str = "", **usage: object) -> Evaluation:
    return GOOD.model_copy(
        update={
            "status": status,
            "error": error,
            "review": Review.of([review] if review else []),
            "usage": Usage.model_validate(usage),
        }
    )


def test_fallbacks_are_counted_by_their_kinds():
    tally = Tally()
    for error in ("rate: gpt-x: HTTP 429", "rate: again", "not_api: no JSON: at all"):
        tally.add(_judged(Status.FALLBACK, error))
    tally.add_done(Result(Status.FALLBACK, 80.0, "good"))
    assert tally.fallbacks == {"rate": 2, "not_api": 1}
    assert (tally.fallen_back, tally.judged, tally.graded) == (4, 0, 4)


def test_what_the_model_has_cost_is_summed():
    tally = Tally()
    tally.add(_judged(Status.GRADED, requests=2, input_tokens=900, output_tokens=100, cost=0.5))
    tally.add(_judged(Status.GRADED, requests=1, input_tokens=90, output_tokens=10, cost=0.25))
    tally.add(_judged(Status.GRADED, cache_hit=True))
    assert (tally.spent.requests, tally.spent.tokens, tally.spent.cost) == (3, 1100, 0.75)
    assert (tally.spent.cache_hits, tally.judged) == (1, 3)


@pytest.mark.parametrize(
    ("costs", "words"),
    [
        pytest.param([0.5, 0.25], "0.75", id="all priced"),
        pytest.param([0.5, None], "at least 0.50", id="some priced"),
        pytest.param([None], "unknown", id="none priced"),
    ],
)
def test_a_cost_is_said_as_far_as_it_is_known(costs, words):
    tally = Tally()
    for cost in costs:
        tally.add(_judged(Status.GRADED, requests=1, cost=cost))
    assert tally.spent.cost_words == words


def test_chats_to_review_are_counted_in_this_run_and_earlier_ones():
    tally = Tally()
    tally.add(_judged(Status.GRADED, review="tone: doubtful"))
    tally.add(GOOD)
    tally.add_done(Result.of(_judged(Status.GRADED, review="tone: doubtful")))
    assert tally.to_review == 2


def test_rules_alone_are_no_model():
    tally = Tally()
    tally.add(GOOD)
    assert not tally.has_model
    tally.add(_judged(Status.ERROR, "rate: gpt-x", requests=3))
    assert tally.has_model


def test_without_scores_there_is_no_mean():
    assert Tally().mean is None
