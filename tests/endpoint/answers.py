"""Answers of a model that does as it is told: valid instances of the schema that a request asks for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from evaluator.judge.asked import asked
from evaluator.rubric import load_rubric
from tests.endpoint.instance import instance, resolved
from tests.endpoint.replies import answer, usage
from tests.endpoint.wire import Reply, Seen, text_of

QUOTED_WORDS = 4
REASON = "The last turn of the agent shows it."


def good(seen: Seen) -> Reply:
    """Answer with a valid instance of the schema; a verdict where no schema says otherwise."""
    schema = seen.schema
    if schema is None or {"outcome", "criteria"} <= schema.get("properties", {}).keys():
        return judged(seen)
    return _counted(seen, instance(schema))


def judged(
    seen: Seen,
    *,
    quote: str | None = None,
    turn: str | int | None = None,
    outcome: str | None = None,
    reason: str = REASON,
    **levels: str,
) -> Reply:
    """Answer with a `verdict`."""
    return _counted(seen, verdict(seen, quote=quote, turn=turn, outcome=outcome, reason=reason, **levels))


def verdict(
    seen: Seen,
    *,
    quote: str | None = None,
    turn: str | int | None = None,
    outcome: str | None = None,
    reason: str = REASON,
    **levels: str,
) -> dict[str, Any]:
    """Return what a judge would say of the chat in the request: all met, except where `levels` says otherwise.

    What is met or partial rests on the first words of the agent's last turn, unless `quote` and `turn` say
    otherwise.
    """
    kinds = _criteria(seen)
    unknown = levels.keys() - kinds.keys()
    assert not unknown, f"the request asks for no {', '.join(sorted(unknown))}"
    said = _last_words(seen)
    evidence = {
        "turn": said["turn"] if turn is None else turn,
        "quote": said["quote"] if quote is None else quote,
    }
    criteria: dict[str, Any] = {}
    for name, kind in kinds.items():
        level = levels.get(name, "met")
        shown = [evidence] if level in ("met", "partial") else []
        due = instance(kind.get("properties", {}).get("due", {"type": "boolean"}))
        due = level != "na" if isinstance(due, bool) else due
        criteria[name] = {"evidence": shown, "reason": reason, "due": due, "level": level}
    return {"outcome": {"reason": reason, "value": outcome or _outcome(seen)}, "criteria": criteria}


def chat_in(seen: Seen) -> dict[str, Any]:
    """Return the chat that a request asks about: the last JSON object with turns in what the user says."""
    for message in reversed(seen.body["messages"]):
        if message["role"] == "user":
            for value in _objects(text_of(message)):
                if "turns" in value:
                    return value
    raise AssertionError("no chat in the request")


def _counted(seen: Seen, value: dict[str, Any]) -> Reply:
    """Answer with a value, and with token counts that fit the request."""
    used = usage(len(seen.raw) // 4, len(json.dumps(value)) // 4)
    return answer(value, usage=used, model=seen.body.get("model", "test-model"))


def _criteria(seen: Seen) -> dict[str, Mapping[str, Any]]:
    """Return the criteria that a request asks for, each with its schema; without one, those its first message names."""
    schema = seen.schema
    if schema is None:
        words = set(re.findall(r"\w+", text_of(seen.body["messages"][0])))
        return {criterion: {} for criterion in _shipped()[0] if criterion in words}
    asked = resolved(schema["properties"]["criteria"], schema)["properties"]
    return {name: resolved(kind, schema) for name, kind in asked.items()}


def _outcome(seen: Seen) -> str:
    schema = seen.schema
    if schema is None:
        return _shipped()[1]
    part = resolved(schema["properties"]["outcome"], schema)
    return str(instance(part["properties"]["value"], schema))


@cache
def _shipped() -> tuple[tuple[str, ...], str]:
    """Return the criteria of the shipped rubric that a model is asked about, and its first outcome."""
    rubric = load_rubric()
    return tuple(criterion.id for criterion in asked(rubric)), rubric.outcomes[0].id.value


def _last_words(seen: Seen) -> dict[str, Any]:
    """Quote the beginning of the agent's last turn, or of the last turn where no agent speaks."""
    turns = chat_in(seen)["turns"]
    spoken = [turn for turn in turns if turn.get("role") == "agent" and turn["text"].strip()] or turns
    text = spoken[-1]["text"]
    end = 0
    for word in text.split()[:QUOTED_WORDS]:
        end = text.index(word, end) + len(word)
    return {"turn": spoken[-1]["id"], "quote": text[:end].lstrip()}


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Yield the JSON objects in a text, wherever they begin."""
    decoder = json.JSONDecoder()
    at = text.find("{")
    while at >= 0:
        try:
            value, end = decoder.raw_decode(text, at)
        except ValueError:
            end = at + 1
        else:
            yield value
        at = text.find("{", end)
