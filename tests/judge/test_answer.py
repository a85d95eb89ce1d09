from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.judge.answer import Answer, Said, Unreadable, read_answer
from evaluator.judge.asked import asked
from evaluator.models import Level, Outcome
from evaluator.rubric import load_rubric
from tests.judge.answers import answer, written

RUBRIC = load_rubric()
QUOTE = {"turn": "a1b2-1", "quote": "Thank you"}


def _read(text: str, *, lenient: bool = False) -> Answer:
    return read_answer(text, RUBRIC, nonce="a1b2", turns=4, lenient=lenient)


def _thanks(**said) -> Said:
    return _read(written(RUBRIC, thanks=said)).criteria["thanks"]


def _problems(text: str, *, lenient: bool = False) -> tuple[str, ...]:
    with pytest.raises(Unreadable) as error:
        _read(text, lenient=lenient)
    return error.value.problems


def test_a_full_answer():
    read = _read(written(RUBRIC))
    assert (read.outcome, read.outcome_reason) == (Outcome.RESOLVED, "It was settled.")
    assert list(read.criteria) == [criterion.id for criterion in asked(RUBRIC)]
    said = Said(Level.MET, "The agent says so.", ((1, "Thank you for your patience"),))
    assert set(read.criteria.values()) == {said}


@pytest.mark.parametrize("level", ["met", "na", "splendid", None, 3])
def test_what_is_not_due_is_na_whatever_the_level_says(level):
    said = _read(written(RUBRIC, recap={"due": False, "level": level})).criteria["recap"]
    assert said.level is Level.NA


@pytest.mark.parametrize(
    ("evidence", "quotes"),
    [
        pytest.param([], (), id="none"),
        pytest.param([QUOTE, QUOTE], ((1, "Thank you"),), id="twice the same"),
        pytest.param([QUOTE, {"turn": "a1b2-0", "quote": " a "}], ((1, "Thank you"), (0, "a")), id="two"),
        pytest.param([{"turn": "a1b2-1", "quote": "  "}], (), id="empty quote"),
        pytest.param([{"turn": "a1b2-1", "quote": "x" * 999}], ((1, "x" * 240),), id="too long"),
        pytest.param([{**QUOTE, "sure": 1}], ((1, "Thank you"),), id="extra key"),
        pytest.param(
            [{"turn": "a1b2-1", "quote": q} for q in "abcde"], ((1, "a"), (1, "b"), (1, "c")), id="too many"
        ),
    ],
)
def test_quotes(evidence, quotes):
    assert _thanks(evidence=evidence).quotes == quotes


@pytest.mark.parametrize(
    "turn", ["a1b2-4", "a1b2--1", "a1b2-", "a1b2-٣", "a1b2-1 ", "ffff-1", "1", "", "a1b2-" + "9" * 5000]
)
def test_an_unknown_turn_keeps_the_quote(turn):
    assert _thanks(evidence=[{"turn": turn, "quote": "Thank you"}]).quotes == ((None, "Thank you"),)


@pytest.mark.parametrize(
    ("reason", "read"),
    [
        ("Two\nlines,\t\u00a0tabs.", "Two lines, tabs."),
        ("x" * 999, "x" * 199 + "…"),
        ("a\u202eb\x00c\ud800", "abc"),
        ("", ""),
    ],
    ids=["lines", "too long", "not to be seen", "empty"],
)
def test_reasons_are_one_short_line(reason, read):
    assert _thanks(reason=reason).reason == read


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"level": "good"}, "thanks: level must be one of met, partial, missed"),
        ({"level": "unscored"}, "thanks: level must be one of met, partial, missed"),
        ({"level": 1}, "thanks: level must be one of met, partial, missed"),
        ({"level": ["met"]}, "thanks: level must be one of met, partial, missed"),
        ({"due": False}, "thanks: contradicts itself: it is always due"),
        ({"due": 1}, "thanks: due must be true or false"),
        ({"due": None}, "thanks: due must be true or false"),
        ({"reason": None}, "thanks: reason must be text"),
        ({"evidence": None}, "thanks: evidence must be a list"),
        ({"evidence": {"turn": "a1b2-1"}}, "thanks: evidence must be a list"),
        ({"evidence": ["Thank you"]}, "thanks: evidence must be objects with turn and quote, both text"),
        (
            {"evidence": [{"turn": 1, "quote": "a"}]},
            "thanks: evidence must be objects with turn and quote, both text",
        ),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_verdict(said, problem):
    assert _problems(written(RUBRIC, thanks=said)) == (problem,)


