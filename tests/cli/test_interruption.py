"""Runs that are killed, interrupted, or run out of room: nothing lost, nothing twice, nothing torn."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from pathlib import Path

import pytest

from evaluator.rubric import load_rubric
from evaluator.writers import open_writer
from tests.cli.conftest import Run, Write, chat, start

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and quotas of POSIX")

COUNT = 1_500


@pytest.fixture
def chats(write: Write) -> Path:
    return write([chat(n) for n in range(COUNT)])


def _interrupt(
    process: subprocess.Popen[bytes], out: Path, number: int, size: int = 200_000
) -> tuple[int, str]:
    """Sends the signal once `out` has grown to `size`; returns the exit code and standard error."""
    deadline = time.monotonic() + 20
    while not (out.exists() and out.stat().st_size > size) and time.monotonic() < deadline:
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        time.sleep(0.002)
    process.send_signal(number)
    _, errors = process.communicate(timeout=20)
    return process.returncode, errors.decode()


def _rows(out: Path) -> list[bytes]:
    return out.read_bytes().splitlines(keepends=True)


@pytest.mark.parametrize("ending", [".jsonl", ".csv"])
def test_a_killed_run_goes_on_and_ends_as_if_nothing_had_happened(
    closure: Run, chats: Path, tmp_path: Path, ending
):
    whole, out = tmp_path / f"whole{ending}", tmp_path / f"out{ending}"
    assert closure("batch", chats, "-o", whole).exit_code == 0
    for size in (50_000, 300_000):
        code, _ = _interrupt(start("batch", chats, "-o", out), out, signal.SIGKILL, size)
        assert code == -signal.SIGKILL
    assert 0 < len(_rows(out)) < COUNT
    result = closure("batch", chats, "-o", out)
    assert "done before" in result.stdout
    assert out.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("ending", [".jsonl", ".csv"])
def test_a_torn_line_is_repaired_wherever_it_is_torn(closure: Run, write: Write, tmp_path: Path, ending):
    few, out = write([chat(n) for n in range(3)]), tmp_path / f"out{ending}"
    closure("batch", few, "-o", out)
    whole = out.read_bytes()
    for length in [*range(60), *range(60, len(whole), len(whole) // 40), len(whole) - 1]:
        out.write_bytes(whole[:length])
        assert closure("batch", few, "-o", out).exit_code == 0
        assert out.read_bytes() == whole, f"torn after {length} bytes"


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["Ctrl-C", "termination"]
)
def test_an_interrupted_run_finishes_the_chat_in_hand_and_says_how_to_go_on(
    chats: Path, tmp_path: Path, number, code
):
    out = tmp_path / "out.jsonl"
    ended, errors = _interrupt(start("batch", chats, "-o", out), out, number)
    count = len(_rows(out))
    assert ended == code
    assert (
        errors
        == f"closure: stopped after {count:,} chats; the same command continues {out} (without --force)\n"
    )
    assert _rows(out)[-1].endswith(b"}\n")


def test_an_interrupted_run_into_sqlite_or_parquet_goes_on(closure: Run, chats: Path, tmp_path: Path):
    pytest.importorskip("pyarrow")
    out, part = tmp_path / "out.parquet", tmp_path / "out.parquet.part.jsonl"
    ended, _ = _interrupt(start("batch", chats, "-o", out), part, signal.SIGKILL)
    assert ended == -signal.SIGKILL
    assert not out.exists()
    assert f"{COUNT:,} chats" in closure("batch", chats, "-o", out).stdout
    assert out.exists()
    assert not part.exists()


def test_ctrl_c_while_waiting_for_input_ends_at_once(tmp_path: Path):
    out = tmp_path / "out.jsonl"
    process = start("batch", "-", "-o", out, stdin=subprocess.PIPE)
    time.sleep(0.7)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=10)
    assert process.returncode == 130
    assert b"Traceback" not in errors


def test_ctrl_c_ends_grade_without_a_traceback(chats: Path):
    process = start("grade", chats, "--json")
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (130, b"")


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".sqlite"])
def test_a_full_disk_is_one_clear_line_and_the_run_can_go_on(
    closure: Run, write: Write, tmp_path: Path, ending
):
    some, out = write([chat(n) for n in range(150)]), tmp_path / f"out{ending}"
    room = 50_000 if ending != ".sqlite" else 300_000

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    process = start("batch", some, "-o", out, preexec_fn=limited)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 5
    assert errors.decode().startswith(f"closure: {out}: cannot be written: ")
    assert errors.count(b"\n") == 1
    assert closure("batch", some, "-o", out).exit_code == 0
    if ending != ".sqlite":
        whole = tmp_path / f"whole{ending}"
        closure("batch", some, "-o", whole)
        assert out.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".sqlite"])
def test_two_runs_do_not_write_to_one_file(closure: Run, write: Write, tmp_path: Path, ending):
    out = tmp_path / f"out{ending}"
    with open_writer(out, load_rubric()) as writer:
        writer.done("settings")
        result = closure("batch", write([chat(1)]), "-o", out)
    assert result.exit_code == 5
    assert "another run is writing to it" in result.stderr


def test_a_reader_that_stops_reading_is_no_error(chats: Path):
    process = start("grade", chats, "--json")
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    assert (process.wait(20), process.stderr.read()) == (141, b"")
    process.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("more", [["--json"], [], ["--limit", "1"]], ids=["json", "table", "scorecard"])
def test_a_full_standard_output_is_one_clear_line(write: Write, more):
    with Path("/dev/full").open("wb") as full:
        process = start("grade", write([chat(1), chat(2)]), *more, stdout=full)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 5
    assert errors.decode() == "closure: standard output: cannot be written: No space left on device\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_an_output_on_a_full_device_is_one_clear_line(closure: Run, write: Write, tmp_path: Path):
    out = tmp_path / "out.jsonl"
    out.symlink_to("/dev/full")
    result = closure("batch", write([chat(1)]), "-o", out)
    assert result.exit_code == 5
    assert "No space left on device" in result.stderr


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_must_not_be_written_is_one_clear_line(closure: Run, write: Write, tmp_path: Path):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    result = closure("batch", write([chat(1)]), "-o", folder / "out.jsonl")
    assert result.exit_code == 5
    assert result.stderr == f"closure: {folder / 'out.jsonl'}: cannot be written: Permission denied\n"
