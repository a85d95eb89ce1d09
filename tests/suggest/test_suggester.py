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


def proposed(*lines: str, language: str = "en") -> str:
    rewrite = evaluate(chat(*lines, language=language), suggest=True).suggestions.rewrite
    assert rewrite is not None
    return " ".join(rewrite.messages)


@pytest.mark.parametrize(
    ("lines", "leftover"),
    [
        pytest.param(
            ("C: it works now", "A: nice 👍 anything else? no? ok cya"),
            "no?",
            id="a word that had a neighbour",
        ),
        pytest.param(
            (
                "C: my parcel is late",
                "A: It comes on Monday.",
                "C: ok, thanks",
                "A: You're welcome, Ms Bell.",
            ),
            "Bell",
            id="a courtesy that is written anew",
        ),
        pytest.param(
            (
                "C: the app is down, I lost a day of work",
                "A: I fixed it now.",
                "C: ok it works",
                "A: We apologise for any inconvenience. Bye.",
            ),
            "any inconvenience",
            id="a second apology",
        ),
        pytest.param(
            ("C: it is broken", "A: Please restart it.", "C: I did. It is not working. What now?", "A: Bye."),
            "restart",
            id="what has not helped, as a result",
        ),
    ],
)
def test_what_does_not_fit_a_new_closing_is_left_out(lines, leftover):
    assert leftover not in proposed(*lines)


def test_a_sentence_in_another_language_is_left_out():
    lines = (
        "C: Dobrý den, nemůžu najít kolíky ke stanu, prosím poraďte mi",
        "A: Dobrý deň, pozrite sa prosím do bočného vrecka, mali by byť tam.",
        "C: No jo, jsou tam, děkuju moc",
        "A: Niet sa za čo ospravedlňovať. Ďakujem, že ste sa ozvali, dovidenia.",
    )
    assert "Niet" not in proposed(*lines, language="cs")


def test_who_wants_nothing_else_is_not_asked_again():
    lines = (
        "C: my router is dead",
        "A: A new one is on its way. Is there anything else I can help you with?",
        "C: No. Thank you",
        "A: Ok.",
    )
    assert "anything else" not in proposed(*lines)


def test_a_matter_that_the_customer_leaves_has_no_question_to_answer():
    lines = (
        "C: can I get my money back?",
        "A: I am sorry, we can't refund this fare. Is there anything else I can help you with?",
        "C: no, that's all. bye",
        "A: ok",
    )
    assert "{answer}" not in proposed(*lines)


def test_sentences_without_a_mark_do_not_run_into_each_other():
    text = proposed("C: where is it?", "A: i sent it to the depot in Brno yesterday")
    assert "in Brno yesterday. " in text


def test_people_decide_how_the_customer_is_addressed_not_the_bot_before_them():
    lines = (
        "B: Sinulla on yksi varattu aika. Haluatko perua, siirtää vai puhua hoitajalle? Voit valita.",
        "C: hoitaja kiitos",
        "A: Kirjasin lääkityksen teidän tietoihinne, se riittää.",
        "C: No se helpotti. Kiitos.",
        "A: Hei.",
    )
    rewrite = evaluate(chat(*lines, language="fi"), suggest=True).suggestions.rewrite
    assert rewrite is not None
    assert rewrite.formality == "formal"
