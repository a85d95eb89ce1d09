"""What a run counts."""

from __future__ import annotations

from evaluator.batch import Tally
from evaluator.models import Evaluation, Status
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


def test_without_scores_there_is_no_mean():
    assert Tally().mean is None
