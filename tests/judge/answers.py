"""Answers for tests, as a model that keeps to the form writes them."""

from __future__ import annotations

import json
from typing import Any

from evaluator.judge.asked import asked
from evaluator.rubric import Rubric


def answer(rubric: Rubric, nonce: str = "a1b2", **changed: dict[str, Any]) -> dict[str, Any]:
    """An answer that says `met` throughout; the criteria named in `changed` say something else."""
    evidence = [{"turn": f"{nonce}-1", "quote": "Thank you for your patience"}]
    said = {"evidence": evidence, "reason": "The agent says so.", "due": True, "level": "met"}
    return {
        "outcome": {"reason": "It was settled.", "value": "resolved"},
        "criteria": {c.id: {**said, **changed.get(c.id, {})} for c in asked(rubric)},
    }


def written(rubric: Rubric, nonce: str = "a1b2", **changed: dict[str, Any]) -> str:
    """The same, as text."""
    return json.dumps(answer(rubric, nonce, **changed), ensure_ascii=False)
