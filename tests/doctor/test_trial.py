"""The request: how the answer came about, and what is told where none does."""

from __future__ import annotations

import json

import pytest

from evaluator.doctor import State
from tests.doctor.conftest import Examine
from tests.doctor.wire import GOODBYE, NO_SCHEMA, PLAIN
from tests.endpoint import (
    EVERYTHING,
    LocalEndpoint,
    Reply,
    Seen,
    answer,
    late,
    out_of_quota,
    rate_limited,
    raw,
    refused,
    status,
)

PAGE = raw(b"<html>hello</html>", content_type="text/html")


def test_an_endpoint_that_takes_everything_is_asked_once_and_little(look: Examine):
    with LocalEndpoint(GOODBYE) as served:
        check = look(served)["request"]
    assert check.state is State.OK
    assert "answers as json_schema in " in check.found
    assert "1,000 + 200 tokens" in check.found
    (seen,) = served.chats
    assert seen.schema is not None
    assert len(seen.schema["properties"]) == 2
    assert len(seen.raw) < 1500


@pytest.mark.parametrize(
    ("supports", "form", "rejected", "state"),
    [
        pytest.param(EVERYTHING - {"seed"}, "json_schema", "seed", State.OK, id="seed"),
        pytest.param(
            EVERYTHING - {"max_completion_tokens"},
            "json_schema",
            "max_completion_tokens",
            State.OK,
            id="limit",
        ),
        pytest.param(
            NO_SCHEMA,
            "json_object",
            "json_schema, json_schema without lengths",
            State.WARNING,
            id="no-schema",
        ),
        pytest.param(
            PLAIN,
            "text",
            "json_schema, json_schema without lengths, json_object, temperature, seed, max_completion_tokens",
            State.WARNING,
            id="nothing-at-all",
        ),
    ],
)
def test_what_is_rejected_is_named(look: Examine, supports, form: str, rejected: str, state: State):
    with LocalEndpoint(GOODBYE, supports=supports) as served:
        check = look(served)["request"]
    assert check.state is state
    assert f"answers as {form} in" in check.found
    assert check.found.endswith(f"{len(served.chats)} requests; rejected: {rejected}")


@pytest.mark.parametrize(
    ("text", "state"),
    [
        pytest.param('```json\n{"reason": "Goodbye.", "level": "met"}\n```', State.WARNING, id="fenced"),
        pytest.param("It says goodbye.", State.PROBLEM, id="prose"),
        pytest.param('{"reason": "Goodbye.", "level": "splendid"}', State.PROBLEM, id="another-word"),
    ],
)
def test_a_schema_that_is_accepted_and_ignored_is_noticed(look: Examine, text: str, state: State):
    with LocalEndpoint(answer(text)) as served:
        check = look(served)["request"]
    assert (check.state, bool(check.advice)) == (state, True)


@pytest.mark.parametrize(
    ("reply", "said", "advice"),
    [
        pytest.param(status(401, "wrong key"), "HTTP 401", "check the API key", id="wrong-key"),
        pytest.param(status(404, "no such model"), "HTTP 404", "check the model's name", id="no-such-model"),
        pytest.param(PAGE, "a web page", "base URL", id="page"),
        pytest.param(out_of_quota(), "HTTP 429", "billing", id="quota"),
        pytest.param(rate_limited(3600), "HTTP 429", "wait", id="rate"),
        pytest.param(refused("no"), "refuses", "another --model", id="refusal"),
        pytest.param(status(400, "the field 'n' is missing"), "HTTP 400", "another --model", id="rejection"),
        pytest.param(late(GOODBYE, 5), "no answer within 0.4 s", "--timeout", id="slow"),
    ],
)
def test_a_failure_is_a_problem_with_advice(look: Examine, reply: Reply, said: str, advice: str):
    with LocalEndpoint(reply) as served:
        check = look(served, timeout=0.4)["request"]
    assert (check.state, check.code) == (State.PROBLEM, 6)
    assert said in check.found
    assert advice in check.advice


def test_every_model_of_a_jury_is_asked(look: Examine):
    with LocalEndpoint(GOODBYE, models=["a", "b"]) as served:
        look(served, models=["a", "b", "a"])
    assert [seen.body["model"] for seen in served.chats] == ["a", "b"]


def test_a_limit_on_the_cost_of_a_model_without_a_price_is_told(look: Examine):
    with LocalEndpoint(GOODBYE) as served:
        check = look(served, max_cost=1.0)["request"]
    assert (check.state, check.code) == (State.PROBLEM, 2)
    assert "no price is known" in check.found


def echo(seen: Seen) -> Reply:
    """Repeat what nobody should see, at its place and where the message is cut."""
    secrets = " ".join([seen.headers["authorization"], seen.headers["x-team"]])
    return status(400, f"{secrets} {'z' * 60} {secrets} {secrets} {secrets}")


@pytest.mark.parametrize("key", ["hunter2-hunter2", "sk-proj-hunter2hunter2", "hunter2"])
def test_an_endpoint_that_repeats_secrets_gives_none_away(look: Examine, monkeypatch, key: str):
    monkeypatch.setenv("OPENAI_API_KEY", key)
    monkeypatch.setenv("CLOSURE_HEADERS", "X-Team=Token team-hunter3-hunter3")
    with LocalEndpoint(echo, models=["test-model"]) as served:
        found = look(served)
        assert key in served.chats[0].headers["authorization"]
    shown = json.dumps([[c.found, c.advice] for c in found.values()])
    assert found["request"].state is State.PROBLEM
    assert "hunt" not in shown
    assert found["key"].found == "there is one, from OPENAI_API_KEY"
