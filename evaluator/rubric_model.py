"""What a rubric is made of: what is asked of a closing, how much it weighs, what the levels mean."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any, Literal, Protocol, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from evaluator.mistakes import PlacedError, unknown
from evaluator.models import Level, Outcome

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]*$")]
Weight = Annotated[float, Field(gt=0, strict=True, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, strict=True)]
Points = Annotated[float, Field(ge=0, le=100, strict=True)]
Grader = Literal["rules", "model"]


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


Entry = TypeVar("Entry", bound=_HasId)


def _unique(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if entry.id in seen:
            raise PlacedError(f"duplicate id {entry.id!r}", index, "id")
        seen.add(entry.id)
    return entries


UniqueIds = AfterValidator(_unique)


class Part(BaseModel):
    """What all parts of a rubric share: frozen, and no field that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


class Source(Part):
    """An article that criteria are derived from."""

    title: Text
    language: str


class Scale(Part):
    """What a level is worth."""

    met: Share = 1.0
    partial: Share = 0.5
    missed: Share = 0.0

    @model_validator(mode="after")
    def _descends(self) -> Scale:
        if not self.missed <= self.partial <= self.met:
            raise PlacedError("expected missed ≤ partial ≤ met", "partial")
        return self


class Band(Part):
    """A name for scores at or above `start` (``from`` in the file)."""

    name: Text
    start: Points = Field(alias="from")


def _descending(bands: tuple[Band, ...]) -> tuple[Band, ...]:
    for index, (upper, lower) in enumerate(pairwise(bands), 1):
        if lower.start >= upper.start:
            what = (
                f"bands must descend: {lower.start:g} ({lower.name}) follows {upper.start:g} ({upper.name})"
            )
            raise PlacedError(what, index, "from")
    if bands[-1].start != 0:
        raise PlacedError(f"the last band must start from 0, got {bands[-1].start:g}", len(bands) - 1, "from")
    return bands


Bands = Annotated[tuple[Band, ...], Field(min_length=1), AfterValidator(_descending)]


class OutcomeMeaning(Part):
    """How a conversation may have ended."""

    id: Outcome
    meaning: Text
    notes: tuple[Text, ...] = ()


class Levels(Part):
    """What each level means; null for one that the criterion does not use."""

    met: Text
    partial: Text | None
    missed: Text | None


class Criterion(Part):
    """One question asked of every closing. `na` says when it does not apply; null: it always does."""

    id: Id
    question: Text
    weight: Weight
    critical: bool = False
    levels: Levels
    na: Text | None = None
    seeds: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()
    graded_by: Annotated[tuple[Grader, ...], Field(min_length=1)] = ("rules", "model")
    enabled: bool = True

    @model_validator(mode="after")
    def _can_be_withheld(self) -> Criterion:
        if self.levels.missed is None and self.na is None:
            raise PlacedError(
                "without a 'missed' level, 'na' must say when it does not apply", "levels", "missed"
            )
        return self

    @property
    def allowed(self) -> tuple[Level, ...]:
        """The levels a grader may choose from, `unscored` aside."""
        texts = {**dict(self.levels), "na": self.na}
        return tuple(Level(name) for name, text in texts.items() if text is not None)

    @cached_property
    def by_rules(self) -> frozenset[Level]:
        """The levels that the rules may give; none where the criterion is left to another grader."""
        return frozenset(self.allowed if "rules" in self.graded_by else ())


class Rubric(Part):
    """A complete rubric. As `load_rubric` returns it, its criteria are those to be graded."""

    id: Name
    version: Text
    title: Text
    sources: dict[str, Source] = Field(default_factory=dict)
    scale: Scale = Scale()
    cap: Points = Field(description="the most a chat can get in which a critical criterion is missed")
    bands: Bands
    notes: tuple[Text, ...] = ()
    outcomes: Annotated[tuple[OutcomeMeaning, ...], UniqueIds]
    criteria: Annotated[tuple[Criterion, ...], UniqueIds]

    @model_validator(mode="after")
    def _fits_together(self) -> Rubric:
        for index, criterion in enumerate(self.criteria):
            for position, seed in enumerate(criterion.seeds):
                if seed not in self.sources:
                    what = unknown("source", seed, list(self.sources))
                    raise PlacedError(what, "criteria", index, "seeds", position)
        if lacking := [o.value for o in Outcome if o not in {known.id for known in self.outcomes}]:
            raise PlacedError(f"outcome {lacking[0]!r} is missing", "outcomes")
        if not any(criterion.enabled for criterion in self.criteria):
            raise PlacedError("no criterion is enabled", "criteria")
        return self

    @property
    def ids(self) -> tuple[str, ...]:
        """The criteria's ids, in the rubric's order."""
        return tuple(criterion.id for criterion in self.criteria)

    def criterion(self, criterion_id: str) -> Criterion:
        """Return the criterion of that id; `KeyError` where there is none."""
        for criterion in self.criteria:
            if criterion.id == criterion_id:
                return criterion
        raise KeyError(criterion_id)

    def band(self, score: float) -> str:
        """Name the band of a score."""
        return next(band.name for band in self.bands if score >= band.start)

    @cached_property
    def sha256(self) -> str:
        """The hash of the content: equal for rubrics that say the same, however their files are laid out."""
        content = self.model_dump(mode="json", by_alias=True)
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Copy with other values, as pydantic does; the copy has a hash of its own."""
        copy = super().model_copy(update=update, deep=deep)
        copy.__dict__.pop("sha256", None)
        return copy
