from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.language import SUPPORTED, detect, foreign_sentences, identify, known_words
from evaluator.languageid.fold import fold
from evaluator.models import Conversation, Languages, Role, Turn

SENTENCES = {
    "cs": (
        "Objednávku jsme odeslali dnes ráno, měla by dorazit do pátku.",
        "Kdybyste ještě něco potřeboval, stačí napsat.",
        "Ten výpadek už je opravenej, bejt vámi zkusím restartovat vodpoledne znova.",
        "Tak jo, sem rád že to jde, měj se.",
    ),
    "sk": (
        "Objednávku sme odoslali dnes ráno, mala by doraziť do piatku.",
        "Keby ste ešte niečo potrebovali, stačí napísať.",
        "Peniaze by ste mali mať na účte najneskôr zajtra.",
        "Hej, už to ide, vďaka za pomoc a pekný zvyšok dňa.",
    ),
    "fi": (
        "Tilauksenne lähti tänään, sen pitäisi saapua perjantaihin mennessä.",
        "Joo mä oon kotona, teijän kuski voi soittaa mulle.",
        "Tää ei vieläkään toimi mulla, mitä mun pitäis tehdä?",
        "Mukavaa viikonlopun jatkoa!",
    ),
    "lt": (
        "Jūsų užsakymas išsiųstas šiandien, turėtų atkeliauti iki penktadienio.",
        "Dekui, jau viskas veikia, geros dienos jums.",
        "As jau gavau pinigus, aciu uz pagalba.",
        "Jei kils daugiau klausimų, rašykite bet kada.",
    ),
    "en": (
        "Your order left our warehouse today and should arrive by Friday.",
        "thx a lot, u guys rock, have a good one",
        "No worries, gonna try that later and let you know.",
        "Is there anything else we can do for you today?",
    ),
    "tl": (
        "Naipadala na po namin ang order ninyo kaninang umaga.",
        "Okay na po yung account ko, thank you so much po sa help nyo!",
        "cge po try ko nlng ulit mamaya kc d pa nag-loload",
        "Pa-refresh na lang po ng app tapos mag-login ulit kayo ha.",
    ),
}
OTHERS = {
    "pl": "Dziękujemy za kontakt, życzymy miłego wieczoru.",
    "et": "Täname, et meie poole pöördusite, ilusat õhtut!",
    "lv": "Paldies, ka sazinājāties ar mums, jauku vakaru!",
    "de": "Vielen Dank für Ihre Nachricht, einen schönen Abend noch.",
    "ru": "Спасибо за обращение, хорошего вечера.",
    "uk": "Дякуємо за звернення, гарного вечора.",
    "es": "Gracias por escribirnos, que tenga una buena tarde.",
    "fr": "Merci de nous avoir contactés, bonne soirée.",
}
UNTELLING = (
    *(
        "",
        "Ok",
        "OK!!",
        "ok ok",
        "hmm",
        "12 345,60",
        "👍",
        ":)",
        "😀😀 👍🏽",
        "Jana",
        "Jana Nováková",
        "Mikko Virtanen",
    ),
    *(
        "Samsung A54",
        "iPhone",
        "SULIT99 BL-6630127",
        "https://help.shop.example/faq/returns",
        "jan.novak@mail.example",
    ),
    *("xkcd qwrt zzz", "ありがとうございます", "Ευχαριστώ πολύ", "\ud800\x00\x1b[31m"),
)


