"""``closure requests``: requests as a file, responses from one, by the same road as over the wire."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run, Write, chat
from tests.endpoint import LocalEndpoint, judged
from tests.endpoint.wire import Seen


@pytest.fixture
def built(closure: Run, write: Write, tmp_path: Path) -> Path:
    out = tmp_path / "requests.jsonl"
    result = closure("requests", "build", write([chat(n) for n in range(4)]), "-o", out, "--model", "m")
    assert result.exit_code == 0, result.output
    assert "4 requests for 4 chats" in result.stdout
    return out


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def respond(requests: Path, responses: Path, **levels: str) -> list[dict[str, Any]]:
    """What a batch endpoint makes of the requests: a response each, in another order."""
    found = []
    for line in lines(requests):
        seen = Seen("POST", line["url"], {}, json.dumps(line["body"]).encode(), line["body"], 0.0, 0)
        completion = json.loads(judged(seen, **levels).body)
        found.append({"id": "b", "custom_id": line["custom_id"], "error": None})
        found[-1]["response"] = {"status_code": 200, "body": completion}
    found.reverse()
    write_lines(responses, found)
    return found


def write_lines(path: Path, found: list[Any]) -> None:
    path.write_text("".join(f"{x if isinstance(x, str) else json.dumps(x)}\n" for x in found), "utf-8")


def by_chat(out: Path) -> dict[str, dict[str, Any]]:
    return {row["conversation_id"]: row for row in lines(out)}


def test_requests_have_the_form_of_batches_and_hold_no_secret(
    closure: Run, write: Write, tmp_path: Path, monkeypatch
):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret-0123456789")
    out = tmp_path / "requests.jsonl"
    chats = write([chat(words="I am at nora.field@example.com, my router is broken.")])
    closure("requests", "build", chats, "-o", out, "--model", "m", "--votes", 2)
    first, second = lines(out)
    assert first.keys() == {"custom_id", "method", "url", "body"}
    assert first["custom_id"] != second["custom_id"]
    assert (first["body"]["seed"], second["body"]["seed"]) == (1, 2)
    assert first["body"]["response_format"]["json_schema"]["strict"] is True
    assert "nora.field" not in out.read_text("utf-8")
    kept = out.with_name("requests.chats.jsonl")
    assert "sk-very" not in out.read_text("utf-8") + kept.read_text("utf-8")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_responses_become_the_results_that_the_wire_would_give(closure: Run, built: Path, tmp_path: Path):
    respond(built, tmp_path / "responses.jsonl", thanks="missed")
    assert (
        closure("requests", "read", tmp_path / "responses.jsonl", "-o", tmp_path / "r.jsonl").exit_code == 0
    )
    with LocalEndpoint(lambda seen: judged(seen, thanks="missed")) as served:
        model = ("--model", "m", "--base-url", served.base_url)
        closure("batch", tmp_path / "chats.jsonl", "-o", tmp_path / "w.jsonl", *model)
    read, wired = by_chat(tmp_path / "r.jsonl"), by_chat(tmp_path / "w.jsonl")
    assert read.keys() == wired.keys()
    for name, row in read.items():
        assert row["status"] == "graded"
        for field in ("score", "band", "judgements", "outcome", "review", "sent", "source", "suggestions"):
            assert row[field] == wired[name][field], field
        assert row["usage"]["input_tokens"] > 0


def test_a_response_that_cannot_be_used_falls_back_and_says_why(closure: Run, built: Path, tmp_path: Path):
    responses, out = tmp_path / "responses.jsonl", tmp_path / "r.jsonl"
    found = respond(built, responses)
    found[0]["response"]["body"]["choices"][0]["message"]["content"] = "I would say it is fine."
    found[1] = {"custom_id": found[1]["custom_id"], "response": None, "error": {"message": "expired"}}
    write_lines(responses, [*found[:2], found[3], "no json", {"custom_id": "someone-else's"}])
    result = closure("requests", "read", responses, "-o", out)
    errors = [str(row["error"]).partition(":")[0] for _, row in sorted(by_chat(out).items())]
    assert errors == ["None", "empty", "server", "unreadable"]
    assert "responses.jsonl:4: is no response" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param(
            ("read", "nowhere.jsonl", "-o", "r.jsonl"), 3, "nowhere.jsonl: cannot be read", id="nothing-here"
        ),
        pytest.param(
            ("read", "CHATS", "-o", "r.jsonl", "--chats", "CHATS"), 3, "no line is a response", id="foreign"
        ),
        pytest.param(("build", "CHATS", "-o", "r.jsonl"), 2, "--model", id="no-model"),
        pytest.param(("build", "CHATS", "-o", "r.csv", "--model", "m"), 2, ".jsonl", id="ending"),
        pytest.param(("build", "CHATS", "-o", "CHATS", "--model", "m"), 5, "--force", id="exists"),
    ],
)
def test_what_cannot_work_is_one_line(
    closure: Run, write: Write, tmp_path: Path, monkeypatch, arguments, code, said
):
    chats = write([chat()])
    monkeypatch.chdir(tmp_path)
    result = closure("requests", *(str(chats) if a == "CHATS" else a for a in arguments))
    assert result.exit_code == code, result.output
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
