"""The golden chats are what their README says."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from evaluator.agreement import read_gold
from evaluator.rubric import load_rubric

GOLDEN = Path(__file__).resolve().parent / "golden"
FILES = sorted(GOLDEN.glob("*/*.jsonl"))


def _raw(file):
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("folder", "chats"), [("dev", 194), ("more", 288), ("held", 72)])
def test_each_folder_has_six_languages(folder, chats):
    files = [file for file in FILES if file.parent.name == folder]
    assert [file.stem for file in files] == ["cs", "en", "fi", "lt", "sk", "tl"]
    assert sum(len(_raw(file)) for file in files) == chats


@pytest.mark.parametrize(("folder", "chats"), [("real", 33), ("real_held", 32)])
def test_real_chats_are_english(folder, chats):
    (file,) = [file for file in FILES if file.parent.name == folder]
    assert file.stem == "en"
    assert len(_raw(file)) == chats


def test_every_chat_has_an_id_of_its_own():
    ids = Counter(chat["id"] for file in FILES for chat in _raw(file))
    assert [name for name, count in ids.items() if count > 1] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_every_chat_has_an_outcome_and_a_label_for_every_criterion(file):
    known = {*load_rubric().ids, "outcome"}
    for chat in read_gold([file]):
        assert chat.language == file.stem
        assert chat.gold.outcome
        assert chat.gold.labels.keys() == set(load_rubric().ids)
        assert chat.gold.doubtful <= known, chat.conversation.id


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_every_quote_stands_in_its_turn(file):
    absent = [
        (chat["id"], criterion, quote["quote"])
        for chat in _raw(file)
        for criterion, quotes in chat["gold"]["evidence"].items()
        for quote in quotes
        if quote["quote"] not in chat["turns"][quote["turn"]]["text"]
    ]
    assert absent == []
