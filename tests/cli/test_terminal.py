"""What a person at a terminal sees."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import COMMAND, Write, chat, environment

pty = pytest.importorskip("pty")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")


def _watch(*arguments: object, **variables: str) -> str:
    """Everything that the command writes to a terminal of 90 columns, output and messages alike."""
    leader, follower = pty.openpty()
    shown = environment(COLUMNS="90", LINES="50", TERM="xterm-256color", **variables)
    process = subprocess.Popen(
        [*COMMAND, *map(str, arguments)], stdin=follower, stdout=follower, stderr=follower, env=shown
    )
    os.close(follower)
    written = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not piece:
            break
        written += piece
    process.wait(20)
    os.close(leader)
    return written.decode()


def test_a_terminal_gets_colours_and_big_digits(write: Write):
    page = _watch("grade", write([chat()]))
    assert "\x1b[32m✔ met" in page
    assert "─╮" in page
    assert "⟦" not in page


def test_no_color_is_honoured(write: Write):
    page = _watch("grade", write([chat()]), NO_COLOR="1")
    assert "✔ met" in page
    assert "\x1b[32m" not in page


def test_a_batch_shows_its_progress_and_takes_the_bar_away(write: Write, tmp_path: Path):
    page = _watch("batch", write([chat(n) for n in range(400)]), "-o", tmp_path / "out.jsonl")
    assert "/400" in page
    assert "ETA" in page
    assert "mean" in page
    assert "400 chats" in page


def test_a_quiet_batch_shows_none(write: Write, tmp_path: Path):
    assert _watch("batch", write([chat()]), "-o", tmp_path / "out.jsonl", "--quiet") == ""
