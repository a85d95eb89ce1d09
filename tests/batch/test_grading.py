"""One record in, one evaluation out."""

from __future__ import annotations

import asyncio

import pytest

from evaluator.batch import grade_record
from evaluator.errors import DataFileError, RecordError, UsageError
from evaluator.evaluator import Evaluator
from evaluator.models import Conversation, Evaluation, Role, Turn
from evaluator.readers import Record

CHAT = Conversation(
    id="1",
    language="en",
    turns=(
        Turn(role=Role.CUSTOMER, text="Thanks, that works."),
        Turn(role=Role.AGENT, text="Have a nice day!"),
    ),
)


class Failing(Evaluator):
    """Fails on every chat, as a bug would."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    async def evaluate(self, conversation: Conversation) -> Evaluation:  # noqa: ARG002  # it never looks
        raise self._error


def _grade(record: Record, evaluator: Evaluator | None = None) -> Evaluation:
    return asyncio.run(grade_record(record, evaluator or Evaluator()))


def test_a_chat_is_graded_and_says_where_it_came_from():
    evaluation = _grade(Record("chats.jsonl:7", CHAT, None))
    assert (evaluation.status, evaluation.source) == ("rules", "chats.jsonl:7")


def test_a_broken_record_is_an_error_with_its_place():
    evaluation = _grade(Record.failed(RecordError("chats.jsonl:7", "a turn without text", "id-7")))
    assert (evaluation.status, evaluation.error) == ("error", "a turn without text")
    assert (evaluation.conversation_id, evaluation.source) == ("id-7", "chats.jsonl:7")


def test_a_broken_record_without_an_id_is_called_by_its_place():
    assert _grade(Record.failed(RecordError("chats.jsonl:7", "not JSON"))).conversation_id == "chats.jsonl:7"


def test_a_bug_on_one_chat_is_an_error_of_that_chat():
    evaluation = _grade(Record("f:1", CHAT, None), Failing(ZeroDivisionError("division by zero")))
    assert evaluation.status == "error"
    assert evaluation.error == "grading failed (ZeroDivisionError: division by zero); please report it"


def test_a_mistake_in_a_pack_ends_the_run():
    with pytest.raises(DataFileError):
        _grade(Record("f:1", CHAT, None), Failing(DataFileError("cs.yaml", 3, 1, "no such move")))


def test_an_error_on_purpose_is_told_as_it_is():
    assert _grade(Record("f:1", CHAT, None), Failing(UsageError("no pack"))).error == "no pack"
