"""What is masked comes back, and is shown nowhere."""

from __future__ import annotations

import copy

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evaluator.models import Conversation, Role, Turn
from evaluator.redaction import Redacted, redact
from tests.redaction.chats import chat

TYPED = (
    "[NAME_1]",
    "[NAME_1.2]",
    "[EMAIL_1]",
    "[PHONE_2",
    "NAME_1]",
    "[NAME_",
    "[",
    "]",
    ".2]",
    "Nora",
    "norou",
    "Name",
)
DATA = ("a@b.cz", "+420 777 123 456", "777 123 456", "4111 1111 1111 1111", "710319/2745")
PIECES = st.sampled_from((*TYPED, *DATA, "\ud800", "\u0301", " ", "1"))
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join))


@given(
    st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from(["Nora Field", "Name", "[NAME_1]", "", "a@b.cz"])
)
@example(["[NAME_1]Nora[NAME_2]"], "Nora")
@example(["[NAME_Nora]", "[NAME_1.Nora]"], "Nora")
def test_every_turn_comes_back(texts, name):
    turns = tuple(
        Turn.model_construct(role=Role.CUSTOMER, text=text, name=name, at=None, id=None) for text in texts
    )
    conversation = Conversation(id="1", turns=turns, language="cs", agent=name)
    redacted = redact(conversation)
    back = [
        (redacted.restore(turn.text), redacted.restore(str(turn.name)))
        for turn in redacted.conversation.turns
    ]
    assert back == [(turn.text, turn.name) for turn in turns]


@pytest.mark.parametrize("show", [repr, str, lambda redacted: f"{redacted}"], ids=["repr", "str", "format"])
def test_originals_are_not_shown(show):
    shown = show(redact(chat("Nora, nora@example.com, 777 123 456", customer="Nora")))
    assert "ora" not in shown.lower().replace("for", "")
    assert "777" not in shown
    assert "'email': 1" in shown


def test_what_is_given_is_not_changed():
    conversation = chat("Nora, a@b.cz", agent="Nora", customer="Nora")
    before = copy.deepcopy(conversation)
    redact(conversation)
    assert conversation == before


def test_a_turn_with_nothing_to_mask_stays_the_same_object():
    conversation = chat("Dobrý den", "a@b.cz")
    redacted = redact(conversation).conversation
    assert redacted.turns[0] is conversation.turns[0]
    assert redacted.turns[1] is not conversation.turns[1]


def test_a_masked_turn_keeps_its_time_role_and_id():
    turn = Turn(role=Role.AGENT, text="a@b.cz", at="2026-03-02T09:00:00Z", id="7", name="Tom")
    masked = redact(Conversation(id="1", turns=(turn,))).conversation.turns[0]
    assert (masked.role, masked.at, masked.id) == (turn.role, turn.at, turn.id)


def test_without_masking_all_stays():
    conversation = chat("Nora, a@b.cz", customer="Nora")
    redacted = Redacted.none(conversation)
    assert redacted.conversation is conversation
    assert redacted.masked == {}
    assert redacted.restore("[NAME_1]") == "[NAME_1]"


def test_placeholders_of_a_models_own_making_stay():
    redacted = redact(chat("a@b.cz"))
    assert redacted.restore("[EMAIL_1] [EMAIL_2] [NAME_1] [EMAIL_1.2] [ORDER_1]") == (
        "a@b.cz [EMAIL_2] [NAME_1] [EMAIL_1.2] [ORDER_1]"
    )


def test_an_original_that_looks_like_a_placeholder_is_not_restored_again():
    redacted = redact(chat("Nora [NAME_1]", customer="Nora"))
    assert redacted.conversation.turns[0].text == "[NAME_2] [NAME_1]"
    assert redacted.restore("[NAME_2] [NAME_1]") == "Nora [NAME_1]"


def test_a_text_that_quotes_the_chat_is_masked_as_the_chat_was():
    turns = (Turn(role=Role.CUSTOMER, text="I'm Al Field, a@b.cz, call 777 123 456", name="Al Field"),)
    redacted = redact(Conversation(id="1", turns=turns, language="cs"))
    masked = redacted.mask("Al (a@b.cz, 777 123 456) got no reply, also no call")
    assert not [known for known in ("Al ", "a@b.cz", "777") if known in masked]
    assert "also no call" in masked
    assert redacted.restore(masked) == "Al (a@b.cz, 777 123 456) got no reply, also no call"
