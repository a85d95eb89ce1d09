"""How many chats there will be."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from evaluator.cli.counting import count_chats
from tests.cli.conftest import Write, chat


def test_lines_are_chats_in_plain_and_packed_files_and_folders(write: Write, tmp_path: Path):
    write([chat(1), "", chat(2)], "a.jsonl")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(json.dumps(chat(3)).encode()))
    assert count_chats([str(tmp_path)], None) == 3
    assert count_chats([str(tmp_path)], 2) == 2


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.txt"])
def test_other_files_are_not_counted(write: Write, name):
    assert count_chats([str(write([chat(1)], name))], None) is None


@pytest.mark.parametrize("source", ["-", "missing.jsonl"])
def test_what_cannot_be_read_twice_or_at_all_is_not_counted(source):
    assert count_chats([source], None) is None


def test_a_packed_file_that_breaks_off_is_not_counted(tmp_path: Path):
    packed = gzip.compress(b"".join(b'{"id": "%d"}\n' % n for n in range(1000)))
    (tmp_path / "a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    assert count_chats([str(tmp_path / "a.jsonl.gz")], None) is None
