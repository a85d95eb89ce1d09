"""What is written for a chat: its evaluation whole, as a JSON line, or flat, as a table's row."""

from __future__ import annotations

import json
from collections.abc import Sequence
from statistics import fmean
from typing import Any, NamedTuple

from pydantic_core import PydanticSerializationError

from evaluator.models import Evaluation, Status
from evaluator.report.safe import without_surrogates
from evaluator.writers.done import Result

KEY = "key"
NUMBERS = ("score", "coverage", "cost", "agreement", "score_with_suggestion")
COUNTS = ("requests", "input_tokens", "output_tokens")
_FIRST = (
    "conversation_id",
    "agent",
    "language",
    "status",
    "outcome",
    "score",
    "band",
    "coverage",
    "critical",
)
_LAST = ("tips", "error", "source", KEY)
_JUDGED = ("review", "model", *COUNTS, "cost", "agreement")
_PROPOSED = ("suggestion", "score_with_suggestion")
# Prefixed, because criteria and the other columns share names (`language`).
_LEVEL = "level_"

Cell = str | float | None


class Row(NamedTuple):
    """An evaluation, and the key by which a later run knows that it is done."""

    key: str
    evaluation: Evaluation


def columns(criteria: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of a table for a rubric of these criteria."""
    return (*_FIRST, *(_LEVEL + criterion for criterion in criteria), *_LAST, *_JUDGED, *_PROPOSED)


def flat(row: Row, criteria: Sequence[str]) -> dict[str, Cell]:
    """Return the row of a table: numbers and text, lists joined."""
    evaluation = row.evaluation
    levels = {judgement.criterion: judgement.level.value for judgement in evaluation.judgements}
    cells: dict[str, Cell] = {
        name: _plain(getattr(evaluation, name)) for name in (*_FIRST, "error", "source")
    }
    cells |= {_LEVEL + criterion: levels.get(criterion) for criterion in criteria}
    cells["tips"] = _plain(" ".join(tip.text for tip in evaluation.suggestions.tips))
    cells[KEY] = row.key
    cells |= _judged(evaluation)
    rewrite = evaluation.suggestions.rewrite
    cells["suggestion"] = _plain("\n\n".join(rewrite.messages)) if rewrite else None
    cells["score_with_suggestion"] = rewrite.after if rewrite else None
    return {name: cells[name] for name in columns(criteria)}


def _judged(evaluation: Evaluation) -> dict[str, Cell]:
    """Return the cells about the model, and whether a person should look."""
    confidences = [j.confidence for j in evaluation.judgements if j.confidence is not None]
    used = evaluation.usage
    return {
        "review": _plain("; ".join(evaluation.review.reasons) or "needed")
        if evaluation.review.needed
        else "",
        "model": _plain(evaluation.provenance.model if evaluation.provenance else None),
        **{name: getattr(used, name) for name in COUNTS},
        "cost": used.cost,
        "agreement": round(fmean(confidences), 4) if confidences else None,
    }


def from_cells(status: object, score: object, band: object, review: object = None) -> Result:
    """Read the result of a table's row; `ValueError` for cells that no writer wrote."""
    number = None if score in (None, "") else float(str(score))
    return Result(Status(str(status)), number, str(band) if band else None, bool(review))


def to_json(evaluation: Evaluation) -> str:
    """Return the evaluation as one line of JSON."""
    try:
        return evaluation.model_dump_json()
    except PydanticSerializationError:
        # Lone surrogates have no UTF-8; JSON can carry them as escapes.
        return json.dumps(evaluation.model_dump(mode="json"), separators=(",", ":"))


def to_line(row: Row) -> str:
    """Return the evaluation as one line of JSON, its key in front: a later run need not parse the rest."""
    return to_json(row.evaluation.model_copy(update={KEY: row.key}))


def from_line(line: str | bytes) -> Row:
    """Read back what `to_line` wrote."""
    data: dict[str, Any] = json.loads(line)
    key = data.pop(KEY)
    return Row(key, Evaluation.model_validate(data))


def _plain(value: object) -> Cell:
    match value:
        case None | float() | int():
            return value
        case tuple():
            return without_surrogates(", ".join(value))
    return without_surrogates(str(value))
