"""closure config show."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from evaluator.cli import config
from evaluator.cli.exits import Guarded
from evaluator.settings import Settings

Run = Callable[..., Result]
SECRET = "sk-0123456789-hunter2"


@pytest.fixture
def closure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the commands in a folder of its own, with a bare environment."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    for variable in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    app = typer.Typer(cls=Guarded)
    app.callback()(lambda: None)
    app.add_typer(config.app, name="config")

    def run(*arguments: str, **environ: str) -> Result:
        return CliRunner().invoke(app, ["config", *arguments], env=environ)

    return run


def test_show_has_every_setting_with_its_value_and_origin(closure: Run, tmp_path: Path):
    (tmp_path / "closure.toml").write_text('model = ["a", "b"]\n\nvotes = 3\n')
    lines = [line.split() for line in closure("show", CLOSURE_TIMEOUT="9").stdout.splitlines()]
    assert lines[0] == ["setting", "value", "origin"]
    assert [line[0] for line in lines[1:]] == list(Settings.model_fields)
    assert ["models", "a,", "b", "closure.toml:1"] in lines
    assert ["votes", "3", "closure.toml:3"] in lines
    assert ["timeout", "9", "CLOSURE_TIMEOUT"] in lines
    assert ["redact", "yes", "default"] in lines


def test_show_as_json(closure: Run, tmp_path: Path):
    (tmp_path / "team.toml").write_text('temperature = "none"\n[headers]\nX-A = "1"')
    shown = json.loads(closure("show", "--json", "--config", "team.toml").stdout)
    assert shown["file"] == str(tmp_path / "team.toml")
    assert shown["settings"]["temperature"] == {"value": None, "origin": "team.toml:1"}
    assert shown["settings"]["headers"] == {"value": {"X-A": "***"}, "origin": "team.toml:2"}
    assert json.loads(closure("show", "--json").stdout)["file"] is None


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["table", "json"])
def test_secrets_are_masked(closure: Run, form: list[str]):
    shown = closure(
        "show",
        *form,
        CLOSURE_API_KEY=SECRET,
        CLOSURE_BASE_URL=f"https://me:{SECRET}@host/v1?api_key={SECRET}",
        CLOSURE_HEADERS=f"X-A={SECRET}",
    )
    assert shown.exit_code == 0
    assert "hunter" not in shown.output
    assert ("…ter2" in shown.output) != bool(form) or "\\u2026ter2" in shown.output


def test_a_misspelt_variable_is_pointed_out(closure: Run):
    shown = closure("show", CLOSURE_VOTE="3")
    assert shown.stderr == "closure: CLOSURE_VOTE: is no setting, and has no effect\n"
    assert shown.exit_code == 0


@pytest.mark.parametrize(
    ("toml", "environ", "code", "message"),
    [
        ("votes = 0", {}, 4, "closure: closure.toml:1:9: votes: expected a number of at least 1, got 0\n"),
        ("", {"CLOSURE_VOTES": "0"}, 2, "closure: CLOSURE_VOTES: expected a number of at least 1, got '0'\n"),
        (
            "votes = 0\nseed = 1.5",
            {},
            4,
            "closure: closure.toml:2:8: seed: expected a whole number, got 1.5\n",
        ),
    ],
    ids=["file", "variable", "every mistake of the file"],
)
def test_a_mistake_is_one_line_and_a_code(closure: Run, tmp_path: Path, toml, environ, code, message):
    (tmp_path / "closure.toml").write_text(toml)
    shown = closure("show", **environ)
    assert shown.exit_code == code
    assert shown.stderr.endswith(message)
    assert not shown.stdout
