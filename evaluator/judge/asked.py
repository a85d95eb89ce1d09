"""What of a rubric a model is asked."""

from __future__ import annotations

from dataclasses import dataclass, field

from evaluator.rubric_model import Criterion, Rubric


@dataclass(frozen=True, slots=True)
class ByContent:
    """A rubric as the key of a cache: rubrics that say the same are equal."""

    rubric: Rubric = field(compare=False)
    sha256: str

    @classmethod
    def of(cls, rubric: Rubric) -> ByContent:
        """Wrap the rubric."""
        return cls(rubric, rubric.sha256)


def asked(rubric: Rubric) -> tuple[Criterion, ...]:
    """The criteria that a model grades, in the rubric's order."""
    return tuple(c for c in rubric.criteria if c.enabled and "model" in c.graded_by)
