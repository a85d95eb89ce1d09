"""Quotes are found where they stand, in the turn's own words, in linear time; or they are absent."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.evidence import absent, locate
from evaluator.models import Evidence

TEXT = 'Dobrý den, pane  Nováku,\nzásilka "Balíkovna" je na cestě – dorazí zítra… Hezký den!'
LETTERS = st.text(alphabet="aábcčdďeéěfg hiíjklmnňoópqrřsštťuúůvwxyýzž ABCÄÖÅäöåąčęėįšųūž.,!?\n\t\"'-0123")
ANYTHING = st.text(alphabet=st.characters(codec="utf-8"))


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


NORMALISED = {
    "case": ("HEZKÝ DEN", "Hezký den"),
    "white-space": ("pane Nováku, zásilka", "pane  Nováku,\nzásilka"),
    "more-white-space": ("je  na\tcestě", "je na cestě"),
    "unbreakable-space": ("je\u00a0na\u202fcestě", "je na cestě"),
    "quotation-marks": ("zásilka „Balíkovna“ je", 'zásilka "Balíkovna" je'),
    "dash": ("na cestě - dorazí", "na cestě – dorazí"),
    "ellipsis": ("zítra... Hezký", "zítra… Hezký"),
    "decomposed": (decomposed("Dobrý den"), "Dobrý den"),
    "invisible-letters": ("Hez\u200bký\u00ad den", "Hezký den"),
    "shown-as-shortened": ("… je na cestě […]", "je na cestě"),
    "shown-as-shortened-with-dots": ("[...] je na cestě...", "je na cestě"),
    "in-quotation-marks": ("„je na cestě“", "je na cestě"),
}


@pytest.mark.parametrize(("quote", "words"), NORMALISED.values(), ids=NORMALISED)
def test_what_a_careful_reader_would_take_for_the_same_is_found_in_the_turns_own_words(quote, words):
    start = TEXT.index(words)
    assert locate(quote, 4, TEXT) == Evidence(
        turn=4, quote=words, start=start, end=start + len(words), status="normalised"
    )


def test_what_stands_there_is_exact():
    found = locate("  je na cestě ", 2, TEXT)
    assert (found.status, found.turn, found.quote) == ("exact", 2, "je na cestě")
    assert TEXT[found.start : found.end] == "je na cestě"


def test_a_decomposed_text_is_searched_in_its_own_letters():
    text = decomposed(TEXT)
    found = locate("Dobrý den", 0, text)
    assert found.status == "normalised"
    assert (found.start, found.quote) == (0, decomposed("Dobrý den"))


ABSENT = {
    "other-words": "je ve skladu",
    "other-diacritics": "je na ceste",
    "words-left-out": "zásilka je na cestě",
    "other-order": "na je cestě",
    "words-run-together": "jena cestě",
    "empty": "",
    "blank": " \n ",
    "one-letter": "D",
    "two-letters": "je",
    "marks-only": '"…"',
    "longer-than-the-text": TEXT + "x",
}


@pytest.mark.parametrize("quote", ABSENT.values(), ids=ABSENT)
def test_what_does_not_stand_there_is_absent_and_kept(quote):
    assert locate(quote, 1, TEXT) == Evidence(turn=1, quote=quote, status="absent")


@pytest.mark.parametrize(
    ("quote", "text", "status"),
    [("ok", "ok", "exact"), (" ok ", "\nok", "exact"), ("ok", "ok then", "absent"), ("", "", "absent")],
    ids=["the-whole-turn", "but-for-white-space", "a-part", "nothing"],
)
def test_a_very_short_quote_counts_as_a_whole_turn_only(quote, text, status):
    assert locate(quote, 0, text).status == status


def test_a_letter_that_folds_into_two_is_found_whole():
    found = locate("STRASSE 5", 0, "in der Straße 5 dort")
    assert (found.status, found.quote) == ("normalised", "Straße 5")


def test_half_a_character_of_a_model_can_be_written():
    assert "?" in absent("\ud83d smile", None).model_dump_json()


@given(text=ANYTHING, start=st.integers(0, 200), length=st.integers(3, 100))
def test_every_part_of_a_text_is_found_exactly(text, start, length):
    start = min(start, max(0, len(text) - length))
    quote = text[start : start + length]
    found = locate(quote, 7, text)
    if len(quote.strip()) >= 3:
        assert found.status == "exact"
        assert found.quote == quote.strip() == text[found.start : found.end]


@given(text=LETTERS, start=st.integers(0, 100), length=st.integers(3, 60), change=st.integers(0, 4))
def test_every_part_is_found_however_it_was_copied(text, start, length, change):
    start = min(start, max(0, len(text) - length))
    quote = text[start : start + length]
    changes = (str.upper, str.lower, decomposed, lambda q: q.replace(" ", " \n"), lambda q: f"„{q}“")
    found = locate(changes[change](quote), 0, text)
    if any(len(part) >= 3 for part in quote.strip(" \n\t\"'.").split()):
        assert found.status != "absent"


@given(quote=ANYTHING, text=ANYTHING)
def test_offsets_are_those_of_the_quote_or_there_are_none(quote, text):
    found = locate(quote, 3, text)
    assert found.turn == 3
    if found.status == "absent":
        assert (found.start, found.end, found.quote) == (None, None, quote)
    else:
        assert text[found.start : found.end] == found.quote
    assert Evidence.model_validate(found.model_dump()) == found


HOSTILE = {
    "marks-on-one-letter": lambda n: ("abc zz", "a" + "\u0315\u0316" * n),
    "marks-on-one-letter-of-the-quote": lambda n: ("a" + "\u0315\u0316" * n, "abc zz"),
    "signs-of-shortening-before": lambda n: ('"…' * n + "zzz", "abc"),
    "signs-of-shortening-behind": lambda n: ("zzz" + ' "…' * n, "abc"),
    "nearly-the-quote-again-and-again": lambda n: ("a" * 120 + "b" + "a" * 119, "a" * (2 * n)),
    "nearly-a-long-quote": lambda n: ("ab" * 1000 + "c" + "ba" * 1000, "ab" * n),
    "white-space": lambda n: ("a  b c", " \t" * n),
    "invisible": lambda n: ("a  b c", "\u200b" * 2 * n),
    "folding-into-more": lambda n: ("ssz", "ß" * n),
}


@pytest.mark.parametrize("made", HOSTILE.values(), ids=HOSTILE)
def test_time_is_linear_in_hostile_text(made):
    def seconds(size: int) -> float:
        quote, text = made(size)
        runs = []
        for _ in range(3):
            began = time.process_time()
            assert locate(quote, 0, text).status == "absent"
            runs.append(time.process_time() - began)
        return min(runs)

    # Quadratic would be 64 times as long.
    assert seconds(40_000) < max(24 * seconds(5_000), 0.05)


@settings(max_examples=20)
@given(quote=st.text(max_size=5), text=st.text(max_size=5))
def test_whatever_is_asked_there_is_an_answer(quote, text):
    assert locate(quote, 0, text).status in ("exact", "normalised", "absent")
