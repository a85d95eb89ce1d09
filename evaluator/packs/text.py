"""From a turn's text to folded words and sentences, keeping offsets into the original."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto
from functools import cache, lru_cache
from typing import NamedTuple

from evaluator.resources import data_dir

# Combining marks and zero-width characters are part of a word, so that decomposed or padded text still matches.
_INNER = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_LETTER = rf"(?:[^\W_]|[{_INNER}])"
_LETTERS = rf"(?:[^\W_]+|[{_INNER}]+)+"
# A reference such as "ML-20588" or "R26-0457" is one word; a number takes one letter with it ("5G").
_TOKEN = re.compile(
    rf"([A-Z]{{1,6}}-?\d+(?:[-/][A-Z0-9]+)*|\d+(?:[.,:/–-]\d+){{0,40}}{_LETTER}|{_LETTERS}(?:['’ʼ´`]{_LETTERS})*)"
)
_DROPPED = re.compile(rf"[{_INNER}'’ʼ´`]")
# Letters that do not decompose into a base letter and a mark.
_PLAIN = str.maketrans({"ł": "l", "đ": "d", "ð": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i"})

NUMBER = "#"
_ABBREVIATION = 4
_ORDINAL = 2
_LONGEST = 60


class Token(NamedTuple):
    """One word: folded, with its place in the original text. A word with a digit in it is `NUMBER`."""

    word: str
    start: int
    end: int


class Sentence(NamedTuple):
    """Tokens ``first`` to ``last`` (exclusive); `asks` when it ends in a question mark."""

    first: int
    last: int
    asks: bool


class Words(NamedTuple):
    """A text cut into tokens and sentences. Token n is ``folded[n]`` and stands at ``starts[n]`` to ``ends[n]``.

    Columns, because many texts are remembered: they take a third of the memory of a value for each token.
    """

    folded: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[Sentence, ...]

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens as values of their own."""
        return tuple(map(Token, self.folded, self.starts, self.ends))

    def of(self, sentence: int) -> tuple[str, ...]:
        """The folded words of a sentence."""
        first, last, _ = self.sentences[sentence]
        return self.folded[first:last]


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """Without case, diacritics, apostrophes, invisible characters: ``"I’ll"`` → ``"ill"``, ``"Děk"`` → ``"dek"``."""
    plain = unicodedata.normalize("NFKD", word.casefold()).translate(_PLAIN)
    return _DROPPED.sub("", plain)


@lru_cache(maxsize=16384)
def _token_word(raw: str) -> str:
    return NUMBER if any(c.isdigit() for c in raw) else fold(raw)


class _Break(Enum):
    """What the text between two words does to the sentence before it."""

    NONE = auto()
    # The full stop of "Mr." or "13." belongs to the word.
    UNLESS_SHORT = auto()
    ENDS = auto()
    ASKS = auto()


@lru_cache(maxsize=4096)
def _break(between: str) -> _Break:
    if "?" in between or "¿" in between:
        return _Break.ASKS
    if any(c in "!\n…;•" or ord(c) > 0x2190 or (c in "()" and ":" in between) for c in between):
        return _Break.ENDS
    # The full stop in "shop.example" is none.
    return _Break.UNLESS_SHORT if "." in between and between != "." else _Break.NONE


def _is_short(before: str, length: int, following: str, *, begins: bool) -> bool:
    """Whether a full stop after the word belongs to it: an ordinal, a date, an abbreviation before a number.

    `begins`: it is the first word of its sentence, where "2. Restart" is a number in a list.
    """
    if before == NUMBER:
        return (begins and length <= _ORDINAL) or not following.isupper()
    return length == 1 or before in _abbreviations() or (length <= _ABBREVIATION and following.isdigit())


@cache
def _abbreviations() -> frozenset[str]:
    """Titles and the like, whose full stop ends no sentence: "Mr. Lee", "el. paštas"."""
    text = (data_dir("rubrics") / "abbreviations.txt").read_text("utf-8")
    return frozenset(map(fold, text.split()))


def split(text: str) -> Words:
    """Cut `text` into tokens and sentences. Linear in the length of the text."""
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    sentences: list[Sentence] = []
    first = end = 0
    # Text between words and words take turns in this list, which starts and ends with the former.
    pieces = _TOKEN.split(text)
    for between, raw in zip(pieces[::2], pieces[1::2], strict=False):
        start = end + len(between)
        if between != " " and folded:
            break_ = _break(between[:40])
            # "13. 3.", "č. 5" and "nr. 4417" do not end a sentence.
            if break_ is _Break.UNLESS_SHORT:
                begins = len(folded) - 1 == first
                short = _is_short(folded[-1], ends[-1] - starts[-1], raw[0], begins=begins)
                break_ = _Break.NONE if short else _Break.ENDS
            if break_ is not _Break.NONE:
                sentences.append(Sentence(first, len(folded), break_ is _Break.ASKS))
                first = len(folded)
        end = start + len(raw)
        if len(raw) >= _LONGEST:
            word = fold(raw[:_LONGEST])
        elif raw[0].isdigit():
            word = NUMBER
        else:
            word = _token_word(raw)
        if word:
            folded.append(word)
            starts.append(start)
            ends.append(end)
    if len(folded) > first:
        sentences.append(Sentence(first, len(folded), "?" in text[end : end + 40]))
    return Words(tuple(folded), tuple(starts), tuple(ends), tuple(sentences))
