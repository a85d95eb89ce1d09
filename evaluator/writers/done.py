"""What an output already holds, and how that came out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple, Self

from evaluator.errors import OutputError
from evaluator.models import Evaluation, Status


class Result(NamedTuple):
    """The part of an evaluation that a run's totals are made of."""

    status: Status
    score: float | None
    band: str | None
    review: bool = False

    @classmethod
    def of(cls, evaluation: Evaluation) -> Self:
        """Take it from an evaluation."""
        return cls(evaluation.status, evaluation.score, evaluation.band, evaluation.review.needed)


class Done:
    """The results of an earlier run by key, each to be taken once: a chat may stand in the input twice.

    Those of a status in `discarded` are not among them; `discards` says whether there were any.
    """

    def __init__(
        self,
        path: Path,
        rows: Iterable[tuple[str, Result]],
        settings: str,
        discarded: Collection[Status] = (),
    ) -> None:
        """Refuse, with `OutputError`, rows that were made with other settings: results must not be mixed."""
        self.rows = 0
        self.discards = False
        self._results: defaultdict[str, list[Result]] = defaultdict(list)
        shared: dict[Result, Result] = {}
        for key, result in rows:
            self.rows += 1
            if not key.startswith(f"{settings}-"):
                what = "was graded with another rubric, language pack, version, model or --reasons-in"
                raise OutputError(f"{path}: {what}; pass --force to start anew, or write to another file")
            if result.status in discarded:
                self.discards = True
            else:
                self._results[key].append(shared.setdefault(result, result))

    def take(self, key: str) -> Result | None:
        """Return a result with this key that was not taken yet."""
        left = self._results.get(key)
        return left.pop() if left else None
