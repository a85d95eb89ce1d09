from __future__ import annotations

import math
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.errors import RecordError
from evaluator.models import Conversation, Role, Turn
from evaluator.readers import parse_conversation
from evaluator.readers.conversation import build

HELLO = [{"role": "user", "text": "Hi"}, {"role": "operator", "text": "Bye"}]


def parse(value: object, **options: Any) -> Conversation:
    return parse_conversation(value, "f.jsonl:1", **options)


def notes(value: object) -> tuple[str, ...]:
    return build(value, "f.jsonl:1", "f#1")[1]


def test_native_shape() -> None:
    chat = parse(
        {
            "id": "c1",
            "lang": "cs",
            "agent": "Jana",
            "channel": "web",
            "turns": [
                {
                    "role": "customer",
                    "name": "Petr",
                    "text": "Dobrý den",
                    "at": "2026-01-02T14:05:00Z",
                    "id": "m1",
                },
                {"role": "agent", "text": "Na shledanou", "ts": 1767362760},
            ],
            "gold": {"outcome": "resolved"},
            "labels": {"x": 1},
        }
    )
    assert chat == Conversation(
        id="c1",
        language="cs",
        agent="Jana",
        channel="web",
        turns=(
            Turn(
                role=Role.CUSTOMER,
                name="Petr",
                text="Dobrý den",
                at=datetime(2026, 1, 2, 14, 5, tzinfo=UTC),
                id="m1",
            ),
            Turn(role=Role.AGENT, text="Na shledanou", at=datetime(2026, 1, 2, 14, 6, tzinfo=UTC)),
        ),
        metadata={"gold": {"outcome": "resolved"}, "labels": {"x": 1}},
    )


@pytest.mark.parametrize("key", ["id", "conversation_id", "chat_id", "ticket_id"])
def test_id_keys(key: str) -> None:
    assert parse({key: 17, "turns": HELLO}).id == "17"


def test_missing_id_is_the_default() -> None:
    assert parse({"id": None, "turns": HELLO}, default_id="chats#3").id == "chats#3"
    assert parse({"id": "", "turns": HELLO}).id == "f.jsonl:1"


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        pytest.param({"role": "assistant", "content": "a"}, ("agent", "a"), id="OpenAI"),
        pytest.param(
            {
                "role": "user",
                "content": [{"type": "text", "text": "a"}, {"type": "image_url", "image_url": {}}, "b"],
            },
            ("customer", "a\nb"),
            id="OpenAI content parts",
        ),
        pytest.param({"sender": "visitor", "message": "a"}, ("customer", "a"), id="sender and message"),
        pytest.param({"from": "Agent", "body": "a"}, ("agent", "a"), id="from and body"),
        pytest.param(
            {"author": {"type": "user", "name": "Eva"}, "body": "a"}, ("customer", "a"), id="author object"
        ),
        pytest.param({"type": "agent", "text": "a"}, ("agent", "a"), id="type"),
        pytest.param(
            {"type": "message", "from": "agent", "text": "a"}, ("agent", "a"), id="type that is no role"
        ),
        pytest.param({"role": "chatbot", "text": 42}, ("bot", "42"), id="a number is text"),
        pytest.param({"role": "system", "text": {"body": "a"}}, ("system", "a"), id="text in an object"),
        pytest.param(
            {"role": "user", "text": None, "content": "a"}, ("customer", "a"), id="null is passed over"
        ),
    ],
)
def test_turn_shapes(turn: dict[str, object], expected: tuple[str, str]) -> None:
    (read,) = parse({"messages": [turn]}).turns
    assert (read.role, read.text) == expected


def test_author_object_gives_the_name() -> None:
    (turn,) = parse({"turns": [{"author": {"type": "user", "name": "Eva"}, "text": "a"}]}).turns
    assert turn.name == "Eva"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("cs", "cs"),
        ("CS", "cs"),
        ("cs-CZ", "cs"),
        ("fil_PH", "fil"),
        ("Czech", "Czech"),
        (None, None),
        ([], None),
    ],
)
def test_language_codes(language: object, expected: str | None) -> None:
    assert parse({"language": language, "turns": HELLO}).language == expected


def test_agent_may_be_an_object() -> None:
    assert parse({"agent": {"id": 3, "name": "Jana"}, "turns": HELLO}).agent == "Jana"


def test_agent_names_stand_for_roles() -> None:
    chat = parse(
        {"turns": [{"from": "Petr", "text": "a"}, {"from": "Jana", "text": "b"}]}, agent_names=("jana",)
    )
    assert [(t.role, t.name) for t in chat.turns] == [(Role.CUSTOMER, "Petr"), (Role.AGENT, "Jana")]


@pytest.mark.parametrize(
    "turns",
    [
        pytest.param([], id="no turn"),
        pytest.param(HELLO[:1], id="one turn, no agent"),
        pytest.param(HELLO[1:], id="no customer"),
        pytest.param([{"role": "system", "text": "x"}], id="only system"),
    ],
)
def test_too_little_to_grade_can_still_be_read(turns: list[object]) -> None:
    assert len(parse({"turns": turns}).turns) == len(turns)


