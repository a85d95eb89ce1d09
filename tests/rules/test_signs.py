import pytest

from evaluator.models import Outcome
from evaluator.packs.pack import moves
from evaluator.rubric import load_rubric
from evaluator.ruled import RuleGrader
from evaluator.rules import signs as module
from evaluator.rules.signs import signs
from tests.chats import chat

DAMAGED = "C: my parcel arrived damaged"
CASES = {
    "where a move stands": (
        [DAMAGED, "A: I've sent you a new one. Does that suit you?", "C: yes, thank you"],
        {"came:c_trouble", "customer:c_trouble", "closing:done", "last:c_thanks", "said:c_thanks"},
        {"last:c_trouble", "after:done", "system:s_closed"},
    ),
    "what came after the customer's last word": (
        [DAMAGED, "A: I've sent you a new one.", "C: ok", "A: Have a nice day!", "S: Chat closed."],
        {"after:farewell", "system:s_closed"},
        {"after:done", "fact:customer_last"},
    ),
    "a step with who and when": (
        [DAMAGED, "A: Our accounts team will get back to you by Friday.", "C: ok"],
        {"defer+who", "defer+when", "fact:customer_last"},
        {"alone:defer"},
    ),
    "a step alone": ([DAMAGED, "A: We will send you a new one.", "C: ok"], {"alone:commit"}, {"commit+when"}),
    "a question left open": (
        [DAMAGED, "A: Please send a photo.", "C: and who pays for the postage?", "A: Goodbye."],
        {"fact:open_question", "fact:customer_asks"},
        {"fact:agent_asks"},
    ),
    "how much is said": (
        [
            DAMAGED,
            "A: We have refunded 25 euros to the card that ends in 4417, and 3 more for postage.",
            "C: ok",
        ],
        {"words>6", "words>12", "numbers>1"},
        {"words>25", "numbers>3"},
    ),
}


@pytest.mark.parametrize(("lines", "shown", "not_shown"), CASES.values(), ids=CASES)
def test_an_ending_shows(lines, shown, not_shown):
    found = _signs(lines)
    assert shown <= found
    assert not not_shown & found


def test_what_the_facts_suggest_is_a_sign():
    assert "supposed:resolved" in _signs([DAMAGED, "A: hm", "C: ok"])


def test_how_somebody_is_addressed_is_none():
    found = _signs([DAMAGED, "A: Dear Ms Field, would you kindly send a photo?", "C: ok"])
    assert not {sign for sign in found if sign.endswith(("formal", "informal"))}


def test_steps_and_what_stands_beside_them_are_moves():
    assert set(module._STEPS) | set(module._BESIDE) <= moves().keys()


def _signs(lines):
    ending = RuleGrader(load_rubric()).ending(chat(*lines))
    assert ending
    return signs(ending, Outcome.RESOLVED)
