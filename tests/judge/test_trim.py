from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.judge.prompt import Facts, render
from evaluator.judge.tokens import estimate
from evaluator.judge.trim import CUT, fit
from evaluator.models import Conversation, Role, Turn
from evaluator.rubric import load_rubric
from tests.chats import chat

RUBRIC = load_rubric()
LINE = "some forty characters that say nothing.."


def _long(turns: int = 60) -> Conversation:
    return chat(*(f"{'SAC'[n] if n < 3 else 'AC'[n % 2]}: {LINE}" for n in range(turns)))


def test_what_fits_stays_as_it_is():
    conversation = _long(5)
    fitted = fit(conversation, 2000)
    assert (fitted.kept, fitted.note) == ((0, 1, 2, 3, 4), None)
    assert fitted.texts == tuple(turn.text for turn in conversation.turns)


def test_the_request_and_the_end_stay():
    fitted = fit(_long(), 800)
    assert fitted.kept == (2, *range(41, 60))
    assert fitted.note == "turns 0-1, 3-40 of 60 left out"


def test_a_request_near_the_end_is_counted_once():
    conversation = chat(*(f"A: {LINE}" for _ in range(50)), f"C: {LINE}", f"A: {LINE}", f"A: {LINE}")
    assert fit(conversation, 500).kept == tuple(range(41, 53))


def test_a_huge_turn_loses_its_middle():
    fitted = fit(chat("C: Hello", f"A: Start {'word ' * 9000} end.", "C: Thanks", "A: Bye"), 1000)
    assert fitted.kept == (0, 1, 2, 3)
    assert fitted.note == "turn 1 shortened"
    assert fitted.texts[1].startswith("Start word")
    assert fitted.texts[1].endswith("word  end.")
    assert fitted.texts[1].count(CUT) == 1
    assert fitted.texts[0] == "Hello"


def test_texts_that_are_sent_instead_count():
    conversation = _long(5)
    assert fit(conversation, 300, ["x" * 4000] * 5).note
    assert not fit(conversation, 300, ["x"] * 5).note


@pytest.mark.parametrize("budget", [-5, 0, 1, 100])
def test_the_last_turns_stay_whatever_the_budget(budget):
    fitted = fit(_long(), budget)
    assert fitted.kept == (2, 58, 59)
    assert all(fitted.texts)


def test_no_turns_nothing_to_cut():
    assert fit(Conversation(id="1", turns=()), 0).kept == ()


ROLES = st.sampled_from([Role.CUSTOMER, Role.AGENT, Role.BOT, Role.SYSTEM])
TURNS = st.lists(
    st.builds(
        Turn,
        role=ROLES,
        text=st.text(max_size=40).map(lambda text: text * 30) | st.just('\x00"\n' * 300) | st.just("ok"),
        name=st.none() | st.just("Nováková"),
    ),
    min_size=1,
    max_size=30,
)


@given(TURNS, st.integers(330, 3000))
def test_the_message_keeps_to_the_budget(turns, budget):
    conversation = Conversation(id="1", turns=tuple(turns))
    prompt = render(RUBRIC, conversation, Facts(), nonce="a1b2c3", reasons_in="en", budget_tokens=budget)
    assert estimate(prompt.user) <= budget
    assert f'"a1b2c3-{len(turns) - 1}"' in prompt.user
