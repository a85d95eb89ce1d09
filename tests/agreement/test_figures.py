from __future__ import annotations

import pytest

from evaluator.agreement import GradedChat, Part, summarise
from evaluator.agreement.grading import Pair
from evaluator.agreement.values import ALL


def _pair(name, levels):
    """The pair of ``met>missed``, with a ``?`` behind for a doubtful label."""
    gold, graded = levels.rstrip("?").split(">")
    return Pair(name, gold, graded, doubtful=levels.endswith("?"))


def _graded(name, language="en", *, outcome=None, score=None, gold_score=None, found="en", **levels):
    return GradedChat(
        id=name,
        language=language,
        found_language=found,
        pairs=tuple(_pair(criterion, value) for criterion, value in levels.items()),
        outcome=_pair("outcome", outcome) if outcome else None,
        gold_score=gold_score,
        score=score,
        coverage=0.5,
    )


CHATS = [
    _graded(
        "a", thanks="met>met", recap="met>unscored", outcome="resolved>resolved", score=80.0, gold_score=90.0
    ),
    _graded(
        "b", thanks="missed>met?", recap="met>met", outcome="resolved>follow_up?", score=60.0, gold_score=40.0
    ),
    _graded("c", thanks="missed>missed", recap="met>missed", outcome="unresolved>unscored", score=None),
    _graded("d", "fi", thanks="met>met", found=None),
]


def test_unscored_lowers_coverage_and_nothing_else():
    english = summarise(CHATS).all_labels.group("en")
    thanks, recap = english.criteria
    assert (recap.labels, recap.scored, recap.coverage, recap.agreement) == (3, 2, pytest.approx(2 / 3), 0.5)
    assert (english.labels, english.scored, english.agreement) == (6, 5, pytest.approx(3 / 5))
    assert thanks.kappa == pytest.approx(0.4)


def test_the_mean_leaves_out_criteria_whose_labels_have_one_level():
    english = summarise(CHATS).all_labels.group("en")
    assert english.criteria[1].kappa is None
    assert english.criteria[1].kappa_interval is None
    assert (english.criteria_with_kappa, english.mean_kappa) == (1, pytest.approx(0.4))
    assert summarise(CHATS).all_labels.group("fi").mean_kappa is None


def test_an_outcome_that_was_not_found_is_wrong():
    english = summarise(CHATS).all_labels.group("en")
    assert (english.outcomes, english.outcome_accuracy) == (3, pytest.approx(1 / 3))


def test_scores_are_compared_where_both_sides_have_one():
    english = summarise(CHATS).all_labels.group("en")
    assert (english.scores, english.score_error, english.score_bias) == (2, 15.0, 5.0)


def test_doubtful_labels_can_be_left_out():
    firm = summarise(CHATS).without_doubtful.group("en")
    assert (firm.labels, firm.outcomes) == (5, 2)
    assert firm.criteria[0].agreement == 1.0


def test_criteria_keep_their_order_when_labels_are_left_out():
    (first, *_), doubtful = CHATS, _graded("x", thanks="met>met?", recap="met>met")
    found = summarise([doubtful, first]).without_doubtful.group(ALL)
    assert [each.criterion for each in found.criteria] == ["thanks", "recap"]


def test_all_languages_come_last_and_hold_every_chat():
    groups = summarise(CHATS).all_labels.groups
    assert [group.language for group in groups] == ["en", "fi", ALL]
    assert groups[-1].chats == 4
    assert groups[-1].language_accuracy == 0.75


def test_confusions_name_the_chats_the_most_frequent_first():
    more = [*CHATS, _graded("e", thanks="missed>met")]
    first, *rest = summarise(more).confusions
    assert (first.criterion, first.gold, first.graded, first.chats, first.doubtful) == (
        "thanks",
        "missed",
        "met",
        ("b", "e"),
        ("b",),
    )
    assert {(c.criterion, c.graded) for c in rest} == {
        ("recap", "unscored"),
        ("recap", "missed"),
        ("outcome", "follow_up"),
        ("outcome", "unscored"),
    }


def test_nothing_measured_is_null_and_no_error():
    found = summarise([], Part("check"))
    assert found.part == "check:0"
    (group,) = found.all_labels.groups
    assert (group.chats, group.agreement, group.mean_kappa, group.weight_coverage) == (0, None, None, None)


def test_figures_do_not_depend_on_the_order_of_chats_but_for_the_intervals():
    one, other = summarise(CHATS).all_labels.group(ALL), summarise(CHATS[::-1]).all_labels.group(ALL)
    assert one.mean_kappa == other.mean_kappa
    assert one.overall_kappa == other.overall_kappa
