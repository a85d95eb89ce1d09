"""A reason is given only where it is true."""

import pytest

from evaluator.models import Level, Outcome
from evaluator.rubric import load_rubric
from evaluator.ruled import RuleGrader
from evaluator.rules.reasons import REASONS
from tests.chats import chat

GRADER = RuleGrader(load_rubric())
LATE = "C: my parcel is late"
# Criterion, level, lines, and the reason with what is quoted; None where no reason of that level is true.
CASES = {
    "told with a time": (
        ("next_steps", "met", [LATE, "A: We will send a new one tomorrow.", "C: ok"]),
        ("told", ["We will send a new one tomorrow."]),
    ),
    "told without who or when is not told": (
        ("next_steps", "met", [LATE, "A: We will send a new one.", "C: ok"]),
        None,
    ),
    "vague without who or when": (
        ("next_steps", "partial", [LATE, "A: We will send a new one.", "C: ok"]),
        ("vague", ["We will send a new one."]),
    ),
    "a step with a time is not vague": (
        ("next_steps", "partial", [LATE, "A: We will send a new one tomorrow.", "C: ok"]),
        None,
    ),
    "announced with reason and to whom": (
        (
            "handover",
            "met",
            [LATE, "A: I'm transferring you to my colleague, because only she can see it.", "C: ok"],
        ),
        ("announced", ["I'm transferring you to my colleague, because only she can see it."]),
    ),
    "announced without a reason is incomplete": (
        ("handover", "met", [LATE, "A: I'm transferring you to my colleague.", "C: ok"]),
        None,
    ),
    "what was announced was not silent": (
        ("handover", "missed", [LATE, "A: I'm transferring you to my colleague.", "C: ok"]),
        None,
    ),
    "silent": (("handover", "missed", [LATE, "A: Hm.", "C: ok"]), ("silent", [])),
    "confirmed and acknowledged": (
        ("resolution", "met", [LATE, "A: I've sent a new one.", "C: great, thank you", "A: Goodbye!"]),
        ("confirmed", ["great, thank you"]),
    ),
    "confirmed and not acknowledged": (
        ("resolution", "met", [LATE, "A: I've sent a new one.", "C: great, thank you"]),
        None,
    ),
    "something done is no claim that all is solved": (
        (
            "honesty",
            "missed",
            [LATE, "A: The order was cancelled.", "C: so where is my money?", "A: Goodbye."],
        ),
        None,
    ),
    "a claim that all is solved": (
        (
            "honesty",
            "missed",
            [LATE, "A: It works on our side, we consider it resolved.", "C: it is still not here"],
        ),
        ("contradicted", ["It works on our side, we consider it resolved."]),
    ),
    "a claim that nobody contests": (
        ("honesty", "missed", [LATE, "A: It works on our side, we consider it resolved.", "C: ok"]),
        None,
    ),
    "confirmed, where more than asserted": (
        ("resolution", "partial", [LATE, "A: I've sent a new one.", "C: great, it is here"]),
        ("unacknowledged", ["great, it is here"]),
    ),
    "nothing left": (("next_steps", "na", [LATE, "A: It is at the depot.", "C: ok"]), ("nothing_left", [])),
    "a dated step is left": (("next_steps", "na", [LATE, "A: We will send it tomorrow.", "C: ok"]), None),
    "the last question is left open": (
        ("last_word", "missed", [LATE, "A: It is at the depot.", "C: when do I get it?", "A: Goodbye."]),
        ("open_question", ["when do I get it?"]),
    ),
    "a question before the last words is not": (
        (
            "last_word",
            "missed",
            [LATE, "A: Hello.", "C: when do I get it?", "A: Tomorrow.", "C: great, thanks", "A: Goodbye."],
        ),
        None,
    ),
}


@pytest.mark.parametrize(("asked", "expected"), CASES.values(), ids=CASES)
def test_a_reason_is_given_where_it_is_true(asked, expected):
    criterion, level, lines = asked
    ending = GRADER.ending(chat(*lines))
    assert ending
    given = None
    for reason in REASONS[criterion][Level(level)]:
        shown = reason.shown(ending, Outcome.RESOLVED)
        if shown is not None:
            given = reason.case, [found.evidence().quote for found in shown]
            break
    assert given == expected
