"""Flags > environment > closure.toml > defaults, and where each value comes from."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from evaluator.errors import UsageError
from evaluator.settings import Resolved, Settings, resolve

Find = Callable[..., Resolved]


@pytest.fixture
def found(tmp_path: Path) -> Find:
    """Resolves in a folder of its own that is the end of the search."""
    (tmp_path / ".git").mkdir()

    def found(toml: str | None = None, flags: Mapping[str, object] | None = None, **environ: str) -> Resolved:
        if toml is not None:
            (tmp_path / "closure.toml").write_text(toml, "utf-8")
        return resolve(flags or {}, environ=environ, start=tmp_path)

    return found


def test_without_anything_everything_is_a_default(found: Find):
    resolved = found()
    assert resolved.settings == Settings()
    assert set(resolved.origins) == set(Settings.model_fields)
    assert set(resolved.origins.values()) == {"default"}
    assert resolved.file is None


@pytest.mark.parametrize(
    ("flag", "variable", "toml", "value", "origin"),
    [
        pytest.param(5, "4", "votes = 3", 5, "--votes", id="a flag beats all"),
        pytest.param(None, "4", "votes = 3", 4, "CLOSURE_VOTES", id="the environment beats the file"),
        pytest.param(None, " ", "# ours\n\nvotes = 3", 3, "closure.toml:3", id="an empty variable is none"),
        pytest.param(None, "", "seed = 3", 1, "default", id="the default is left"),
    ],
)
def test_the_layers_in_their_order(found: Find, flag, variable, toml, value, origin):
    resolved = found(toml, {"votes": flag}, CLOSURE_VOTES=variable)
    assert (resolved.settings.votes, resolved.origins["votes"]) == (value, origin)


@pytest.mark.parametrize(
    ("variable", "text", "setting", "value"),
    [
        ("CLOSURE_MODEL", " a, b ,", "models", ("a", "b")),
        ("CLOSURE_BASE_URL", "http://localhost:8000/v1", "base_url", "http://localhost:8000/v1"),
        ("OPENAI_BASE_URL", "https://host/v1", "base_url", "https://host/v1"),
        ("OPENAI_API_VERSION", "2026-01-01", "api_version", "2026-01-01"),
        ("CLOSURE_OFFLINE", "yes", "offline", True),
        ("CLOSURE_CACHE", "0", "cache", False),
        ("CLOSURE_TEMPERATURE", "none", "temperature", None),
        ("CLOSURE_MAX_COST", "2.5", "max_cost", 2.5),
        ("CLOSURE_TIMEOUT", "7", "timeout", 7.0),
        ("CLOSURE_PRICES", "p.yaml", "prices", Path("p.yaml")),
        ("CLOSURE_ON_FAILURE", "error", "on_failure", "error"),
        ("CLOSURE_HEADERS", "X-Team=qa, X-Run=a=b", "headers", {"X-Team": "qa", "X-Run": "a=b"}),
    ],
)
def test_variables(found: Find, variable, text, setting, value):
    resolved = found(**{variable: text})
    assert getattr(resolved.settings, setting) == value
    assert resolved.origins[setting] == variable


@pytest.mark.parametrize(
    ("variable", "text", "message"),
    [
        ("CLOSURE_VOTES", "x", "CLOSURE_VOTES: expected a whole number, got 'x'"),
        ("CLOSURE_VOTES", "0", "CLOSURE_VOTES: expected a number of at least 1, got '0'"),
        ("CLOSURE_CONCURRENCY", "1025", "CLOSURE_CONCURRENCY: expected a number of at most 1024, got '1025'"),
        ("CLOSURE_MAX_COST", "0", "CLOSURE_MAX_COST: expected a number above 0, got '0'"),
        ("CLOSURE_TIMEOUT", "nan", "CLOSURE_TIMEOUT: expected a finite number, got 'nan'"),
        ("CLOSURE_CACHE", "maybe", "CLOSURE_CACHE: expected true or false, got 'maybe'"),
        ("CLOSURE_ON_FAILURE", "x", "CLOSURE_ON_FAILURE: expected 'fallback' or 'error', got 'x'"),
        ("CLOSURE_HEADERS", "X-Team", "CLOSURE_HEADERS: write Name=value,Other=value"),
        ("CLOSURE_HEADERS", "X Team=1", "CLOSURE_HEADERS: 'X Team' is no name of an HTTP header"),
        ("OPENAI_BASE_URL", "host/v1", "OPENAI_BASE_URL: expected an address such as https://host/v1"),
        ("CLOSURE_BASE_URL", "http://a:b@[", "CLOSURE_BASE_URL: expected an address such as https://host/v1"),
        ("CLOSURE_API_KEY", "sk-a b", "CLOSURE_API_KEY: a key is one word of ASCII characters"),
        ("CLOSURE_CONFIG", "no.toml", "CLOSURE_CONFIG no.toml: no such file"),
        ("CLOSURE_KEY_FILE", "/no/key", "CLOSURE_KEY_FILE /no/key: cannot be read: No such file"),
    ],
)
def test_a_wrong_variable_is_named(found: Find, variable, text, message):
    with pytest.raises(UsageError) as error:
        found(**{variable: text})
    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ({"votes": 16}, "--votes: expected a number of at most 15, got 16"),
        ({"requests_per_minute": -1}, "--requests-per-minute: expected a number above 0, got -1"),
        ({"config": Path("x.toml")}, "--config x.toml: no such file"),
        ({"models": [" "]}, "--model: expected text of at least 1 character(s), got ' '"),
    ],
)
def test_a_wrong_flag_is_named(found: Find, flags, message):
    with pytest.raises(UsageError) as error:
        found(None, flags)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("flags", "setting", "origin"),
    [
        ({"models": ["m"]}, "models", "--model"),
        ({"redact": False}, "redact", "--no-redact"),
        ({"offline": True}, "offline", "--offline"),
        ({"models": []}, "models", "default"),
    ],
)
def test_flags_by_their_names(found: Find, flags, setting, origin):
    assert found(None, flags).origins[setting] == origin


ENDPOINTS: list[Any] = [
    pytest.param(
        {"base_url": "http://flag/v1"}, {"AZURE_OPENAI_ENDPOINT": "https://az"}, "base_url", id="flag"
    ),
    pytest.param({}, {"AZURE_OPENAI_ENDPOINT": "https://az"}, "azure_endpoint", id="the only one"),
    pytest.param(
        {},
        {"OPENAI_BASE_URL": "http://o/v1", "CLOSURE_AZURE_ENDPOINT": "https://az"},
        "azure_endpoint",
        id="the one meant for this program",
    ),
]


@pytest.mark.parametrize(("flags", "environ", "kept"), ENDPOINTS)
def test_one_endpoint_is_left(found: Find, flags, environ, kept):
    resolved = found('base_url = "http://file/v1"', flags, **environ)
    other = ({"base_url", "azure_endpoint"} - {kept}).pop()
    assert getattr(resolved.settings, kept)
    assert getattr(resolved.settings, other) is None
    assert resolved.origins[other] == "default"


def test_two_endpoints_of_equal_rank_are_refused(found: Find):
    with pytest.raises(
        UsageError, match=r"^OPENAI_BASE_URL and AZURE_OPENAI_ENDPOINT: set one of them, not both$"
    ):
        found(OPENAI_BASE_URL="http://o/v1", AZURE_OPENAI_ENDPOINT="https://az")
    with pytest.raises(UsageError, match=r"^closure.toml:1 and closure.toml:2: set one"):
        found('base_url = "http://o/v1"\nazure_endpoint = "https://az"')


def test_the_nearest_file_upwards_counts(found: Find, tmp_path: Path):
    found("votes = 3")
    (inner := tmp_path / "a" / "b").mkdir(parents=True)
    resolved = resolve({}, environ={}, start=inner)
    assert resolved.origins["votes"] == "../../closure.toml:1"
    (inner / "closure.toml").write_text("votes = 2")
    assert resolve({}, environ={}, start=inner).origins["votes"] == "closure.toml:1"


@pytest.mark.parametrize("end", ["repository", "home"])
def test_the_search_ends_at_a_repository_and_at_home(tmp_path: Path, monkeypatch, end: str):
    (tmp_path / "closure.toml").write_text("votes = 3")
    (project := tmp_path / "project").mkdir()
    if end == "repository":
        (project / ".git").write_text("gitdir: elsewhere")
    else:
        monkeypatch.setenv("HOME", str(project))
    assert resolve({}, environ={}, start=project).settings.votes == 1
    (project / "closure.toml").write_text("votes = 2")
    assert resolve({}, environ={}, start=project).settings.votes == 2


def test_a_named_file_is_read_instead(found: Find, tmp_path: Path):
    (tmp_path / "team.toml").write_text("votes = 9")
    by_flag = found("votes = 3", {"config": tmp_path / "team.toml"})
    assert by_flag.origins["votes"] == f"{tmp_path / 'team.toml'}:1"
    assert found(CLOSURE_CONFIG="team.toml").settings.votes == 9


def test_a_file_of_another_user_is_refused(found: Find, tmp_path: Path):
    found("votes = 3")
    (inner := tmp_path / "mine").mkdir()
    try:
        os.chown(tmp_path / "closure.toml", 12345, -1)
    except PermissionError:
        pytest.skip("only root can give a file away")
    with pytest.raises(UsageError, match="belongs to another user"):
        resolve({}, environ={}, start=inner)
    assert resolve({"config": tmp_path / "closure.toml"}, environ={}, start=inner).settings.votes == 3


def test_a_current_folder_that_is_gone(tmp_path: Path, monkeypatch):
    (gone := tmp_path / "gone").mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(UsageError, match="the current folder is not there any more"):
        resolve({}, environ={})


def test_settings_are_frozen_and_closed():
    with pytest.raises(ValidationError):
        Settings().votes = 2  # type: ignore[misc]  # that it is refused is what is tested
    with pytest.raises(ValidationError):
        Settings.model_validate({"vote": 1})


def test_importing_settings_loads_no_client():
    heavy = "{'openai', 'aiohttp', 'tenacity', 'platformdirs', 'httpx', 'sqlite3'}"
    code = f"import sys, evaluator.settings; print({heavy} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
