import pytest

from evaluator.packs.pack import english
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
        ("july", "julia"),
        ("malinova", "mala"),
        ("martin", "mary"),
        ("marigold", "mary"),
        ("herman", "here"),
    ],
)
def test_other_names(word, name):
    assert not is_form(word, name)


GOODBYES = {
    "a name that is nearly the customer's": ("wrong_name", "You are all set, Ms Fiedl. Have a nice day!"),
    "the customer's name in words of no formula": (
        "name",
        "You are in good hands, Ms Field. Have a nice day!",
    ),
    "somebody else's name": ("stock", "Have a nice day! Peter, Card Desk"),
    "a title is no wrong name": ("stock", "Thank you for calling, Sir."),
    "a long title before the name": ("name", "Have a nice day, Professor Field!"),
    "the name after a polite word that also greets": ("name", "Welcome, Ms Field."),
    "a word that is like the name, with no capital": (
        "stock",
        "Crops grow in a fielded plot. Have a nice day!",
    ),
}


@pytest.mark.parametrize(("case", "goodbye"), GOODBYES.values(), ids=GOODBYES)
def test_names_at_the_end(case, goodbye):
    reason = judged("personal", ASK, ANSWER, "C: ok thanks", f"A: {goodbye}").reason
    assert reason == english().reasons[f"personal.{case}"]
