from __future__ import annotations

import pytest

from evaluator.models import Conversation, Role, Turn
from evaluator.packs.pack import load_pack
from evaluator.suggest.address import address


@pytest.mark.parametrize(
    ("code", "name", "agent", "formality", "called"),
    [
        pytest.param(
            "cs", "Jan Novák", "Dobrý den, pane Nováku, podívám se.", "formal", "pane Nováku", id="vocative"
        ),
        pytest.param(
            "cs", "Eva Malá", "Mějte se, paní Malá. Na shledanou.", "formal", "paní Malá", id="before a stop"
        ),
        pytest.param(
            "cs", "Eva Malá", "Paní Malá, díky.", "formal", "paní Malá", id="a title at a sentence's start"
        ),
        pytest.param(
            "cs",
            "Eva Malá",
            "Dobry den, pani Malá, koukam.",
            "formal",
            "paní Malá",
            id="a title without marks",
        ),
        pytest.param(
            "en", "Jo Lee", "Jo, one moment. Bye, Mr Lee.", "formal", "Mr Lee", id="the title comes later"
        ),
        pytest.param("sk", "Eva Malíková", "Rada, pani Maliarová.", "formal", None, id="another's name"),
        pytest.param("cs", "Marek", "Ahoj Marku, koukám.", "informal", "Marku", id="a letter that falls out"),
        pytest.param(
            "cs", "Jan Novák", "Dobrý den, podívám se.", "formal", None, id="none where it is not known"
        ),
        pytest.param(
            "cs", "Jana", "Ahoj Jano, mrknu na to.", "informal", "Jano", id="a given name as it was used"
        ),
        pytest.param("cs", "Jana", "Ahoj, mrknu na to.", "informal", None, id="no vocative of our own"),
        pytest.param("lt", "Vytas", "Labas, Vytai, tuoj.", "informal", "Vytai", id="Lithuanian vocative"),
        pytest.param("en", "Mr Lee", "Hello Mr Lee, one moment.", "formal", "Mr Lee", id="title and surname"),
        pytest.param("en", "Thomas Reed", "Hello, one moment.", "formal", None, id="no title, no address"),
        pytest.param("fi", "Veikko", "Moi!", "informal", "Veikko", id="names that keep their form"),
        pytest.param("en", "Nora", "I told Nora that it is late.", "formal", None, id="talked about"),
        pytest.param("en", None, "Hi there!", "informal", None, id="nobody"),
    ],
)
def test_the_customer_is_called_what_cannot_be_wrong(code, name, agent, formality, called):
    conversation = Conversation(
        id="a",
        turns=(Turn(role=Role.CUSTOMER, text="x", name=name), Turn(role=Role.AGENT, text=agent, name="Eva")),
    )
    templates = load_pack(code)[0].rewrite
    assert templates is not None
    assert address(conversation, formality, templates.titles, nominative=templates.nominative) == called
