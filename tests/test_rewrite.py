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
    for known in (lines[1][3:], *templates("en").formal.model_dump().values()):
        text = text.replace(known, "")
    assert text.split() == []


@pytest.mark.parametrize(
    "lines",
    [
        (
            "C: I was charged twice",
            "A: Payments are final.",
            "C: so how do I get it back?",
            "A: Thank you, bye.",
        ),
        (
            "C: I want to cancel",
            "A: I'm transferring you to my colleague.",
            "S: Chat transferred to Contracts.",
        ),
        ("C: hello", "C: anybody there?"),
    ],
    ids=["open question", "passed on", "not gradable"],
)
def test_courtesy_is_not_proposed_where_it_mends_nothing(lines):
    assert evaluate(chat(*lines), suggest=True).suggestions.rewrite is None


def test_nothing_is_proposed_unless_asked_for():
    result = evaluate(
        chat("C: where is my parcel?", "A: It is at the depot, you will get it tomorrow by 12.")
    )
    assert result.suggestions.rewrite is None
