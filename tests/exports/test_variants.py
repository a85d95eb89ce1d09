"""What real exports hold beside the usual: replies that close, bots of several kinds, forms, rows without times."""

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
                {
                    "part_type": kind,
                    "author": {"type": author},
                    "body": body,
                    "created_at": NOON + 60 * number,
                }
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
            ("assign_and_reopen", "admin", None),
            ["system: The chat was transferred."],
            id="assigned, reopened",
        ),
        pytest.param(("snoozed", "admin", "<p>Later</p>"), ["agent: Later"], id="a reply that snoozes"),
        pytest.param(("snoozed", "admin", None), [], id="snoozed without a word"),
        pytest.param(("note_and_reopen", "admin", "<p>secret</p>"), [], id="a note that reopens"),
    ],
)
def test_a_reply_of_intercom_that_also_does_something_is_a_turn(tmp_path, part, turns):
    (record,) = _records(tmp_path, _intercom(part))
    assert _said(record) == ["customer: Help", *turns]


def _giosg(minute: int | None, side: int, text: str, kind: object = 1) -> dict[str, object]:
    return {"dt": minute and f"2026-03-02T10:{minute:02}:00", "sender_type": side, "msg": text, "type": kind}


def test_a_row_without_a_time_does_not_undo_the_order(tmp_path):
    log = [
        _giosg(5, 2, "thanks"),
        _giosg(1, 2, "hi"),
        _giosg(None, 2, "are you there?"),
        _giosg(3, 1, "hello"),
    ]
    (record,) = _records(tmp_path, {"results": [{"id": 1, "logs": log}]})
    assert _said(record) == ["customer: hi", "customer: are you there?", "agent: hello", "customer: thanks"]


def test_chats_without_an_id_do_not_share_one(tmp_path):
    found = _records(tmp_path, {"results": [{"logs": [_giosg(1, 2, "hi")]}, {"logs": [_giosg(2, 2, "ho")]}]})
    assert [record.conversation and record.conversation.id for record in found] == ["export#1", "export#2"]


def test_a_suggestion_is_never_read_however_its_kind_is_written(tmp_path):
    (record,) = _records(tmp_path, {"logs": [_giosg(1, 2, "hi"), _giosg(2, 1, "secret", "2")]})
    assert _said(record) == ["customer: hi"]


def test_messages_of_one_second_given_newest_first_are_turned_round(tmp_path):
    said = [
        {
            "sid": f"IM{n}",
            "author": "kim" if n % 2 else "eva",
            "body": str(n),
            "date_created": f"2026-03-02T10:00:0{n // 2}Z",
        }
        for n in reversed(range(6))
    ]
    (record,) = _records(tmp_path, {"messages": said}, ("kim",))
    assert _said(record) == [f"{'agent' if n % 2 else 'customer'}: {n}" for n in range(6)]


def _chatwoot(number: int, kind: object, text: str | None, **more: object) -> dict[str, object]:
    said = {"id": number, "message_type": kind, "content": text, "private": False, "content_type": "text"}
    return {**said, "created_at": NOON + number, "conversation_id": 5, **more}


@pytest.mark.parametrize("kind", ["agent_bot", "captain_assistant"])
def test_a_bot_of_chatwoot_is_told_by_its_sender(tmp_path, kind):
    said = [_chatwoot(1, 0, "hi"), _chatwoot(2, 1, "I am a bot", sender={"name": "Bo", "type": kind})]
    (record,) = _records(tmp_path, {"id": 5, "messages": said})
    assert _said(record) == ["customer: hi", "bot: I am a bot"]


def test_a_mail_that_is_nothing_but_a_quote_is_kept(tmp_path):
    (record,) = _records(tmp_path, {"id": 5, "messages": [_chatwoot(1, 0, "> 100 EUR")]})
    assert _said(record) == ["customer: > 100 EUR"]


MIXED = [
    _chatwoot(1, 0, "my parcel", conversation_id=1),
    _chatwoot(2, "incoming", "my refund", conversation_id=None, conversation={"id": 2}),
    _chatwoot(3, 1, "it is here", conversation_id=1),
]


@pytest.mark.parametrize(
    "join", [json.dumps, lambda said: "\n".join(map(json.dumps, said))], ids=["list", "lines"]
)
def test_messages_of_several_conversations_are_not_mixed_up(tmp_path, join):
    path = tmp_path / "messages.jsonl"
    path.write_text(join(MIXED), "utf-8")
    found = {record.conversation and record.conversation.id: _said(record) for record in read((path,))}
    assert found == {"1": ["customer: my parcel", "agent: it is here"], "2": ["customer: my refund"]}


def _event(number: int, author: str, **more: object) -> dict[str, object]:
    return {"type": "message", "author_id": author, "created_at": f"2026-03-02T10:{number:02}:00Z", **more}