def test_due_and_na_contradict_each_other():
    assert _problems(written(RUBRIC, recap={"level": "na"})) == (
        "recap: contradicts itself: due is true and level is na",
    )


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda a: a["criteria"].pop("thanks"), "thanks: is missing"),
        (lambda a: a["criteria"].update(thanks="met"), "thanks: must be an object with evidence"),
        (lambda a: a.pop("criteria"), "criteria: must be an object with every criterion"),
        (lambda a: a.update(criteria=[]), "criteria: must be an object with every criterion"),
        (lambda a: a.pop("outcome"), "outcome: must be an object with reason and value"),
        (lambda a: a.update(outcome="resolved"), "outcome: must be an object with reason and value"),
        (lambda a: a["outcome"].update(value="solved"), "outcome: value must be one of resolved, follow_up"),
        (lambda a: a["outcome"].update(value=[]), "outcome: value must be one of resolved, follow_up"),
        (lambda a: a["outcome"].update(reason=1), "outcome: reason must be text"),
    ],
)
def test_what_is_wrong_with_the_whole(change, problem):
    data = answer(RUBRIC)
    change(data)
    (found,) = _problems(json.dumps(data))
    assert found.startswith(problem)


def test_all_problems_are_named_up_to_a_dozen():
    data = answer(RUBRIC)
    data["criteria"]["resolution"]["level"] = data["criteria"]["recap"]["level"] = "?"
    assert _problems(json.dumps(data)) == (
        "resolution: level must be one of met, partial, missed, na",
        "recap: level must be one of met, partial, missed, na",
    )
    data["criteria"] = dict.fromkeys(data["criteria"], "?")
    assert len(_problems(json.dumps(data))) == 12


def test_more_than_was_asked_is_ignored():
    data = answer(RUBRIC)
    data["criteria"]["pace"] = data["score"] = 100
    assert "pace" not in _read(json.dumps(data)).criteria


GOOD = written(RUBRIC)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"```json\n{GOOD}\n```", id="fenced"),
        pytest.param(
            f"Here it is:\r\n\r\n```JSON\r\n{GOOD}\r\n```\r\nI was strict {{as asked}}.", id="fence in prose"
        ),
        pytest.param(f"```\n{GOOD}\n```", id="fence without a name"),
        pytest.param(f"Here it is: {GOOD} Anything else?", id="prose around"),
        pytest.param(f"```json\n{GOOD}", id="fence not closed"),
        pytest.param(f"<think>maybe {{}} or {{\n</think>\n{GOOD}", id="thought aloud first"),
        pytest.param(f"\ufeff{GOOD}", id="byte order mark"),
    ],
)
def test_a_lenient_reading_takes_one_object_with_something_around(text):
    assert _read(text, lenient=True) == _read(GOOD)
    assert _problems(text) == ("the answer must be one JSON object and nothing else",)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "holds no JSON object"),
        ("resolution: met, thanks: met", "holds no JSON object"),
        (f"<think>{GOOD}", "holds no JSON object"),
        (GOOD[:-1], "holds no valid JSON object"),
        ('{"a": ' * 100_000, "holds no valid JSON object"),
        (f"```json\n{GOOD}\n```\n```json\n{GOOD}\n```", "more than one JSON block"),
        (f"{GOOD}\n{GOOD}", "more than one JSON object"),
        ("[]", "not a list or a single value"),
        ("[" * 100_000, "holds no JSON object"),
        ("9" * 10_000, "holds no JSON object"),
        ("null", "not a list or a single value"),
    ],
    ids=lambda text: text[:24],
)
def test_a_lenient_reading_guesses_nothing(text, problem):
    (found,) = _problems(text, lenient=True)
    assert problem in found


def test_many_fences_take_no_time():
    assert _problems("```json\n" * 200_000, lenient=True)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)
KEYS = st.sampled_from(["evidence", "reason", "due", "level"])


@given(
    st.text() | JSON.map(json.dumps) | JSON.map(lambda data: f"x ```json\n{json.dumps(data)}\n```"),
    st.booleans(),
)
def test_any_text_is_an_answer_or_unreadable(text, lenient):
    assert _problems(text, lenient=lenient)


@given(st.dictionaries(KEYS, JSON, min_size=1), st.booleans())
def test_whatever_a_verdict_holds_it_is_read_or_unreadable(said, lenient):
    try:
        read = _read(written(RUBRIC, thanks=said), lenient=lenient)
    except Unreadable as error:
        assert all(len(problem) < 200 for problem in error.problems)  # noqa: PT017
    else:
        assert read.criteria["thanks"].level in {Level.MET, Level.PARTIAL, Level.MISSED}
