import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.packs.index import Entry, Index
from evaluator.packs.matcher import Matcher, Rule
from evaluator.packs.matching import match
from evaluator.packs.phrase import Notation

PHRASES = ["a", "a b", "a b c", "b/c a", "a ..1 b", "c .. a b", "^ b ..1 c", "a b ?", "b c $"]


def atoms(word: str) -> tuple[str, ...]:
    return (f"={word}",) if word in "abc" else ()


def index(*notations: str) -> Index:
    found = Index(atoms)
    for notation in notations:
        for phrase in Notation({}).compile(notation):
            found.add(Entry(notation, notation, (), frozenset()), phrase)
    return found


@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=7).map(tuple), st.booleans())
def test_it_finds_what_a_look_at_every_place_finds(words, asks):
    fits = [atoms(word) for word in words]
    somewhere = {
        notation
        for notation in PHRASES
        for phrase in Notation({}).compile(notation)
        for at in range(len(words))
        if atoms(words[at]) and match(phrase, 0, fits, at, asks)
    }
    read = index(*PHRASES).read("\n".join(words) + ("?" if asks else ""))
    assert {made[0] for made in read} == somewhere
    assert list(read) == sorted(read, key=lambda made: (made[2], made[3], made[1]))


@pytest.mark.parametrize(("words", "spans"), [("abab", [(0, 2), (2, 4)]), ("axb", []), ("b", [])])
def test_two_words_in_a_row(words, spans):
    assert [made[2:] for made in index("a b").read("\n".join(words))] == spans


def test_where_a_gap_leaves_several_matches_the_rarest_word_decides():
    notation = Notation({}).compile("a ..3 longword")
    found = Index(lambda word: (f"={word}",))
    found.add(Entry("m", "m", (), frozenset()), notation[0])
    assert found.read("a\na\nlongword") == (("m", "m", 1, 3),)


def test_what_is_remembered_is_what_is_read():
    found = index("a b")
    assert found.remembered("a\nb") == found.remembered("a\nb") == found.read("a\nb")


def test_a_letter_that_folds_to_several_words_is_one():
    notation = Notation({}).compile("thanks")
    rule = Rule("thanks", "agent", "m", tuple(notation), ())
    words, hits = Matcher([rule]).find("ﷺ thanks", "agent")
    assert words.folded[hits[0].first] == "thanks"
