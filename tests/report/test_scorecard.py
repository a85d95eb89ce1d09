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
    Provenance,
    Review,
    Role,
    Sent,
    Signals,
    Status,
    Suggestions,
    Tip,
    Turn,
    Usage,
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


MADE_BY = Provenance(
    rubric="closure",
    rubric_version="1",
    rubric_sha256="0",
    package_version="1",
    prompt="judge",
    prompt_version="2",
    model="gpt-x, other",
)


def _vote(confidence: float | None) -> Judgement:
    evidence = (Evidence(turn=None, quote="never said", status="absent"),)
    return Judgement(
        criterion="tone",
        level=Level.MET,
        reason="Kind.",
        evidence=evidence,
        graded_by="model",
        confidence=confidence,
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, "graded by gpt-x, other, covering 84%", id="the models"),
        pytest.param({}, "prompt judge 2", id="the prompt"),
        pytest.param(
            {
                "usage": Usage(
                    requests=1, input_tokens=1200, output_tokens=80, cost=0.0012, latency_seconds=2.34
                )
            },
            "1 request, 1,200 tokens read, 80 written, cost 0.0012, 2.3 s",
            id="usage",
        ),
        pytest.param(
            {"usage": Usage(requests=2, input_tokens=1, output_tokens=2, latency_seconds=1.0)},
            "2 requests, 1 tokens read, 2 written, 1.0 s",
            id="a cost that is not known is not shown",
        ),
        pytest.param({"usage": Usage(cache_hit=True)}, "from an earlier run", id="a stored answer"),
        pytest.param(
            {"sent": Sent(masked={"name": 2, "email": 1}, cut="turns 0-3 of 9 left out")},
            "masked before sending: 2 names, 1 email\ntoo long for the model: turns 0-3 of 9 left out",
            id="what was not sent",
        ),
        pytest.param(
            {"status": Status.FALLBACK, "error": "rate: gpt-x: HTTP 429\x1b[2J"},
            "by rules, because: rate: gpt-x: HTTP 429␛[2J",
            id="why the rules stood in",
        ),
        pytest.param(
            {"judgements": (_vote(None),)}, "Kind.  #? “never said” (not in the chat)", id="no turn"
        ),
        pytest.param({"judgements": (_vote(0.6667),)}, "Kind.  67% of the votes", id="a divided jury"),
    ],
)
def test_the_page_of_a_judged_chat_shows(changes, expected):
    assert expected in _page(_evaluation(**{"status": Status.GRADED, "provenance": MADE_BY} | changes))


def test_votes_that_agree_are_not_counted_on_the_page():
    assert "of the votes" not in _page(_evaluation(judgements=(_vote(1.0),)))


def test_the_name_of_a_model_cannot_steer_a_terminal():
    made_by = MADE_BY.model_copy(update={"model": "gpt\x1b[31m\nx\u202e"})
    page = _page(_evaluation(status=Status.GRADED, provenance=made_by))
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "graded by gpt␛[31m x" in page


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
