"""``closure prompt show``: what would be sent, in figures and in full."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluator.judge.prompt import prefix
from evaluator.rubric import load_rubric
from tests.cli.conftest import Run, Write, chat
from tests.endpoint import LocalEndpoint, judged

PERSONAL = "my address is nora.field@example.com, please send"
PREFIX = prefix(load_rubric(), "en")


def head(stdout: str) -> dict[str, str]:
    lines = stdout.partition("\n\n")[0].splitlines()
    return {words[0]: words[2].strip() for words in (line.partition(" ") for line in lines)}


def test_the_head_has_figures_and_the_messages_follow(closure: Run, write: Write):
    result = closure("prompt", "show", write([chat(1, words=PERSONAL), chat(2)]))
    assert result.exit_code == 0, result.output
    found = head(result.stdout)
    assert list(found) == ["chat", "model", "rubric", "prompt", "tokens", "masked"]
    assert (found["chat"], found["model"], found["rubric"]) == ("chat-1", "no model set", "closure 1.0")
    assert "email 1" in found["masked"]
    assert "in the prefix" in found["tokens"]
    assert "%" in found["tokens"]
    system, user = result.stdout.index("system ---"), result.stdout.index("user ---")
    assert PREFIX in result.stdout[system:user]
    assert '"role":"customer"' in result.stdout[user:]
    assert "nora.field" not in result.stdout


def test_a_chat_is_chosen_by_its_id_and_models_are_named(closure: Run, write: Write):
    chats = write([chat(1), chat(2)])
    result = closure("prompt", "show", chats, "--id", "chat-2", "--model", "a", "--model", "b", "--no-redact")
    found = head(result.stdout)
    assert (found["chat"], found["model"]) == ("chat-2", "a, b at api.openai.com")
    assert "--no-redact" in found["masked"]


def test_what_does_not_fit_is_said(closure: Run, write: Write, monkeypatch):
    monkeypatch.setenv("CLOSURE_CONTEXT_TOKENS", "11000")
    result = closure("prompt", "show", write([chat(words="word " * 4000)]))
    assert "shortened" in head(result.stdout)["cut"]


def test_the_body_is_the_one_that_is_sent(closure: Run, write: Write):
    chats = write([chat(words=PERSONAL)])
    with LocalEndpoint(judged) as served:
        closure("grade", chats, "--model", "m", "--base-url", served.base_url)
        shown = closure("prompt", "show", chats, "--model", "m", "--base-url", served.base_url, "--json")
        assert len(served.requests) == 1
        sent = served.chats[0].body
    body = json.loads(shown.stdout)
    nonces = [json.loads(b["messages"][1]["content"])["turns"][0]["id"][:-2] for b in (sent, body)]
    assert json.loads(shown.stdout.replace(nonces[1], nonces[0])) == sent


def test_the_body_without_a_model_says_so(closure: Run, write: Write):
    body = json.loads(closure("prompt", "show", write([chat()]), "--json").stdout)
    assert body["model"] == "(no model)"
    assert body["messages"][0]["content"] == PREFIX


def test_one_message_alone_is_printed_as_it_is(closure: Run, write: Write):
    chats = write([chat(words="<[bold]> \u202e")])
    assert closure("prompt", "show", chats, "--prefix").stdout == f"{PREFIX}\n"
    message = json.loads(closure("prompt", "show", chats, "--chat").stdout)
    assert "<[bold]>" in message["turns"][0]["text"]


def test_a_hostile_chat_cannot_steer_the_terminal(closure: Run, write: Write):
    result = closure("prompt", "show", write([chat(words="\x1b[31m \x9b31m \u202e [bold]x[/]")]))
    assert not {"\x1b", "\x9b", "\u202e"} & set(result.stdout)
    assert "[bold]x[/]" in result.stdout


@pytest.mark.parametrize(
    ("content", "arguments", "code", "said"),
    [
        pytest.param([chat()], ("--json", "--chat"), 2, "exclude each other", id="two-forms"),
        pytest.param([chat()], ("--id", "none"), 3, "no chat with id 'none'", id="no-such-id"),
        pytest.param(['{"id": 1}'], (), 3, "chats.jsonl", id="no-chat"),
        pytest.param([""], (), 3, "chats.jsonl", id="empty"),
        pytest.param(
            [{"id": "a", "turns": [{"role": "customer", "text": "Hello?"}]}],
            (),
            3,
            "no agent turn",
            id="no-agent",
        ),
        pytest.param([chat()], ("--rubric", "nowhere.yaml"), 4, "nowhere.yaml", id="rubric"),
    ],
)
def test_what_cannot_be_shown_is_one_line(
    closure: Run, write: Write, content, arguments, code: int, said: str
):
    result = closure("prompt", "show", write(content), *arguments)
    assert result.exit_code == code, result.output
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


def test_a_missing_file_is_one_line(closure: Run, tmp_path: Path):
    result = closure("prompt", "show", tmp_path / "nothing.txt")
    assert (result.exit_code, len(result.stderr.splitlines())) == (3, 1)


@pytest.mark.parametrize("command", [("prompt",), ("prompt", "show")], ids=" ".join)
def test_help_has_examples(closure: Run, command):
    page = closure(*command, "--help").stdout
    assert "closure prompt show chat.txt" in page.partition("Examples")[2]
