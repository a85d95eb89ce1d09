import asyncio
import http.client
import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext, suppress
from urllib.parse import urlsplit

import openai
import pytest

from tests.endpoint import (
    End,
    LocalEndpoint,
    answer,
    choices_empty,
    close_without_answer,
    drip,
    good,
    hang,
    late,
    out_of_quota,
    rate_limited,
    raw,
    refused,
    reset,
    status,
    truncated_body,
    usage,
)

CHAT = {
    "facts": {"last speaker": "agent"},
    "turns": [
        {"id": "t1-x", "role": "customer", "text": "It works {now}, thanks!"},
        {"id": "t2-x", "role": "agent", "text": "You're  welcome, Jana. Anything else?"},
        {"id": "t3-x", "role": "customer", "text": "No."},
    ],
}
CRITERION = {
    "type": "object",
    "properties": {
        "evidence": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"turn": {"type": "string"}, "quote": {"type": "string", "maxLength": 40}},
                "required": ["turn", "quote"],
                "additionalProperties": False,
            },
        },
        "reason": {"type": "string"},
        "due": {"type": "boolean"},
        "level": {"enum": ["met", "partial", "missed", "na"]},
    },
    "required": ["evidence", "reason", "due", "level"],
    "additionalProperties": False,
}
OUTCOME = {
    "type": "object",
    "properties": {"reason": {"type": "string"}, "value": {"enum": ["resolved", "unclear"]}},
    "required": ["reason", "value"],
    "additionalProperties": False,
}
SCHEMA = {
    "type": "object",
    "properties": {
        "outcome": OUTCOME,
        "criteria": {
            "type": "object",
            "properties": {
                "farewell": {"$ref": "#/$defs/criterion"},
                "thanks": {"$ref": "#/$defs/criterion"},
            },
            "required": ["farewell", "thanks"],
            "additionalProperties": False,
        },
    },
    "required": ["outcome", "criteria"],
    "additionalProperties": False,
    "$defs": {"criterion": CRITERION},
}


def question(schema=SCHEMA, **more):
    form = {"type": "json_schema", "json_schema": {"name": "verdict", "strict": True, "schema": schema}}
    said = [
        {"role": "system", "content": "Grade closing.thanks."},
        {"role": "user", "content": f"Chat {{1}}: {json.dumps(CHAT)}"},
    ]
    return {"model": "m", "messages": said, "response_format": form, **more}


def connect(endpoint, timeout=5.0):
    return http.client.HTTPConnection(urlsplit(endpoint.base_url).netloc, timeout=timeout)


def ask(endpoint, body=None, headers=None, over=None):
    """Ask once; return the status, the headers and the body that come back."""
    with nullcontext(over) if over else closing(connect(endpoint)) as line:
        line.request("POST", "/v1/chat/completions", json.dumps(body or question()), headers or {})
        reply = line.getresponse()
        return reply.status, reply.headers, reply.read()


def content(body):
    return json.loads(json.loads(body)["choices"][0]["message"]["content"])


WHOLE = [
    pytest.param(answer("hello"), 200, b'"content": "hello"', id="a text is the content of the message"),
    pytest.param(answer({"a": "ě"}), 200, '{\\"a\\": \\"ě\\"}'.encode(), id="a value is sent as JSON"),
    pytest.param(answer("x", "length"), 200, b'"finish_reason": "length"', id="an answer may be cut"),
    pytest.param(answer("x", usage=usage(7, 2, 5)), 200, b'"cached_tokens": 5', id="usage may be given"),
    pytest.param(answer("x", usage=None), 200, b'"usage": null', id="usage may be left out"),
    pytest.param(refused("No."), 200, b'"content": null, "refusal": "No."', id="a refusal has no content"),
    pytest.param(choices_empty(), 200, b'"choices": []', id="there may be no choice at all"),
    pytest.param(status(503, "Down"), 503, b'"message": "Down"', id="an error is worded as the API does"),
    pytest.param(
        status(400, code_name="x", param="seed"), 400, b'"param": "seed"', id="an error names a parameter"
    ),
    pytest.param(rate_limited(), 429, b"rate_limit_exceeded", id="too many requests"),
    pytest.param(out_of_quota(), 429, b"insufficient_quota", id="nothing left to spend"),
    pytest.param(raw(b"<html>", "text/html"), 200, b"<html>", id="HTML"),
    pytest.param(raw(b'{"a": "\xff"}'), 200, b'{"a": "\xff"}', id="bytes that are no UTF-8"),
    pytest.param(raw(b"x" * 5_000_000), 200, b"x" * 5_000_000, id="a huge body"),
    pytest.param(raw(b"", status=204), 204, b"", id="no body"),
    pytest.param(
        drip(answer("slow"), 0.05), 200, b'"content": "slow"', id="a body in small pieces arrives whole"
    ),
]


@pytest.mark.parametrize(("reply", "code", "part"), WHOLE)
def test_a_reply_arrives_as_it_was_written(endpoint, reply, code, part):
    got, headers, body = ask(endpoint(reply))
    assert (got, body) == (code, reply.body)
    assert part in body
    assert headers["content-type"] == reply.headers["content-type"]