def test_every_answer_of_a_form_of_livechat_is_read(tmp_path):
    fields = [
        {"type": "question", "label": "What?", "answer": "a late parcel"},
        {"type": "checkbox", "label": "About", "answers": [{"id": "1", "label": "money"}, {"label": "time"}]},
        {"type": "select", "label": "Shop", "answer": {"id": "1", "label": "Vilnius"}},
        {"type": "email", "label": "E-mail", "answer": None},
    ]
    form = _event(1, "c", type="filled_form", fields=fields)
    chat = {"id": "L", "users": [{"id": "c", "type": "customer"}], "thread": {"events": [form]}}
    (record,) = _records(tmp_path, chat)
    assert _said(record) == ["customer: What?: a late parcel\nAbout: money, time\nShop: Vilnius"]


def test_every_answer_of_a_form_of_sunshine_is_read(tmp_path):
    fields = [
        {"type": "text", "label": "Name", "text": "Eva"},
        {"type": "email", "label": "E-mail", "email": "eva@example.com"},
        {"type": "select", "label": "About", "select": [{"name": "r", "label": "a refund"}]},
    ]
    said = {"author": {"type": "user"}, "received": "2026-03-02T10:00:00Z"}
    form = {**said, "content": {"type": "formResponse", "fields": fields}}
    (record,) = _records(tmp_path, {"messages": [form]})
    assert _said(record) == ["customer: Eva\neva@example.com\na refund"]


@pytest.mark.parametrize(
    ("row", "turns"),
    [
        pytest.param({"nick": "agent:trigger", "msg": "Hi"}, ["bot: Hi"], id="a trigger"),
        pytest.param(
            {"nick": "visitor:1", "msg": "", "options": "Yes/No"}, ["customer: Yes/No"], id="options"
        ),
        pytest.param(
            {"nick": "agent:1", "msg": "", "options": ["Yes", "No"]}, ["agent: Yes\nNo"], id="a list"
        ),
    ],
)
def test_a_row_of_zendesk_chat_that_only_has_a_nick(tmp_path, row, turns):
    first = {"type": "chat.msg", "timestamp": "2026-03-02T10:00:00Z", "nick": "visitor:1", "msg": "hello"}
    (record,) = _records(tmp_path, {"id": "Z", "history": [first, {**first, **row}]})
    assert _said(record) == ["customer: hello", *turns]


def test_a_writer_who_is_no_user_any_more_is_named_in_the_error(tmp_path):
    said = [_event(1, "c", text="hi"), _event(2, "gone@example.com", text="hello")]
    users = [{"id": "c", "type": "customer"}]
    (record,) = _records(tmp_path, {"id": "L", "users": users, "thread": {"events": said}})
    assert "'gone@example.com'" in str(record.error)
    assert "--agent-name" in str(record.error)

    (record,) = _records(
        tmp_path, {"id": "L", "users": users, "thread": {"events": said}}, ("gone@example.com",)
    )
    assert _said(record) == ["customer: hi", "agent: hello"]


def test_a_line_of_salesforce_about_the_chat_is_not_put_into_a_mouth(tmp_path):
    body = (
        '<p align="center">Agent Kim S</p>( 3s ) Kim S: Hello<br>( 1m 2s ) Visitor: hi<br>anybody?<br>'
        '( 2m ) Kim S: I pass you on<br><p align="center">Chat Transferred From Kim S To Ota P</p>'
        '<p align="center">Agent Ota P</p>( 1h 2m 3s ) Ota P: It is 10:15: ok?<br>( 1h 3m ) Visitor: thanks<br>'
    )
    (record,) = _records(tmp_path, {"Id": "x", "Body": body})
    assert _said(record) == [
        "agent: Hello",
        "customer: hi\nanybody?",
        "agent: I pass you on",
        "agent: It is 10:15: ok?",
        "customer: thanks",
    ]


def test_a_log_of_hooks_may_begin_with_something_else(tmp_path):
    path = tmp_path / "hooks.jsonl"
    path.write_text(f'{{"topic": "ping"}}\n{json.dumps({"data": {"item": _intercom()}})}\n', "utf-8")
    first, second = read((path,))
    assert "holds no conversation of Intercom" in str(first.error)
    assert _said(second) == ["customer: Help"]


def test_a_chat_in_the_native_shape_makes_the_file_native(tmp_path):
    path = tmp_path / "chats.jsonl"
    own = {"id": "n", "turns": [{"role": "customer", "text": "hi"}]}
    path.write_text(f"{json.dumps(own)}\n{json.dumps(_intercom())}\n", "utf-8")
    first, second = read((path,))
    assert _said(first) == ["customer: hi"]
    assert second.error is not None


def test_an_item_that_names_no_conversation_stays_with_the_one_before(tmp_path):
    (record,) = _records(tmp_path, [_chatwoot(1, 0, "hi"), _chatwoot(2, 1, "hello", conversation_id=None)])
    assert _said(record) == ["customer: hi", "agent: hello"]
