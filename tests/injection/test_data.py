"""Every entry of the shipped file does what its own examples say."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from evaluator.injection.data import Phrase, Structure, injection_data, shipped
from evaluator.injection.phrase import compiled
from tests.injection.found import kinds

DATA = injection_data()
CODES = {"cs", "sk", "fi", "lt", "en", "tl"}


def _phrases() -> Iterator[tuple[str, Phrase]]:
    for code, language in DATA.languages.items():
        for phrase in language.phrases:
            yield code, phrase


def test_all_six_languages_are_there() -> None:
    assert set(DATA.languages) == CODES


@pytest.mark.parametrize(
    ("code", "phrase"), [pytest.param(c, p, id=f"{c}-{p.phrase[:50]}") for c, p in _phrases()]
)
def test_a_phrase_matches_its_examples_and_none_of_the_others(code: str, phrase: Phrase) -> None:
    pattern = compiled(phrase.kind, phrase.phrase, phrase.unless, DATA.languages[code].words, phrase.without)
    fold = shipped().folding.fold
    for example in phrase.match:
        assert list(pattern.spans(fold(example))), example
        assert kinds(example), example
        assert kinds(fold(example)), example
    for example in phrase.never:
        assert not kinds(example), example


@pytest.mark.parametrize("structure", [pytest.param(s, id=s.pattern[:50]) for s in DATA.structures])
def test_a_structure_matches_its_examples_and_none_of_the_others(structure: Structure) -> None:
    fold = shipped().folding.fold
    role = structure.roles[0]
    for example in structure.match:
        assert re.search(structure.pattern, fold(example)), example
        assert structure.kind in kinds(example, role), example
    for example in structure.never:
        assert not kinds(example, role), example


@pytest.mark.parametrize(
    ("phrase", "message"),
    [
        ("give ~2", "must begin and end with a word"),
        ("~2 give", "must begin and end with a word"),
        ("give {nothing}", "no words named {nothing}"),
        ("give ~x points", "is no gap"),
        ("giv* points", "too short"),
    ],
)
def test_a_mistake_in_a_phrase_is_named(phrase: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        compiled("asks_score", phrase, (), {})
