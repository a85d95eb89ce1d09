"""Which criteria the table of chats names."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from evaluator.models import Evaluation, Judgement, Level, Outcome, Review, Status
from evaluator.report.overview import print_overview, worst
from evaluator.rubric import load_rubric

LEVELS = {
    "recap": Level.PARTIAL,
    "thanks": Level.MET,
    "pace": Level.MISSED,
    "next_steps": Level.MISSED,
    "tone": Level.MISSED,
    "empathy": Level.NA,
    "clarity": Level.UNSCORED,
}
EVALUATION = Evaluation(
    conversation_id="c-1",
    status=Status.RULES,
    outcome=Outcome.FOLLOW_UP,
    score=31.5,
    band="poor",
    critical=("tone",),
    judgements=tuple(
        Judgement(criterion=name, level=level, reason="", graded_by="rules") for name, level in LEVELS.items()
    ),
)


def _lines(*evaluations: Evaluation, width: int = 100) -> list[str]:
    file = io.StringIO()
    print_overview(Console(file=file, width=width), iter(evaluations), load_rubric())
    return file.getvalue().splitlines()


def test_critical_ones_come_first_then_missed_ones_by_weight_then_partial_ones():
    assert list(worst(EVALUATION, load_rubric())) == ["tone", "next_steps", "pace", "recap"]


def test_a_line_says_outcome_score_band_and_what_cost_most():
    assert "follow up   31.5  poor  tone !, next_steps, pace, recap" in _lines(EVALUATION)[1]


def test_a_chat_without_a_score_says_why_in_the_place_of_it():
    failed = Evaluation(conversation_id="c-2", status=Status.ERROR, error="a turn without text")
    head, _, line = _lines(EVALUATION, failed)
    assert line.index("error: a turn without text") == head.index("outcome")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"review": Review.of(["odd"])}, "poor  review  tone !,", id="to review"),
        pytest.param({"status": Status.FALLBACK}, "poor  by rules  tone !,", id="a fallback"),
        pytest.param(
            {"status": Status.FALLBACK, "review": Review.of(["odd"])},
            "poor  review  by rules  tone !,",
            id="both",
        ),
        pytest.param(
            {"status": Status.ERROR, "judgements": (), "error": "rate: slow", "review": Review.of(["odd"])},
            "review  error: rate: slow",
            id="an error to review",
        ),
    ],
)
def test_chats_to_look_at_are_marked_where_it_is_not_cut_off(changes, expected):
    assert expected in _lines(EVALUATION.model_copy(update=changes))[1]


def test_lines_fit_the_width():
    wide = EVALUATION.model_copy(update={"conversation_id": "長い" * 40, "agent": "x" * 80})
    assert max(map(len, _lines(wide, EVALUATION, width=80))) <= 80


def test_no_chats_give_a_head_only():
    assert len(_lines()) == 1
