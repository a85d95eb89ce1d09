"""The rules by themselves: what is weighed afterwards learned from the same cases, and would hide a rule that fails."""

import pytest

from evaluator.models import Outcome
from evaluator.rubric import load_rubric
from evaluator.ruled import RuleGrader
from evaluator.rules.grader import RULES
from evaluator.rules.outcome import supposed
from evaluator.rules.reasons import REASONS
from evaluator.rules.weighed import Weighed
from tests.chats import chat
from tests.rules import test_ahead, test_manner, test_outcome, test_settling, test_timing

GRADER = RuleGrader(load_rubric())
LEVELS = {
    name: case
    for module in (test_ahead, test_manner, test_settling, test_timing)
    for name, case in module.CASES.items()
    if case[0] in REASONS
}


@pytest.mark.parametrize(("outcome", "lines"), test_outcome.CASES.values(), ids=test_outcome.CASES)
def test_the_facts_suggest_the_outcome(outcome, lines):
    assert supposed(_ending(lines)) == Outcome(outcome)


@pytest.mark.parametrize(("criterion", "level", "lines"), LEVELS.values(), ids=LEVELS)
def test_the_rule_finds_the_level(criterion, level, lines):
    ending = _ending(lines)
    assert RULES[criterion](ending, Weighed(ending).outcome).level == level


def _ending(lines):
    ending = GRADER.ending(chat(*lines))
    assert ending
    return ending
