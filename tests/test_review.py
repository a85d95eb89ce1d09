"""What should make a person look."""

import pytest

from evaluator.injection import Suspicion
from evaluator.models import Judgement, Level
from evaluator.review import gaps, suspected

MET, PARTIAL, MISSED, NA, UNSCORED = Level


def judgement(level: Level, criterion: str = "thanks") -> Judgement:
    return Judgement(criterion=criterion, level=level, reason="So it is.", graded_by="rules")


def suspicion(turn: int, kind: str) -> Suspicion:
    return Suspicion(turn, 0, 4, kind, "text")


@pytest.mark.parametrize(("by_model", "by_rules"), [(MET, MISSED), (MISSED, MET)])
def test_two_levels_apart_is_a_reason_to_look(by_model, by_rules):
    found = list(gaps({"thanks": judgement(by_model)}, [judgement(by_rules)]))
    assert found == [f"thanks: the model says {by_model}, the rules say {by_rules}"]


@pytest.mark.parametrize(
    ("by_model", "by_rules"),
    [(MET, MET), (MET, PARTIAL), (PARTIAL, MISSED), (MISSED, NA), (UNSCORED, MET), (MET, UNSCORED)],
)
def test_less_is_none(by_model, by_rules):
    assert list(gaps({"thanks": judgement(by_model)}, [judgement(by_rules)])) == []


def test_what_the_model_was_not_asked_is_no_gap():
    assert list(gaps({}, [judgement(MISSED, "pace")])) == []


def test_gaps_come_in_the_order_of_the_rules():
    model = {c: judgement(MET, c) for c in ("a", "b", "c")}
    rules = [judgement(MISSED, c) for c in ("c", "a", "b")]
    assert [gap[0] for gap in gaps(model, rules)] == ["c", "a", "b"]


def test_each_turn_is_named_once_with_each_kind_once():
    found = [
        suspicion(4, "orders_grader"),
        suspicion(4, "asks_score"),
        suspicion(4, "orders_grader"),
        suspicion(7, "hidden_text"),
    ]
    assert list(suspected(found)) == [
        "turn 4: text meant for the grader (orders_grader, asks_score)",
        "turn 7: text meant for the grader (hidden_text)",
    ]


def test_nothing_suspicious_is_no_reason():
    assert list(suspected([])) == []


def test_calling_much_of_what_was_missed_not_due_is_pointed_out():
    rules = [judgement(MISSED, criterion) for criterion in ("thanks", "farewell", "feedback")]
    by_model = {found.criterion: judgement(NA, found.criterion) for found in rules}
    assert list(gaps(by_model, rules[:2])) == []
    assert list(gaps(by_model, rules)) == [
        "thanks, farewell, feedback: not due, says the model; missed, say the rules"
    ]
