"""Names are found where the chat's data gives them, in the forms that sentences bend them into."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from evaluator.models import Conversation, Role, Turn
from evaluator.redaction import redact
from tests.redaction.chats import chat, masked

SENTENCES = yaml.safe_load(Path("benchmarks/data/redaction.yaml").read_text("utf-8"))
BENT = [(code, *row) for code, said in SENTENCES.items() for row in said["names"]]

STAYS = {
    "another name": ("Jan Novák", "Ahoj, Karle"),
    "longer word": ("Jan Novák", "Jandourek a Novákovinky"),
    "part of a word": ("Eva", "uvedeva"),
    "everyday word in small letters": ("Will May", "will it come in may?"),
    "everyday word, bent": ("Mark", "marks and marked"),
    "word of one letter": ("J. K.", "J a K"),
    "role": ("Agent", "Jste agent?"),
    "role of two words": ("Zákaznická podpora", "Kde je podpora?"),
    "role with a number": ("Guest 42", "guest 42"),
    "title": ("Mr. X", "Hello, Mr."),
    "domain of an address": ("nora@example.com", "example com"),
}

FIELDS = {
    "customer": {"customer": "Nora Field"},
    "capital letters": {"Customer_Name": "Nora Field"},
    "camel case": {"customerName": "Nora Field"},
    "hyphen": {"contact-name": "Nora Field"},
    "inside of another field": {"user": {"id": 5, "name": "Nora Field"}},
    "agent in metadata": {"operator": "Nora Field"},
    "czech, with accents": {"zákazník": "Nora Field"},
}


@pytest.mark.parametrize(("code", "name", "form", "sentence"), BENT, ids=[f"{b[0]} {b[2]}" for b in BENT])
def test_forms_of_a_name_are_masked(code, name, form, sentence):
    text = masked(sentence.format(form), code, customer=name)
    assert form not in text
    assert "[NAME_1]" in text


@pytest.mark.parametrize(("name", "text"), STAYS.values(), ids=STAYS)
def test_other_words_stay(name, text):
    assert masked(text, customer=name) == text


@pytest.mark.parametrize("metadata", FIELDS.values(), ids=FIELDS)
def test_names_come_from_fields_of_the_metadata(metadata):
    assert masked("Nora Field here", "en", **metadata) == "[NAME_1] [NAME_2] here"


@pytest.mark.parametrize(
    "metadata", [{"product": "Nora"}, {"name": 5}, {"name": None}, {"tags": ["Nora"]}, {}]
)
def test_other_fields_name_nobody(metadata):
    assert masked("Nora", "en", **metadata) == "Nora"


def test_the_agent_field_names_somebody():
    redacted = redact(chat("Thanks, Tom", agent="Tom Baker", language="en"))
    assert redacted.conversation.turns[0].text == "Thanks, [NAME_1]"
    assert redacted.conversation.agent is None
    assert redacted.conversation.metadata == {}


def test_names_of_turns_are_masked_in_all_turns_and_where_they_are_everyday_words():
    turns = (
        Turn(role=Role.CUSTOMER, text="hi", name="will may"),
        Turn(role=Role.AGENT, text="Hello Will, it will come.", name="Agent Petra"),
        Turn(role=Role.SYSTEM, text="Petra left", name="Chat System"),
    )
    masked_turns = redact(Conversation(id="1", turns=turns, language="en")).conversation.turns
    assert [turn.name for turn in masked_turns] == ["[NAME_1] [NAME_2]", "Agent [NAME_3]", "Chat System"]
    assert [turn.text for turn in masked_turns] == ["hi", "Hello [NAME_1.2], it will come.", "[NAME_3] left"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Novák", "pan Nova\u0301k"),
        ("Nova\u0301k", "pan Novák"),
        ("Novák", "pan No\u200bvák"),
        ("Łukasz", "pan Lukasz"),
        ("Lukasz", "pan Łukasz"),
    ],
    ids=["decomposed", "given decomposed", "invisible", "plain letter", "odd letter"],
)
def test_writing_does_not_hide_a_name(name, text):
    assert masked(text, customer=name) == "pan [NAME_1]"


def test_many_names_are_found_too():
    people = {f"p{number}": {"name": f"Abc{'xyzw'[number % 4] * (number // 4 + 1)}"} for number in range(60)}
    assert masked("Hi Abcxx, Abcw", "en", **people) == "Hi [NAME_1], [NAME_2]"
