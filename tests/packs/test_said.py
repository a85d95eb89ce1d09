from __future__ import annotations

import pytest

from evaluator.packs.said import Said
from evaluator.ruled import matcher


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("The rest is 61 €!", "The rest is 61 €!", id="its currency"),
        pytest.param(
            "The rest is 6 mln. €, all paid", "The rest is 6 mln. €, all paid", id="a short word's stop"
        ),
        pytest.param("It is 20 % off", "It is 20 % off", id="a unit inside"),
        pytest.param(
            "It is on the bill (it starts with 203). Fine?",
            "It is on the bill (it starts with 203).",
            id="a bracket",
        ),
        pytest.param("Choose “not paired”. Fine?", "Choose “not paired”.", id="a quotation"),
        pytest.param("All done 🙂 Fine?", "All done", id="no smiley"),
        pytest.param("All done (as you asked)", "All done (as you asked)", id="the end of the text"),
    ],
)
def test_a_sentence_ends_with_what_belongs_to_its_last_word(text, sentence):
    said = Said(text, *matcher("en").find(text, "agent"))
    start, end = said.span(0)
    assert text[start:end] == sentence
