import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.languageid.sortedwords import SortedWords

WORDS = st.sets(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), min_size=1))


@given(WORDS.filter(bool))
def test_every_word_has_the_position_it_has_in_the_list(words):
    lines = sorted(words)
    found = SortedWords("\n".join(lines))
    assert [found.get(word) for word in lines] == list(range(len(lines)))
    assert (len(found), list(found)) == (len(lines), lines)


@pytest.mark.parametrize("word", ["", "ab", "zz", "b\nc", "\ud800", None], ids=repr)
def test_what_is_not_in_the_list_has_no_position(word):
    assert SortedWords("a\nb\nc").get(word) is None
    assert word not in SortedWords("a\nb\nc")
