"""The batch loop: skip what is done, grade, write, count."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from evaluator.batch.grading import grade_record
from evaluator.batch.interrupt import Interruptions
from evaluator.batch.keys import Keys
from evaluator.batch.tally import Tally
from evaluator.evaluator import Evaluator
from evaluator.readers import Record
from evaluator.writers import Row, Writer

_SYNC_SECONDS = 2.0


@dataclass(slots=True)
class Batch:
    """Grades records into a writer, in their order. Memory does not grow with their number."""

    evaluator: Evaluator
    keys: Keys
    writer: Writer
    tally: Tally = field(default_factory=Tally)

    def run(self, records: Iterable[Record], progress: Callable[[Tally], None] = lambda _: None) -> None:
        """Grade every record that the writer does not hold yet; `progress` is called after each.

        A chat that stands in the input twice is graded twice. Raises `Interrupted` on Ctrl-C, when the
        chat in hand is written, and `OutputError` when one cannot be.
        """
        done = self.writer.done(self.keys.settings)
        with asyncio.Runner() as runner, Interruptions() as interruptions:
            synced = time.monotonic()
            for record in records:
                with interruptions.held():
                    key = self.keys.key(record)
                    if before := done.take(key):
                        self.tally.add_done(before)
                    else:
                        evaluation = runner.run(grade_record(record, self.evaluator))
                        self.writer.write(Row(key, evaluation))
                        self.tally.add(evaluation, record.notes)
                    progress(self.tally)
                if time.monotonic() - synced > _SYNC_SECONDS:
                    self.writer.sync()
                    synced = time.monotonic()
        self.writer.finish()
