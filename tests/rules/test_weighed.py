import pytest

from evaluator.models import Level
from evaluator.rubric import load_rubric
from evaluator.ruled import RuleGrader
from evaluator.rules import weighed
from evaluator.rules.verdict import Verdict
from evaluator.rules.weighed import Weighed
from evaluator.rules.weights import ALWAYS, Weights
from tests.chats import chat

LINES = ("C: my parcel is late", "A: The courier comes tomorrow by 5.", "C: ok, thanks", "A: Goodbye!")
CURT = ("C: my parcel is late", "A: Hm.", "C: ok, thanks", "A: Goodbye!")
BY_RULE = Verdict(Level.NA, "nothing_left")


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch):
    """Make the signs speak for one level, whatever they are."""

    def make(level: str) -> None:
        found = Weights({"outcome": {"resolved": 0}, "next_steps": {level: 0}}, {ALWAYS: (0,)})
        monkeypatch.setattr(weighed, "weights", lambda: found)

    return make


def test_the_signs_may_speak_for_another_level(always):
    always("met")
    found = _weighed(LINES).verdict("next_steps", BY_RULE)
    assert (found.level, found.case) == (Level.MET, "told")
    assert [e.quote for e in found.evidence] == ["The courier comes tomorrow by 5."]


@pytest.mark.parametrize("level", ["met", "partial"])
def test_a_good_mark_without_words_to_show_is_none(always, level):
    always(level)
    assert _weighed(CURT).verdict("next_steps", BY_RULE) is BY_RULE


def test_an_absence_needs_no_words(always):
    always("missed")
    assert _weighed(CURT).verdict("next_steps", BY_RULE) == Verdict(Level.MISSED, "unsaid")


def test_where_the_signs_agree_the_rule_gives_the_words(always):
    always("na")
    assert _weighed(LINES).verdict("next_steps", BY_RULE) is BY_RULE


def test_other_criteria_are_left_to_their_rules(always):
    always("met")
    assert _weighed(LINES).verdict("thanks", BY_RULE) is BY_RULE


def _weighed(lines) -> Weighed:
    ending = RuleGrader(load_rubric()).ending(chat(*lines))
    assert ending
    return Weighed(ending)
