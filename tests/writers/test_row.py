"""Evaluations as lines and rows."""

from __future__ import annotations

import json

import pytest

from evaluator.models import (
    Evaluation,
    Judgement,
    Level,
    Provenance,
    Review,
    Status,
    Suggestions,
    Tip,
    Usage,
)
from evaluator.writers.row import Row, columns, flat, from_cells, from_line, to_json, to_line

EVALUATION = Evaluation(
    conversation_id="c-1",
    status=Status.RULES,
    score=72.5,
    band="good",
    coverage=1.0,
    critical=("tone", "honesty"),
    judgements=(Judgement(criterion="language", level=Level.MET, reason="Same.", graded_by="rules"),),
    suggestions=Suggestions(
        tips=(Tip(criterion="thanks", text="Thank."), Tip(criterion="pace", text="Hurry."))
    ),
)


def test_a_line_can_be_read_back():
    row = Row("abc-123", EVALUATION)
    assert from_line(to_line(row)) == row


def test_a_line_begins_with_its_key():
    assert to_line(Row("abc-123", EVALUATION)).startswith('{"key":"abc-123","schema_version":')


@pytest.mark.parametrize("name", ["a\ud800b", "a\nb", "ž🙂", "\u2028", '"\\'])
def test_any_text_fits_a_line(name):
    evaluation = EVALUATION.model_copy(update={"conversation_id": name})
    line = to_json(evaluation)
    assert "\n" not in line
    line.encode()
    assert json.loads(line)["conversation_id"] == name


def test_a_row_has_a_cell_for_each_column_in_their_order():
    criteria = ("thanks", "language")
    cells = flat(Row("k", EVALUATION), criteria)
    assert tuple(cells) == columns(criteria)
    assert (cells["score"], cells["critical"], cells["key"]) == (72.5, "tone, honesty", "k")
    assert (cells["level_language"], cells["level_thanks"], cells["language"]) == ("met", None, None)
    assert cells["tips"] == "Thank. Hurry."


def test_what_the_model_had_to_do_with_it_stands_in_the_last_columns():
    judgements = tuple(
        Judgement(criterion=name, level=Level.MET, reason="", graded_by="model", confidence=confidence)
        for name, confidence in {"thanks": 1.0, "tone": 0.6667, "pace": None}.items()
    )
    made_by = Provenance(
        rubric="r", rubric_version="1", rubric_sha256="0", package_version="1", model="gpt-x"
    )
    judged = EVALUATION.model_copy(
        update={
            "judgements": judgements,
            "review": Review.of(["tone: doubtful", "pace: odd"]),
            "provenance": made_by,
            "usage": Usage(requests=3, input_tokens=900, output_tokens=80, cost=0.0125),
        }
    )
    expected = {
        "review": "tone: doubtful; pace: odd",
        "model": "gpt-x",
        "requests": 3,
        "input_tokens": 900,
        "output_tokens": 80,
        "cost": 0.0125,
        "agreement": 0.8334,
    }
    assert list(flat(Row("k", judged), ()).items())[-9:-2] == list(expected.items())


def test_those_columns_are_as_good_as_empty_for_the_rules():
    cells = flat(Row("k", EVALUATION), ())
    assert [cells[name] for name in columns(())[-9:]] == ["", None, 0, 0, 0, None, None, None, None]


def test_a_table_can_hold_every_cell_as_utf_8():
    evaluation = EVALUATION.model_copy(update={"conversation_id": "a\ud800b"})
    for cell in flat(Row("k", evaluation), ()).values():
        str(cell).encode()


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param(("rules", "72.5", "good"), ("rules", 72.5, "good", False), id="text"),
        pytest.param(("rules", 72.5, "good"), ("rules", 72.5, "good", False), id="numbers"),
        pytest.param(("error", "", ""), ("error", None, None, False), id="empty"),
        pytest.param(("error", None, None), ("error", None, None, False), id="null"),
        pytest.param(("rules", 1, "poor", "why"), ("rules", 1.0, "poor", True), id="to review"),
        pytest.param(("rules", 1, "poor", ""), ("rules", 1.0, "poor", False), id="not to review"),
    ],
)
def test_results_are_read_from_any_table(cells, expected):
    assert from_cells(*cells) == expected


@pytest.mark.parametrize("cells", [("done", 1, ""), ("rules", "many", "")], ids=["status", "score"])
def test_other_cells_are_no_results(cells):
    with pytest.raises(ValueError, match=r"done|many"):
        from_cells(*cells)
