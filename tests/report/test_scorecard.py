"""Pages of evaluations, whatever these hold."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from evaluator.models import (
    Closing,
    Conversation,
    Evaluation,
    Evidence,
    Judgement,
    Level,
    Outcome,
    Review,
    Role,
    Signals,
    Status,
    Suggestions,
    Tip,
    Turn,
)
from evaluator.report.digits import big
from evaluator.report.looks import band_style, score_text
from evaluator.report.scorecard import print_scorecard
from evaluator.rubric import load_rubric

CHAT = Conversation(
    id="c-1",
    turns=(
        Turn(role=Role.CUSTOMER, text="It works now."),
        Turn(role=Role.AGENT, name="Jana", text="Great!\nThank you for waiting. Bye."),
        Turn(role=Role.SYSTEM, text="chat ended"),
    ),
)


def _evaluation(**more: object) -> Evaluation:
    judgements = (
        Judgement(
            criterion="thanks",
            level=Level.MET,
            reason="Thanks for something.",
            evidence=(Evidence(turn=1, quote="Thank you for waiting", start=7, end=28),),
            graded_by="rules",
        ),
        Judgement(
            criterion="tone",
            level=Level.MISSED,
            reason="Rude.",
            evidence=(Evidence(turn=0, quote="made up", status="absent"),),
            graded_by="model",
        ),
        Judgement(criterion="pace", level=Level.UNSCORED, reason="Cannot tell.", graded_by="facts"),
    )
    values: dict[str, object] = {
        "conversation_id": "c-1",
        "language": "en",
        "status": Status.RULES,
        "outcome": Outcome.RESOLVED,
        "score": 40.0,
        "band": "poor",
        "coverage": 0.84,
        "critical": ("tone",),
        "judgements": judgements,
        "closing": Closing(start=1, end=3, signals=Signals()),
        "suggestions": Suggestions(tips=(Tip(criterion="tone", text="Be kind."),)),
        "review": Review(needed=True, reasons=("absent evidence",)),
    }
    return Evaluation.model_validate(values | more)


def _page(evaluation: Evaluation, conversation: Conversation | None = CHAT, **console: object) -> str:
    file = io.StringIO()
    options: dict[str, object] = {"width": 100, "file": file, "markup": False, "highlight": False} | console
    print_scorecard(Console(**options), evaluation, conversation, load_rubric(), ["guessed as cp1250"])  # type: ignore[arg-type]
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines())


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param("40  poor   critical: tone missed", id="score, band, and the critical criteria missed"),
        pytest.param("outcome resolved   language en", id="outcome and language"),
        pytest.param(
            "graded by rules, covering 84% of the weight   1 met   1 missed   1 unscored", id="counts"
        ),
        pytest.param("✔ met       thanks  8  Thanks for something.  #1 “Thank you for waiting”", id="a row"),
        pytest.param("made up” (not in the chat)", id="evidence that is not there"),
        pytest.param("→ Be kind.", id="a tip"),
        pytest.param("… 1 earlier turn", id="what was before"),
        pytest.param("⟦Thank you for waiting⟧. Bye.", id="the quote in its place"),
        pytest.param("review: absent evidence", id="review"),
        pytest.param("note: guessed as cp1250", id="notes"),
    ],
)
def test_the_page_shows(expected):
    assert expected in _page(_evaluation())


def test_a_terminal_gets_big_digits_colours_and_no_brackets():
    page = _page(_evaluation(), force_terminal=True, color_system="standard")
    assert "╰─┤ │ │" in page
    assert "\x1b[1;31m" in page
    assert "⟦" not in page


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_no_line_is_wider_than_the_page(width):
    assert max(map(len, _page(_evaluation(), width=width).splitlines())) <= min(width, 120)


def test_a_chat_that_cannot_be_graded_is_shown_whole():
    failed = {"judgements": (), "score": None, "band": None, "closing": None, "critical": (), "outcome": None}
    page = _page(_evaluation(status=Status.NOT_GRADABLE, error="no agent turn", **failed))
    assert "–  not gradable" in page
    assert "no agent turn" in page
    assert "#0  customer" in page


def test_a_chat_that_could_not_be_read_is_only_an_error():
    failed = Evaluation(conversation_id="x:1", status=Status.ERROR, error="a turn without text", source="x:1")
    assert "a turn without text" in _page(failed, None)


def test_big_digits_are_three_lines_of_one_length():
    for number in ("0123456789", "87.5", "–"):
        assert len({len(line) for line in big(number)}) == 1


@pytest.mark.parametrize(("score", "text"), [(None, "–"), (100.0, "100"), (87.5, "87.5"), (0.0, "0")])
def test_scores_have_no_useless_decimals(score, text):
    assert score_text(score) == text


def test_the_best_band_is_green_the_last_red_and_an_unknown_one_dim():
    bands = ["graceful", "good", "needs work", "poor", "other"]
    styles = [band_style(load_rubric(), band) for band in bands]
    assert styles == ["bold green", "bold cyan", "bold yellow", "bold red", "dim"]
