"""From a turn's text to folded words and sentences, keeping offsets into the original."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from evaluator.resources import data_dir

# Combining marks and zero-width characters are part of a word, so that decomposed or padded text still matches.
_INNER = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_LETTER = rf"(?:[^\W_]|[{_INNER}])"
_LETTERS = rf"(?:[^\W_]+|[{_INNER}]+)+"
# A reference such as "ML-20588" or "R26-0457" is one word; a number takes one letter ("5G") with it, no word ("2pm").
# Most words are plain small letters: to try those first saves a third of the time.
_TOKEN = re.compile(
    rf"([a-z]++(?![\w{_INNER}'’ʼ´`])|[A-Z]{{1,6}}-?\d+(?:[-/][A-Z0-9]+)*|\d+(?:[.,:/–-]\d+){{0,40}}(?:(?=[^\W\d_]{{2}})|{_LETTER})|{_LETTERS}(?:['’ʼ´`]{_LETTERS})*)"
)
_DROPPED = re.compile(rf"[{_INNER}'’ʼ´`]")
# Letters that do not decompose into a base letter and a mark.
_PLAIN = str.maketrans({"ł": "l", "đ": "d", "ð": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i"})

NUMBER = "#"
_ABBREVIATION = 4
_ORDINAL = 2
_LONGEST = 60
_REMEMBERED = 16384


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


class _Folded(dict[str, str]):
    """A word as it stands in a text → the token it makes; numbers and endless words are not kept."""

    def __missing__(self, raw: str) -> str:
        if len(raw) >= _LONGEST:
            return fold(raw[:_LONGEST])
        if raw[0].isdigit():
            return NUMBER
        if len(self) >= _REMEMBERED:
            self.clear()
        self[raw] = word = NUMBER if any(c.isdigit() for c in raw) else fold(raw)
        return word


_FOLDED = _Folded()


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
    # Text between words and words take turns in this list, which starts and ends with the former.
    pieces = _TOKEN.split(text)
    raws = pieces[1::2]
    folded = [*map(_FOLDED.__getitem__, raws)]
    offsets = [*accumulate(map(len, pieces))]
    starts, ends, between = offsets[:-1:2], offsets[1::2], pieces[2:-1:2]
    if "" in folded:
        # Invisible characters alone are no word, and nothing between two.
        kept = [number for number, word in enumerate(folded) if word]
        between = ["".join(pieces[2 * one + 2 : 2 * two + 1 : 2]) for one, two in pairwise(kept)]
        folded, raws = [folded[n] for n in kept], [raws[n] for n in kept]
        starts, ends = [starts[n] for n in kept], [ends[n] for n in kept]
    sentences: list[Sentence] = []
    first = 0
    for number, gap in enumerate(between, 1):
        if gap == " ":
            continue
        break_ = _break(gap[:40])
        # "13. 3.", "č. 5" and "nr. 4417" do not end a sentence.
        if break_ is _Break.UNLESS_SHORT:
            begins = number - 1 == first
            length = len(raws[number - 1])
            short = _is_short(folded[number - 1], length, raws[number][0], begins=begins)
            break_ = _Break.NONE if short else _Break.ENDS
        if break_ is not _Break.NONE:
            sentences.append(Sentence(first, number, break_ is _Break.ASKS))
            first = number
    if len(folded) > first:
        sentences.append(Sentence(first, len(folded), "?" in text[ends[-1] : ends[-1] + 40]))
    return Words(tuple(folded), tuple(starts), tuple(ends), tuple(sentences))
