"""closure cache info and closure cache clear."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from evaluator.cache import AnswerCache
from evaluator.cli import cache
from evaluator.cli.exits import Guarded

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with AnswerCache(tmp_path / "answers", 10_000_000) as kept:
        for number in range(3):
            kept.put(str(number), {"content": "x"})
    return tmp_path / "answers"


@pytest.fixture
def closure(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the commands where closure.toml names the folder."""
    monkeypatch.delenv("CLOSURE_CACHE_DIR")
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "closure.toml").write_text(
        f'cache_dir = "{folder.name}"\ncache_size_mb = 10\nkey_file = "not-there"\n'
    )
    app = typer.Typer(cls=Guarded)
    app.callback()(lambda: None)
    app.add_typer(cache.app, name="cache")

    def run(*arguments: str, **environ: str) -> Result:
        return CliRunner().invoke(app, ["cache", *arguments], env=environ)

    return run


def test_info_needs_no_key(closure: Run, folder: Path):
    shown = closure("info")
    assert [line.split(maxsplit=1) for line in shown.stdout.splitlines()] == [
        *(["folder", str(folder)], ["answers", "3"], ["size", "0.0 MB"], ["limit", "10 MB"]),
    ]


def test_info_as_json(closure: Run, folder: Path):
    shown = json.loads(closure("info", "--json").stdout)
    assert shown.pop("bytes") > 0
    assert shown == {"directory": str(folder), "entries": 3, "limit_bytes": 10_000_000, "trouble": None}


def test_the_environment_names_another_folder(closure: Run, tmp_path: Path):
    shown = json.loads(closure("info", "--json", CLOSURE_CACHE_DIR=str(tmp_path / "none")).stdout)
    assert shown["entries"] == 0
    assert not (tmp_path / "none").exists()


def test_clear_removes_the_answers(closure: Run, folder: Path):
    shown = closure("clear", "--yes")
    assert (shown.exit_code, shown.stdout) == (0, f"3 answers removed from {folder}\n")
    assert json.loads(closure("info", "--json").stdout)["entries"] == 0


def test_clear_asks_first_and_without_anybody_to_ask_does_nothing(closure: Run):
    shown = closure("clear")
    assert (shown.exit_code, shown.stderr) == (2, "closure: closure cache clear: nobody to ask; add --yes\n")
    assert json.loads(closure("info", "--json").stdout)["entries"] == 3


def test_a_damaged_cache_is_pointed_out_and_mended(closure: Run, folder: Path):
    (folder / "answers-1.sqlite").write_bytes(b"garbage" * 1000)
    shown = closure("info")
    assert shown.exit_code == 0
    assert "answers-1.sqlite: is damaged" in shown.stderr
    assert closure("clear", "--yes").exit_code == 0
    assert closure("info").stderr == ""


def test_what_cannot_be_cleared_is_an_error(closure: Run, tmp_path: Path):
    (tmp_path / "file").write_text("mine")
    shown = closure("clear", "--yes", CLOSURE_CACHE_DIR=str(tmp_path / "file"))
    assert (shown.exit_code, shown.stdout) == (5, "")
    assert "answers-1.sqlite: cannot be used: Not a directory" in shown.stderr
