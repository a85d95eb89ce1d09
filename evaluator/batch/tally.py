"""What a run has come to, counted as it goes: memory does not grow with the chats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from evaluator.models import Evaluation, Status
from evaluator.writers.done import Result

_KEPT = 5


@dataclass(slots=True)
class Tally:
    """Counts, the mean score, and the first few failures. `skipped` chats were done by an earlier run."""

    threshold: float | None = None
    chats: int = 0
    skipped: int = 0
    statuses: Counter[Status] = field(default_factory=Counter)
    bands: Counter[str] = field(default_factory=Counter)
    below: int = 0
    errors: list[str] = field(default_factory=list)
    ungradable: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    noted: int = 0
    _total: float = 0.0

    def add(self, evaluation: Evaluation, notes: Iterable[str] = ()) -> None:
        """Count one chat."""
        self._count(Result.of(evaluation))
        if evaluation.status is Status.ERROR:
            _keep(self.errors, f"{evaluation.source}: {evaluation.error}")
        elif evaluation.status is Status.NOT_GRADABLE:
            _keep(self.ungradable, f"{evaluation.conversation_id}: {evaluation.error}")
        for note in notes:
            self.noted += 1
            _keep(self.notes, f"{evaluation.source}: {note}")

    def add_done(self, result: Result) -> None:
        """Count one chat that an earlier run has graded."""
        self.skipped += 1
        self._count(result)

    def _count(self, result: Result) -> None:
        self.chats += 1
        self.statuses[result.status] += 1
        if result.score is not None:
            self._total += result.score
            self.bands[str(result.band)] += 1
        if self.threshold is not None and (result.score is None or result.score < self.threshold):
            self.below += 1

    @property
    def failed(self) -> int:
        """Chats that could not be read or graded because of an error."""
        return self.statuses[Status.ERROR]

    @property
    def not_gradable(self) -> int:
        """Chats in which there is nothing to grade."""
        return self.statuses[Status.NOT_GRADABLE]

    @property
    def graded(self) -> int:
        """Chats with a score."""
        return sum(self.bands.values())

    @property
    def mean(self) -> float | None:
        """Return the mean of the scores."""
        return self._total / self.graded if self.graded else None


def _keep(kept: list[str], line: str) -> None:
    if len(kept) < _KEPT:
        kept.append(line)
