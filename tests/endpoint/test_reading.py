"""What a completed chat is read as."""

import json

import pytest

from evaluator.endpoint.failure import Failure, FailureKind
from evaluator.endpoint.reading import Completion, read_completion


def completion(message: object = None, finish: str | None = "stop", **more: object) -> bytes:
    message = {"role": "assistant", "content": "{}"} if message is None else message
    return json.dumps({"choices": [{"message": message, "finish_reason": finish}], **more}).encode()


def test_text_fingerprint_and_tokens_are_read():
    usage = {"prompt_tokens": 9, "completion_tokens": 4, "prompt_tokens_details": {"cached_tokens": 8}}
    content = completion({"content": " {} "}, usage=usage, system_fingerprint="fp_1")
    assert read_completion(content, "m") == Completion(" {} ", None, "fp_1", 9, 8, 4)


@pytest.mark.parametrize(
    "usage",
    [None, [], "9", {}, {"prompt_tokens": "9"}, {"prompt_tokens": -3, "prompt_tokens_details": [1]}],
    ids=["null", "a-list", "text", "empty", "text-inside", "negative"],
)
def test_an_answer_counts_without_accounts_of_its_tokens(usage):
    assert read_completion(completion(usage=usage), "m") == Completion("{}", None, None, 0, 0, 0)


@pytest.mark.parametrize("fingerprint", [None, 7, ["x"], "\ud800", "two\nlines"])
def test_a_fingerprint_is_a_word_that_can_be_written(fingerprint):
    assert read_completion(completion(system_fingerprint=fingerprint), "m").fingerprint is None


KINDS = {
    "refusal": (completion({"content": None, "refusal": "No."}), FailureKind.REFUSAL),
    "refusal-beside-text": (completion({"content": "{}", "refusal": "No."}), FailureKind.REFUSAL),
    "filtered": (completion({"content": ""}, "content_filter"), FailureKind.REFUSAL),
    "cut-off": (completion({"content": '{"a'}, "length"), FailureKind.TRUNCATED),
    "cut-off-before-a-word": (completion({"content": None}, "length"), FailureKind.TRUNCATED),
    "no-content": (completion({"content": None}), FailureKind.EMPTY),
    "no-content-at-all": (completion({"role": "assistant"}), FailureKind.EMPTY),
    "blank": (completion({"content": " \n\t"}), FailureKind.EMPTY),
    "in-parts": (completion({"content": [{"type": "text", "text": "{}"}]}), FailureKind.EMPTY),
    "no-choices": (b'{"choices": []}', FailureKind.EMPTY),
    "null-choices": (b'{"choices": null}', FailureKind.EMPTY),
    "answered": (completion(), None),
    "without-a-finish-reason": (completion(finish=None), None),
    "with-an-empty-refusal": (completion({"content": "{}", "refusal": ""}), None),
}


@pytest.mark.parametrize(("content", "kind"), KINDS.values(), ids=KINDS)
def test_refusals_cut_offs_and_emptiness_are_told_apart(content, kind):
    assert read_completion(content, "m").failure is kind


def test_what_a_cut_off_answer_has_cost_is_known():
    cut = completion({"content": "{"}, "length", usage={"prompt_tokens": 5, "completion_tokens": 6})
    assert read_completion(cut, "m")[3:] == (5, 0, 6)


RAISED = {
    "page": (b" <!DOCTYPE html>", FailureKind.NOT_API, "web page"),
    "text": (b"It works!", FailureKind.SERVER, "no JSON"),
    "nothing": (b"", FailureKind.SERVER, "no JSON"),
    "half": (b'{"choices": [', FailureKind.SERVER, "no JSON"),
    "invalid-utf8": (b'{"choices": "\xff"}', FailureKind.SERVER, "no JSON"),
    "stream": (b'data: {"choices": []}\n\n', FailureKind.SERVER, "no JSON"),
    "deep": (b"[" * 200_000, FailureKind.SERVER, "no JSON"),
    "list": (b"[]", FailureKind.SERVER, "no chat completion"),
    "number": (b"1", FailureKind.SERVER, "no chat completion"),
    "other-object": (b'{"object": "list"}', FailureKind.SERVER, "no chat completion"),
    "odd-choice": (b'{"choices": ["text"]}', FailureKind.SERVER, "no chat completion"),
    "no-message": (b'{"choices": [{"text": "{}"}]}', FailureKind.SERVER, "no chat completion"),
    "error": (b'{"error": {"message": "busy"}}', FailureKind.SERVER, "an error in place of an answer"),
    "huge": (b" " * 4_000_001, FailureKind.UNREADABLE, "4,000,001 bytes"),
}


@pytest.mark.parametrize(("content", "kind", "words"), RAISED.values(), ids=RAISED)
def test_what_is_no_completed_chat_is_a_failure(content, kind, words):
    with pytest.raises(Failure, match=words) as caught:
        read_completion(content, "m")
    assert caught.value.kind is kind
    assert str(caught.value).startswith("m: ")


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\n  "], ids=["byte-order-mark", "white-space"])
def test_what_stands_before_the_json_and_means_nothing_is_passed_over(mark):
    assert read_completion(mark + completion(), "m").text == "{}"
