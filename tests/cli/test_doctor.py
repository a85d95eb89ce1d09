"""``closure doctor``: what is printed, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.doctor.wire import GOODBYE, PLAIN, listing
from tests.endpoint import LocalEndpoint, raw, status

PAGE = raw(b"<html>hello</html>", content_type="text/html")


def states(stdout: str) -> dict[str, str]:
    rows = [line.split()[:2] for line in stdout.splitlines() if line[:1].strip()]
    return {name: state for state, name in rows[:-1]}


def test_a_line_for_each_check_and_a_sum(closure: Run):
    with LocalEndpoint(GOODBYE) as served:
        result = closure("doctor", "--model", "test-model", "--base-url", served.base_url)
    assert result.exit_code == 0, result.output
    assert list(states(result.stdout)) == [
        *("settings", "key", "endpoint", "tls", "clock", "model", "request", "proxies"),
        *("cache", "rubric", "languages", "detection", "prompt", "output"),
    ]
    assert result.stdout.endswith("\n0 problems, 0 warnings\n")
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "script", "code", "wrong"),
    [
        pytest.param((), GOODBYE, 0, None, id="no-model"),
        pytest.param(("--model", "m"), GOODBYE, 2, "key", id="no-key"),
        pytest.param(("--model", "m", "--base-url", "URL"), status(401, "no"), 6, "request", id="wrong-key"),
        pytest.param(
            ("--model", "m", "--base-url", "URL"), status(404, "no"), 6, "request", id="unknown-model"
        ),
        pytest.param(("--model", "m", "--base-url", "URL"), PAGE, 6, "request", id="page"),
        pytest.param(("--model", "m", "--base-url", "http://127.0.0.1:9/v1"), PAGE, 6, "endpoint", id="down"),
        pytest.param(("--model", "m", "--offline"), PAGE, 0, None, id="offline"),
        pytest.param(("--model", "m", "--votes", "0"), GOODBYE, 2, "settings", id="settings"),
        pytest.param(("--rubric", "nowhere.yaml"), GOODBYE, 4, "rubric", id="rubric"),
    ],
)
def test_the_exit_code_says_what_is_wrong(closure: Run, arguments, script, code: int, wrong: str | None):
    with LocalEndpoint(script) as served:
        given = [served.base_url if argument == "URL" else argument for argument in arguments]
        result = closure("doctor", *given)
    assert result.exit_code == code, result.output
    assert [name for name, state in states(result.stdout).items() if state == "problem"] == [wrong] * bool(
        wrong
    )


def test_warnings_come_with_advice_and_code_0(closure: Run):
    with LocalEndpoint(GOODBYE, supports=PLAIN) as served:
        result = closure("doctor", "--model", "test-model", "--base-url", served.base_url)
    assert result.exit_code == 0
    assert "→ without structured output" in result.stdout
    assert result.stdout.endswith("\n0 problems, 1 warning\n")


def test_json_has_every_check(closure: Run):
    with listing(status(404)) as served:
        result = closure("doctor", "--model", "m", "--base-url", served.base_url, "--json")
    checks = {check["name"]: check for check in json.loads(result.stdout)["checks"]}
    assert {tuple(check) for check in checks.values()} == {("name", "state", "found", "advice")}
    assert (checks["endpoint"]["state"], checks["request"]["state"]) == ("warning", "ok")


def test_keys_are_never_shown(closure: Run, monkeypatch, tmp_path: Path):
    file = tmp_path / "key"
    file.write_text("hunter2-hunter2\n", "utf-8")
    monkeypatch.setenv("CLOSURE_HEADERS", "X-Team=hunter3-hunter3")

    def echo(seen):
        return status(401, f"\x1b[31m{seen.headers['authorization']} {seen.headers['x-team']}")

    with LocalEndpoint(echo) as served:
        model = ("--model", "m", "--base-url", served.base_url, "--key-file", file)
        results = [closure("doctor", *model), closure("doctor", *model, "--json")]
        assert "hunter2-hunter2" in served.chats[0].headers["authorization"]
    for result in results:
        assert result.exit_code == 6
        assert "hunter" not in result.output
        assert "\x1b" not in result.output


def test_help_has_examples(closure: Run):
    page = closure("doctor", "--help").stdout
    assert "closure doctor --model gpt-4.1-mini" in page.partition("Examples")[2]
    assert "--base-url" in page
