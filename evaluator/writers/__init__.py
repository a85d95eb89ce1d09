"""Where evaluations are written: a file that a later run can continue, its kind by its ending."""

from evaluator.writers.done import Done, Result
from evaluator.writers.open import DESCRIPTIONS, open_writer
from evaluator.writers.row import Row, to_json
from evaluator.writers.writer import Writer

__all__ = ["DESCRIPTIONS", "Done", "Result", "Row", "Writer", "open_writer", "to_json"]
