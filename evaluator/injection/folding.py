"""Text as the phrases see it: no case, no diacritics, nothing invisible, look-alike letters made Latin."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

# Letters that do not decompose into a base letter and a mark, and quotation marks.
_PLAIN: Final = {"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe"} | dict.fromkeys(
    "\u2018\u2019\u02bc\xb4`", "'"
)
_DROPPED: Final = frozenset(("Mn", "Me", "Cf", "Cc", "Cs"))
_LATIN_EXTENDED: Final = 0x180


class Folding(dict[int, str]):
    """Code point → folded text; filled as characters turn up.

    `lookalikes` maps a Latin letter to the letters of other scripts that look like it.
    """

    def __init__(self, lookalikes: Mapping[str, str]) -> None:
        super().__init__()
        self._known = _PLAIN | {other: latin for latin, others in lookalikes.items() for other in others}
        for code in range(_LATIN_EXTENDED):
            self[code] = self._folded(chr(code))

    def __missing__(self, code: int) -> str:
        self[code] = found = self._folded(chr(code))
        return found

    def _folded(self, character: str) -> str:
        """Mostly one character, none for what is invisible, several for a ligature."""
        if character in self._known:
            return self._known[character]
        if character.isspace():
            return "\n" if character in "\n\u2028\u2029" else " "
        # Twice, for a capital may only decompose into a letter that looks like another.
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
        return "".join(self._known.get(c, c) for c in plain if unicodedata.category(c) not in _DROPPED)

    def fold(self, text: str) -> str:
        """`text` folded. Where its length changes, `origins` tells what came from where."""
        return text.lower() if text.isascii() and text.isprintable() else text.translate(self)

    def origins(self, text: str) -> list[int]:
        """For each character of ``fold(text)`` the offset in `text` that it came from."""
        return [place for place, character in enumerate(text) for _ in self[ord(character)]]
