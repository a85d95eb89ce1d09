"""What a run has come to, counted as it goes: memory does not grow with the chats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from evaluator.models import Evaluation, Status, Usage
from evaluator.report.amounts import money
from evaluator.writers.done import Result

_KEPT = 5


@dataclass(slots=True)
class Spending:
    """What asking a model has come to. `unpriced` requests are those whose cost is not known."""

    requests: int = 0
    tokens: int = 0
    cost: float = 0.0
    unpriced: int = 0
    cache_hits: int = 0

    def add(self, usage: Usage) -> None:
        """Add what one chat has cost."""
        self.requests += usage.requests
        self.tokens += usage.input_tokens + usage.output_tokens
        self.cost += usage.cost or 0.0
        self.unpriced += usage.requests if usage.cost is None else 0
        self.cache_hits += usage.cache_hit

    @property
    def cost_words(self) -> str:
        """Say the cost, as far as it is known."""
        if self.unpriced:
            return f"at least {money(self.cost)}" if self.cost else "unknown"
        return money(self.cost)


@dataclass(slots=True)
class Tally:
    """Counts, the mean score, and the first few failures. `skipped` chats were done by an earlier run.

    `fallbacks` counts by kind why the rules stood in for the model, and `spent` what the model has cost: both in
    this run only, as an output's rows do not tell.
    """

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
    to_review: int = 0
    fallbacks: Counter[str] = field(default_factory=Counter)
    spent: Spending = field(default_factory=Spending)
    _total: float = 0.0

    def add(self, evaluation: Evaluation, notes: Iterable[str] = ()) -> None:
        """Count one chat."""
        self._count(Result.of(evaluation))
        self.spent.add(evaluation.usage)
        if evaluation.status is Status.FALLBACK:
            self.fallbacks[str(evaluation.error).partition(":")[0]] += 1
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
        self.to_review += result.review
        if result.score is not None:
            self._total += result.score
            self.bands[str(result.band)] += 1
        if self.threshold is not None and (result.score is None or result.score < self.threshold):
            self.below += 1

    @property
    def judged(self) -> int:
        """Chats that a model graded."""
        return self.statuses[Status.GRADED]

    @property
    def fallen_back(self) -> int:
        """Chats that the rules graded because no model could."""
        return self.statuses[Status.FALLBACK]

    @property
    def has_model(self) -> bool:
        """Whether a model had anything to do with the chats."""
        return bool(self.judged or self.fallen_back or self.spent.requests)

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
