"""What real exports hold beside the usual: replies that also close, bots of several kinds, forms, rows without a time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluator.readers import ReadOptions, Record, read

NOON = 1772445600


def _records(folder: Path, payload: object, agents: tuple[str, ...] = ()) -> list[Record]:
    path = folder / "export.json"
    path.write_text(json.dumps(payload), "utf-8")
    return list(read((path,), ReadOptions(agent_names=agents)))


def _said(record: Record) -> list[str]:
    """Each turn as ``role: text``."""
    assert record.conversation is not None, record.error
    return [f"{turn.role.value}: {turn.text}" for turn in record.conversation.turns]


def _intercom(*parts: tuple[str, str, str | None]) -> dict[str, Any]:
    return {
        "type": "conversation",
        "id": "1",
        "created_at": NOON,
        "source": {"type": "email", "body": "<p>Help</p>", "author": {"type": "user"}},
        "conversation_parts": {
            "conversation_parts": [
                {"part_type": kind, "author": {"type": author}, "body": body, "created_at": NOON + 60 * number}
                for number, (kind, author, body) in enumerate(parts, 1)
            ]
        },
    }


@pytest.mark.parametrize(
    ("part", "turns"),
    [
        pytest.param(("open", "user", "<p>Thanks</p>"), ["customer: Thanks"], id="a reply that reopens"),
        pytest.param(
            ("close", "admin", "<p>Bye</p>"),
            ["agent: Bye", "system: The chat was closed."],
            id="a reply that closes",
        ),
        pytest.param(
            ("assignment", "admin", "<p>I look</p>"),
            ["agent: I look", "system: The chat was transferred."],
            id="a reply that assigns",
        ),
        pytest.param(
            ("assign_and_reopen", "admin", None), ["system: The chat was transferred."], id="assigned, reopened"
        ),
        pytest.param(("snoozed", "admin", "<p>Later</p>"), ["agent: Later"], id="a reply that snoozes"),
        pytest.param(("snoozed", "admin", None), [], id="snoozed without a word"),
        pytest.param(("note_and_reopen", "admin", "<p>secret</p>"), [], id="a note that reopens"),
    ],
)
def test_a_reply_of_intercom_that_also_does_something_is_a_turn(tmp_path, part, turns):
    (record,) = _records(tmp_path, _intercom(part))
    assert _said(record) == ["customer: Help", *turns]
