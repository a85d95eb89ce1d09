from __future__ import annotations

import os
from pathlib import Path

import pytest

from evaluator.errors import InputError
from evaluator.readers.source import find_sources

ENDINGS = {".jsonl", ".csv", ".txt"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in [
        "b.jsonl",
        "a.JSONL.gz",
        "deep/er/c.txt",
        "notes.md",
        ".hidden.csv",
        ".git/x.txt",
        "d.csv/inner.txt",
    ]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return tmp_path


def names(folder: Path, found: list[str]) -> list[str]:
    return [str(Path(name).relative_to(folder)) for name in found]


def test_folders_are_searched_for_known_endings(folder: Path) -> None:
    found = find_sources([folder], ENDINGS)
    assert names(folder, found) == ["a.JSONL.gz", "b.jsonl", "d.csv/inner.txt", "deep/er/c.txt"]


def test_globs_take_any_ending(folder: Path) -> None:
    assert names(folder, find_sources([f"{folder}/*.md"], ENDINGS)) == ["notes.md"]
    assert names(folder, find_sources([f"{folder}/**/*.txt"], ENDINGS)) == [
        "d.csv/inner.txt",
        "deep/er/c.txt",
    ]


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    assert names(folder, find_sources([folder / "b.jsonl", folder], ENDINGS))[0] == "b.jsonl"
    assert find_sources(["-", "-"], ENDINGS) == ["-"]


def test_a_name_with_glob_characters_is_a_name_first(tmp_path: Path) -> None:
    path = tmp_path / "chats[1].jsonl"
    path.write_text("x")
    assert find_sources([path], ENDINGS) == [str(path)]


def test_pipes_are_not_touched(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert find_sources([tmp_path / "pipe"], ENDINGS) == [str(tmp_path / "pipe")]


@pytest.mark.parametrize(
    ("source", "what"),
    [
        pytest.param("none.jsonl", "none.jsonl: no such file or directory", id="missing"),
        pytest.param("*.nothing", "*.nothing: no file matches", id="glob without a match"),
        pytest.param(
            "void",
            "void: no chats in this directory; looked for .csv, .jsonl, .txt (also .gz)",
            id="no chats",
        ),
        pytest.param("empty.jsonl", "empty.jsonl: is empty", id="empty"),
    ],
)
def test_one_line_says_what_is_wrong(folder: Path, source: str, what: str) -> None:
    (folder / "void").mkdir()
    (folder / "void" / "x.md").write_text("x")
    (folder / "empty.jsonl").touch()
    with pytest.raises(InputError) as error:
        find_sources([folder / "b.jsonl", folder / source], ENDINGS)
    assert what in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable(folder: Path) -> None:
    (folder / "b.jsonl").chmod(0)
    with pytest.raises(InputError, match="cannot be read: Permission denied"):
        find_sources([folder / "b.jsonl"], ENDINGS)
