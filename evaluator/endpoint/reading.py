"""Reads a chat completion: the answer's text, or why there is none."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from evaluator.endpoint import classify
from evaluator.endpoint.failure import Failure, FailureKind

_LARGEST = 4_000_000


class Completion(NamedTuple):
    """The part of a chat completion that is used."""

    text: str
    failure: FailureKind | None
    fingerprint: str | None
    input_tokens: int
    cached_tokens: int
    output_tokens: int


def read_completion(content: bytes, model: str) -> Completion:
    """Read a response of status 200.

    Refusal, truncation and emptiness are told in `failure`, beside the tokens they cost. Raises `Failure`
    for what is no chat completion.
    """
    if len(content) > _LARGEST:
        raise Failure(FailureKind.UNREADABLE, f"{model}: an answer of {len(content):,} bytes")
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        if content.lstrip()[:1] == b"<":
            raise classify.not_api(model) from error
        raise Failure(FailureKind.SERVER, f"{model}: the response is no JSON") from error
    if not isinstance(data, dict):
        raise Failure(FailureKind.SERVER, f"{model}: the response is no chat completion")
    return _completion(data, model)


def _completion(data: dict[str, Any], model: str) -> Completion:
    match data:
        case {"choices": [{"message": dict(message)} as choice, *_]}:
            text = message.get("content")
            failure = _failure(choice.get("finish_reason"), message, text)
            return Completion(text if isinstance(text, str) else "", failure, *_accounts(data))
        case {"choices": []} | {"choices": None}:
            return Completion("", FailureKind.EMPTY, *_accounts(data))
    if "error" in data:
        raise Failure(FailureKind.SERVER, f"{model}: an error in place of an answer")
    raise Failure(FailureKind.SERVER, f"{model}: the response is no chat completion")


def _failure(finish: object, message: dict[str, Any], text: object) -> FailureKind | None:
    if message.get("refusal") or finish == "content_filter":
        return FailureKind.REFUSAL
    if finish == "length":
        return FailureKind.TRUNCATED
    if not isinstance(text, str) or not text.strip():
        return FailureKind.EMPTY
    return None


def _accounts(data: dict[str, Any]) -> tuple[str | None, int, int, int]:
    """Fingerprint, and tokens read, read from the provider's cache, and written."""
    fingerprint = data.get("system_fingerprint")
    usage = data.get("usage")
    if not isinstance(usage, dict):
        usage = {}
    details = usage.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else 0
    return (
        fingerprint if isinstance(fingerprint, str) and fingerprint.isprintable() else None,
        _count(usage.get("prompt_tokens")),
        _count(cached),
        _count(usage.get("completion_tokens")),
    )


def _count(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0
