"""Masks personal data before a chat leaves the machine, and puts it back into what returns."""

from evaluator.redaction.masking import redact
from evaluator.redaction.redacted import Redacted

__all__ = ["Redacted", "redact"]
