"""Placeholders: one for each value, counted, and made in linear time from whatever is written."""

from __future__ import annotations

import time

import pytest

from evaluator.models import Conversation, Role, Turn
from evaluator.redaction import redact
from tests.redaction.chats import chat

MEGABYTE = 1_000_000

HOSTILE = {
    "at signs": "@",
    "addresses without end": "a@",
    "addresses": "a@b.cz ",
    "addresses in a row": "a@b.c",
    "dots after an at sign": "@a.a.a.a.a.a.a.a.a.a.",
    "long local parts": "a" * 70 + " @",
    "digits": "1",
    "digits of many scripts": "\u0661\u09e7",
    "spaced digits": "1 ",
    "digits far apart": "1   ",
    "dotted digits": "1.1.1.",
    "slashed digits": "1/1-",
    "open brackets": "(+",
    "brackets and digits": "(+(1 ",
    "phones": "777 123 456, ",
    "phones with country": "+420 777 123 456 a ",
    "cards": "4111 1111 1111 1111. ",
    "personal numbers": "710319/2745, ",
    "ibans": "CZ65 0800 0000 1920 0014 5399 , ",
    "iban groups": "CZ65 ",
    "iban letters": "AA11",
    "cues": "tel. a b ",
    "names": "Nora ",
    "names, joined": "Nora-",
    "names, bent": "Norou, ",
    "marks": "N\u0301",
    "marks alone": "\u0301",
    "apostrophes": "a'",
    "hyphens before a name": "x-y-z-a-b-c-d-e-f-g-Nora ",
    "placeholders": "[NAME_1]",
    "open placeholders": "[NAME_",
    "surrogates": "\ud800",
    "one word": "n",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_take_linear_time(piece):
    text = piece * (MEGABYTE // len(piece))
    turn = Turn.model_construct(role=Role.CUSTOMER, text=text, name="Nora Field", at=None, id=None)
    conversation = Conversation(id="1", turns=(turn,), language="cs", agent="Nora")
    start = time.process_time()
    redacted = redact(conversation)
    assert time.process_time() - start < 2
    assert redacted.restore(redacted.conversation.turns[0].text) == text


def test_many_names_and_turns_take_linear_time():
    turns = tuple(
        Turn(
            role=Role.CUSTOMER,
            text=f"Ahoj Name{'abcdefghij'[n % 10] * (n % 97)} a další",
            name=f"Nam{chr(97 + n % 26) * (n % 89)}",
        )
        for n in range(5000)
    )
    start = time.process_time()
    redact(Conversation(id="1", turns=turns, language="cs"))
    assert time.process_time() - start < 2


def test_the_same_value_gets_the_same_placeholder_in_all_turns():
    redacted = redact(chat("a@b.cz a c@d.cz", "c@d.cz, a@b.cz"))
    assert [turn.text for turn in redacted.conversation.turns] == [
        "[EMAIL_1] a [EMAIL_2]",
        "[EMAIL_2], [EMAIL_1]",
    ]


def test_another_form_of_a_name_keeps_its_number():
    redacted = redact(chat("Novák, Nováku, novák, Nováku, Jane", customer="Jan Novák"))
    assert redacted.conversation.turns[0].text == "[NAME_1], [NAME_1.2], [NAME_1.3], [NAME_1.2], [NAME_2]"


def test_places_are_counted_by_kind():
    text = "Nora, nora@example.com, 777 123 456, 4111 1111 1111 1111, 710319/2745, CZ65 0800 0000 1920 0014 5399, Nora"
    redacted = redact(chat(text, customer="Nora"))
    assert dict(redacted.masked) == {"email": 1, "phone": 1, "card": 1, "id": 1, "iban": 1, "name": 2}


def test_names_of_turns_are_counted_each_time():
    turns = tuple(Turn(role=Role.CUSTOMER, text="ok", name="Nora") for _ in range(3))
    assert dict(redact(Conversation(id="1", turns=turns)).masked) == {"name": 3}


@pytest.mark.parametrize("typed", ["[EMAIL_1]", "[EMAIL_1.2]", "x[EMAIL_1]x"])
def test_numbers_of_typed_placeholders_are_not_used(typed):
    redacted = redact(chat(f"a@b.cz {typed}"))
    assert redacted.conversation.turns[0].text == f"[EMAIL_2] {typed}"


def test_typed_placeholders_of_later_turns_and_names_count():
    turns = (
        Turn(role=Role.CUSTOMER, text="a@b.cz"),
        Turn(role=Role.CUSTOMER, text="[EMAIL_1]", name="[EMAIL_2]"),
    )
    assert redact(Conversation(id="1", turns=turns)).conversation.turns[0].text == "[EMAIL_3]"


def test_a_name_inside_an_address_belongs_to_the_address():
    redacted = redact(chat("nora.field@example.com", customer="Nora Field"))
    assert redacted.conversation.turns[0].text == "[EMAIL_1]"


def test_the_language_given_counts_before_the_chats_own():
    conversation = chat("040 123 4567", language="cs")
    assert redact(conversation).masked == {}
    assert redact(conversation, "fi").masked == {"phone": 1}
