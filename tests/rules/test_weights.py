import re

from hypothesis import given
from hypothesis import strategies as st

from evaluator.models import Level, Outcome
from evaluator.packs.pack import english, moves
from evaluator.rules import signs as module
from evaluator.rules.weighed import CASES
from evaluator.rules.weights import ALWAYS, Weighing, weighings

# A place, a step or a fact of `signs`, or what `rule_signs` adds.
_PLACES = ("agent", "closing", "after", "matter", "customer", "came", "said", "last", "system")
_OTHERS = re.compile(r"(fact:\w+|(words|numbers)>\d+|(supposed|outcome):(\w+)|rule:(\w+))")
SMALL = Weighing(("a", "b"), {ALWAYS: (0, 50), "x": (100, 0), "y": (0, 200)})


def test_weights_add_up():
    assert SMALL.choose(()) == "b"
    assert SMALL.choose({"x"}) == "a"
    assert SMALL.choose({"x", "y"}) == "b"


def test_signs_without_a_weight_are_passed_over():
    assert SMALL.choose({"x", "never seen"}) == "a"


def test_every_outcome_can_be_chosen():
    assert set(weighings()["outcome"].choices) == {outcome.value for outcome in Outcome}


def test_criteria_choose_among_levels_and_a_reason_is_for_one_of_them():
    assert weighings().keys() - {"outcome"} == CASES.keys()
    for criterion, cases in CASES.items():
        assert {Level(choice) for choice in weighings()[criterion].choices} >= cases.keys()


def test_every_reason_has_its_words():
    for criterion, cases in CASES.items():
        wanted = {f"{criterion}.{reason.case}" for reasons in cases.values() for reason in reasons}
        assert wanted <= english().reasons.keys()


def test_every_sign_is_one_that_an_ending_can_show():
    known = {f"{place}:{move}" for place in _PLACES for move in moves()}
    known |= {f"{step}+{other}" for step in module._STEPS for other in module._BESIDE}
    known |= {f"alone:{step}" for step in module._STEPS}
    for weighing in weighings().values():
        unknown = {s for s in weighing.weights if s not in known and not _OTHERS.fullmatch(s)}
        assert unknown == {ALWAYS}


@given(st.sets(st.sampled_from(sorted(weighings()["outcome"].weights)), max_size=40), st.randoms())
def test_the_order_of_the_signs_does_not_matter(shown, random):
    listed = sorted(shown)
    random.shuffle(listed)
    assert weighings()["outcome"].choose(listed) == weighings()["outcome"].choose(sorted(shown))
