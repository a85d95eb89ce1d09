"""Whatever an endpoint does: a chat is judged, or falls back with one clear line, or the run stops with one."""

import json
import random
import re
import time
from email.utils import formatdate

import pytest

from evaluator import Evaluation, Status
from evaluator.endpoint.failure import Failure, FailureKind
from tests.endpoint import (
    Reply,
    Seen,
    answer,
    choices_empty,
    close_without_answer,
    drip,
    good,
    hang,
    judged,
    out_of_quota,
    rate_limited,
    raw,
    refused,
    reset,
    status,
    truncated_body,
    verdict,
)
from tests.judge.chats import KEY, PARCEL, evaluated, parcels

PAGE = b"\n<!doctype html><html><body>Welcome to nginx!</body></html>"

SHORT_PAUSES = 112983  # the first numbers that chance gives after it are small


@pytest.fixture(autouse=True)
def short_pauses():
    random.seed(SHORT_PAUSES)


def page(status: int = 200) -> Reply:
    return raw(PAGE, "text/html", status)


def texted(before: str = "", after: str = ""):
    """Answer well, with more text around the JSON."""
    return lambda seen: answer(before + json.dumps(verdict(seen)) + after)


def changed(change):
    """Answer well but for what `change` does to the value."""

    def reply(seen: Seen) -> Reply:
        value = verdict(seen)
        change(value)
        return answer(value)

    return reply


def cut_off(seen: Seen) -> Reply:
    return answer(json.dumps(verdict(seen))[:200], finish_reason="length")


def well_cut_off(seen: Seen) -> Reply:
    return answer(json.dumps(verdict(seen))[:-40])


def dated(seconds: float):
    return lambda _: rate_limited(formatdate(time.time() + seconds, usegmt=True))


def as_text(seen: Seen) -> Reply:
    return raw(good(seen).body, "text/plain")


def untyped(seen: Seen) -> Reply:
    return raw(good(seen).body, None)


def only(result: list[Evaluation]) -> Evaluation:
    [evaluation] = result
    return evaluation


PASSING = {
    "429-with-retry-after": [rate_limited(0.05)],
    "429-with-retry-after-of-a-date": [dated(1)],
    "429-with-retry-after-of-a-past-date": [dated(-3600)],
    "429-with-retry-after-ms": [rate_limited(retry_after_ms=60)],
    "429-without-a-word": [rate_limited()],
    "429-with-nonsense": [rate_limited("soon")],
    "429-as-a-page-of-a-gateway": [page(429)],
    "500": [status(500)],
    "503": [status(503, headers={"retry-after": "0"})],
    "502-as-a-page-of-a-gateway": [page(502)],
    "408": [status(408)],
    "409": [status(409)],
    "reset": [reset()],
    "closed-without-an-answer": [close_without_answer()],
    "half-a-body": [truncated_body()],
    "half-a-body-and-a-reset": [truncated_body(end=reset().end)],
    "invalid-utf8": [raw(b'{"choices": "\xff\xfe"}')],
    "half-of-the-json": [raw(b'{"choices": [{"message": {"con')],
    "nothing-at-all": [raw(b"")],
    "another-kind-of-object": [raw(b'{"object": "list"}')],
    "a-list": [raw(b"[]")],
    "an-error-with-status-200": [raw(b'{"error": {"message": "overloaded"}}')],
    "json-nested-without-end": [raw(b"[" * 100_000)],
}


@pytest.mark.parametrize("faults", PASSING.values(), ids=PASSING)
def test_after_a_passing_fault_the_chat_is_asked_again_and_judged(endpoint, faults):
    served = endpoint([*faults, good])
    result = only(evaluated(served))
    assert (result.status, result.error) == (Status.GRADED, None)
    assert result.usage.requests == len(served.chats) == 1 + len(faults)


TIMED_OUT = {"hang": hang(10), "drip": drip(answer("slow " * 100), 10)}


@pytest.mark.parametrize("fault", TIMED_OUT.values(), ids=TIMED_OUT)
def test_an_answer_that_does_not_come_is_given_up_and_asked_for_again(endpoint, fault):
    served = endpoint([fault, good])
    result = only(evaluated(served, timeout=0.3))
    assert (result.status, result.usage.requests) == (Status.GRADED, 2)


UNREADABLE = {
    "truncated-json": well_cut_off,
    "no-json": answer("I think this was a fine ending."),
    "fenced-in-a-strict-form": texted("```json\n", "\n```"),
    "prose-around-in-a-strict-form": texted("Here you are: ", " I hope this helps."),
    "a-list": answer("[1, 2]"),
    "wrong-criterion-ids": changed(
        lambda v: v.update(criteria={f"{name}_": said for name, said in v["criteria"].items()})
    ),
    "missing-criterion": changed(lambda v: v["criteria"].pop("farewell")),
    "all-criteria-missing": changed(lambda v: v.pop("criteria")),
    "wrong-level": changed(lambda v: v["criteria"]["farewell"].update(level="excellent")),
    "wrong-outcome": changed(lambda v: v["outcome"].update(value="happy")),
    "level-of-another-type": changed(lambda v: v["criteria"]["farewell"].update(level=["met"])),
    "nested-without-end": answer('{"a":' * 50_000),
    "an-endless-number": answer('{"criteria": ' + "9" * 5000 + "}"),
}


