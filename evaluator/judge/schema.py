"""The form of an answer as JSON Schema, in the strict dialect that OpenAI's structured outputs ask for."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from evaluator.judge.asked import ByContent, asked
from evaluator.rubric_model import Rubric

LONGEST_QUOTE, LONGEST_REASON, LONGEST_TURN = 240, 200, 16
MOST_QUOTES = 3


def answer_schema(rubric: Rubric, *, bounded: bool = True) -> dict[str, Any]:
    """Return the schema of an answer: the outcome, and a verdict for every criterion that a model is asked.

    Not `bounded`, it has no `maxLength` and `maxItems`, which some endpoints refuse. It is made once a rubric and
    shared: do not change it. Parts that recur stand in ``$defs``, which keeps a request small.
    """
    return _schema(ByContent.of(rubric), bounded)


@lru_cache(maxsize=32)
def _schema(key: ByContent, bounded: bool) -> dict[str, Any]:
    text = _Text(bounded)
    verdicts = {c.id: tuple(level.value for level in c.allowed) for c in asked(key.rubric)}
    criteria = {criterion: _reference("_".join(allowed)) for criterion, allowed in verdicts.items()}
    outcomes = [outcome.id.value for outcome in key.rubric.outcomes]
    outcome = _object(reason=text(LONGEST_REASON), value={"type": "string", "enum": outcomes})
    evidence: dict[str, Any] = {
        "type": "array",
        "items": _object(turn=text(LONGEST_TURN), quote=text(LONGEST_QUOTE)),
    }
    if bounded:
        evidence["maxItems"] = MOST_QUOTES
    definitions = {"evidence": evidence, "reason": text(LONGEST_REASON)}
    definitions |= {"_".join(allowed): _verdict(allowed) for allowed in dict.fromkeys(verdicts.values())}
    return {**_object(outcome=outcome, criteria=_object(**criteria)), "$defs": definitions}


class _Text:
    def __init__(self, bounded: bool) -> None:
        self._bounded = bounded

    def __call__(self, longest: int) -> dict[str, Any]:
        return {"type": "string", "maxLength": longest} if self._bounded else {"type": "string"}


def _verdict(levels: tuple[str, ...]) -> dict[str, Any]:
    return _object(
        evidence=_reference("evidence"),
        reason=_reference("reason"),
        due={"type": "boolean"},
        level={"type": "string", "enum": list(levels)},
    )


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    """An object with exactly these properties, in this order: models write them in the schema's order."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}
