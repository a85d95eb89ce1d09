from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.readers import ReadOptions, native
from evaluator.readers.json_values import Found, looks_like_json, looks_like_lines, read_document
from evaluator.readers.surrogates import BROKEN_BYTES, REPLACED

from .conftest import ReadText, as_text


def chat(number: int, **more: object) -> dict[str, object]:
    return {"id": f"c{number}", "turns": [{"role": "agent", "text": f"Ačiū {number}"}], **more}


CHATS = [chat(1), chat(2), chat(3)]
IDS = ["c1", "c2", "c3"]


@pytest.mark.parametrize(
    ("content", "wheres"),
    [
        pytest.param("\n".join(map(json.dumps, CHATS)), [1, 2, 3], id="JSONL"),
        pytest.param(
            "\ufeff\n\n" + "\r\n\r\n".join(map(json.dumps, CHATS)) + "\n\n", [3, 5, 7], id="blank lines"
        ),
        pytest.param(json.dumps(CHATS), [1, 1, 1], id="list in one line"),
        pytest.param(json.dumps(CHATS, indent=0), [2, 11, 20], id="list over lines"),
        pytest.param(
            "[\n" + ",\n".join(map(json.dumps, CHATS)) + "\n]\n", [2, 3, 4], id="list, a chat a line"
        ),
        pytest.param(json.dumps({"conversations": CHATS}, indent=1), [3, 12, 21], id="wrapped, over lines"),
        pytest.param(json.dumps({"conversations": CHATS}), [1, 1, 1], id="wrapped, in one line"),
        pytest.param(
            json.dumps({"n": 3, "conversations": CHATS}, indent=1), ["1#1", "1#2", "1#3"], id="wrapped, later"
        ),
    ],
)
def test_layouts(read_text: ReadText, content: str, wheres: list[object]) -> None:
    records = read_text(content, "chats.json")
    assert [r.conversation and r.conversation.id for r in records] == IDS
    assert [r.where.rpartition(":")[2] for r in records] == list(map(str, wheres))


@pytest.mark.parametrize("indent", [None, 0, 2], ids=["one line", "no indent", "indented"])
def test_single_object(read_text: ReadText, indent: int | None) -> None:
    (record,) = read_text(json.dumps(chat(1), indent=indent), "chat.json")
    assert record.conversation
    assert record.conversation.id == "c1"


def test_chats_without_id_are_named_after_the_file(read_text: ReadText) -> None:
    records = read_text("\n".join(json.dumps({**c, "id": None}) for c in CHATS), "may.chats.jsonl")
    assert [r.conversation and r.conversation.id for r in records] == [
        "may.chats#1",
        "may.chats#2",
        "may.chats#3",
    ]


def lines_with(line: str) -> str:
    return "\n".join([json.dumps(chat(1)), line, json.dumps(chat(3))])


def items_with(item: str) -> str:
    return f"[{json.dumps(chat(1))},\n{item},\n{json.dumps(chat(3))}]"


@pytest.mark.parametrize("around", [lines_with, items_with], ids=["line", "item"])
@pytest.mark.parametrize(
    ("value", "what"),
    [
        pytest.param(
            '{"id": "x", "turns": [,]}', "not valid JSON: Expecting value (line 2, column 23)", id="broken"
        ),
        pytest.param(
            '{"id": "x" "turns": []}', "not valid JSON: Expecting ',' delimiter (line 2", id="no comma"
        ),
        pytest.param("{'id': 1}", "not valid JSON: Expecting property name", id="single quotes"),
        pytest.param(
            '{"id": "a\x00b", "turns": []}', "not valid JSON: Invalid control character", id="bare NUL"
        ),
        pytest.param("null", "must be a JSON object, not None", id="null"),
        pytest.param("12", "must be a JSON object, not 12", id="number"),
        pytest.param('{"turns": ' + "[" * 5000 + "]" * 5000 + "}", "nested too deeply", id="deep"),
        pytest.param('{"turns": [], "n": ' + "1" * 5000 + "}", "thousands of digits", id="long number"),
    ],
)
def test_a_broken_chat_does_not_stop_the_others(
    read_text: ReadText, around: Callable[[str], str], value: str, what: str
) -> None:
    first, broken, last = read_text(around(value), "chats.json")
    assert first.conversation
    assert last.conversation
    assert broken.error
    assert broken.error.what.startswith(what) or what in broken.error.what
    assert broken.where.endswith("chats.json:2")
    assert str(broken.error).count("\n") == 0


