import json

import jsonschema
import pytest

from evaluator.rubric import load_rubric
from tests.endpoint import LocalEndpoint, chat_in, good, instance, judged, verdict
from tests.endpoint.test_server import CHAT, SCHEMA, ask, content, question
from tests.endpoint.wire import Seen


def seen(body):
    return Seen("POST", "/v1/chat/completions", {}, json.dumps(body).encode(), body, 0.0, 1)


def read(reply):
    return content(reply.body)


def test_a_good_answer_keeps_to_the_schema(endpoint):
    found = content(ask(endpoint(good))[2])
    jsonschema.validate(found, SCHEMA)
    assert {name: part["level"] for name, part in found["criteria"].items()} == {
        "farewell": "met",
        "thanks": "met",
    }


def test_the_quote_is_the_agent_s_own_to_the_letter():
    (evidence,) = verdict(seen(question()))["criteria"]["thanks"]["evidence"]
    assert evidence == {"turn": "t2-x", "quote": "You're  welcome, Jana. Anything"}


def test_levels_and_quotes_can_be_given():
    found = read(judged(seen(question()), quote="never said", turn="t9", outcome="unclear", thanks="missed"))
    assert found["outcome"]["value"] == "unclear"
    assert found["criteria"]["farewell"]["evidence"] == [{"turn": "t9", "quote": "never said"}]
    assert found["criteria"]["thanks"]["level"] == "missed"
    assert found["criteria"]["thanks"]["evidence"] == []


@pytest.mark.parametrize(("level", "due"), [("na", False), ("missed", True)])
def test_what_does_not_apply_is_not_due(level, due):
    assert verdict(seen(question()), thanks=level)["criteria"]["thanks"]["due"] is due


def test_a_criterion_that_was_not_asked_for_is_a_mistake():
    with pytest.raises(AssertionError, match="thank_you"):
        verdict(seen(question()), thank_you="met")


@pytest.mark.parametrize("form", [None, {"type": "json_object"}], ids=["plain text", "JSON mode"])
def test_without_a_schema_the_criteria_that_the_prompt_names_are_judged(form):
    ids = [criterion.id for criterion in load_rubric().criteria][:3]
    body = question(response_format=form)
    body["messages"][0]["content"] = f"Grade {', '.join(ids)}."
    found = read(good(seen(body)))
    assert list(found["criteria"]) == ids
    assert found["outcome"]["value"] == load_rubric().outcomes[0].id


def test_the_chat_is_found_behind_a_later_complaint():
    body = question()
    body["messages"] += [
        {"role": "assistant", "content": '{"turns": []}'},
        {"role": "user", "content": [{"type": "text", "text": 'Not valid: {"criteria": {}}'}]},
    ]
    assert chat_in(seen(body)) == CHAT


def test_no_chat_is_a_mistake():
    with pytest.raises(AssertionError, match="no chat"):
        chat_in(seen({"messages": [{"role": "user", "content": "{ hello"}]}))


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {"ok": {"type": "boolean"}, "n": {"type": "integer", "minimum": 3}}},
        {"type": "array", "items": {"const": "a"}, "minItems": 2},
        {"type": ["string", "null"], "maxLength": 2},
        {"type": "string", "minLength": 9},
        {"anyOf": [{"type": "null"}, {"type": "number"}]},
        {"$ref": "#/$defs/x", "$defs": {"x": {"enum": ["a", "b"]}}},
    ],
    ids=["an object", "an array", "a short text", "a long text", "a choice", "a reference"],
)
def test_other_schemas_get_their_smallest_instance(schema):
    jsonschema.validate(instance(schema), schema)


def test_another_schema_is_answered_as_well():
    schema = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}
    with LocalEndpoint() as served:
        assert content(ask(served, question(schema))[2]) == {"ok": True}
