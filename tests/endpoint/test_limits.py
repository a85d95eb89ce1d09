import json
from contextlib import closing

import pytest

from tests.endpoint import EVERYTHING, good, status
from tests.endpoint.limits import Rate
from tests.endpoint.test_server import ask, connect, question


def without(*names):
    return EVERYTHING - set(names)


REFUSED = [
    pytest.param({"key": "k"}, {}, 401, "invalid_api_key", None, id="a key is wanted"),
    pytest.param({"models": ["other"]}, {}, 404, "model_not_found", None, id="the model is not there"),
    pytest.param(
        {"supports": without("temperature")},
        {"temperature": 0},
        400,
        "unsupported_parameter",
        "temperature",
        id="no temperature",
    ),
    pytest.param(
        {"supports": without("seed")}, {"seed": 1}, 400, "unsupported_parameter", "seed", id="no seed"
    ),
    pytest.param(
        {"supports": without("max_tokens")},
        {"max_tokens": 9},
        400,
        "unsupported_parameter",
        "max_tokens",
        id="only the new name of the limit",
    ),
    pytest.param({"supports": without("json_schema")}, {}, 400, None, "response_format", id="no schema"),
    pytest.param(
        {"supports": without("json_object")},
        {"response_format": {"type": "json_object"}},
        400,
        None,
        "response_format",
        id="no JSON mode",
    ),
    pytest.param({"context_length": 60}, {}, 400, "context_length_exceeded", "messages", id="more than fits"),
]


@pytest.mark.parametrize(("limits", "more", "code", "name", "param"), REFUSED)
def test_what_is_not_accepted_is_turned_away_in_the_words_of_the_api(
    endpoint, limits, more, code, name, param
):
    served = endpoint(**limits)
    got, _, body = ask(served, question(**more))
    error = json.loads(body)["error"]
    assert (got, error["code"], error["param"]) == (code, name, param)
    assert error["message"]


@pytest.mark.parametrize(("limits", "more"), [case.values[:2] for case in REFUSED])
def test_what_is_within_the_limits_is_answered(endpoint, limits, more):
    wider = {**limits, "models": ["m"], "supports": EVERYTHING, "context_length": 9000, "key": "k"}
    assert ask(endpoint(**wider), question(**more), {"Authorization": "Bearer k"})[0] == 200


@pytest.mark.parametrize(
    ("dialect", "error"),
    [
        ("vllm", {"type": "BadRequestError", "code": 400, "param": "messages"}),
        ("llama.cpp", {"type": "exceed_context_size_error", "code": 400}),
    ],
)
def test_other_servers_word_an_error_otherwise(endpoint, dialect, error):
    _, _, body = ask(endpoint(context_length=60, dialect=dialect))
    said = json.loads(body)["error"]
    assert "context" in said.pop("message")
    assert said == error


@pytest.mark.parametrize(
    ("header", "code"),
    [({"Authorization": "Bearer k"}, 200), ({"api-key": "k"}, 200), ({"Authorization": "Bearer other"}, 401)],
    ids=["as OpenAI wants it", "as Azure wants it", "another key"],
)
def test_a_key_may_come_in_either_header(endpoint, header, code):
    assert ask(endpoint(key="k"), headers=header)[0] == code


def test_a_key_may_change_while_it_runs(endpoint):
    served = endpoint(key="k")
    assert ask(served, headers={"Authorization": "Bearer k"})[0] == 200
    served.limits.key = "another"
    assert ask(served, headers={"Authorization": "Bearer k"})[0] == 401


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/v1/models", 200),
        ("GET", "/v1/nothing", 404),
        ("GET", "/v1/chat/completions", 404),
        ("POST", "/openai/deployments/m/chat/completions?api-version=2024-10-21", 200),
    ],
)
def test_paths(endpoint, method, path, code):
    with closing(connect(endpoint())) as line:
        line.request(method, path, json.dumps(question()) if method == "POST" else None)
        reply = line.getresponse()
        assert reply.status == code
        assert json.load(reply)


def test_a_body_that_is_no_json_is_turned_away(endpoint):
    with closing(connect(endpoint())) as line:
        line.request("POST", "/v1/chat/completions", b"{")
        assert line.getresponse().status == 400


def test_a_turned_away_request_uses_up_no_step(endpoint):
    served = endpoint([status(500), good], key="k")
    key = {"Authorization": "Bearer k"}
    assert [ask(served, headers=headers)[0] for headers in ({}, key, {}, key)] == [401, 500, 401, 200]


def test_too_many_requests_are_told_when_to_come_back(endpoint):
    served = endpoint(rps=2, burst=2)
    replies = [ask(served) for _ in range(3)]
    assert [code for code, _, _ in replies] == [200, 200, 429]
    assert replies[-1][1]["retry-after"] == "1"
    assert 0 < int(replies[-1][1]["retry-after-ms"]) <= 500


def test_a_rate_is_kept_over_time():
    now = 0.0
    rate = Rate(10, burst=3, clock=lambda: now)
    passed = 0
    for step in range(200):
        now = step / 100
        passed += rate.objection() is None
    assert passed == 3 + 19
