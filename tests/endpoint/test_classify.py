"""What an endpoint's failures are told to be, from the very errors that the client raises."""

import json
import ssl
from email.utils import formatdate
from time import time
from typing import Any

import pytest
from multidict import CIMultiDict

from evaluator.endpoint import classify
from evaluator.endpoint.classify import Rejection, TooLong
from evaluator.endpoint.failure import Failure, FailureKind


def answered(status: int, body: Any, headers: dict[str, str] | None = None) -> classify.Response:
    """A response; a body that is text is sent as text."""
    content = body if isinstance(body, str) else json.dumps(body)
    return classify.Response(status, content.encode(), CIMultiDict(headers or {}))


def error(message: str, code: str | int | None = None, kind: str | None = None, param: str | None = None):
    return {"error": {"message": message, "code": code, "type": kind, "param": param}}


def failure(status: int, body: Any, headers: dict[str, str] | None = None, *secrets: str) -> Failure:
    return classify.of_status(answered(status, body, headers), "m", secrets)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, FailureKind.REJECTED),
        (401, FailureKind.AUTH),
        (402, FailureKind.QUOTA),
        (403, FailureKind.AUTH),
        (404, FailureKind.NOT_FOUND),
        (405, FailureKind.REJECTED),
        (408, FailureKind.SERVER),
        (409, FailureKind.SERVER),
        (413, FailureKind.CONTEXT),
        (422, FailureKind.REJECTED),
        (429, FailureKind.RATE),
        (500, FailureKind.SERVER),
        (502, FailureKind.SERVER),
        (503, FailureKind.SERVER),
        (504, FailureKind.SERVER),
        (529, FailureKind.SERVER),
    ],
)
def test_a_status_has_a_kind(status, kind):
    found = failure(status, error("Something is wrong."))
    assert found.kind is kind
    assert str(found).startswith(f"m: HTTP {status}: Something is wrong.")


PAGES = {
    "401": (401, FailureKind.NOT_API),
    "403": (403, FailureKind.NOT_API),
    "404": (404, FailureKind.NOT_API),
    "405": (405, FailureKind.NOT_API),
    "413-of-a-gateway": (413, FailureKind.CONTEXT),
    "429-of-a-gateway": (429, FailureKind.RATE),
    "502-of-a-gateway": (502, FailureKind.SERVER),
}


@pytest.mark.parametrize(("status", "kind"), PAGES.values(), ids=PAGES)
def test_a_page_instead_of_an_error_is_not_repeated(status, kind):
    found = failure(status, " <html><title>Sorry</title></html>")
    assert found.kind is kind
    assert f"HTTP {status} with a web page" in str(found)
    assert "Sorry" not in str(found)


@pytest.mark.parametrize(
    "body",
    [error("No.", code="insufficient_quota"), error("No.", kind="insufficient_quota")],
    ids=["code", "type"],
)
def test_a_used_up_quota_is_no_matter_of_waiting(body):
    assert failure(429, body).kind is FailureKind.QUOTA


TOO_LONG = {
    "openai": (
        error(
            "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
            "context_length_exceeded",
        ),
        8192,
    ),
    "code-only": (error("Too much.", "context_length_exceeded"), None),
    "vllm": (
        error("This model's maximum context length is 4096 tokens. However, you requested 9000 tokens"),
        4096,
    ),
    "llama.cpp": (
        error("request (9000 tokens) exceeds the available context size (2048 tokens), try increasing it"),
        2048,
    ),
    "type": (error("Too much.", 400, "exceed_context_size_error"), None),
    "anthropic": (error("prompt is too long: 208310 tokens > 200000 maximum"), None),
    "with-commas": (error("The context window of 128,000 tokens is exceeded"), 128_000),
    "in-thousands": (error("The context length of 200k is exceeded"), 200_000),
    "absurdly-small": (error("context length 100 is exceeded"), None),
    "number-far-into-a-long-message": (error("x " * 500 + "max_model_len is 4096"), 4096),
}


@pytest.mark.parametrize(("body", "tokens"), TOO_LONG.values(), ids=TOO_LONG)
def test_a_chat_that_is_too_long_and_for_what_size(body, tokens):
    found = failure(400, body)
    assert isinstance(found, TooLong)
    assert (found.kind, found.tokens) == (FailureKind.CONTEXT, tokens)


def test_a_request_that_is_too_large_is_too_long():
    assert isinstance(failure(413, error("Request Entity Too Large")), TooLong)