@pytest.mark.parametrize(
    ("value", "what"),
    [
        pytest.param([], "must be a JSON object, not []", id="list"),
        pytest.param("x", "must be a JSON object, not 'x'", id="text"),
        pytest.param({}, "has no list of turns (looked for turns, messages)", id="empty object"),
        pytest.param({"id": "a", "text": "x"}, "looked for turns, messages; found 'text'", id="no turns"),
        pytest.param({"turns": "x"}, "has no list of turns", id="turns are text"),
        pytest.param({"turns": ["x"]}, "turns[0] must be an object, not 'x'", id="turn is text"),
        pytest.param({"turns": [*HELLO, {"role": "agent"}]}, "turns[2] has no text", id="no text"),
        pytest.param({"turns": [{"role": "agent", "text": None}]}, "turns[0] has no text", id="null text"),
        pytest.param({"turns": [{"role": "agent", "text": True}]}, "turns[0] has no text", id="text is true"),
        pytest.param({"turns": [{"text": "x"}]}, "turns[0] has no role", id="no role"),
        pytest.param({"turns": [{"role": "", "text": "x"}]}, "turns[0] has no role", id="empty role"),
        pytest.param(
            {"turns": [*HELLO, {"role": "foo", "text": "x"}]},
            "unknown role 'foo' in turns[2]; accepted: customer, agent, bot, system",
            id="unknown role",
        ),
        pytest.param(
            {"turns": [{"role": "x\x1b[31m", "text": "x"}]}, r"unknown role 'x\x1b[31m'", id="escapes in role"
        ),
        pytest.param({1: 2, "turns": HELLO}, "metadata.1.[key]: ", id="a key that is no text"),
        pytest.param({"id": 10**5000, "turns": HELLO}, "digits", id="an endless id"),
    ],
)
def test_refuses(value: object, what: str) -> None:
    with pytest.raises(RecordError) as error:
        parse(value)
    assert what in str(error.value)
    assert str(error.value).startswith("f.jsonl:1: ")
    assert "\n" not in str(error.value)


def test_errors_name_the_chat() -> None:
    with pytest.raises(RecordError) as error:
        parse({"id": "c9", "turns": [{"role": "foo", "text": "x"}]})
    assert error.value.record_id == "c9"


def test_empty_turns_are_left_out_with_a_note() -> None:
    value = {"turns": [HELLO[0], {"role": "agent", "text": ""}, {"role": "agent", "text": " \n"}, HELLO[1]]}
    assert [t.text for t in parse(value).turns] == ["Hi", "Bye"]
    assert notes(value) == ("2 empty turns left out, first turns[1]",)


def timed(*times: object) -> dict[str, object]:
    return {"turns": [{"role": "agent", "text": "x", "at": at} for at in times]}


def test_times_that_go_backwards_keep_their_order_with_a_note() -> None:
    value = timed("2026-01-02T14:05", "2026-01-02T14:04", "2026-01-02T14:03")
    assert [t.at.minute for t in parse(value).turns if t.at] == [5, 4, 3]
    assert notes(value) == ("times go backwards at turns[1]; the order is kept",)


def test_odd_times_are_left_out_with_a_note() -> None:
    value = timed("2026-01-02T14:05", "soon", "later")
    assert [t.at is None for t in parse(value).turns] == [False, True, True]
    assert notes(value) == ("time 'soon' in turns[1] is not understood and left out",)


def test_naive_and_aware_times_may_mix() -> None:
    assert notes(timed("2026-01-02T14:05", "2026-01-02T13:05Z", None, "2026-01-02T12:05")) == ()


def test_hostile_characters_survive() -> None:
    text = "a\x00b \x1b[31m \u202e \ud83d\ude00"
    (turn,) = parse({"turns": [{"role": "agent", "text": text + " \ud800"}]}).turns
    assert turn.text == "a\x00b \x1b[31m \u202e \ufffd\ufffd \ufffd"
    assert turn.text.encode()


def test_nested_too_deeply() -> None:
    deep: object = "x"
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(RecordError, match="nested too deeply"):
        parse({"turns": HELLO, "x": deep})


def test_size() -> None:
    many = parse({"turns": [*HELLO * 5000, {"role": "agent", "text": "x" * 5_000_000}]})
    assert len(many.turns) == 10_001
    assert len(many.turns[-1].text) == 5_000_000


any_text = st.text(st.characters(codec=None), max_size=20)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | any_text,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["id", "turns", "messages", "role", "sender", "text", "content", "at", "ts", "agent"]
            )
            | any_text,
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)
nearly_chats = st.fixed_dictionaries(
    {"turns": st.lists(st.fixed_dictionaries({"role": st.sampled_from(["user", "agent"]) | json_values,
                                              "text": json_values, "at": json_values}), max_size=4)},
    optional={"id": json_values, "language": json_values, "agent": json_values, "metadata": json_values},
)  # fmt: skip


@given(json_values | nearly_chats)
def test_any_value_is_a_conversation_or_a_record_error(value: object) -> None:
    with suppress(RecordError):
        parse(value).model_dump_json()


plain_text = st.text(min_size=1, max_size=20).filter(lambda t: not t.isspace())
plain_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False).filter(math.isfinite) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
conversations = st.builds(
    Conversation,
    id=plain_text,
    turns=st.lists(
        st.builds(
            Turn,
            role=st.sampled_from(Role),
            text=plain_text,
            at=st.none() | st.datetimes(timezones=st.just(UTC) | st.none()),
            name=st.none() | plain_text,
            id=st.none() | plain_text,
        ),
        max_size=4,
    ).map(tuple),
    language=st.none() | st.sampled_from(["cs", "sk", "fi", "lt", "en", "tl"]),
    agent=st.none() | plain_text,
    channel=st.none() | plain_text,
    metadata=st.dictionaries(st.text(), plain_json, max_size=3),
)


@given(conversations)
def test_round_trip(conversation: Conversation) -> None:
    assert parse(conversation.model_dump(mode="json")) == conversation
