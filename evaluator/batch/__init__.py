"""Many chats: graded as they are read, counted, and written so that a killed run can go on."""

from evaluator.batch.grading import grade_record
from evaluator.batch.keys import Keys
from evaluator.batch.run import Batch
from evaluator.batch.tally import Tally

__all__ = ["Batch", "Keys", "Tally", "grade_record"]
