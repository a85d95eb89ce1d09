from __future__ import annotations

import json

import pytest

from evaluator.agreement import Gold, Part, read_gold
from evaluator.errors import InputError, RecordError, UsageError

TURNS = [{"role": "customer", "text": "Hello?"}, {"role": "agent", "text": "Goodbye."}]


def _write(path, *chats):
    path.write_text("".join(json.dumps(chat) + "\n" for chat in chats), encoding="utf-8")
    return path


def _chat(gold, **more):
    return {"id": "a", "lang": "en", "turns": TURNS, "gold": gold, **more}


def test_the_grader_gets_neither_labels_nor_language(tmp_path):
    file = _write(
        tmp_path / "gold.jsonl", _chat({"outcome": "resolved", "labels": {"thanks": "met"}}, shop="X")
    )
    (chat,) = read_gold([file])
    assert chat.language == "en"
    assert chat.gold.labels == {"thanks": "met"}
    assert chat.conversation.metadata == {}
    assert chat.conversation.language is None


@pytest.mark.parametrize(
    ("doubt", "names"),
    [
        pytest.param(["recap: only hinted"], {"recap"}, id="a criterion"),
        pytest.param(["outcome: follow_up or resolved: who knows"], {"outcome"}, id="the outcome"),
        pytest.param(["thanks/farewell: both at once"], {"thanks", "farewell"}, id="two at once"),
        pytest.param(["a remark without a name"], set(), id="no name"),
        pytest.param([], set(), id="none"),
    ],
)
def test_doubt_names_its_labels(doubt, names):
    assert Gold(labels={}, doubt=doubt).doubtful == names


@pytest.mark.parametrize(
    ("gold", "what"),
    [
        pytest.param(None, "has no labels; a labelled chat has an object gold", id="no gold"),
        pytest.param({"outcome": "resolved"}, "gold.labels: Field required", id="no labels"),
        pytest.param(
            {"labels": {"thanks": "great"}}, "gold.labels.thanks: Input should be", id="unknown level"
        ),
        pytest.param({"labels": {}, "outcome": "won"}, "gold.outcome: Input should be", id="unknown outcome"),
        pytest.param({"labels": {"thanks": "unscored"}}, "gold.labels: unscored is no label", id="unscored"),
    ],
)
def test_a_chat_without_good_labels_is_named(tmp_path, gold, what):
    fine = _chat({"labels": {}})
    file = _write(tmp_path / "gold.jsonl", fine, _chat(gold))
    with pytest.raises(RecordError) as caught:
        list(read_gold([file]))
    assert str(caught.value).startswith(f"{file}:2: {what}")


def test_a_chat_that_cannot_be_read_is_named(tmp_path):
    file = _write(tmp_path / "gold.jsonl", _chat({"labels": {}}))
    file.write_text(file.read_text() + "{broken\n")
    with pytest.raises(InputError, match=r"gold\.jsonl:2: "):
        list(read_gold([file]))


def test_parts_are_a_third_and_the_rest_and_do_not_move():
    ids = [f"chat-{n}" for n in range(3000)]
    checks = [{i for i in ids if Part("check", turn).holds(i)} for turn in range(3)]
    assert set.union(*checks) == set(ids)
    assert sum(map(len, checks)) == len(ids)
    assert all(900 < len(part) < 1100 for part in checks)
    assert {i for i in ids if Part("write", 1).holds(i)} == set(ids) - checks[1]
    assert [Part("check").holds(i) for i in ("cs-d-001", "fi-d-002", "en-d-003")] == [False, False, False]


@pytest.mark.parametrize(("text", "part"), [("write", Part("write")), ("check:2", Part("check", 2))])
def test_part_is_read(text, part):
    assert Part.parse(text) == part


@pytest.mark.parametrize("text", ["", "test", "check:3", "check:x", "write:-1"])
def test_an_unknown_part_is_refused(text):
    with pytest.raises(UsageError, match="say write or check"):
        Part.parse(text)


def test_a_part_takes_its_chats_only(tmp_path):
    chats = [_chat({"labels": {}}) | {"id": f"chat-{n}"} for n in range(30)]
    file = _write(tmp_path / "gold.jsonl", *chats)
    found = {chat.conversation.id for chat in read_gold([file], Part("check"))}
    assert found == {c["id"] for c in chats if Part("check").holds(c["id"])}
    assert 0 < len(found) < 30
