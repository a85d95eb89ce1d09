"""All writers keep what `Writer` promises."""

from __future__ import annotations

import csv
import sqlite3
import sys
from pathlib import Path

import pytest

from evaluator.errors import OutputError, UsageError
from evaluator.models import Evaluation, Status
from evaluator.rubric import load_rubric
from evaluator.writers import DESCRIPTIONS, Result, Row, open_writer

RUBRIC = load_rubric()


def _row(number: int, settings: str = "s", status: Status = Status.RULES) -> Row:
    evaluation = Evaluation(conversation_id=f"c{number}", status=status, score=float(number), band="poor")
    return Row(f"{settings}-{number}", evaluation)


@pytest.fixture(params=DESCRIPTIONS)
def out(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == ".parquet":
        pytest.importorskip("pyarrow")
    return tmp_path / f"out{request.param}"


def _write(out: Path, *numbers: int, force: bool = False, finish: bool = True) -> None:
    with open_writer(out, RUBRIC, force=force) as writer:
        writer.done("s")
        for number in numbers:
            writer.write(_row(number))
        writer.sync()
        if finish:
            writer.finish()


def _discard(out: Path, status: Status = Status.RULES) -> None:
    with open_writer(out, RUBRIC) as writer:
        writer.discard({status})
        writer.done("s")
        writer.finish()


def _done(out: Path, numbers: range) -> dict[int, Result]:
    with open_writer(out, RUBRIC) as writer:
        done = writer.done("s")
        found = {number: done.take(f"s-{number}") for number in numbers}
    return {number: result for number, result in found.items() if result}


@pytest.mark.parametrize("finish", [True, False], ids=["finished", "broken off"])
def test_a_later_run_finds_what_was_written(out: Path, finish):
    _write(out, 1, 2, finish=finish)
    _write(out, 3, finish=finish)
    assert _done(out, range(5)) == {n: Result(Status.RULES, float(n), "poor") for n in (1, 2, 3)}


def test_each_row_is_taken_once(out: Path):
    _write(out, 1, 1)
    with open_writer(out, RUBRIC) as writer:
        done = writer.done("s")
        assert [done.take("s-1") is not None for _ in range(3)] == [True, True, False]


def test_rows_of_other_settings_are_refused(out: Path):
    _write(out, 1)
    with open_writer(out, RUBRIC) as writer, pytest.raises(OutputError, match="another rubric"):
        writer.done("t")


def test_force_forgets(out: Path):
    _write(out, 1)
    _write(out, 2, force=True)
    assert list(_done(out, range(5))) == [2]


def test_no_row_leaves_a_file_that_can_be_opened_again(out: Path):
    _write(out)
    assert _done(out, range(5)) == {}


def test_force_takes_nothing_from_a_run_that_is_writing(out: Path):
    with open_writer(out, RUBRIC) as writer:
        writer.done("s")
        writer.write(_row(1))
        with pytest.raises(OutputError, match="another run is writing"):
            open_writer(out, RUBRIC, force=True)
        writer.write(_row(2))
        writer.finish()
    assert list(_done(out, range(5))) == [1, 2]


@pytest.mark.parametrize(
    "content", [b"", b"something else\n", b"SQLite format 3\0" + b"\xff" * 2000, b"\0" * 50]
)
def test_force_replaces_whatever_there_is(out: Path, content):
    out.write_bytes(content)
    _write(out, 2, force=True)
    assert list(_done(out, range(5))) == [2]


def test_force_replaces_a_database_of_another_kind(tmp_path: Path):
    out = tmp_path / "out.sqlite"
    database = sqlite3.connect(out)
    database.executescript(
        'CREATE TABLE "a ""b" (x INTEGER PRIMARY KEY AUTOINCREMENT); CREATE VIEW v AS SELECT 1;'
        "CREATE VIRTUAL TABLE f USING fts5(x)"
    )
    database.close()
    _write(out, 2, force=True)
    database = sqlite3.connect(out)
    assert database.execute("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite%'").fetchall() == [
        ("evaluations",)
    ]
    database.close()


@pytest.mark.parametrize("name", ["out.sqlite", "out.parquet"])
def test_a_foreign_file_is_refused_and_left_as_it_is(tmp_path: Path, name):
    if name.endswith(".parquet"):
        pytest.importorskip("pyarrow")
    out = tmp_path / name
    out.write_bytes(b"something else\n")
    with pytest.raises(OutputError, match="was not written by closure batch"):
        _done(out, range(5))
    assert out.read_bytes() == b"something else\n"


@pytest.mark.parametrize("finish", [True, False], ids=["finished", "broken off"])
def test_discarded_rows_are_gone_and_written_again(out: Path, finish):
    _write(out, 1, finish=finish)
    with open_writer(out, RUBRIC) as writer:
        writer.done("s")
        for number, status in enumerate((Status.ERROR, Status.FALLBACK, Status.NOT_GRADABLE), start=2):
            writer.write(_row(number, status=status))
        if finish:
            writer.finish()
    _write(out, 5, finish=finish)
    with open_writer(out, RUBRIC) as writer:
        writer.discard({Status.ERROR, Status.FALLBACK})
        done = writer.done("s")
        assert [number for number in range(6) if done.take(f"s-{number}")] == [1, 4, 5]
    assert list(_done(out, range(6))) == [1, 4, 5]
    _write(out, 2, 3)
    found = _done(out, range(6))
    assert {number: result.status for number, result in found.items()} == {
        1: Status.RULES,
        2: Status.RULES,
        3: Status.RULES,
        4: Status.NOT_GRADABLE,
        5: Status.RULES,
    }


def test_all_rows_may_be_discarded(out: Path):
    _write(out, 1, 2)
    _discard(out)
    assert _done(out, range(5)) == {}
    _write(out, 3)
    assert list(_done(out, range(5))) == [3]


def test_nothing_is_discarded_from_an_output_of_other_settings(out: Path):
    _write(out, 1, 2)
    with open_writer(out, RUBRIC) as writer:
        writer.discard({Status.RULES})
        with pytest.raises(OutputError, match="another rubric"):
            writer.done("t")
    assert list(_done(out, range(5))) == [1, 2]


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv"])
def test_an_output_with_nothing_to_discard_is_not_written_again(tmp_path: Path, name):
    out = tmp_path / name
    _write(out, 1)
    before = out.stat()
    _discard(out, Status.ERROR)
    after = out.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_an_output_of_fewer_columns_is_refused_for_its_settings(tmp_path: Path):
    out = tmp_path / "out.sqlite"
    database = sqlite3.connect(out)
    database.execute("CREATE TABLE evaluations (conversation_id, status, score, band, key)")
    database.execute("INSERT INTO evaluations VALUES ('c', 'rules', 1.0, 'poor', 'old-1')")
    database.commit()
    database.close()
    with open_writer(out, RUBRIC) as writer, pytest.raises(OutputError, match="another rubric"):
        writer.done("s")


def test_an_output_of_other_columns_and_no_rows_gets_the_right_ones(out: Path):
    fewer = RUBRIC.model_copy(update={"criteria": RUBRIC.criteria[:3]})
    with open_writer(out, fewer) as writer:
        writer.done("t")
        writer.finish()
    _write(out, 1)
    assert list(_done(out, range(5))) == [1]


def test_parquet_keeps_its_part_when_the_settings_are_others(tmp_path: Path):
    pytest.importorskip("pyarrow")
    out = tmp_path / "out.parquet"
    _write(out, 1, finish=False)
    with open_writer(out, RUBRIC) as writer, pytest.raises(OutputError, match="another rubric"):
        writer.done("t")
    assert list(_done(out, range(5))) == [1]


def test_parquet_is_not_doubled_by_a_kill_between_its_completion_and_the_removal_of_its_part(tmp_path: Path):
    parquet = pytest.importorskip("pyarrow.parquet")
    out, part = tmp_path / "out.parquet", tmp_path / "out.parquet.part.jsonl"
    _write(out, 1)
    _write(out, 2, 3, finish=False)
    left = part.read_bytes()
    _write(out)
    part.write_bytes(left)
    _write(out)
    assert parquet.read_table(out).column("conversation_id").to_pylist() == ["c1", "c2", "c3"]
    assert not part.exists()


def test_sqlite_can_be_queried_by_level_and_score(tmp_path: Path):
    out = tmp_path / "out.sqlite"
    _write(out, 10, 20)
    database = sqlite3.connect(out)
    found = database.execute(
        "SELECT avg(score), count(level_thanks), json_extract(evaluation, '$.status') FROM evaluations"
    )
    assert found.fetchone() == (15.0, 0, "rules")
    database.close()


def test_parquet_without_pyarrow_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(
        UsageError, match=r"Parquet needs pyarrow: pip install 'closure-evaluator\[parquet\]'"
    ):
        open_writer(tmp_path / "out.parquet", RUBRIC)
    assert list(tmp_path.iterdir()) == []


def test_parquet_goes_on_after_a_kill_between_the_two_files_that_rows_are_discarded_from(tmp_path: Path):
    parquet = pytest.importorskip("pyarrow.parquet")
    out, part = tmp_path / "out.parquet", tmp_path / "out.parquet.part.jsonl"
    with open_writer(out, RUBRIC) as writer:
        writer.done("s")
        writer.write(_row(1))
        writer.write(_row(2, status=Status.ERROR))
        writer.finish()
        writer.write(_row(3))
        writer.write(_row(4, status=Status.ERROR))
    left = part.read_bytes()
    with open_writer(out, RUBRIC) as writer:
        writer.discard({Status.ERROR})
        writer.done("s")
    part.write_bytes(left)
    (tmp_path / "out.parquet.unfinished").write_bytes(b"cut off")
    _discard(out, Status.ERROR)
    assert parquet.read_table(out).column("conversation_id").to_pylist() == ["c1", "c3"]
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_csv_for_excel_where_numbers_have_a_decimal_comma(tmp_path: Path):
    out = tmp_path / "out.csv"
    for number in (1, 2):
        with open_writer(out, RUBRIC, semicolon=True) as writer:
            done = writer.done("s")
            assert (done.take("s-1") is not None) == (number == 2)
            writer.write(_row(number))
    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert [(row["conversation_id"], row["score"]) for row in rows] == [("c1", "1,0"), ("c2", "2,0")]


@pytest.mark.parametrize(("first", "message"), [(True, "with --semicolon"), (False, "without --semicolon")])
def test_csv_is_continued_with_its_own_separator_only(tmp_path: Path, first, message):
    out = tmp_path / "out.csv"
    with open_writer(out, RUBRIC, semicolon=first) as writer:
        writer.done("s")
        writer.write(_row(1))
    before = out.read_bytes()
    with (
        open_writer(out, RUBRIC, semicolon=not first) as writer,
        pytest.raises(OutputError, match=f"was written {message}"),
    ):
        writer.done("s")
    assert out.read_bytes() == before


@pytest.mark.parametrize("semicolon", [True, False])
def test_csv_of_somebody_else_was_written_by_no_run(tmp_path: Path, semicolon):
    out = tmp_path / "out.csv"
    out.write_bytes(b"\xef\xbb\xbfconversation_id,text\r\nc1,hello\r\n")
    with (
        open_writer(out, RUBRIC, semicolon=semicolon) as writer,
        pytest.raises(OutputError, match="was not written by closure batch"),
    ):
        writer.done("s")


def test_a_semicolon_is_for_csv(tmp_path: Path):
    with pytest.raises(UsageError, match=r"--semicolon is for .csv"):
        open_writer(tmp_path / "out.jsonl", RUBRIC, semicolon=True)
