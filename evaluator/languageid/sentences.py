"""Sentences of a text, and those among them that are in another language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from evaluator.languageid import evidence, table
from evaluator.languageid.guess import decide, lane_of, weights

_END = re.compile(r"(?:[.!?…:;]+(?=\s)|\n)\s*")
_SET_APART = re.compile(
    r"[\"“„«‘][^\"“”„«»’\n]{1,60}[\"”“»’]"  # quoted
    r"|(?<!\S)'[^'\n]{1,60}'(?!\w)"
    r"|\S{1,40}(?: ?[>→›»] ?\S{1,40}(?: [^\W\d_]{1,20})?)+"  # a path through menus
)
_MARKS = re.compile(r"[\"“„«‘'>→›»]")  # without one of these nothing is set apart
_LONGEST = 20_000
_CANNED = 400
_WORDS = 3
_CHEAPER = 1.0  # nats by which a word must speak for the other language to count as one of its words
_LEANING = 2.0  # log weight of the expected language
_SURE = 0.9
# Filipinos switch between Tagalog and English within a sentence.
_AT_HOME = {"tl": frozenset({"tl", "en"})}


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences of `text`, without the space between them; lines end sentences too."""
    start = 0
    for end in _END.finditer(text, 0, _LONGEST):
        stop = end.end() - (len(end[0]) - len(end[0].rstrip()))
        if stop > start:
            yield start, stop
        start = end.end()
    stop = len(text.rstrip())
    if start < stop <= _LONGEST:
        yield start, stop


def foreign_sentences(text: str, expected: str) -> list[tuple[int, int, str]]:
    """Find sentences of `text` that are surely in another language than `expected`: (start, end, code).

    Names, quoted words, menu paths and single borrowed words do not make a sentence foreign; nor is English
    foreign beside Tagalog.
    """
    return list(_remembered(text, expected) if len(text) <= _CANNED else _foreign(text, expected))


# Agents send the same templates all day long.
@lru_cache(maxsize=4096)
def _remembered(text: str, expected: str) -> tuple[tuple[int, int, str], ...]:
    return _foreign(text, expected)


def _foreign(text: str, expected: str) -> tuple[tuple[int, int, str], ...]:
    if not _MARKS.search(text) and not _enough_against(expected, evidence.tokens(text)):
        return ()
    home = _AT_HOME.get(expected, frozenset({expected}))
    found = []
    for start, end in sentences(text):
        code = _language(text[start:end], expected)
        if code is not None and code not in home:
            found.append((start, end, code))
    return tuple(found)


def _language(sentence: str, expected: str) -> str | None:
    own_words = _SET_APART.sub(" ", sentence) if _MARKS.search(sentence) else sentence
    words = [word for word in evidence.tokens(own_words) if len(word) > 1]
    if not _enough_against(expected, words):
        return None
    guess = decide(evidence.packed(words), weights((expected, _LEANING)))
    if guess.code is None or guess.confidence < _SURE or _speaking_for(guess.code, expected, words) < _WORDS:
        return None
    return guess.code


def _enough_against(expected: str, words: list[str]) -> bool:
    """Whether enough words could speak for some other language. Cheap, and true of few texts."""
    if len(words) < _WORDS:
        return False
    own = lane_of(expected)
    least = _CHEAPER * table.load().unit
    return own is None or sum(cost >= least for cost in evidence.costs_in(own, words)) >= _WORDS


def _speaking_for(code: str, expected: str, words: list[str]) -> int:
    other, own = lane_of(code), lane_of(expected)
    if other is None or own is None:
        return len(words)
    least = _CHEAPER * table.load().unit
    # Capitalised inside a sentence is a label or a name, whatever its words mean.
    plain = words[:1] + [word for word in words[1:] if not word.istitle()]
    lanes = (evidence.unpack(evidence.packed([word])) for word in plain)
    return sum(lane[own] - lane[other] >= least for lane in lanes)