def without_diacritics(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def chat(*turns: tuple[str, str], language: str | None = None) -> Conversation:
    return Conversation(
        id="c", turns=tuple(Turn(role=Role(role), text=text) for role, text in turns), language=language
    )


@pytest.mark.parametrize(
    ("code", "text"), [(code, text) for code, texts in SENTENCES.items() for text in texts]
)
class TestASupportedLanguage:
    def test_is_recognised(self, code: str, text: str) -> None:
        assert identify(text).code == code

    def test_is_recognised_without_diacritics(self, code: str, text: str) -> None:
        assert identify(without_diacritics(text)).code == code

    def test_is_recognised_in_decomposed_unicode(self, code: str, text: str) -> None:
        assert identify(unicodedata.normalize("NFD", text)).code == code

    def test_is_recognised_when_shouted(self, code: str, text: str) -> None:
        assert identify(text.upper()).code == code


@pytest.mark.parametrize(("code", "text"), OTHERS.items(), ids=OTHERS)
def test_a_neighbouring_language_is_not_mistaken_for_a_supported_one(code: str, text: str) -> None:
    assert identify(text).code == code


@pytest.mark.parametrize("text", UNTELLING, ids=ascii)
def test_what_tells_no_language_is_null(text: str) -> None:
    assert identify(text).code is None


def test_a_prior_settles_what_the_words_leave_open() -> None:
    assert identify("Dobry den, to je super", prior={"cs": 20}).code == "cs"
    assert identify("Dobry den, to je super", prior={"sk": 20}).code == "sk"


def test_a_prior_does_not_overrule_the_words() -> None:
    assert identify(SENTENCES["fi"][0], prior={"sk": 20}).code == "fi"


@given(st.text(max_size=200))
def test_any_text_gets_an_answer(text: str) -> None:
    guess = identify(text)
    assert 0 <= guess.confidence <= 1


def test_a_huge_text_takes_no_longer_than_a_long_one() -> None:
    assert identify("děkuji moc za pomoc " * 300_000).code == "cs"
    assert identify("a" * 2_000_000 + "@").code is None


def languages(conversation: Conversation, closing_start: int) -> Languages:
    return detect(conversation).from_turn(closing_start)


class TestDetect:
    def test_short_turns_get_the_language_of_their_side(self) -> None:
        found = languages(
            chat(
                ("agent", "Dobrý den, jak vám můžu pomoct?"),
                ("customer", "nejde mi prihlaseni do aplikace"),
                ("agent", "Zkuste prosím aplikaci odinstalovat."),
                ("customer", "super"),
                ("customer", "👍"),
            ),
            2,
        )
        assert found.customer == "cs"
        assert found.closing == "cs"
        assert found.turns == ("cs", "cs", "cs", "cs", None)

    def test_czech_is_told_from_slovak_answered_to_it(self) -> None:
        found = languages(
            chat(
                ("customer", "Dobry den, chci zrusit objednavku, jeste jsem ji nezaplatil"),
                ("agent", "Dobrý deň, objednávku som zrušil. Môžem ešte niečo pre vás urobiť?"),
                ("customer", "ne, to je vsechno"),
                ("agent", "Ďakujem a prajem pekný deň."),
            ),
            1,
        )
        assert (found.customer, found.closing) == ("cs", "sk")

    def test_both_sides_may_differ(self) -> None:
        found = languages(
            chat(
                ("customer", "Hei, missä mun paketti on?"),
                ("agent", "Hi! Your parcel is out for delivery and will arrive today."),
                ("customer", "ok kiitti"),
                ("agent", "You're welcome, have a nice day!"),
            ),
            1,
        )
        assert (found.customer, found.closing) == ("fi", "en")
        assert found.turns == ("fi", "en", "fi", "en")

    def test_a_template_in_another_language_does_not_make_the_closing_foreign(self) -> None:
        found = languages(
            chat(
                ("customer", "Dobrý deň, kedy mi príde balík?"),
                (
                    "agent",
                    "Balík doručíme zajtra. Thank you for contacting us, please rate this conversation.",
                ),
            ),
            1,
        )
        assert found.closing == "sk"

    def test_long_pasted_english_does_not_outvote_the_customer(self) -> None:
        pasted = "The quick brown fox jumps over the lazy dog and then it runs away from here. " * 5
        found = languages(
            chat(
                ("customer", "labas, man programa rodo tokia klaida"),
                ("customer", pasted),
                ("customer", "ka daryti, jau bandziau perkrauti telefona"),
            ),
            0,
        )
        assert found.customer == "lt"
        assert found.turns[1] == "en"

    @pytest.mark.parametrize("declared", ["en", "EN-us", "xx", "", None])
    def test_a_wrong_declaration_loses_against_the_words(self, declared: str | None) -> None:
        found = languages(
            chat(("customer", SENTENCES["tl"][2]), ("agent", SENTENCES["tl"][0]), language=declared), 1
        )
        assert (found.customer, found.closing) == ("tl", "tl")

    @pytest.mark.parametrize(("declared", "code"), [("cs-CZ", "cs"), ("sk_SK", "sk"), ("slk", "sk")])
    def test_a_declaration_settles_what_the_words_leave_open(self, declared: str, code: str) -> None:
        assert languages(chat(("customer", "Dobry den, to je super"), language=declared), 1).customer == code

    def test_nothing_said_is_null(self) -> None:
        found = languages(chat(("customer", "123"), ("agent", "👋"), ("system", "")), 1)
        assert (found.customer, found.closing, found.turns) == (None, None, (None, None, None))

    def test_no_agent_in_the_closing_is_null(self) -> None:
        assert (
            languages(chat(("agent", SENTENCES["en"][0]), ("customer", SENTENCES["en"][1])), 1).closing
            is None
        )

    def test_one_turn_per_turn(self) -> None:
        assert languages(Conversation(id="c", turns=()), 0).turns == ()


FOREIGN = {
    "English template in Czech": ("cs", "Mějte se hezky! Thank you for contacting our support team.", "en"),
    "Slovak in Czech": ("cs", "Hotovo. Ďakujem, že ste sa nám ozvali, prajem pekný večer.", "sk"),
    "Czech in Slovak": ("sk", "Hotovo. Děkuji, že jste se nám ozvali, přeji pěkný večer.", "cs"),
    "Spanish in English": ("en", "All done! Gracias por llamar, que tenga un buen día.", "es"),
    "Latvian in Lithuanian": ("lt", "Puiku.\nLai jums jauka un mierīga diena!", "lv"),
    "Indonesian in Tagalog": ("tl", "Ingat po! Terima kasih telah menghubungi kami.", "id"),
}
AT_HOME = {
    "own language": ("fi", "Kiitos yhteydenotosta! Mukavaa päivänjatkoa."),
    "English in Tagalog": ("tl", "Salamat po! Thank you for contacting us, have a great day."),
    "borrowed words": ("cs", "Super, tak ten roaming a hotspot máte v tarifu Premium Unlimited."),
    "a menu path": ("fi", "Avaa Settings > Privacy and Security > Clear Browsing Data ja paina nappia."),
    "a quoted label": ("sk", 'Kliknite na "Forgot your password" a počkajte.'),
    "product names": ("lt", "Jums tinka Samsung Galaxy Watch arba Apple Watch Series."),
    "a link": ("cs", "Návod: https://help.shop.example/how/to/return/your/order"),
    "too short to tell": ("sk", "Hotovo. Good luck! Bye."),
    "slang": ("fi", "jes mä oon ihan ok, sori et kesti"),
    "no diacritics": ("cs", "tak to uz mi funguje, diky moc a hezky den"),
}


@pytest.mark.parametrize(("expected", "text", "code"), FOREIGN.values(), ids=FOREIGN)
def test_a_sentence_in_another_language_is_found_where_it_stands(expected: str, text: str, code: str) -> None:
    ((start, end, found),) = foreign_sentences(text, expected)
    assert found == code
    assert start > 0
    assert text[start:end] == text[start:end].strip()
    assert end == len(text)


@pytest.mark.parametrize(("expected", "text"), AT_HOME.values(), ids=AT_HOME)
def test_what_belongs_in_a_chat_is_not_foreign(expected: str, text: str) -> None:
    assert foreign_sentences(text, expected) == []


@given(st.text(max_size=200), st.sampled_from([*SUPPORTED, "pl", "xx"]))
def test_foreign_spans_lie_in_the_text(text: str, expected: str) -> None:
    spans = foreign_sentences(text, expected)
    assert all(0 <= start < end <= len(text) for start, end, _ in spans)


@pytest.mark.parametrize("code", SUPPORTED)
def test_known_words_are_folded_and_many(code: str) -> None:
    words = known_words(code)
    assert 5_000 <= len(words) <= 20_000
    assert all(word == fold(word) for word in words)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("cs", "dekuji dekuju bejt dobrej nashledanou"),
        ("sk", "dakujem dovidenia mozem"),
        ("fi", "kiitos kiitti ma oon mulla"),
        ("lt", "aciu dekui labas"),
        ("en", "thanks thx goodbye you're"),
        ("tl", "salamat po nlng cge kasi"),
    ],
)
def test_chat_words_are_known(code: str, words: str) -> None:
    assert set(words.split()) <= known_words(code)


def test_no_words_are_known_of_other_languages() -> None:
    assert known_words("pl") == frozenset()
    assert known_words("../table") == frozenset()
