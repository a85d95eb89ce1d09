"""What the endpoint of the tests can send back, from a proper answer to a cut line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.endpoint.wire import End, Reply

JSON = "application/json"


def usage(prompt: int = 1000, completion: int = 200, cached: int = 0) -> dict[str, Any]:
    """Return the token counts of an answer."""
    total = {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
    return {**total, "prompt_tokens_details": {"cached_tokens": cached}}


def json_reply(value: object, status: int = 200) -> Reply:
    """Reply with a value as JSON."""
    return Reply(status, json.dumps(value, ensure_ascii=False).encode(), {"content-type": JSON})


def answer(
    content: str | dict[str, Any] | None,
    finish_reason: str = "stop",
    usage: Mapping[str, Any] | None = usage(),
    refusal: str | None = None,
    model: str = "test-model",
) -> Reply:
    """A completed chat whose answer is `content`: a text, or a value to be sent as JSON."""
    text = json.dumps(content, ensure_ascii=False) if isinstance(content, dict) else content
    message = {"role": "assistant", "content": text, "refusal": refusal}
    choice = {"index": 0, "message": message, "finish_reason": finish_reason, "logprobs": None}
    return _completion([choice], usage, model)


def refused(why: str = "I can't help with that.") -> Reply:
    """The model declines to answer."""
    return answer(None, refusal=why)


def choices_empty() -> Reply:
    """A completed chat without any answer in it."""
    return _completion([], usage(completion=0), "test-model")


def _completion(choices: list[dict[str, Any]], used: Mapping[str, Any] | None, model: str) -> Reply:
    about = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1_760_000_000, "model": model}
    return json_reply({**about, "system_fingerprint": "fp_test", "choices": choices, "usage": used})


def status(
    code: int,
    message: str = "Something is wrong.",
    headers: Mapping[str, str] | None = None,
    *,
    code_name: str | int | None = None,
    type: str = "invalid_request_error",  # noqa: A002  # its name on the wire
    param: str | None = None,
) -> Reply:
    """An error as the API words it."""
    error = {"message": message, "type": type, "param": param, "code": code_name}
    return json_reply({"error": error}, code).having(headers or {})


def rate_limited(retry_after: float | str | None = None, *, retry_after_ms: float | None = None) -> Reply:
    """Too many requests; `retry_after` in seconds, or any text such as a date; nothing is said unless given."""
    said = {"retry-after": retry_after, "retry-after-ms": retry_after_ms}
    headers = {name: str(value) for name, value in said.items() if value is not None}
    return status(
        429, "Rate limit reached for requests", headers, code_name="rate_limit_exceeded", type="requests"
    )


def out_of_quota() -> Reply:
    """Nothing left to spend: 429 as well, but waiting does not help."""
    said = "You exceeded your current quota, please check your plan and billing details."
    return status(429, said, code_name="insufficient_quota", type="insufficient_quota")


def raw(body: bytes, content_type: str | None = JSON, status: int = 200) -> Reply:
    """Any bytes at all."""
    return Reply(status, body, {} if content_type is None else {"content-type": content_type})


def reset() -> Reply:
    """The connection breaks, as when a machine goes away."""
    return Reply(silent=True, end=End.RESET)


def close_without_answer() -> Reply:
    """The connection is closed in good order, with nothing said."""
    return Reply(silent=True, end=End.CLOSED)


def hang(seconds: float) -> Reply:
    """Nothing is heard for that long; then the connection is closed."""
    return replace(close_without_answer(), wait=seconds)


def late(reply: Reply, seconds: float) -> Reply:
    """The same reply, later."""
    return replace(reply, wait=reply.wait + seconds)


def drip(reply: Reply, seconds: float) -> Reply:
    """The same reply, its body in small pieces over that many seconds."""
    return replace(reply, drip=seconds)


def truncated_body(reply: Reply | None = None, end: End = End.CLOSED) -> Reply:
    """A body that stops half-way through what its Content-Length promised."""
    whole = reply or answer({"outcome": "never arrives"})
    half = len(whole.body) // 2
    return replace(whole, body=whole.body[:half], missing=len(whole.body) - half, end=end)
