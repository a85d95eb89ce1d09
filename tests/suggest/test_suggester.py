import pytest

from evaluator import evaluate
from evaluator.packs.pack import Templates, load_pack
from tests.chats import chat

BARE = {
    "cs": (
        "C: Dobrý den, kde je prosím moje zásilka?",
        "A: Zásilka je na depu, zítra Vám ji doručíme do 12 hodin.",
        "formal",
    ),
    "sk": (
        "C: Čau, kde je moja zásielka?",
        "A: Ahoj, tvoja zásielka je na depe, zajtra ti ju doručíme do 12.",
        "informal",
    ),
    "fi": (
        "C: Hei, missä minun pakettini on?",
        "A: Pakettinne on varastolla, saatte sen huomenna klo 12 mennessä.",
        "formal",
    ),
    "lt": (
        "C: Laba diena, kur yra mano siunta?",
        "A: Siunta yra sandėlyje, rytoj iki 12 val. ją Jums pristatysime.",
        "formal",
    ),
    "en": (
        "C: hey, where is my parcel?",
        "A: hey mate, it's at the depot, you will get it tomorrow by 12.",
        "informal",
    ),
    "tl": (
        "C: Nasaan na po ang parcel ko?",
        "A: Nasa depot na po ang parcel ninyo, darating po bukas bago mag 12.",
        "formal",
    ),
}


def templates(code: str) -> Templates:
    found = load_pack(code)[0].rewrite
    assert found is not None
    return found


@pytest.mark.parametrize(("code", "lines"), BARE.items(), ids=list(BARE))
def test_a_bare_ending_gets_a_better_one_in_its_language_and_formality(code, lines):
    ask, answer, formality = lines
    thanks = {
        "cs": "Děkuji",
        "sk": "Vďaka",
        "fi": "Kiitos",
        "lt": "Ačiū",
        "en": "thanks",
        "tl": "Salamat po",
    }[code]
    result = evaluate(chat(ask, answer, f"C: {thanks}", "A: ok", language=code), suggest=True)
    rewrite = result.suggestions.rewrite
    assert rewrite is not None
    assert rewrite.formality == formality
    assert rewrite.before == result.score
    assert rewrite.after > rewrite.before
    pieces = getattr(templates(code), formality)
    assert pieces.farewell in " ".join(rewrite.messages)


def test_it_holds_no_sentence_but_the_agents_and_the_templates():
    lines = ("C: where is my parcel?", "A: It is at the depot, you will get it tomorrow by 12.")
    rewrite = evaluate(chat(*lines), suggest=True).suggestions.rewrite
    assert rewrite is not None
    text = " ".join(rewrite.messages)
    pieces = templates("en").formal.model_dump().values()
    for known in sorted((lines[1][3:], *pieces), key=len, reverse=True):
        text = text.replace(known, "")
    assert text.split() == []


def test_an_open_question_gets_a_place_for_its_answer():
    lines = (
        "C: I was charged twice",
        "A: Payments are final.",
        "C: so how do I get it back?",
        "A: Thank you, bye.",
    )
    rewrite = evaluate(chat(*lines), suggest=True).suggestions.rewrite
    assert rewrite is not None
    assert "answer" in rewrite.placeholders
    assert "{answer}" in rewrite.messages[0]


def test_a_transfer_without_a_word_gets_places_for_whom_and_why():
    lines = (
        "C: I want to cancel",
        "A: I'm transferring you to my colleague.",
        "S: Transferred to Contracts.",
    )
    rewrite = evaluate(chat(*lines), suggest=True).suggestions.rewrite
    assert rewrite is not None
    assert {"department", "reason"} <= set(rewrite.placeholders)


@pytest.mark.parametrize(
    ("wanted", "proposed"), [(True, True), (False, False), (100, True), (5, False), (90.5, True)]
)
def test_a_proposal_comes_for_chats_that_are_to_have_one(wanted, proposed):
    lines = ("C: where is my parcel?", "A: It is at the depot, you will get it tomorrow by 12.")
    assert (evaluate(chat(*lines), suggest=wanted).suggestions.rewrite is not None) is proposed


def test_a_chat_without_a_score_gets_none():
    assert evaluate(chat("C: hello", "C: anybody there?"), suggest=True).suggestions.rewrite is None


def test_what_changes_is_told_by_criterion():
    rewrite = evaluate(
        chat("C: where is it?", "A: At the depot. You get it tomorrow."), suggest=True
    ).suggestions.rewrite
    assert rewrite is not None
    changed = {change.criterion: (change.before, change.after) for change in rewrite.changes}
    assert changed["thanks"] == ("missed", "met")
    assert all(before != after for before, after in changed.values())
