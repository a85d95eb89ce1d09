"""The batch loop: skip what is done, grade several at a time, write each as it is finished, count."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from evaluator.batch.grading import grade_record
from evaluator.batch.interrupt import Interruptions
from evaluator.batch.keys import Keys
from evaluator.batch.tally import Tally
from evaluator.evaluator import Evaluator
from evaluator.models import Evaluation
from evaluator.readers import Record
from evaluator.writers import Row, Writer

_SYNC_SECONDS = 2.0


@dataclass(slots=True)
class Batch:
    """Grades records into a writer. Memory does not grow with their number.

    At most `width` chats are in work at a time: with more than one, results come in the order in which they are
    finished. With `only`, results that it refuses are counted and not written.
    """

    evaluator: Evaluator
    keys: Keys
    writer: Writer
    tally: Tally = field(default_factory=Tally)
    width: int = 1
    only: Callable[[Evaluation], bool] | None = None
    _progress: Callable[[Tally], None] = field(init=False)
    _synced: float = field(init=False)
    _error: BaseException | None = field(init=False, default=None)

    def run(self, records: Iterable[Record], progress: Callable[[Tally], None] = lambda _: None) -> None:
        """Grade every record that the writer does not hold yet; `progress` is called after each.

        A chat that stands in the input twice is graded twice. Raises `Interrupted` on Ctrl-C, when the chats in
        work are written; `OutputError` when one cannot be; `Failure` when no chat can be judged any more.
        """
        self._progress, self._synced = progress, time.monotonic()
        with Interruptions() as interruptions, asyncio.Runner() as runner, interruptions.held():
            runner.run(self._all(iter(records), interruptions))
        self.writer.finish()

    async def _all(self, records: Iterator[Record], interruptions: Interruptions) -> None:
        done = self.writer.done(self.keys.settings)
        slots = asyncio.Semaphore(self.width)
        tasks: set[asyncio.Task[None]] = set()
        async with self.evaluator:
            while not (interruptions.pending or self._error):
                await slots.acquire()
                # Only work in hand is waited for: a reader that waits for input may be interrupted at once.
                with interruptions.released(if_=not tasks):
                    record = next(records, None)
                if record is None:
                    break
                key = self.keys.key(record)
                if before := done.take(key):
                    self.tally.add_done(before)
                    self._progress(self.tally)
                    slots.release()
                    continue
                task = asyncio.create_task(self._one(record, key))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
                task.add_done_callback(lambda _: slots.release())
            while tasks:
                await asyncio.wait(tasks)
        if self._error:
            raise self._error

    async def _one(self, record: Record, key: str) -> None:
        try:
            evaluation = await grade_record(record, self.evaluator)
            if self.only is None or self.only(evaluation):
                self.writer.write(Row(key, evaluation))
            self.tally.add(evaluation, record.notes)
            self._progress(self.tally)
            if time.monotonic() - self._synced > _SYNC_SECONDS:
                self.writer.sync()
                self._synced = time.monotonic()
        except Exception as error:  # noqa: BLE001  # what ends the run is raised when the other chats are written
            self._error = self._error or error
