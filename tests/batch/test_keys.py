"""What is the same chat, graded the same way."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.batch import Keys
from evaluator.errors import RecordError
from evaluator.models import Conversation, Role, Turn
from evaluator.readers import Record
from evaluator.resources import data_dir
from evaluator.rubric import load_rubric

RUBRIC = load_rubric()
CHAT = Conversation(id="1", turns=(Turn(role=Role.AGENT, text="Bye \ud800"),))


def _key(chat: Conversation = CHAT, where: str = "a:1", keys: Keys | None = None) -> str:
    return (keys or Keys(RUBRIC)).key(Record(where, chat, None))


def test_the_place_of_a_chat_does_not_count():
    assert _key(where="a:1") == _key(where="b:2")


@pytest.mark.parametrize(
    "change",
    [{"id": "2"}, {"turns": ()}, {"agent": "Jana"}, {"language": "cs"}, {"metadata": {"tier": 1}}],
    ids=lambda change: next(iter(change)),
)
def test_everything_in_a_chat_counts(change):
    assert _key(CHAT.model_copy(update=change)) != _key()


def test_broken_records_differ_by_place_and_mistake():
    errors = [RecordError("a:1", "x"), RecordError("a:2", "x"), RecordError("a:1", "y")]
    assert len({Keys(RUBRIC).key(Record.failed(error)) for error in errors}) == 3


def test_settings_change_with_rubric_and_language_of_reasons():
    heavier = RUBRIC.model_copy(update={"criteria": RUBRIC.criteria[:-1]})
    settings = {Keys(RUBRIC).settings, Keys(heavier).settings, Keys(RUBRIC, reasons_in="chat").settings}
    assert len(settings) == 3


def test_settings_change_with_a_packs_content_and_not_with_its_place(tmp_path: Path):
    english = (data_dir("rubrics") / "languages" / "en.yaml").read_text("utf-8")
    (tmp_path / "en.yaml").write_text(english, "utf-8")
    assert Keys(RUBRIC, tmp_path).settings == Keys(RUBRIC).settings
    (tmp_path / "en.yaml").write_text(english + "# mine\n", "utf-8")
    assert Keys(RUBRIC, tmp_path).settings != Keys(RUBRIC).settings
