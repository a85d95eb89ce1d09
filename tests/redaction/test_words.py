"""The shipped words are as they have to be."""

from __future__ import annotations

import pytest

from evaluator.packs.text import fold
from evaluator.redaction.words import vocabulary

CUES = {
    "phone": ["tel.: ", "telefon je ", "Mobil - ", "puh. ", "tel.nr ", "cp number ko ay "],
    "card": ["karta ", "visa no. ", "kortti: "],
    "identity": ["rodne cislo ", "RC: ", "a. k. ", "hetu ", "ssn is "],
    "other": ["objednavka c. ", "order no. ", "lasku ", "imei: "],
}


@pytest.mark.parametrize(("cue", "before"), [(cue, text) for cue, texts in CUES.items() for text in texts])
def test_a_cue_and_short_words_may_stand_before_a_number(cue, before):
    assert getattr(vocabulary(), cue).search(before.lower())


@pytest.mark.parametrize(
    ("cue", "before"),
    [
        ("phone", "hotel "),
        ("phone", "telefon a dalsi dlouhe povidani "),
        ("other", "reorder "),
        ("identity", "arc "),
    ],
)
def test_longer_words_and_far_ones_are_no_cue(cue, before):
    assert not getattr(vocabulary(), cue).search(before)


@pytest.mark.parametrize("field", ["no_names", "ambiguous", "endings", "phone_cues", "id_cues", "other_cues"])
def test_words_are_written_folded(field):
    words = getattr(vocabulary(), field)
    assert {word for word in words if fold(word) != word} == set()


def test_every_language_has_its_countries():
    assert {"cs", "sk", "fi", "lt", "en", "tl"} <= set(vocabulary().regions)
