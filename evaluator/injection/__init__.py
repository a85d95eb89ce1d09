"""Text in a chat that addresses the grader: found and flagged; and text made safe to send."""

from evaluator.injection.detect import Suspicion, suspicions
from evaluator.injection.hidden import plain

__all__ = ["Suspicion", "plain", "suspicions"]
