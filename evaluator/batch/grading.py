"""One record in, one evaluation out, whatever happens."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable

from evaluator.endpoint.failure import Failure
from evaluator.errors import ClosureError, DataFileError
from evaluator.evaluator import Evaluator
from evaluator.models import Evaluation, Status
from evaluator.readers import Record


async def grade_record(record: Record, evaluator: Evaluator) -> Evaluation:
    """Grade the chat; one that cannot be read or graded becomes an evaluation with status ``error``.

    Only what would spoil the other chats too is raised: a mistake in a rubric or pack, as `DataFileError`, and a
    model that cannot be asked at all, as `Failure`.
    """
    if record.conversation is None:
        what = record.error.what if record.error else "nothing was read"
        return _failed(record, what, record.error.record_id if record.error else None)
    try:
        evaluation = await evaluator.evaluate(record.conversation)
    except (DataFileError, Failure):
        raise
    except ClosureError as error:
        return _failed(record, str(error), record.conversation.id)
    except Exception as error:  # noqa: BLE001  # the edge of one chat: the other chats must go on
        what = f"grading failed ({type(error).__name__}: {error}); please report it"
        return _failed(record, what, record.conversation.id)
    return evaluation.model_copy(update={"source": record.where})


async def grade_in_order(
    records: Iterable[Record], evaluator: Evaluator, width: int = 1
) -> AsyncIterator[tuple[Record, Evaluation]]:
    """Grade as `grade_record` does, up to `width` chats at a time, and return them in the order of the records."""
    waiting: deque[tuple[Record, asyncio.Task[Evaluation]]] = deque()
    for record in records:
        waiting.append((record, asyncio.create_task(grade_record(record, evaluator))))
        if len(waiting) >= width:
            first, task = waiting.popleft()
            yield first, await task
    for first, task in waiting:
        yield first, await task


def _failed(record: Record, what: str, chat_id: str | None) -> Evaluation:
    return Evaluation(
        conversation_id=chat_id or record.where, status=Status.ERROR, error=what, source=record.where
    )
