"""The golden chats are what their README says."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from evaluator.agreement import read_gold
from evaluator.rubric import load_rubric

FILES = sorted((Path(__file__).resolve().parent / "golden" / "dev").glob("*.jsonl"))


def _raw(file):
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_six_languages_have_194_chats_with_ids_of_their_own():
    counts = Counter(chat["id"] for file in FILES for chat in _raw(file))
    assert [file.stem for file in FILES] == ["cs", "en", "fi", "lt", "sk", "tl"]
    assert (counts.total(), len(counts)) == (194, 194)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_chat_has_an_outcome_and_a_label_for_every_criterion(file):
    known = {*load_rubric().ids, "outcome"}
    for chat in read_gold([file]):
        assert chat.language == file.stem
        assert chat.gold.outcome
        assert chat.gold.labels.keys() == set(load_rubric().ids)
        assert chat.gold.doubtful <= known, chat.conversation.id


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_quote_stands_in_its_turn(file):
    absent = [
        (chat["id"], criterion, quote["quote"])
        for chat in _raw(file)
        for criterion, quotes in chat["gold"]["evidence"].items()
        for quote in quotes
        if quote["quote"] not in chat["turns"][quote["turn"]]["text"]
    ]
    assert absent == []
