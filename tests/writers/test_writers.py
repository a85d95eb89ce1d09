"""All writers keep what `Writer` promises."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pytest

from evaluator.errors import OutputError, UsageError
from evaluator.models import Evaluation, Status
from evaluator.rubric import load_rubric
from evaluator.writers import DESCRIPTIONS, Result, Row, open_writer

RUBRIC = load_rubric()


def _row(number: int, settings: str = "s") -> Row:
    evaluation = Evaluation(
        conversation_id=f"c{number}", status=Status.RULES, score=float(number), band="poor"
    )
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
