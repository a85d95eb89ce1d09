import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.packs.text import NUMBER, fold, split


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("I’ll", "ill"),
        ("Děkuji", "dekuji"),
        ("ĄČIŪ", "aciu"),
        ("łódź", "lodz"),
        ("Straße", "strasse"),
        ("De\u030ckuji", "dekuji"),
        ("th\u200bank", "thank"),
    ],
    ids=["apostrophe", "czech", "lithuanian", "stroked-l", "sharp-s", "decomposed", "zero-width"],
)
def test_fold(written, folded):
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Thanks. Bye!", [["thanks"], ["bye"]]),
        ("termín 13. 3. platí", [["termin", NUMBER, NUMBER, "plati"]]),
        ("at number 7. Could you look?", [["at", "number", NUMBER], ["could", "you", "look"]]),
        ("2. Restart it", [[NUMBER, "restart", "it"]]),
        ("viz bod č. 5 podmínek", [["viz", "bod", "c", NUMBER, "podminek"]]),
        ("Hello Mr. Lee. Bye", [["hello", "mr", "lee"], ["bye"]]),
        ("write to info@shop.example. Bye", [["write", "to", "info", "shop", "example"], ["bye"]]),
        ("super 👍 díky", [["super"], ["diky"]]),
        ("one\ntwo", [["one"], ["two"]]),
        ("   ", []),
        ("", []),
    ],
    ids=[
        "stops",
        "date",
        "number-last",
        "list-item",
        "abbreviation",
        "title",
        "address",
        "emoji",
        "line-break",
        "blank",
        "empty",
    ],
)
def test_split_sentences(text, sentences):
    words = split(text)
    found = [[words.tokens[i].word for i in range(s.first, s.last)] for s in words.sentences]
    assert found == sentences


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("at 2pm", ["at", "#", "pm"]),
        ("in 48hrs", ["in", "#", "hrs"]),
        ("klo 9ltä", ["klo", "#", "lta"]),
        ("9.30am–5pm", ["#", "am", "#", "pm"]),
        ("5G", ["#"]),
        ("v 15h", ["v", "#"]),
        ("ML-20588", ["#"]),
    ],
)
def test_a_number_takes_one_letter_with_it_and_no_word(text, words):
    assert list(split(text).folded) == words


def test_a_question_mark_makes_only_its_own_sentence_a_question():
    assert [s.asks for s in split("Hotovo. Ještě něco? Hezký den").sentences] == [False, True, False]


@given(st.text(max_size=300))
def test_tokens_point_into_the_text_and_sentences_cover_them(text):
    words = split(text)
    assert all(0 <= t.start < t.end <= len(text) for t in words.tokens)
    covered = [i for s in words.sentences for i in range(s.first, s.last)]
    assert covered == list(range(len(words.tokens)))


@pytest.mark.parametrize("piece", ["1.", "a'", "A1-", "a\u0301", "1a", "a?"], ids=repr)
def test_time_grows_no_faster_than_the_text(piece):
    assert split(piece * 50_000).sentences