BROKEN = [
    pytest.param(reset(), ConnectionResetError, id="a reset"),
    pytest.param(close_without_answer(), http.client.RemoteDisconnected, id="a close with nothing said"),
    pytest.param(hang(0.02), http.client.RemoteDisconnected, id="a hang that ends"),
    pytest.param(hang(60), TimeoutError, id="a hang"),
    pytest.param(late(answer("x"), 60), TimeoutError, id="an answer that comes too late"),
    pytest.param(truncated_body(), http.client.IncompleteRead, id="half a body, then a close"),
    pytest.param(truncated_body(end=End.KEPT), TimeoutError, id="half a body, then silence"),
    pytest.param(
        truncated_body(drip(answer("x"), 0.01), End.RESET),
        ConnectionResetError,
        id="half a body, then a reset",
    ),
]


@pytest.mark.parametrize(("reply", "error"), BROKEN)
def test_a_broken_line_is_broken_for_the_client(endpoint, reply, error):
    served = endpoint(reply)
    with pytest.raises(error) as caught, closing(connect(served, 0.2)) as line:
        ask(served, over=line)
    assert caught.type is error
    assert len(served.chats) == 1


def test_a_drip_takes_its_time(endpoint):
    started = time.monotonic()
    ask(endpoint(drip(answer("slow"), 0.1)))
    assert 0.08 <= time.monotonic() - started < 2


@pytest.mark.parametrize("reply", [hang(60), drip(answer("x"), 60)], ids=["a hang", "a drip"])
def test_what_is_under_way_ends_with_the_endpoint(reply):
    with LocalEndpoint(reply) as served, ThreadPoolExecutor(1) as other:
        asked = other.submit(ask, served)
        while not served.chats:
            time.sleep(0.001)
        started = time.monotonic()
        served.close()
        with pytest.raises((http.client.HTTPException, ConnectionError)):
            asked.result()
    assert time.monotonic() - started < 1


def test_a_client_that_gives_up_is_no_longer_served(endpoint):
    served = endpoint([hang(60), good])
    with pytest.raises(TimeoutError), closing(connect(served, 0.05)) as line:
        ask(served, over=line)
    ask(served)
    assert served.statuses == [0, 200]
    assert served.most_at_once == 1


def test_a_connection_is_kept(endpoint):
    served = endpoint([status(500), good])
    with closing(connect(served)) as line:
        assert [ask(served, over=line)[0] for _ in range(3)] == [500, 200, 200]
    assert served.connections == 1
    assert {seen.connection for seen in served.requests} == {1}


def test_a_client_may_ask_for_the_connection_to_be_closed(endpoint):
    served = endpoint()
    with closing(connect(served)) as line:
        ask(served, headers={"Connection": "close"}, over=line)
        ask(served, over=line)
    assert served.connections == 2


def test_what_is_no_http_is_hung_up_on(endpoint):
    served = endpoint()
    with socket.create_connection(("127.0.0.1", connect(served).port), timeout=5) as line:
        line.sendall(b"\x16\x03\x01 hello\r\n\r\n")
        assert line.recv(10) == b""
    assert served.requests == []


def test_a_script_goes_on_step_by_step_and_repeats_its_last(endpoint):
    served = endpoint(
        [rate_limited(2), rate_limited(retry_after_ms=250), lambda seen: answer(seen.body["model"]), good]
    )
    replies = [ask(served) for _ in range(5)]
    assert [reply[0] for reply in replies] == served.statuses == [429, 429, 200, 200, 200]
    assert replies[0][1]["retry-after"] == "2"
    assert replies[1][1]["retry-after"] is None
    assert replies[1][1]["retry-after-ms"] == "250"
    served.play(status(503))
    assert ask(served)[0] == 503


def test_a_mistake_in_a_script_comes_out():
    def wrong(seen):
        return answer(seen.body["no such part"])

    with (
        pytest.raises(KeyError, match="no such part"),
        LocalEndpoint(wrong) as served,
        suppress(http.client.RemoteDisconnected),
    ):
        ask(served)


def test_requests_are_seen_as_they_came(endpoint):
    served = endpoint()
    ask(served, headers={"X-Team": "Praha"})
    (seen,) = served.requests
    assert (seen.method, seen.path, seen.headers["x-team"]) == ("POST", "/v1/chat/completions", "Praha")
    assert seen.body == question()
    assert seen.schema == SCHEMA


def test_latency_is_shared_by_all_that_are_asked_at_once(endpoint):
    served = endpoint(latency=0.1)
    started = time.monotonic()
    with ThreadPoolExecutor(8) as many:
        assert set(many.map(lambda _: ask(served)[0], range(8))) == {200}
    assert 0.1 <= time.monotonic() - started < 0.7
    assert 1 < served.most_at_once <= 8
    assert served.connections == 8


def test_the_client_of_openai_understands_it(endpoint):
    served = endpoint([status(401, "Incorrect API key provided"), good], models=["m", "n"])
    with openai.OpenAI(base_url=served.base_url, api_key="k", max_retries=0) as client:
        with pytest.raises(openai.AuthenticationError, match="Incorrect API key"):
            client.chat.completions.create(**question())
        completion = client.chat.completions.create(**question())
        assert [model.id for model in client.models.list()] == ["m", "n"]
    assert completion.choices[0].finish_reason == "stop"
    assert completion.usage.prompt_tokens > completion.usage.completion_tokens > 0
    assert json.loads(completion.choices[0].message.content)["criteria"]["thanks"]["level"] == "met"


def test_the_asynchronous_client_reuses_its_connections(endpoint):
    served = endpoint()

    async def twenty():
        async with openai.AsyncOpenAI(base_url=served.base_url, api_key="k", max_retries=0) as client:
            for _ in range(5):
                await asyncio.gather(*(client.chat.completions.create(**question()) for _ in range(4)))

    asyncio.run(twenty())
    assert len(served.chats) == 20
    assert served.connections == 4
