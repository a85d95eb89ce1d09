"""How words are spelt in the tables: casefolded, Latin letters without diacritics."""

from __future__ import annotations

import re
import unicodedata

_SPECIAL = {
    "ł": "l",
    "đ": "d",
    "ø": "o",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "’": "'",
    "ʼ": "'",
}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def _without_marks(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() else letter


_LATIN = [chr(n) for n in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))]
_PLAIN = {letter: _without_marks(letter) for letter in _LATIN if _without_marks(letter) != letter} | _SPECIAL
_TABLE: dict[int, str | None] = {ord(letter): plain for letter, plain in _PLAIN.items()}
_TABLE.update(dict.fromkeys(range(0x300, 0x370)))


def fold(text: str) -> str:
    """Return `text` casefolded and without the diacritics of Latin letters; Cyrillic stays as it is."""
    return text.casefold().translate(_TABLE)


def is_word(text: str) -> bool:
    """Tell whether `text` is one word of letters, with apostrophes inside at most."""
    return _WORD.fullmatch(text) is not None
