import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.packs.matcher import Matcher, Rule
from evaluator.packs.phrase import Notation

CLASSES = {"day": ["day", "evening", "week*"], "nice": ["nice", "@day"]}


def says(notation: str, text: str, unless: str | None = None) -> bool:
    void = tuple(Notation(CLASSES).compile(unless)) if unless else ()
    rule = Rule("m", "agent", "m.1", tuple(Notation(CLASSES).compile(notation)), void)
    return bool(Matcher([rule]).find(text, "agent")[1])


@pytest.mark.parametrize(
    ("notation", "text", "matches"),
    [
        ("have a", "Have a go", True),
        ("have a", "have quite a go", False),
        ("have .. day", "have a very nice day", True),
        ("have ..1 day", "have a very nice day", False),
        ("help* you", "helping you", True),
        ("a/b c", "b c", True),
        ("a/b c", "d c", False),
        ("nice @day", "nice weekend", True),
        ("so @nice", "so evening", True),
        ("[very] good", "good", True),
        ("(good bye|see you) now", "see you now", True),
        ("by #", "by 14:30", True),
        ("by #", "by noon", False),
        ("^ bye", "well bye", False),
        ("bye $", "bye now", False),
        ("^ ..1 bye", "well bye", True),
        ("^ ..1 bye", "well then bye", False),
        ("bye ..1 $", "bye now", True),
        ("bye ..1 $", "bye for now", False),
        ("anything else ?", "Anything else?", True),
        ("anything else ?", "Anything else.", False),
        ("anything else !", "Anything else?", False),
        ("thank you", "Thank. You", False),
        ("dekuji", "DĚKUJI", True),
        ("anything else", "naything esle", False),
        ("anything else", "naything else", True),
        ("trpelivost", "trpleivost", True),
    ],
)
def test_notation(notation, text, matches):
    assert says(notation, text) is matches


def test_unless_voids_the_sentence_it_stands_in_only():
    assert not says("thank*", "no need to thank us", unless="no need")
    assert says("thank*", "no need to rush. thank you", unless="no need")


@pytest.mark.parametrize(
    ("notation", "message"),
    [
        ("(a b", "missing ')'"),
        ("a )", "unexpected ')'"),
        ("@month", "unknown class '@month'"),
        ("[a]", "may match nothing"),
        ("a ^ b", "'^' in the middle"),
        ("", "may match nothing"),
        ("[a b|c d|e f] [a b|c d|e f] [a b|c d|e f] [a b|c d|e f] [a b|c d|e f]", "variants"),
    ],
)
def test_mistakes_are_named(notation, message):
    with pytest.raises(ValueError, match=message.replace("(", r"\(").replace(")", r"\)").replace("^", r"\^")):
        Notation(CLASSES).compile(notation)


@given(st.text(alphabet="ab@day*/[]()|.^$?!# 3", max_size=25))
def test_any_notation_compiles_or_says_what_is_wrong(notation):
    try:
        phrases = Notation(CLASSES).compile(notation)
    except ValueError:
        return
    assert all(phrase.parts for phrase in phrases)
