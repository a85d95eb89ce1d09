"""Files of lines: held, and replaced all at once."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from evaluator.errors import OutputError
from evaluator.writers.appended import AppendedFile
from evaluator.writers.beside import beside

LINES = [b"1 keep\n", b"2 drop\n", b"3 keep\n"]
KEPT = [b"1 keep\n", b"3 keep\n"]

posix = pytest.mark.skipif(os.name == "nt", reason="locks and permissions of POSIX")


def _is_kept(line: bytes) -> bool:
    return b"drop" not in line


def _files(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"".join(LINES))
    return path


def test_kept_lines_stay_and_new_ones_follow(path: Path):
    with AppendedFile(path) as file:
        file.keep(_is_kept)
        assert list(file.lines()) == KEPT
        file.append(b"4\n")
    assert path.read_bytes() == b"".join([*KEPT, b"4\n"])
    assert _files(path.parent) == [path.name]


def test_a_torn_line_is_dropped_as_well(path: Path):
    with path.open("ab") as torn:
        torn.write(b"4 ke")
    with AppendedFile(path) as file:
        file.keep(_is_kept)
        file.append(b"5\n")
    assert path.read_bytes() == b"".join([*KEPT, b"5\n"])


@posix
def test_permissions_stay(path: Path):
    path.chmod(0o640)
    with AppendedFile(path) as file:
        file.keep(_is_kept)
    assert path.stat().st_mode & 0o777 == 0o640


@posix
def test_a_link_stays_one(path: Path, tmp_path: Path):
    link = tmp_path / "link.jsonl"
    link.symlink_to(path)
    with AppendedFile(link) as file:
        file.keep(_is_kept)
    assert link.is_symlink()
    assert path.read_bytes() == b"".join(KEPT)


@posix
def test_the_new_file_is_held_like_the_old_one(path: Path):
    with AppendedFile(path) as file:
        file.keep(_is_kept)
        with pytest.raises(OutputError, match="another run"):
            AppendedFile(path)
    AppendedFile(path).__exit__()


@posix
def test_a_file_that_was_replaced_while_it_was_opened_is_opened_again(path: Path):
    held = AppendedFile(path)
    waiting = path.open("ab")  # what another run has opened, and not yet locked
    held.keep(_is_kept)
    held.__exit__()
    with AppendedFile(path) as file:
        file.append(b"4\n")
    waiting.close()
    assert path.read_bytes() == b"".join([*KEPT, b"4\n"])


def test_a_failure_in_the_middle_leaves_the_old_file_and_no_other(path: Path):
    def fails(line: bytes) -> bool:
        if line.startswith(b"3"):
            raise OSError(errno.ENOSPC, "No space left on device")
        return True

    with AppendedFile(path) as file:
        with pytest.raises(OutputError, match="No space left"):
            file.keep(fails)
        file.append(b"4\n")
    assert path.read_bytes() == b"".join([*LINES, b"4\n"])
    assert _files(path.parent) == [path.name]


KILLED = """
import os, signal, sys
from pathlib import Path
from evaluator.writers.appended import AppendedFile

def kill(line):
    if line.startswith(b"3"):
        os.kill(os.getpid(), signal.SIGKILL)
    return b"drop" not in line

AppendedFile(Path(sys.argv[1])).keep(kill)
"""


@posix
def test_a_kill_in_the_middle_leaves_the_old_file_and_nothing_in_the_way_of_the_next_run(path: Path):
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"".join(LINES)
    with AppendedFile(path) as file:
        file.keep(_is_kept)
    assert path.read_bytes() == b"".join(KEPT)
    assert _files(path.parent) == [path.name]


@posix
def test_what_a_killed_run_left_is_not_written_through(path: Path, tmp_path: Path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"precious")
    beside(path)[1].symlink_to(elsewhere)
    with AppendedFile(path) as file:
        file.keep(_is_kept)
    assert elsewhere.read_bytes() == b"precious"


def test_a_removed_file_is_gone(path: Path):
    AppendedFile(path).remove()
    assert _files(path.parent) == []
