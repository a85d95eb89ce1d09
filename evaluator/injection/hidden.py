"""Characters that nobody sees: found where they hide text, removed where text goes to a model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

# What Unicode calls format characters and default-ignorable ones, control characters, lone surrogates.
_INVISIBLE: Final = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0d\ufeff\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# A selector that shapes the emoji before it stays; without one, or after another, it is hidden.
_REMOVED: Final = re.compile(
    f"[{_INVISIBLE}]+|(?<![^{_INVISIBLE}\ufe0e\ufe0f])[\ufe0e\ufe0f]+|(?<=[\ufe0e\ufe0f])[\ufe0e\ufe0f]+"
)
_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1f\x85]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")

# A first look: does any character stand in the text that could hide something?
ODD: Final = re.compile(
    "[\xad\u0370-\u052f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0e\ufeff\U000e0000-\U000e0fff]"
)

_ZERO_WIDTH: Final = "\xad\u180e\u200b-\u200f\u2060-\u2064\ufeff"
_IN_WORD: Final = re.compile(rf"[^\W_][{_ZERO_WIDTH}]{{1,4}}(?=[^\W_])")
# Flags of England, Scotland and Wales are written with tags; any other tag is hidden text.
_FLAG: Final = re.compile("\U0001f3f4[\U000e0030-\U000e007a]{2,6}\U000e007f")
_HIDDEN: Final = re.compile(
    "[\U000e0020-\U000e007f]+"  # tags: an invisible ASCII
    "|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{3,}"  # variation selectors: bytes
    rf"|[{_ZERO_WIDTH}]{{8,}}"  # zero and one
    "|\u202e[^\n\u202c]{0,200}"  # right to left
    "|\u202d[^\n\u202ca-zA-Z]{0,40}[a-zA-Z][^\n\u202c]{0,200}"  # left to right, but around a phone number
)
_MIXED: Final = re.compile(
    r"\b(?=[^\W\d_]*[a-zA-Z])(?=[^\W\d_]*[\u0370-\u03ff\u0400-\u052f])[^\W\d_]{3,40}\b",
)
_FEW: Final = 2


def plain(text: str) -> str:
    """`text` as it goes to a model.

    Format, tag, bidi and control characters but newline and tab are gone, every line end is a newline, a lone
    surrogate is U+FFFD. Returns the same object where there is nothing to do.
    """
    if text.isascii() and text.isprintable():
        return text
    if _REMOVED.search(text):
        text = _REMOVED.sub("", _LINE_ENDS.sub("\n", text))
    return _SURROGATE.sub("\ufffd", text) if _SURROGATE.search(text) else text


def hiding_places(text: str) -> Iterator[tuple[int, int]]:
    """Where `text` hides text, by characters alone: start and end."""
    text = _FLAG.sub(lambda flag: " " * len(flag.group()), text)
    for found in _HIDDEN.finditer(text):
        yield found.span()
    for pattern in (_IN_WORD, _MIXED):
        # One may come from a web page or from a keyboard; who hides text needs more.
        places = [found.span() for found in pattern.finditer(text)]
        if len(places) > _FEW:
            yield places[0][0], places[-1][1]
