import pytest

from evaluator.rules.names import is_form
from tests.chats import judged

ASK = "C: My card is declined in the shop."
ANSWER = "A: I have unblocked it, it works now."


@pytest.mark.parametrize(
    ("word", "name"),
    [
        pytest.param("marku", "marek", id="fleeting e"),
        pytest.param("jarko", "jarka", id="another vowel at the end"),
        pytest.param("safari", "safar", id="one vowel more"),
        pytest.param("vytai", "vytas", id="Lithuanian"),
        pytest.param("lubi", "lubica", id="cut short"),
        pytest.param("tiina", "tiina", id="as it is"),
    ],
)
def test_forms_of_a_name(word, name):
    assert is_form(word, name)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("kate", "kath"),
        ("freddie", "ferdie"),
        ("bergrova", "berankova"),
        ("marketing", "martin"),
        ("market", "maria"),
        ("thanks", "yaya"),
    ],
)
def test_other_names(word, name):
    assert not is_form(word, name)


GOODBYES = {
    "a name that is nearly the customer's": ("missed", "You are all set, Ms Fiedl. Have a nice day!"),
    "the customer's name in words of no formula": (
        "met",
        "You are in good hands, Ms Field. Have a nice day!",
    ),
    "somebody else's name": ("missed", "Have a nice day! Peter, Card Desk"),
}


@pytest.mark.parametrize(("level", "goodbye"), GOODBYES.values(), ids=GOODBYES)
def test_names_at_the_end(level, goodbye):
    assert judged("personal", ASK, ANSWER, "C: ok thanks", f"A: {goodbye}").level == level
