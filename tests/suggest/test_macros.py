from __future__ import annotations

import pytest

from evaluator.rubric import load_rubric
from evaluator.ruled import RuleGrader, matcher
from evaluator.suggest.macros import Macro, Review, review

RULES = RuleGrader(load_rubric())
COMPLETE = {
    "cs": "Děkuji, že jste nás kontaktoval. Budeme rádi za hodnocení chatu. Přeji hezký den, na shledanou.",
    "en": "Thank you for contacting us. Please rate this chat. Have a nice day, goodbye.",
    "fi": "Kiitos yhteydenotosta! Anna meille palautetta keskustelusta. Mukavaa päivänjatkoa!",
    "lt": "Ačiū, kad kreipėtės. Prašome įvertinti pokalbį. Geros dienos!",
    "sk": "Ďakujem, že ste nás kontaktovali. Budeme radi, ak chat ohodnotíte. Prajem pekný deň, dovidenia.",
    "tl": "Maraming salamat po sa pag-contact sa amin. Paki-rate po ang chat. Ingat po kayo!",
}


def reviewed(*macros: tuple[str, str | None]) -> list[Review]:
    return list(
        review([Macro(f"m.csv:{n}", f"m{n}", text, code) for n, (text, code) in enumerate(macros)], RULES)
    )


@pytest.mark.parametrize(("code", "text"), COMPLETE.items(), ids=COMPLETE)
def test_what_a_text_does_is_found_in_every_language(code, text):
    (found,) = reviewed((text, code))
    assert {c: found.levels[c] for c in ("thanks", "feedback", "farewell")} == dict.fromkeys(
        ("thanks", "feedback", "farewell"), "met"
    )


@pytest.mark.parametrize(
    ("text", "language", "remark"),
    [
        ("We apologize for any inconvenience.", "en", "robotic (apology_formula)"),
        ("Thank you for contacting us, bye.", "fi", "is in en, not in fi"),
        ("Dobrý den, {jmeno}, zakázka je hotová.", "cs", "left to fill in: {jmeno}"),
        ("Hi [Name], all done for you now.", "en", "left to fill in: [Name]"),
        ("Anything else I can help you with? Have a nice day!", "en", "asks and says goodbye in one breath"),
    ],
)
def test_what_is_wrong_is_said(text, language, remark):
    (found,) = reviewed((text, language))
    assert any(one.startswith(remark) for one in found.remarks), found.remarks


def test_a_text_that_stands_twice_is_pointed_out_across_languages():
    first, second, other = reviewed(("Geros dienos!", "lt"), ("geros  dienos", "sk"), ("Hezký den!", "cs"))
    assert "the same text as “m1” (sk)" in first.remarks
    assert "the same text as “m0” (lt)" in second.remarks
    assert not any("same text" in remark for remark in other.remarks)


@pytest.mark.parametrize("code", COMPLETE)
def test_the_better_one_has_what_was_lacking_and_says_it_once(code):
    (found,) = reviewed((COMPLETE[code].split(". ")[0] + ".", code))
    assert len(found.better) == 2
    moves = [{hit.move for hit in matcher(code).find(message, "agent")[1]} for message in found.better]
    assert "offer" in moves[0]
    assert {"thanks", "feedback_ask", "farewell"} <= moves[1]


def test_a_language_that_has_no_pack_is_said():
    (found,) = reviewed(("Dziękujemy za kontakt, miłego dnia!", "pl"))
    assert found.score is None
    assert found.why is not None
    assert found.why.startswith("no language pack for pl; there are cs, ")


def test_texts_without_letters_are_told_apart():
    assert not any(
        "same text" in remark for found in reviewed(("👍", "en"), ("***", "en")) for remark in found.remarks
    )
    assert any(
        "same text" in remark for found in reviewed(("👍", "en"), ("👍", "en")) for remark in found.remarks
    )
