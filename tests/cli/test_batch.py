"""What ``closure batch`` writes, says, and refuses."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Write, chat

ENDINGS = [".jsonl", ".csv", ".sqlite", ".parquet"]
BROKEN = '{"id": "broken", "turns": ['


def written(out: Path) -> list[tuple[str, str]]:
    """Chat and status of each row."""
    match out.suffix:
        case ".jsonl":
            rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
        case ".csv":
            rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
        case ".sqlite":
            database = sqlite3.connect(out)
            database.row_factory = sqlite3.Row
            rows = [dict(row) for row in database.execute("SELECT * FROM evaluations")]
            database.close()
        case _:
            parquet = pytest.importorskip("pyarrow.parquet")
            rows = parquet.read_table(out).to_pylist()
    return [(row["conversation_id"], row["status"]) for row in rows]


@pytest.fixture(params=ENDINGS)
def out(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == ".parquet":
        pytest.importorskip("pyarrow")
    return tmp_path / f"out{request.param}"


def test_every_chat_becomes_a_row_in_the_order_of_the_input(closure: Run, write: Write, out: Path):
    result = closure("batch", write([chat(3), BROKEN, chat(1), chat(2)]), "-o", out)
    assert [name for name, _ in written(out)] == ["chat-3", written(out)[1][0], "chat-1", "chat-2"]
    assert [status for _, status in written(out)] == ["rules", "error", "rules", "rules"]
    assert result.exit_code == 3
    assert "4 chats   3 graded   1 error" in result.stdout
    assert "error: " in result.stdout
    assert f"written to {out}" in result.stdout.replace("\n", " ")


def test_the_same_command_again_has_nothing_to_do_and_ends_the_same_way(
    closure: Run, write: Write, out: Path
):
    chats = write([chat(1), BROKEN, chat(2)])
    first, size = closure("batch", chats, "-o", out), out.read_bytes()
    again = closure("batch", chats, "-o", out)
    assert "nothing to do" in again.stdout
    assert (first.exit_code, again.exit_code) == (3, 3)
    assert out.read_bytes() == size


def test_new_chats_are_added(closure: Run, write: Write, out: Path):
    closure("batch", write([chat(1), chat(2)]), "-o", out)
    result = closure("batch", write([chat(0), chat(1), chat(2), chat(3)]), "-o", out)
    assert [name for name, _ in written(out)] == ["chat-1", "chat-2", "chat-0", "chat-3"]
    assert "4 chats   4 graded   2 done before" in result.stdout


def test_a_chat_that_changed_is_graded_again(closure: Run, write: Write, out: Path):
    closure("batch", write([chat(1)]), "-o", out)
    closure("batch", write([chat(1, words="My phone is broken.")]), "-o", out)
    assert len(written(out)) == 2


def test_a_chat_that_stands_twice_gets_two_rows_and_no_third(closure: Run, write: Write, out: Path):
    chats = write([chat(1), chat(1)])
    closure("batch", chats, "-o", out)
    closure("batch", chats, "-o", out)
    assert len(written(out)) == 2


def test_results_of_other_settings_are_never_mixed_in(closure: Run, write: Write, out: Path):
    chats = write([chat(1)])
    closure("batch", chats, "-o", out)
    before = out.read_bytes()
    result = closure("batch", chats, "-o", out, "--reasons-in", "chat")
    assert result.exit_code == 5
    assert "was graded with another rubric, language pack, version, model or --reasons-in" in result.stderr
    assert out.read_bytes() == before


def test_force_starts_anew(closure: Run, write: Write, out: Path):
    chats = write([chat(1), chat(2)])
    closure("batch", chats, "-o", out)
    result = closure("batch", chats, "-o", out, "--force", "--limit", 1)
    assert result.exit_code == 0
    assert written(out) == [("chat-1", "rules")]


@pytest.mark.parametrize("content", ["notes of mine\nline two\n", "notes without an end", '{"id": 1}\n'])
def test_a_file_that_something_else_wrote_is_left_alone(closure: Run, write: Write, out: Path, content):
    out.write_text(content)
    result = closure("batch", write([chat(1)]), "-o", out)
    assert result.exit_code == 5
    assert (
        result.stderr
        == f"closure: {out}: exists and was not written by closure batch; pass --force to replace it\n"
    )
    assert out.read_text() == content


def test_an_empty_file_is_filled(closure: Run, write: Write, tmp_path: Path):
    out = tmp_path / "out.jsonl"
    out.touch()
    assert closure("batch", write([chat(1)]), "-o", out).exit_code == 0
    assert len(written(out)) == 1


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        pytest.param(
            "out.xlsx", 2, "cannot write .xlsx; use .jsonl, .csv, .sqlite, .parquet", id="unknown ending"
        ),
        pytest.param("out", 2, "cannot write a file without an ending", id="no ending"),
        pytest.param("none/out.csv", 5, "there is no folder", id="no folder"),
        pytest.param("dir.jsonl", 5, "cannot be written: Is a directory", id="a folder"),
        pytest.param("chats.jsonl", 2, "is an input", id="its own input"),
    ],
)
def test_an_output_that_cannot_be_is_one_clear_line(
    closure: Run, write: Write, tmp_path, name, code, message
):
    (tmp_path / "dir.jsonl").mkdir()
    result = closure("batch", write([chat(1)]), "-o", tmp_path / name)
    assert result.exit_code == code
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["none.jsonl", "notes.csv"], ids=["missing", "without the needed columns"])
def test_the_input_is_looked_at_before_an_output_is_made(closure: Run, tmp_path: Path, name):
    (tmp_path / "notes.csv").write_text("name,price\napple,3\n")
    result = closure("batch", tmp_path / name, "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 3
    assert not (tmp_path / "out.jsonl").exists()


def test_quiet_says_nothing_but_errors(closure: Run, write: Write, tmp_path: Path):
    good = closure("batch", write([chat(1)]), "-o", tmp_path / "good.jsonl", "--quiet")
    assert good.output == ""
    bad = closure("batch", write([chat(1), BROKEN]), "-o", tmp_path / "bad.jsonl", "--quiet")
    assert bad.stdout == ""
    assert bad.stderr.startswith("closure: 1 of 2 chats could not be read or graded\nclosure: ")


def test_fail_under_counts_what_an_earlier_run_has_graded(closure: Run, write: Write, out: Path):
    chats = write([chat(1), chat(2)])
    assert closure("batch", chats, "-o", out, "--limit", 1).exit_code == 0
    result = closure("batch", chats, "-o", out, "--fail-under", 100)
    assert result.exit_code == 1
    assert "2 of 2 chats below 100" in result.stderr


def test_standard_input_is_read(closure: Run, tmp_path: Path):
    out = tmp_path / "out.jsonl"
    assert closure("batch", "-", "-o", out, stdin=json.dumps(chat(1))).exit_code == 0
    assert written(out) == [("chat-1", "rules")]


def test_a_csv_opens_in_a_spreadsheet_without_running_formulas(closure: Run, write: Write, tmp_path: Path):
    out = tmp_path / "out.csv"
    hostile = chat(1, id="=HYPERLINK(1)", agent="@SUM(A1)\r\nx")
    closure("batch", write([hostile]), "-o", out)
    assert out.read_bytes().startswith(b"\xef\xbb\xbfconversation_id,")
    row = next(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    assert (row["conversation_id"], row["agent"]) == ("'=HYPERLINK(1)", "'@SUM(A1) x")
    assert len(out.read_bytes().splitlines()) == 2


def test_an_output_inside_the_input_folder_is_not_read(closure: Run, write: Write):
    folder = write([chat(n) for n in range(3)]).parent
    out = folder / "out.jsonl"
    first = closure("batch", folder, "-o", out)
    size = out.stat().st_size
    again = closure("batch", folder, "-o", out)
    assert (first.exit_code, again.exit_code) == (0, 0), first.stderr + again.stderr
    assert out.stat().st_size == size
