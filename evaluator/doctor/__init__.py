"""Looks at everything that grading relies on, says what it found, and what to do about it."""

from evaluator.doctor.check import Check, State, exit_code
from evaluator.doctor.examine import examine

__all__ = ["Check", "State", "examine", "exit_code"]