@pytest.mark.parametrize("fault", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_answer_is_asked_for_again_and_then_judged(endpoint, fault):
    served = endpoint([fault, good])
    result = only(evaluated(served))
    assert (result.status, result.usage.requests) == (Status.GRADED, 2)


@pytest.mark.parametrize("fault", UNREADABLE.values(), ids=UNREADABLE)
def test_an_answer_that_stays_unreadable_is_asked_for_twice_more_then_the_rules_grade(endpoint, fault):
    served = endpoint(fault)
    assert_fallback(only(evaluated(served)), "unreadable", "the answer cannot be read: ")
    assert len(served.chats) == 3


SHORTENED = {
    "empty-choices": choices_empty(),
    "empty-content": answer(""),
    "blank-content": answer(" \n"),
    "no-content": answer(None),
    "finish-reason-length": cut_off,
}


@pytest.mark.parametrize("fault", SHORTENED.values(), ids=SHORTENED)
def test_an_answer_that_is_empty_or_cut_off_is_asked_for_once_more_with_more_room(endpoint, fault):
    served = endpoint([fault, good])
    result = only(evaluated(served, answer_tokens=3000))
    assert (result.status, result.usage.requests) == (Status.GRADED, 2)
    assert [seen.body["max_completion_tokens"] for seen in served.chats] == [3000, 6000]


ODD = {
    "json-as-text-plain": as_text,
    "json-without-a-type": untyped,
    "json-with-a-byte-order-mark": lambda seen: raw(b"\xef\xbb\xbf" + good(seen).body),
    "slow": lambda seen: drip(good(seen), 0.2),
    "an-extra-key-of-another-maker": changed(lambda v: v.update(confidence=0.7)),
}


@pytest.mark.parametrize("reply", ODD.values(), ids=ODD)
def test_a_good_answer_in_an_odd_wrapping_is_taken_at_once(endpoint, reply):
    served = endpoint(reply)
    result = only(evaluated(served))
    assert (result.status, len(served.chats)) == (Status.GRADED, 1)


FALLING_BACK = {
    "quota": (out_of_quota(), "quota", "exceeded your current quota", 1),
    "payment-required": (status(402, "Insufficient credits"), "quota", "Insufficient credits", 1),
    "refusal": (refused(), "refusal", "refuses to answer", 1),
    "content-filter": (answer("", finish_reason="content_filter"), "refusal", "refuses to answer", 1),
    "empty-choices": (choices_empty(), "empty", "an empty answer", 2),
    "empty-content": (answer(""), "empty", "an empty answer", 2),
    "length": (cut_off, "truncated", "allow longer ones with answer_tokens", 2),
    "huge": (answer("x" * 4_100_000), "unreadable", "an answer of 4,100,", 1),
    "bad-request": (status(400, "Invalid value: 'messages'."), "rejected", "Invalid value: 'messages'.", 1),
    "unprocessable": (status(422, "What is this?"), "rejected", "What is this?", 1),
}


@pytest.mark.parametrize(("reply", "kind", "words", "requests"), FALLING_BACK.values(), ids=FALLING_BACK)
def test_what_asking_again_does_not_help_is_graded_by_rules_and_says_why(
    endpoint, reply, kind, words, requests
):
    served = endpoint(reply)
    result = only(evaluated(served))
    assert_fallback(result, kind, words)
    assert result.usage.requests == len(served.chats) == requests


HOPELESS = {
    "500": (status(500, "Out of order."), "server", "HTTP 500: Out of order."),
    "429": (rate_limited(30), "rate", "Rate limit reached"),
    "reset": (reset(), "connection", "no connection to 127.0.0.1:"),
    "hang": (hang(10), "timeout", "no answer within 0.25 s"),
    "drip": (drip(answer("slow " * 100), 10), "timeout", "no answer within 0.25 s"),
    "not-json": (raw(b"It works!", "text/plain"), "server", "the response is no JSON"),
}


@pytest.mark.parametrize(("reply", "kind", "words"), HOPELESS.values(), ids=HOPELESS)
def test_a_chat_is_given_up_at_its_deadline(endpoint, reply, kind, words):
    served = endpoint(reply)
    began = time.monotonic()
    result = only(evaluated(served, deadline=0.25))
    assert_fallback(result, kind, words)
    assert time.monotonic() - began < 2
    assert result.usage.requests == len(served.chats) > 0


STOPPING = {
    "401": (status(401, "Incorrect API key provided."), FailureKind.AUTH, "check the API key"),
    "403": (status(403, "Project has no access."), FailureKind.AUTH, "check the API key"),
    "404": (status(404, "No such model."), FailureKind.NOT_FOUND, "check the model's name"),
    "404-page": (page(404), FailureKind.NOT_API, "base URL"),
    "403-page": (page(403), FailureKind.NOT_API, "base URL"),
    "page": (page(), FailureKind.NOT_API, "base URL"),
}


@pytest.mark.parametrize(("reply", "kind", "words"), STOPPING.values(), ids=STOPPING)
def test_what_no_chat_would_survive_stops_the_run_with_one_line(endpoint, reply, kind, words):
    served = endpoint(reply)
    with pytest.raises(Failure, match=words) as caught:
        evaluated(served)
    assert caught.value.kind is kind
    assert_one_line(str(caught.value))
    assert len(served.chats) == 1


def test_a_key_that_is_withdrawn_in_mid_run_stops_it(endpoint):
    served = endpoint([good, good, status(401, "This key was disabled.")])
    with pytest.raises(Failure, match="This key was disabled") as caught:
        evaluated(served, parcels(5))
    assert caught.value.kind is FailureKind.AUTH
    assert len(served.chats) == 3


@pytest.mark.parametrize("reply", [page(), page(404)], ids=["200", "404"])
def test_a_page_in_mid_run_is_a_passing_fault(endpoint, reply):
    served = endpoint([good, reply, good])
    assert [e.status for e in evaluated(served, parcels(2))] == [Status.GRADED] * 2


def test_an_error_instead_of_a_fallback_has_no_score(endpoint):
    result = only(evaluated(endpoint(refused()), on_failure="error"))
    assert (result.status, result.score, result.judgements) == (Status.ERROR, None, ())
    assert result.error == "refusal: m: refuses to answer"
    assert result.usage.requests == 1


def test_a_fallback_is_what_the_rules_say(endpoint):
    from evaluator import evaluate

    rules, fallback = evaluate(PARCEL), only(evaluated(endpoint(refused())))
    same = ("outcome", "score", "band", "coverage", "critical", "judgements", "closing", "suggestions")
    assert [getattr(rules, name) for name in same] == [getattr(fallback, name) for name in same]
    assert {j.graded_by for j in fallback.judgements} <= {"rules", "facts"}


ECHOES = {
    "header": lambda seen: f"bad header {seen.headers['authorization']}",
    "key": lambda seen: f"no such key: {seen.headers['authorization'].removeprefix('Bearer ')}",
    "key-in-quotes": lambda seen: f"'{seen.headers['authorization'].removeprefix('Bearer ')}' is unknown",
    "key-at-the-edge": lambda seen: "x" * 150 + seen.headers["authorization"].removeprefix("Bearer "),
}


@pytest.mark.parametrize("key", [KEY, "0123456789abcdef0123456789abcdef", "hf_QwErTyUiOp", "pass word"])
@pytest.mark.parametrize("code", [400, 401, 500])
@pytest.mark.parametrize("echo", ECHOES.values(), ids=ECHOES)
def test_a_key_that_the_endpoint_repeats_is_in_no_message(endpoint, echo, code, key):
    served = endpoint(lambda seen: status(code, echo(seen), {"retry-after": "1000"}))
    try:
        said = str(only(evaluated(served, key=key)).error)
    except Failure as failure:
        said = str(failure)
    assert f"HTTP {code}" in said
    assert not any(part in said for part in (key, key[:8], key[-8:]))


def test_what_an_endpoint_says_is_one_short_line_that_is_safe_to_show(endpoint):
    said = "first\nsecond \x1b[31mred\x1b[0m \ud800" + " more" * 500
    served = endpoint(raw(json.dumps({"error": {"message": said}}).encode(), status=400))
    error = str(only(evaluated(served)).error)
    assert_one_line(error)
    assert "first second" in error
    assert error.isprintable()
    assert len(error) < 250


def assert_fallback(result: Evaluation, kind: str, words: str) -> None:
    assert result.status is Status.FALLBACK
    assert str(result.error).startswith(f"{kind}: m: ")
    assert words in str(result.error)
    assert_one_line(str(result.error))
    assert result.score is not None
    result.model_dump_json()


def assert_one_line(text: str) -> None:
    assert not re.search(r"[\r\n]", text)
    assert "Traceback" not in text
    assert KEY not in text


def test_a_good_answer_needs_one_request(endpoint):
    served = endpoint(judged)
    result = only(evaluated(served))
    assert (result.status, result.usage.requests, len(served.chats)) == (Status.GRADED, 1, 1)
