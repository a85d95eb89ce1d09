"""From a turn's text to folded words and sentences, keeping offsets into the original."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from evaluator.resources import data_dir

# Combining marks and zero-width characters are part of a word, so that decomposed or padded text still matches.
_INNER = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_LETTERS = rf"(?:[^\W_]|[{_INNER}])+"
# A reference such as "ML-20588" or "R26-0457" is one word.
_TOKEN = re.compile(
    rf"[A-Z]{{1,6}}-?\d+(?:[-/][A-Z0-9]+)*|\d+(?:[.,:/–-]\d+)*{_LETTERS}?|{_LETTERS}(?:['’ʼ´`]{_LETTERS})*"
)
_DROPPED = re.compile(rf"[{_INNER}'’ʼ´`]")
# Letters that do not decompose into a base letter and a mark.
_PLAIN = str.maketrans({"ł": "l", "đ": "d", "ð": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i"})

NUMBER = "#"
_ABBREVIATION = 4
_ORDINAL = 2


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
    """A text cut into tokens and sentences."""

    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Without case, diacritics, apostrophes, invisible characters: ``"I’ll"`` → ``"ill"``, ``"Děk"`` → ``"dek"``."""
    plain = unicodedata.normalize("NFKD", word.casefold()).translate(_PLAIN)
    return _DROPPED.sub("", plain)


@lru_cache(maxsize=65536)
def _token_word(raw: str) -> str:
    return NUMBER if any(c.isdigit() for c in raw) else fold(raw)


@lru_cache(maxsize=4096)
def _ends_sentence(between: str, after_short: bool) -> tuple[bool, bool]:
    """Whether the text between two words ends a sentence, and whether that sentence asks."""
    asks = "?" in between or "¿" in between
    if asks or any(c in "!\n…;•" or ord(c) > 0x2190 or (c in "()" and ":" in between) for c in between):
        return True, asks
    # The full stop in "shop.example" is none.
    return "." in between and between != "." and not after_short, False


def _is_short(before: Token, following: str) -> bool:
    """Whether a full stop after the word belongs to it: an ordinal, a date, an abbreviation before a number."""
    length = before.end - before.start
    if before.word == NUMBER:
        return length <= _ORDINAL or not following.isupper()
    return length == 1 or before.word in _abbreviations() or (length <= _ABBREVIATION and following.isdigit())


@cache
def _abbreviations() -> frozenset[str]:
    """Titles and the like, whose full stop ends no sentence: "Mr. Lee", "el. paštas"."""
    text = (data_dir("rubrics") / "abbreviations.txt").read_text("utf-8")
    return frozenset(map(fold, text.split()))


def split(text: str) -> Words:
    """Cut `text` into tokens and sentences. Linear in the length of the text."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    first = 0
    end = 0
    for found in _TOKEN.finditer(text):
        start = found.start()
        between = text[end:start]
        if tokens and between != " ":
            # "13. 3.", "č. 5" and "nr. 4417" do not end a sentence.
            stops, asks = _ends_sentence(between[:40], _is_short(tokens[-1], found.group()[0]))
            if stops:
                sentences.append(Sentence(first, len(tokens), asks))
                first = len(tokens)
        end = found.end()
        word = _token_word(found.group()) if end - start < 60 else fold(found.group()[:60])
        if word:
            tokens.append(Token(word, start, end))
    if len(tokens) > first:
        sentences.append(Sentence(first, len(tokens), "?" in text[end : end + 40]))
    return Words(tuple(tokens), tuple(sentences))
