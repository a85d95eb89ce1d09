"""A rubric that extends another: what its file may say, and how the two become one.

Mappings are merged, lists replaced; criteria and outcomes are merged by id, new criteria go last.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from evaluator.datafile import Location, Position, Positions, validate
from evaluator.mistakes import unknown
from evaluator.models import Outcome
from evaluator.rubric_model import (
    Bands,
    Grader,
    Id,
    Name,
    Part,
    Points,
    Rubric,
    Source,
    Text,
    UniqueIds,
    Weight,
)

_NEW_NEEDS = ("question", "weight", "levels")


def _without_defaults(schema: dict[str, Any]) -> None:
    for field in schema["properties"].values():
        field.pop("default", None)


class Change(Part):
    """Part of such a file. What is left out stays as it was, so that the defaults here mean nothing."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)


class LevelChanges(Change):
    """The levels to be reworded."""

    met: Text = ""
    partial: Text | None = None
    missed: Text | None = None


class CriterionChanges(Change):
    """A criterion of the extended rubric, with the fields that change; or a new one, complete."""

    id: Id
    question: Text = ""
    weight: Weight = 1.0
    critical: bool = False
    levels: LevelChanges = LevelChanges()
    na: Text | None = None
    seeds: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()
    graded_by: Annotated[tuple[Grader, ...], Field(min_length=1)] = ("model",)
    enabled: bool = True


class OutcomeChanges(Change):
    """An outcome to be reworded."""

    id: Outcome
    meaning: Text = ""
    notes: tuple[Text, ...] = ()


class ScaleChanges(Change):
    """The levels that are worth something else."""

    met: float = 1.0
    partial: float = 0.5
    missed: float = 0.0


class Changes(Change):
    """A rubric that starts from another: `extends` is a shipped rubric's name or a path from this file."""

    extends: Text
    id: Name
    version: Text
    title: Text = ""
    sources: dict[str, Source] = Field(default_factory=dict)
    scale: ScaleChanges = ScaleChanges()
    cap: Points = 0
    bands: Bands = ()
    notes: tuple[Text, ...] = ()
    outcomes: Annotated[tuple[OutcomeChanges, ...], UniqueIds] = ()
    criteria: Annotated[tuple[CriterionChanges, ...], UniqueIds] = ()


def merge(base: dict[str, Any], data: dict[str, Any], positions: Positions) -> dict[str, Any]:
    """Lay a checked file's changes over the data of the rubric that it extends.

    Raises `DataFileError`: what comes out is no rubric; the place is in the extending file.
    """
    changes = {key: value for key, value in data.items() if key != "extends"}
    merged = _merged(base, {**changes, "criteria": [], "outcomes": []})
    merged["outcomes"] = _merged_by_id(base["outcomes"], changes.get("outcomes", ()))
    criteria = changes.get("criteria", ())
    known = [criterion["id"] for criterion in base["criteria"]]
    for index, criterion in enumerate(criteria):
        if criterion["id"] not in known:
            _check_new(criterion, index, known, positions)
    merged["criteria"] = _merged_by_id(base["criteria"], criteria)
    validate(merged, _Extending(positions, merged["criteria"], criteria), Rubric)
    return merged


def _check_new(criterion: dict[str, Any], index: int, known: list[str], positions: Positions) -> None:
    if lacking := [field for field in _NEW_NEEDS if field not in criterion]:
        what = f"{unknown('criterion', criterion['id'], known)} (a new one needs {', '.join(lacking)} too)"
        raise positions.error(("criteria", index, "id"), what)


def _merged(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    result = dict(base)
    for key, value in changes.items():
        both = isinstance(value, dict) and isinstance(base.get(key), dict)
        result[key] = _merged(base[key], value) if both else value
    return result


def _merged_by_id(base: Iterable[dict[str, Any]], changes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    entries = {entry["id"]: entry for entry in base}
    for entry in changes:
        entries[entry["id"]] = _merged(entries.get(entry["id"], {"graded_by": ["model"]}), entry)
    return list(entries.values())


class _Extending(Positions):
    """Places in the extending file for the values of the merged rubric."""

    def __init__(
        self, own: Positions, merged: list[dict[str, Any]], own_criteria: Iterable[dict[str, Any]]
    ) -> None:
        super().__init__(own.file, own.root)
        index = {criterion["id"]: number for number, criterion in enumerate(own_criteria)}
        self._own = [index.get(criterion["id"], -1) for criterion in merged]

    def find(self, location: Location, *, key: bool = False) -> Position:
        """Find the value as this file's author wrote it; where it is the base's, the list that it is in."""
        match tuple(location):
            case ("criteria", int(index), *rest):
                location = ("criteria", self._own[index], *rest)
        return super().find(location, key=key)
