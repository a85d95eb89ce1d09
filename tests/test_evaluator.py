import asyncio
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator import Conversation, Evaluator, Role, Status, Turn, UsageError, evaluate, load_rubric
from tests.chats import chat, graded

FINE = (
    "C: My parcel has not arrived, can you check where it is?",
    "A: It is at the depot, you will get it tomorrow.",
    "C: great, thank you",
    "A: You're welcome. Have a lovely day, Nora!",
)


def test_every_criterion_is_judged_in_the_rubrics_order():
    assert [j.criterion for j in graded(*FINE).judgements] == list(load_rubric().ids)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([], "no turns"),
        (["C: hello?", "C: anybody there?"], "no agent turn"),
        (["A: Hello", "A: Goodbye"], "no customer turn"),
        (["C: hello"], "no agent turn"),
        (["C: 1234", "A: 5678"], "language cannot be told"),
        (
            [
                "C: Добрый день, где сейчас моя посылка и когда она будет?",
                "A: Посылка уже на складе, мы доставим её завтра, ждите.",
            ],
            "no language pack for",
        ),
    ],
    ids=["empty", "no-agent", "no-customer", "one-turn", "no-language", "other-language"],
)
def test_what_cannot_be_graded_says_why_and_has_no_score(lines, why):
    result = graded(*lines)
    assert result.status is Status.NOT_GRADABLE
    assert why in (result.error or "")
    assert (result.score, result.band, result.judgements) == (None, None, ())


def test_a_declared_language_helps_where_the_words_do_not_tell():
    assert graded("C: 1234", "A: 5678", language="fi").status is Status.RULES


def test_reasons_come_in_the_language_asked_for():
    lines = (
        "C: Dobrý den, kde je moje zásilka?",
        "A: Dobrý den, zásilka je na depu, zítra ji doručíme. Hezký den!",
    )
    english, czech = (evaluate(chat(*lines), reasons_in=r).judgements[0].reason for r in ("en", "chat"))
    assert english != czech
    assert evaluate(chat(*lines), reasons_in="cs").judgements[0].reason == czech
    with pytest.raises(UsageError, match="no language pack 'xx'"):
        evaluate(chat(*lines), reasons_in="xx")


def test_the_same_chat_gives_the_same_bytes():
    assert graded(*FINE).model_dump_json() == graded(*FINE).model_dump_json()


def test_a_criterion_of_ones_own_is_unscored_by_the_rules(tmp_path):
    file = tmp_path / "own.yaml"
    file.write_text(
        "extends: closure\nid: own\nversion: '1'\ncriteria:\n"
        "  - {id: upsell, question: Was it sold?, weight: 5, levels: {met: yes, partial: null, missed: no}, na: null}\n"
    )
    result = evaluate(chat(*FINE), rubric=file)
    assert result.judgements[-1].level == "unscored"
    assert result.coverage < 1


_WORDS = st.sampled_from(
    [
        "thank you",
        "bye",
        "?",
        "\x1b[31m",
        "\u202e",
        "is it ok",
        "Děkuji",
        "42",
        "\n",
        "😀",
        "is there anything else",
        ".",
    ]
)
_TEXT = st.one_of(st.text(max_size=80), st.lists(_WORDS, max_size=12).map(" ".join))
_TURNS = st.lists(st.builds(Turn, role=st.sampled_from(Role), text=_TEXT), max_size=12).map(tuple)


@settings(deadline=None)
@given(_TURNS)
def test_any_chat_comes_back_with_evidence_that_stands_in_it(turns):
    conversation = Conversation(id="x", turns=turns)
    result = asyncio.run(_EVALUATOR.evaluate(conversation))
    json.loads(result.model_dump_json())
    for judgement in result.judgements:
        for evidence in judgement.evidence:
            assert turns[evidence.turn].text[evidence.start : evidence.end] == evidence.quote
    if result.status is Status.RULES:
        assert result.score is not None
        assert 0 <= result.score <= 100


_EVALUATOR = Evaluator()


def test_a_folder_of_packs_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(UsageError, match="no such folder of language packs"):
        Evaluator(languages_dir=tmp_path / "nowhere")
