import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.models import Level, Outcome
from evaluator.packs.pack import english, moves
from evaluator.rules import signs as module
from evaluator.rules.reasons import REASONS
from evaluator.rules.weights import ALWAYS, Weights, weights

# A place, a step or a fact of `signs`, or what `rule_signs` adds.
_PLACES = ("agent", "closing", "after", "matter", "customer", "came", "said", "last", "system")
_OTHERS = re.compile(r"(fact:\w+|(words|numbers)>\d+|(supposed|outcome):(\w+)|rule:(\w+))")
SMALL = Weights(
    {"outcome": {"a": 0, "b": 1}, "tone": {"met": 2, "na": 3}},
    {ALWAYS: (0, 50, 0, 0), "x": (100, 0, 0, 10), "y": (0, 200, 0, 0), "z": (0, 0, 20, 0)},
)


@pytest.mark.parametrize(
    ("signs", "choice"),
    [((), "b"), (("x",), "a"), (("x", "y"), "b"), (("x", "never seen"), "a")],
    ids=["none", "one", "they add up", "without a weight"],
)
def test_the_highest_sum_is_chosen(signs, choice):
    assert SMALL.choose("outcome", SMALL.sums(signs)) == choice


def test_each_question_has_its_own_columns_and_may_have_signs_of_its_own():
    sums = SMALL.sums(["x"])
    assert SMALL.choose("tone", sums) == "na"
    assert SMALL.choose("tone", sums, "z", "never seen") == "met"


def test_every_outcome_can_be_chosen():
    assert weights().choices["outcome"].keys() == {outcome.value for outcome in Outcome}


def test_criteria_choose_among_levels_and_a_reason_is_for_one_of_them():
    assert weights().choices.keys() - {"outcome"} == REASONS.keys()
    for criterion, cases in REASONS.items():
        assert {Level(choice) for choice in weights().choices[criterion]} >= cases.keys()


def test_every_reason_has_its_words():
    for criterion, cases in REASONS.items():
        wanted = {f"{criterion}.{reason.case}" for reasons in cases.values() for reason in reasons}
        assert wanted <= english().reasons.keys()


def test_every_sign_is_one_that_an_ending_can_show():
    known = {f"{place}:{move}" for place in _PLACES for move in moves()}
    known |= {f"{step}+{other}" for step in module._STEPS for other in module._BESIDE}
    known |= {f"alone:{step}" for step in module._STEPS}
    assert {s for s in weights().rows if s not in known and not _OTHERS.fullmatch(s)} == {ALWAYS}


@given(st.sets(st.sampled_from(sorted(weights().rows)), max_size=40), st.randoms())
def test_the_order_of_the_signs_does_not_matter(shown, random):
    listed = sorted(shown)
    random.shuffle(listed)
    assert weights().sums(listed) == weights().sums(sorted(shown))