def test_a_rejection_tells_all_that_was_said_and_shows_one_short_line():
    said = "Invalid schema for response_format: " + "In context=('properties', 'x'), " * 20 + "'maxLength'"
    found = failure(400, error(said, param="response_format"))
    assert isinstance(found, Rejection)
    assert (found.said, found.parameter) == (said, "response_format")
    assert len(str(found)) < 200


BODIES = {
    "detail": ({"detail": "Not found here"}, "Not found here"),
    "plain-text": ("upstream connect error", "upstream connect error"),
    "message-at-the-top": ({"message": "No such route"}, "No such route"),
    "number": ({"error": {"message": 7}}, "7"),
}


@pytest.mark.parametrize(("body", "words"), BODIES.values(), ids=BODIES)
def test_the_words_of_other_makers_are_found(body, words):
    assert words in str(failure(404, body))


@pytest.mark.parametrize("body", ["", {"error": None}, [1, 2], {"error": []}, {"error": {"message": None}}])
def test_an_error_without_words_is_a_failure_all_the_same(body):
    assert str(failure(404, body)).startswith("m: HTTP 404: ")


WAITS = {
    "seconds": ({"retry-after": "3"}, 3),
    "a-part-of-a-second": ({"retry-after": "0.25"}, 0.25),
    "milliseconds": ({"retry-after-ms": "250"}, 0.25),
    "milliseconds-are-more-precise": ({"retry-after": "3", "retry-after-ms": "250"}, 0.25),
    "zero": ({"retry-after": "0"}, 0),
    "negative": ({"retry-after": "-5"}, 0),
    "a-past-date": ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0),
    "nothing": ({}, None),
    "words": ({"retry-after": "soon"}, None),
    "words-for-milliseconds": ({"retry-after-ms": "soon"}, None),
    "empty": ({"retry-after": ""}, None),
    "an-impossible-date": ({"retry-after": "Wed, 99 Oct 2026 07:28:00 GMT"}, None),
}


@pytest.mark.parametrize(("headers", "seconds"), WAITS.values(), ids=WAITS)
def test_how_long_to_wait(headers, seconds):
    assert failure(429, error("Slow down"), headers).retry_after == seconds


def test_how_long_to_wait_until_a_date():
    found = failure(503, error("Later"), {"retry-after": formatdate(time() + 100, usegmt=True)})
    assert found.retry_after == pytest.approx(100, abs=2)


@pytest.mark.parametrize(
    "said",
    [
        "Incorrect API key provided: s3cr3t-value. See the docs",
        "Bearer s3cr3t-value is unknown",
        "x" * 150 + "s3cr3t-value",
        "you sent sk-abcdef123456 and s3cr3t-value",
    ],
)
def test_secrets_are_not_repeated(said):
    shown = str(failure(401, error(said), None, "s3cr3t-value"))
    assert "s3cr3t" not in shown
    assert "abcdef" not in shown


def test_a_key_that_is_masked_in_part_is_not_repeated():
    assert "9xyz" not in str(failure(401, error("Incorrect API key provided: sk-abc***********9xyz.")))


def caused(outer: Exception, *causes: Exception) -> Exception:
    error = outer
    for cause in causes:
        error.__cause__ = cause
        error = cause
    return outer


@pytest.mark.parametrize(
    ("cause", "kind", "words"),
    [
        (ConnectionResetError(104, "Connection reset by peer"), FailureKind.CONNECTION, "reset by peer"),
        (OSError("Name or service not known"), FailureKind.CONNECTION, "Name or service not known"),
        (ssl.SSLCertVerificationError("self-signed certificate"), FailureKind.TLS, "no secure connection"),
        (ssl.SSLError("WRONG_VERSION_NUMBER"), FailureKind.TLS, "SSL_CERT_FILE"),
        (RuntimeError("[SSL: CERTIFICATE_VERIFY_FAILED]"), FailureKind.TLS, "no secure connection"),
        (OSError(), FailureKind.CONNECTION, "no connection to h:1"),
    ],
    ids=["reset", "no-such-host", "certificate", "no-tls", "certificate-in-words", "wordless"],
)
def test_a_connection_that_fails_says_why(cause, kind, words):
    error = caused(ConnectionError("no connection"), OSError("outer"), cause)
    found = classify.of_connection(error, "m", "h:1")
    assert found.kind is kind
    assert words in str(found)
    assert "h:1" in str(found)


def test_a_secret_in_the_words_of_a_connection_error_is_not_repeated():
    error = caused(ConnectionError("no connection"), OSError("bad header s3cr3t-value"))
    assert "s3cr3t" not in str(classify.of_connection(error, "m", "h", ["s3cr3t-value"]))