@pytest.mark.parametrize("first", ['{"id": "a", "turns": [', "what?", "{", '{"turns": [{"role": "agent"'])
def test_a_broken_first_line_is_still_jsonl(read_text: ReadText, first: str) -> None:
    records = read_text("\n".join([first, *map(json.dumps, CHATS)]), "chats")
    assert [bool(r.error) for r in records] == [True, False, False, False]


def test_broken_bytes_are_an_error_of_their_line(read_text: ReadText) -> None:
    lines = [json.dumps(c, ensure_ascii=False).encode() for c in CHATS]
    first, broken, last = read_text(b"\n".join([lines[0], lines[1].replace("č".encode(), b"\xe8"), lines[2]]))
    assert first.conversation
    assert last.conversation
    assert broken.error
    assert broken.error.what == BROKEN_BYTES


@pytest.mark.parametrize("layout", ["{}", "[{}]"], ids=["line", "item"])
def test_lone_surrogates_are_replaced_with_a_note(read_text: ReadText, layout: str) -> None:
    value = r'{"id": "a", "turns": [{"role": "agent", "text": "x\ud83d \ud83d\ude00 \u0000"}], "k\udc00": 1}'
    (record,) = read_text(layout.replace("{}", value), "chats.json")
    assert record.conversation
    assert record.conversation.turns[0].text == "x\ufffd 😀 \x00"
    assert record.conversation.metadata == {"k\ufffd": 1}
    assert record.notes == (REPLACED,)


@pytest.mark.parametrize(
    ("content", "count", "what"),
    [
        pytest.param(f"[{json.dumps(chat(1))}", 1, "is not closed", id="no bracket at the end"),
        pytest.param(f"[{json.dumps(chat(1))},", 1, "is not closed", id="cut after a comma"),
        pytest.param(f'[{json.dumps(chat(1))}, {{"id": "x', 1, "is not closed", id="cut inside a chat"),
        pytest.param(f"[{json.dumps(chat(1))}] oops", 1, "not valid JSON", id="text after the list"),
        pytest.param(f"[{json.dumps(chat(1))}] {json.dumps([chat(2)])}", 2, "", id="two lists"),
        pytest.param(f"[{json.dumps(chat(1))},]", 1, "", id="a comma too many"),
    ],
)
def test_ends_of_lists(read_text: ReadText, content: str, count: int, what: str) -> None:
    records = read_text(content, "chats.json")
    assert sum(r.conversation is not None for r in records) == count
    errors = [r.error.what for r in records if r.error]
    assert (not errors) if not what else (len(errors) == 1 and what in errors[0])


def test_list_items_may_be_larger_than_what_is_read_at_a_time(read_text: ReadText) -> None:
    turns = [{"role": "agent", "text": '"[{\\' * 500_000}, {"role": "customer", "text": "é" * 100_000}]
    records = read_text(json.dumps([{"id": "a", "turns": turns}, chat(1)]), "chats.json")
    assert [len(r.conversation.turns) for r in records if r.conversation] == [2, 1]


@pytest.mark.parametrize(
    ("head", "json_like", "lines"),
    [
        ('{"id": 1}', True, True),
        ('{\n"id": 1}', True, False),
        ('{\n"turns": [\n{"role": "a"}\n]}', True, False),
        ("[{", True, False),
        ("[\n", True, False),
        ("[]", True, False),
        ("[14:05] Jana: x", False, False),
        ("[System] x", False, False),
        ("Agent: {}", False, False),
        ("", False, False),
    ],
)
def test_looks(head: str, json_like: bool, lines: bool) -> None:
    assert (looks_like_json(head), looks_like_lines(head)) == (json_like, lines)


json_values = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(json_values, max_size=4), st.sampled_from([None, 0, 1]))
def test_items_are_those_of_the_list(items: list[object], indent: int | None) -> None:
    found = list(read_document(as_text(json.dumps(items, indent=indent))))
    assert [f.value for f in found if isinstance(f, Found)] == items


@given(st.text(), st.booleans())
def test_any_text_is_read_without_a_crash(content: str, as_lines: bool) -> None:
    format_ = native.JSONL if as_lines else native.JSON
    for record in format_.parse(as_text("[" * (not as_lines) + content), ReadOptions()):
        assert (record.conversation is None) != (record.error is None)
