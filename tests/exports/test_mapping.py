from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.errors import DataFileError, UsageError
from evaluator.exports.events import happened
from evaluator.exports.mapping import read_mapping, shipped
from evaluator.readers import ReadOptions, read
from evaluator.ruled import matcher

OWN = """\
name: helpdesk
title: Our help desk
recognise: "messages[?who && said]"
conversation: {id: ticket_number}
turns: messages
turn: {role: who, text: said, at: when, name: full_name}
roles: {client: customer, operator: agent, auto: bot}
drop:
  - {when: "hidden", why: internal note}
"""
CHAT = """\
{"ticket_number": 7, "messages": [
  {"who": "client", "said": "hi", "when": "2026-03-02 10:00:00"},
  {"who": "operator", "said": "he is difficult", "hidden": true},
  {"who": "operator", "said": "hello", "when": "2026-03-02 10:01:00", "full_name": "Ann"}]}
"""


def _write(folder: Path, mapping: str, chat: str = CHAT) -> tuple[Path, Path]:
    own, chats = folder / "own.yaml", folder / "chats.json"
    own.write_text(mapping, "utf-8")
    chats.write_text(chat, "utf-8")
    return own, chats


def test_a_mapping_of_ten_lines_reads_a_system_of_ones_own(tmp_path):
    own, chats = _write(tmp_path, OWN)

    (record,) = read((chats,), ReadOptions(mapping=own))
    assert record.system == "helpdesk"
    assert record.conversation is not None
    assert [(t.role, t.name, t.text) for t in record.conversation.turns] == [
        ("customer", None, "hi"),
        ("agent", "Ann", "hello"),
    ]
    assert [(row, why) for row, why, _ in record.dropped] == [(1, "internal note")]


def test_the_mapping_in_the_documentation_is_this_one():
    page = (Path(__file__).parents[2] / "docs/formats.md").read_text("utf-8")
    documented = page.partition("```yaml\n")[2].partition("```")[0]
    assert documented.replace("     # true of one conversation", "") == OWN


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("turns: messages", "turns: 'messages['", 5, "is no JMESPath expression"),
        ("client: customer", "client: client", 7, "'client'"),
        ("recognise:", "recognize:", 3, "recognize"),
        ("turns: messages\n", "", 1, "give either turns or rows"),
        ("roles: {client: customer, operator: agent, auto: bot}\n", "", 1, "who is the agent?"),
    ],
)
def test_a_mistake_in_a_mapping_is_named_with_its_line(tmp_path, old, new, line, says):
    own, _ = _write(tmp_path, OWN.replace(old, new))
    with pytest.raises(DataFileError, match=says) as caught:
        read_mapping(own)
    assert caught.value.line == line


def test_an_expression_that_fails_is_named_in_the_error_of_the_chat(tmp_path):
    own, chats = _write(tmp_path, OWN.replace("text: said", "text: \"join('-', said)\""))
    (record,) = read((chats,), ReadOptions(mapping=own))
    assert str(record.error).startswith(f"{chats}:1: helpdesk: \"join('-', said)\" cannot be applied: ")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"format": "smartsup"}, "unknown format 'smartsup'; known: .*smartsupp"),
        ({"format": "slack", "mapping": "own.yaml"}, "do not go together"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_at_once(options, says):
    with pytest.raises(UsageError, match=says):
        read(("-",), ReadOptions(**options))


@pytest.mark.parametrize("mapping", shipped().values(), ids=shipped().keys())
def test_every_event_of_a_system_has_a_line(mapping):
    texts = {happened(event, None) for event in mapping.events.values() if event not in ("nothing", "itself")}
    assert all(text.endswith(".") and "{" not in text for text in texts)


@pytest.mark.parametrize(
    ("event", "move"),
    [
        ("customer_left", "s_left"),
        ("closed", "s_closed"),
        ("inactive", "s_inactive"),
        ("transferred", "s_transfer"),
        ("joined", "s_joined"),
    ],
)
def test_the_rules_understand_what_is_written_for_an_event(event, move):
    assert move in {hit.move for hit in matcher("en").find(happened(event, "Jana Nováková"), "system")[1]}
