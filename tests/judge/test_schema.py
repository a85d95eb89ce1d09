from __future__ import annotations

import json

import jsonschema
import pytest

from evaluator.judge.schema import answer_schema
from evaluator.rubric import load_rubric
from tests.judge.answers import answer

RUBRIC = load_rubric()
# What OpenAI's strict mode knows; the last two are left out for endpoints that refuse them.
KEYWORDS = {"type", "properties", "required", "additionalProperties", "items", "enum", "$ref", "$defs"}
BOUNDS = {"maxLength", "maxItems"}


def _schemas(schema):
    yield schema
    for inner in (*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()):
        yield from _schemas(inner)
    if "items" in schema:
        yield from _schemas(schema["items"])


def _resolved(schema, root):
    name = schema.get("$ref", "").removeprefix("#/$defs/")
    return root["$defs"][name] if name else schema


@pytest.mark.parametrize("bounded", [True, False], ids=["bounded", "unbounded"])
def test_every_part_keeps_to_the_strict_dialect(bounded):
    root = answer_schema(RUBRIC, bounded=bounded)
    jsonschema.Draft202012Validator.check_schema(root)
    for schema in _schemas(root):
        assert schema.keys() <= KEYWORDS | (BOUNDS if bounded else set())
        if "$ref" in schema:
            assert schema.keys() == {"$ref"}
            assert _resolved(schema, root)
        elif schema["type"] == "object":
            assert schema["additionalProperties"] is False
            assert schema["required"] == list(schema["properties"])
        elif schema["type"] == "string":
            assert "enum" in schema or bounded == ("maxLength" in schema)
        elif schema["type"] == "array":
            assert bounded == ("maxItems" in schema)


def test_criteria_are_those_that_a_model_is_asked_each_with_its_levels():
    root = answer_schema(RUBRIC)
    criteria = root["properties"]["criteria"]["properties"]
    assert list(criteria) == [criterion.id for criterion in RUBRIC.criteria if criterion.id != "pace"]
    for criterion_id, schema in criteria.items():
        verdict = _resolved(schema, root)
        assert list(verdict["properties"]) == ["evidence", "reason", "due", "level"]
        assert verdict["properties"]["level"]["enum"] == list(RUBRIC.criterion(criterion_id).allowed)


def test_it_is_made_once_a_rubric_and_small():
    assert answer_schema(RUBRIC) is answer_schema(load_rubric().model_copy())
    assert len(json.dumps(answer_schema(RUBRIC))) < 5000


@pytest.mark.parametrize(
    ("changed", "fits"),
    [
        ({}, True),
        ({"thanks": {"evidence": [], "level": "missed"}}, True),
        ({"thanks": {"level": "na"}}, False),
        ({"resources": {"level": "partial"}}, False),
        ({"thanks": {"level": "good"}}, False),
        ({"thanks": {"due": "yes"}}, False),
        ({"thanks": {"more": 1}}, False),
        ({"thanks": {"reason": "x" * 201}}, False),
        ({"thanks": {"evidence": [{"turn": "a1b2-1", "quote": "x" * 241}]}}, False),
        ({"thanks": {"evidence": [{"turn": "a1b2-1"}]}}, False),
        ({"thanks": {"evidence": [{"turn": "a1b2-1", "quote": "x"}] * 4}}, False),
    ],
    ids=str,
)
def test_what_fits(changed, fits):
    assert jsonschema.Draft202012Validator(answer_schema(RUBRIC)).is_valid(answer(RUBRIC, **changed)) == fits


def test_a_missing_criterion_or_an_unknown_outcome_does_not_fit():
    validator = jsonschema.Draft202012Validator(answer_schema(RUBRIC, bounded=False))
    without, unknown = answer(RUBRIC), answer(RUBRIC)
    del without["criteria"]["thanks"]
    unknown["outcome"]["value"] = "solved"
    assert validator.is_valid(answer(RUBRIC))
    assert not validator.is_valid(without)
    assert not validator.is_valid(unknown)
